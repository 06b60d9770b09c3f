"""The form for the daily post, and its part of the Home tab, as data. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.adapters.slack import limits
from bot.adapters.slack.render import SlackBlock, paragraphs, plain
from bot.handlers.daily_post import DEFAULT_HOLIDAYS, EVERY_DAY, WORKDAYS, Filled, Schedule
from bot.handlers.library import TENET_COUNT

FORM = "daily"
OPEN = "daily:open"
CHANNEL, AT, ZONE, DAYS, HOLIDAYS, STYLE, TENET = (
    f"daily_{name}" for name in ("channel", "at", "zone", "days", "holidays", "style", "tenet")
)
# The fields of `Filled`, and where their problems are shown.
BLOCK_OF = {"at": AT, "zone": ZONE, "days": DAYS, "holidays": HOLIDAYS, "tenet": TENET}
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_STYLES = (("tenet", "The tenets, in order"), ("case", "A case"))
_HOLIDAYS_HINT = "No post on public holidays of this country or state. Empty: post on them too."
SHOWN = 20


def form(schedule: Schedule | None, *, channel: str, zone: str) -> dict[str, Any]:
    """What a channel's daily post should be, with what is set now filled in."""
    at = f"{schedule.at:%H:%M}" if schedule else "09:00"
    days = schedule.days if schedule else WORKDAYS
    zone = schedule.zone if schedule else zone
    holidays = schedule.holidays if schedule else DEFAULT_HOLIDAYS
    style = schedule.style if schedule else "tenet"
    where: dict[str, Any] = {
        "type": "conversations_select",
        "action_id": CHANNEL,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if channel:
        where["initial_conversation"] = channel
    code: dict[str, Any] = {"type": "plain_text_input", "action_id": HOLIDAYS, "max_length": 10}
    if holidays:
        code["initial_value"] = holidays
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain("Daily post", limits.MODAL_TITLE),
        "submit": plain("Save", limits.MODAL_TITLE),
        "close": plain("Cancel", limits.MODAL_TITLE),
        "blocks": [
            _input(CHANNEL, "Channel", where),
            _input(AT, "Time", {"type": "timepicker", "action_id": AT, "initial_time": at}),
            _input(ZONE, "Time zone", _zones(zone)),
            _input(DAYS, "Days", _checks(days)),
            _input(HOLIDAYS, "Holidays", code, _HOLIDAYS_HINT, optional=True),
            _input(STYLE, "What to post", _radio(style)),
            _input(TENET, "Start with tenet", _tenets(), optional=True),
        ],
    }


def filled(values: Mapping[str, Any]) -> tuple[str, Filled]:
    """The channel and the fields of a form that was sent."""

    def one(name: str) -> Mapping[str, Any]:
        return values.get(name, {}).get(name) or {}

    def picked(name: str) -> str:
        return str((one(name).get("selected_option") or {}).get("value") or "")

    days = frozenset(int(option["value"]) for option in one(DAYS).get("selected_options") or ())
    return str(one(CHANNEL).get("selected_conversation") or ""), Filled(
        at=str(one(AT).get("selected_time") or ""),
        zone=picked(ZONE),
        days=days & EVERY_DAY,
        holidays=str(one(HOLIDAYS).get("value") or "").strip(),
        style="case" if picked(STYLE) == "case" else "tenet",
        tenet=picked(TENET),
    )


def section(lines: Sequence[tuple[str, str]]) -> list[SlackBlock]:
    """The Home tab's list of channels with a daily post, and the button to the form."""
    blocks: list[SlackBlock] = [
        {"type": "header", "text": plain("Daily post", limits.HEADER_TEXT)},
    ]
    for channel, line in lines[:SHOWN]:
        # The id comes from Slack itself; the line is drawn as plain words.
        blocks.extend(paragraphs(line[:500], channel=channel))
    if not lines:
        blocks += paragraphs("No channel has one yet.")
    label = "Set up a daily post" if not lines else "Change or add one"
    button = {"type": "button", "action_id": OPEN, "text": plain(label, limits.BUTTON_TEXT)}
    blocks.append({"type": "actions", "elements": [button]})
    return blocks


def option(value: str, label: str = "") -> dict[str, Any]:
    """An entry of a menu."""
    return {
        "text": plain(label or value, limits.OPTION_TEXT),
        "value": value[: limits.OPTION_VALUE],
    }


def _zones(zone: str) -> dict[str, Any]:
    return {
        "type": "external_select",
        "action_id": ZONE,
        "min_query_length": 0,
        "placeholder": plain("Type a city, such as Chicago", limits.PLACEHOLDER),
        "initial_option": option(zone),
    }


def _checks(days: frozenset[int]) -> dict[str, Any]:
    options = [option(str(number), name) for number, name in enumerate(_DAY_NAMES)]
    return {
        "type": "checkboxes",
        "action_id": DAYS,
        "options": options,
        "initial_options": [options[day] for day in sorted(days)],
    }


def _radio(style: str) -> dict[str, Any]:
    options = [option(value, label) for value, label in _STYLES]
    chosen = next(o for o in options if o["value"] == style)
    return {
        "type": "radio_buttons",
        "action_id": STYLE,
        "options": options,
        "initial_option": chosen,
    }


def _tenets() -> dict[str, Any]:
    return {
        "type": "static_select",
        "action_id": TENET,
        "placeholder": plain("Go on as it is", limits.PLACEHOLDER),
        "options": [option(str(n), f"Tenet {n}") for n in range(1, TENET_COUNT + 1)],
    }


def _input(
    name: str, label: str, element: dict[str, Any], hint: str = "", *, optional: bool = False
) -> SlackBlock:
    block = {
        "type": "input",
        "block_id": name,
        "optional": optional,
        "label": plain(label, limits.PLACEHOLDER),
        "element": element,
    }
    return {**block, "hint": plain(hint, limits.PLACEHOLDER)} if hint else block
