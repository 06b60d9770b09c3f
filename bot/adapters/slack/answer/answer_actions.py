"""The buttons under an answer: share, copy, remove, helpful or not, and reading on. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.adapters.slack import wording
from bot.adapters.slack.render import (
    GO,
    RenderedPage,
    SlackBlock,
    context,
    fallback,
    mrkdwn,
    page,
)
from bot.handlers.answer_actions import may_pass_on, may_vote_on
from bot.handlers.messages import Reply, plain_text
from bot.handlers.replies import notices

Surface = Literal["private", "direct", "public", "modal"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A reply as it goes to Slack: fallback text and blocks."""

    text: str
    blocks: list[SlackBlock]

    def message(self) -> dict[str, Any]:
        """The arguments of a message. Nothing in it unfurls, and its text is not parsed."""
        return {
            "text": self.text,
            "blocks": self.blocks,
            "unfurl_links": False,
            "unfurl_media": False,
            "mrkdwn": False,
        }


@dataclass(frozen=True, slots=True)
class ActionValue:
    """What a button under an answer carries: which answer, and which page of it."""

    about: str
    page: int = 1
    extra: str = ""

    def value(self) -> str:
        """As a button's value."""
        return f"{self.page}|{self.extra}|{self.about}"

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> ActionValue:
        """What the button carries that was pressed; no answer where it cannot be read."""
        number, _, rest = str(body["actions"][0].get("value") or "").partition("|")
        extra, _, about = rest.partition("|")
        return cls(about, int(number) if number.isascii() and number.isdigit() else 1, extra)


def message(
    reply: Reply,
    surface: Surface,
    *,
    number: int = 1,
    asker: str = "",
    notice: str = "",
    without: Sequence[str] = (),
    shared_by: str = "",
) -> Drawn:
    """A reply with the buttons that belong to where it is shown.

    `notice` is a line on top about what was just done; `without` names buttons to leave out;
    `asker` may remove a public answer; `shared_by` is the user id of whoever shared it.
    """
    shown = page(reply, number)
    top = [context([notice])] if notice else []
    if shared_by:
        top.append(_shared_by(shared_by))
    bar = list(_bar(reply, shown, surface, asker, frozenset(without)))
    text = fallback(reply)
    if shared_by:
        text = f"{wording.SHARED_BY.format(user=shared_by)}\n\n{text}"
    return Drawn(text, [*top, *shown.blocks, *bar])


def sentence(notice: Reply) -> str:
    """A notice as one line."""
    return plain_text(notice)


def _shared_by(user: str) -> SlackBlock:
    # The only mention the bot ever writes: the id comes from Slack's own signed payload.
    text = mrkdwn(wording.SHARED_BY.format(user=user))["text"]
    return {"type": "context", "elements": [text]}


def _bar(
    reply: Reply, shown: RenderedPage, surface: Surface, asker: str, without: frozenset[str]
) -> list[SlackBlock]:
    about = reply.about or ""
    here = ActionValue(about, shown.number)
    buttons: list[dict[str, Any]] = []
    if about and shown.number < shown.pages:
        following = replace(here, page=shown.number + 1)
        buttons.append(button("continue", notices.CONTINUE, following.value()))
    if may_pass_on(reply):
        if surface == "private":
            buttons.append(_share(here))
        if surface != "direct":
            buttons.append(button("copy", notices.COPY, here.value()))
    if surface == "public":
        buttons.append(_remove(replace(here, extra=asker)))
    votes = may_vote_on(reply) and "vote" not in without
    if votes and surface == "modal":
        buttons += [
            button("up", notices.HELPFUL, replace(here, extra="up").value()),
            button("down", notices.NOT_HELPFUL, replace(here, extra="down").value()),
        ]
    kept = [item for item in buttons if item["action_id"].removeprefix(GO) not in without]
    bar: list[SlackBlock] = [{"type": "actions", "elements": kept}] if kept else []
    if votes and surface != "modal":
        bar.append(_feedback(here))
    return bar


def button(name: str, label: str, value: str, **more: Any) -> dict[str, Any]:
    """A button that does something with an answer."""
    return {
        "type": "button",
        "action_id": f"{GO}{name}",
        "text": _label(label),
        "value": value,
        **more,
    }


def _label(words: str) -> dict[str, Any]:
    """The words of a button of ours, all of them short."""
    return {"type": "plain_text", "text": words, "emoji": False}


def confirm(title: str, text: str, yes: str, no: str = wording.CANCEL) -> Mapping[str, Any]:
    """A question before a button does what it says."""
    return {
        "title": _label(title),
        "text": _label(text),
        "confirm": _label(yes),
        "deny": _label(no),
    }


def _share(here: ActionValue) -> dict[str, Any]:
    question = confirm(wording.SHARE_TITLE, wording.SHARE_TEXT, wording.SHARE_YES)
    return button("share", notices.SHARE, here.value(), confirm=question)


def _remove(here: ActionValue) -> dict[str, Any]:
    question = confirm(wording.REMOVE_TITLE, wording.REMOVE_TEXT, notices.REMOVE)
    return button("remove", notices.REMOVE, here.value(), confirm=question)


def _feedback(here: ActionValue) -> SlackBlock:
    def one(label: str, vote: str) -> dict[str, Any]:
        return {
            "text": _label(label),
            "value": replace(here, extra=vote).value(),
            "accessibility_label": label,
        }

    element = {
        "type": "feedback_buttons",
        "action_id": f"{GO}vote",
        "positive_button": one(notices.HELPFUL, "up"),
        "negative_button": one(notices.NOT_HELPFUL, "down"),
    }
    return {"type": "context_actions", "elements": [element]}
