"""Orders in words: "9:00 weekdays", "pause until Monday", "off". Pure."""

from __future__ import annotations

import re
from datetime import date

from bot.daily.orders import date_parser, date_ranges, normalize
from bot.daily.orders.order_types import (
    Close,
    Form,
    Help,
    Off,
    Order,
    Pause,
    Preview,
    Resume,
    Status,
)
from bot.daily.orders.schedule_parser import LONGEST_PAUSE, setting

LONGEST = 300
_SAME: dict[Order, str] = {
    Form(): "",
    Status(): "status|when|next|show|info|list|settings|schedule|what's next|when is the next one",
    Preview(): "preview|now|test|try|try it|demo|post now|send now|test post|post test",
    Off(): "off|stop|stop it|disable|disable it|delete|delete it|remove|remove it|turn off|"
    "turn it off|switch off|switch it off|unsubscribe|no more",
    Resume(): "resume|start|continue|unpause|on|enable|turn on|turn it on|switch on|go on",
    Pause(None): "pause|hold|mute|snooze|pause it",
    Help(): "help|?|how|how does it work|what can i say|commands",
}
SIMPLE: dict[str, Order] = {
    words: order for order, said in _SAME.items() for words in said.split("|")
}
_POLITE = re.compile(
    r"^(?:(?:please|pls|hey|hi|can you|could you)\s+)+|\s+(?:please|pls|thanks|thank you|now)$"
)
_ITSELF = re.compile(r"\b(?:(?:the|our|my|this) )?daily (?:ethics )?(?:posts?|message|tenet)\b")
_UNTIL = re.compile(r"^(?:it )?(?:until|till|to|for|through|thru)\s+(.+)$")
_SPAN = re.compile(r"^(?:it )?(?:the next )?(?:an?|this|\d+) (?:day|week|month)s?$")
_FOREVER = re.compile(r"(?:it )?(?:until |till )?(?:further notice|i say so|forever|indefinitely)")
_NOT_ON = re.compile(r"^(?:not?|no posts?|don't post|do not post|nothing)\s+on\s+(.+)$")


def parse(text: str, today: date) -> Order:
    """What somebody orders. Raises `UserFacingError`: one sentence, and the nearest right value."""
    said = " ".join(text.split())
    if len(said) > LONGEST:
        raise date_parser.unclear(said, "is too long for me", "9:00 weekdays")
    # What it is all about says nothing more; "daily" alone means every day.
    plain = " ".join(_ITSELF.sub(" ", normalize.normalized(said)).split())
    bare = _POLITE.sub("", plain)
    order = bare.removeprefix("daily ")
    for form in (plain, bare, order):
        if form in SIMPLE:
            return SIMPLE[form]
    return _verb(order, today) or setting(plain, today)


def _verb(plain: str, today: date) -> Order | None:
    """The order of a sentence that begins with a word for it; None for any other sentence."""
    verb, _, rest = plain.partition(" ")
    until = _UNTIL.match(rest)
    match verb:
        case "pause" | "hold" | "mute" | "snooze" if _FOREVER.fullmatch(rest):
            return Pause(None)
        case "skip" | "off" | "stop" | "hold" | "mute" | "snooze" if until:
            return Pause(_future(rest, today))
        case "pause" | "hold" | "mute" | "snooze":
            return _pause(rest, today)
        case "resume" | "unpause" | "continue":
            return Pause(_future(rest, today))
        case "closed" | "close":
            return _close(rest, today)
        case "skip" if "holiday" not in rest and not re.search(r"\b(?:tenet|case)", rest):
            return Close(add=frozenset(_days(verb, rest, today)))
        case "open":
            return Close(remove=frozenset(_days(verb, rest, today)))
        case _:
            found = _NOT_ON.match(plain)
            if found is None or "holiday" in plain:
                return None
            return Close(add=frozenset(_days(verb, found[1], today)))


def _pause(said: str, today: date) -> Order:
    if _UNTIL.match(said) or _SPAN.match(normalize.counted(said)):
        return Pause(_future(said, today))
    days = date_ranges.days_of(said, today)
    if len(days) > 1:
        # A pause that begins later is a number of closed days.
        return Close(add=frozenset(days))
    raise date_parser.unclear(f"pause {said}", f"can mean “skip {said}” too", f"pause until {said}")


def _future(said: str, today: date) -> date:
    plain = re.sub(r"^(?:(?:it|again|until|till|to|for|on)\s+)*(?=\S)", "", said)
    day = date_ranges.first_day_after(plain, today)
    if day <= today:
        raise date_parser.unclear(plain, "is not in the future", "tomorrow")
    if day - today > LONGEST_PAUSE:
        raise date_parser.unclear(plain, "is more than two years away", "pause")
    return day


def _close(said: str, today: date) -> Order:
    if said in ("none", "never", "nothing"):
        return Close(clear=True)
    return Close(add=frozenset(_days("closed", said, today)))


def _days(verb: str, said: str, today: date) -> list[date]:
    found = date_ranges.days_of(said.removeprefix("on "), today)
    if not found:
        raise date_parser.unclear(said or verb, "names no day", f"{verb} 2026-12-24")
    return found
