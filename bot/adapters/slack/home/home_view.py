"""The Home tab as data. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.adapters.slack import limits, wording
from bot.adapters.slack.answer import answer_actions
from bot.adapters.slack.ask import modals
from bot.adapters.slack.render import GO, SAY, SlackBlock, context, page, plain
from bot.handlers import choice_ids
from bot.handlers.choice_ids import ChoiceId, Listing
from bot.handlers.messages import Choice, Choices, Reply

FORGET = f"{GO}forget"
SETTINGS = f"{GO}settings"
OPEN_FORM = f"{GO}ask"
PICK = f"{SAY}pick:"


@dataclass(frozen=True, slots=True)
class HomeData:
    """What somebody's Home tab shows.

    `contact` is None for those who may not configure, `votes` where they cannot be counted now.
    """

    today: Reply
    areas: Sequence[tuple[Choice, Sequence[Choice]]]
    votes: int | None
    contact: str | None = None
    sections: Sequence[SlackBlock] = ()


def view(data: HomeData) -> dict[str, Any]:
    """The tab, within Slack's 100 blocks."""
    # Until somebody has named a contact, those who can do it see it first.
    first = [*_settings(data.contact), *data.sections] if data.contact == "" else []
    blocks = [
        _header(wording.HOME_TITLE),
        _text(wording.HOME_INTRO),
        {"type": "actions", "elements": [_primary(OPEN_FORM, wording.ASK)]},
        *first,
        {"type": "divider"},
        *_todays_blocks(data.today),
        {"type": "divider"},
        _header(wording.HOME_TOPICS),
        *(_area(area, topics) for area, topics in data.areas if topics),
        {"type": "divider"},
        _header(wording.HOME_MORE),
        {
            "type": "actions",
            "elements": [
                _say(choice_ids.Page("training"), wording.HOME_TRAINING),
                _say(Listing.CONTACT, wording.HOME_CONTACT),
                _say(Listing.CODE, wording.HOME_CODE),
                _say(choice_ids.Page("privacy"), wording.HOME_PRIVACY_BUTTON),
            ],
        },
        {"type": "divider"},
        _header(wording.HOME_PRIVACY),
        _text(_kept(data)),
        {"type": "actions", "elements": [_forget()]},
    ]
    if data.contact:
        blocks += [*_settings(data.contact), *data.sections]
    return {"type": "home", "blocks": blocks[: limits.BLOCKS_PER_VIEW]}


def _todays_blocks(today: Reply) -> list[SlackBlock]:
    kept = tuple(b for b in today.blocks if not (isinstance(b, Choices) and not b.options))
    shown = page(Reply(kept, today.outcome))
    ask_about_this = f"{SAY}{choice_ids.encode(Listing.HELP)}"
    # A press on "Ask about this" opens the form here, where there is nothing to type into.
    return [
        {
            **block,
            "elements": [e for e in block["elements"] if e["action_id"] != ask_about_this],
        }
        if block["type"] == "actions"
        else block
        for block in shown.blocks
    ]


def areas(topics: Reply, of: dict[str, Reply]) -> list[tuple[Choice, list[Choice]]]:
    """The areas and their topics, from the guide's own replies."""
    found = []
    for area in _options(topics):
        reply = of[area.id]
        found.append(
            (
                area,
                [
                    c
                    for c in _options(reply)
                    if isinstance(choice_ids.decode(c.id), choice_ids.Topic)
                ],
            )
        )
    return found


def _options(reply: Reply) -> list[Choice]:
    return [o for block in reply.blocks if isinstance(block, Choices) for o in block.options]


def _area(area: Choice, topics: Sequence[Choice]) -> SlackBlock:
    return {
        "type": "section",
        "text": plain(area.label, limits.SECTION_TEXT),
        "accessory": {
            "type": "static_select",
            "action_id": f"{PICK}{area.id}",
            "placeholder": plain(wording.HOME_PICK, limits.PLACEHOLDER),
            "options": [modals.option(topic) for topic in topics[: limits.OPTIONS]],
        },
    }


def _settings(contact: str) -> list[SlackBlock]:
    line = wording.SETTINGS_CONTACT + (contact or wording.SETTINGS_NONE)
    first = [] if contact else [_text(wording.HOME_SETUP)]
    return [
        {"type": "divider"},
        _header(wording.SETTINGS),
        *first,
        {
            **_text(line),
            "accessory": _button(SETTINGS, wording.SETTINGS_CHANGE),
        },
    ]


def _forget() -> dict[str, Any]:
    question = answer_actions.confirm(wording.FORGET_TITLE, wording.FORGET_TEXT, wording.FORGET_YES)
    return {**_button(FORGET, wording.FORGET), "style": "danger", "confirm": question}


def _kept(data: HomeData) -> str:
    if data.votes is None:
        return wording.HOME_KEPT.format(votes=wording.HOME_VOTES_UNKNOWN)
    many = wording.HOME_VOTES_ONE if data.votes == 1 else wording.HOME_VOTES
    if data.contact is None:
        votes = many.format(count=data.votes) if data.votes else wording.HOME_VOTES_NONE
        return wording.HOME_KEPT.format(votes=votes)
    votes = many.format(count=data.votes) if data.votes else wording.HOME_VOTES_NOT_YET
    return wording.HOME_KEPT.format(votes=votes) + wording.HOME_CONFIGURER


def _header(text: str) -> SlackBlock:
    return {"type": "header", "text": plain(text, limits.HEADER_TEXT)}


def _text(text: str) -> SlackBlock:
    return {"type": "section", "text": plain(text, limits.SECTION_TEXT)}


def _button(action: str, label: str) -> dict[str, Any]:
    return {"type": "button", "action_id": action, "text": plain(label, limits.BUTTON_TEXT)}


def _primary(action: str, label: str) -> dict[str, Any]:
    return {**_button(action, label), "style": "primary"}


def _say(value: ChoiceId, label: str) -> dict[str, Any]:
    choice = choice_ids.encode(value)
    return {**_button(f"{SAY}{choice}", label), "value": choice}


def error(reply: Reply) -> dict[str, Any]:
    """The tab when it could not be drawn."""
    return {"type": "home", "blocks": [*page(reply).blocks, context([wording.HOME_INTRO])]}
