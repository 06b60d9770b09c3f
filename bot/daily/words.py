"""Orders in words: "9:00 weekdays", "pause until Monday", "off". Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.daily import dates, zones
from bot.daily.orders import (
    Close,
    Form,
    Help,
    Off,
    Order,
    Pause,
    Preview,
    Resume,
    Set,
    Status,
)
from bot.handlers.errors import UserFacingError
from bot.handlers.library import TENET_COUNT
from bot.handlers.posting import DEFAULT_HOLIDAYS, EVERY_DAY, WORKDAYS

LONGEST = 300
# Well within how far ahead the clock looks for the next post.
LONGEST_PAUSE = timedelta(days=730)
SIMPLE: dict[str, Order] = {
    "": Form(),
    "status": Status(),
    "when": Status(),
    "preview": Preview(),
    "now": Preview(),
    "test": Preview(),
    "off": Off(),
    "stop": Off(),
    "resume": Resume(),
    "continue": Resume(),
    "unpause": Resume(),
    "on": Resume(),
    "pause": Pause(None),
    "help": Help(),
}
DAYS = {
    "weekdays": WORKDAYS,
    "weekday": WORKDAYS,
    "workdays": WORKDAYS,
    "weekends": frozenset((5, 6)),
    "weekend": frozenset((5, 6)),
}
# "case of the week" and "weekly" without a day mean Mondays.
WEEKLY = frozenset((0,))
_FILLERS = frozenset(
    (
        "at",
        "on",
        "and",
        "the",
        "each",
        "please",
        "post",
        "a",
        "of",
        "from",
        "start",
        "with",
        "every",
    )
)
_TENET = re.compile(r"\btenet\s+(?!of\b)(\S+)")
_RANGE = re.compile(r"\b([a-z]{3,9})\s*(?:-|–|to|through|thru)\s*([a-z]{3,9})\b")
_HALF = re.compile(r"(\d)\s+([ap])\.?m\b\.?")
_HOLIDAYS = re.compile(
    r"\b(?P<how>skip|no|not on|except|without|ignore|include|including|even on|on)?"
    r"\s*holidays?\b(?:\s+(?:of|in|for)?\s*(?!(?:at|by|in|of|on|to)\s+\S)"
    r"(?P<where>[a-z]{2}(?:[-_][a-z0-9]{1,3})?\b|none|off))?"
)
_POSTS_ON_THEM = ("ignore", "include", "including", "even on", "on")


def parse(text: str, today: date) -> Order:
    """What somebody orders. Raises `UserFacingError`: one sentence, and the nearest right value."""
    said = " ".join(text.replace("’", "'").split())
    if len(said) > LONGEST:
        raise dates.unclear(said, "is too long for me", "9:00 weekdays")
    lowered = said.lower().rstrip(".!")
    if lowered in SIMPLE:
        return SIMPLE[lowered]
    verb, _, rest = lowered.partition(" ")
    match verb:
        case "pause" | "skip" if rest.startswith(("until ", "till ", "to ")):
            return Pause(_future(rest.partition(" ")[2], today))
        case "pause":
            return Pause(_future(rest, today))
        case "closed" | "close":
            return _close(rest, today)
        case "open":
            return Close(remove=frozenset(_days(rest, today)))
        case _:
            return _set(said)


def _future(said: str, today: date) -> date:
    day = dates.day_of(said, today)
    if day <= today:
        raise dates.unclear(said, "is not in the future", "tomorrow")
    if day - today > LONGEST_PAUSE:
        raise dates.unclear(said, "is more than two years away", "pause")
    return day


def _close(said: str, today: date) -> Order:
    if said in ("none", "never", "nothing"):
        return Close(clear=True)
    return Close(add=frozenset(_days(said.removeprefix("on "), today)))


def _days(said: str, today: date) -> list[date]:
    parts = [part for part in re.split(r"\s*(?:,|;|\band\b)\s*", said) if part]
    if not parts:
        raise dates.unclear(said or "closed", "names no day", "closed 2026-12-24")
    return [dates.day_of(part, today) for part in parts]


def _set(said: str) -> Set:
    wanted, left = _holidays(Set(), f" {said.lower()} ")
    wanted, left = _style(wanted, left)
    wanted, left = _zone(wanted, left)
    wanted, left = _weekdays(wanted, left)
    for word in _HALF.sub(r"\1\2m", left).replace(",", " ").split():
        if word in _FILLERS:
            continue
        at = dates.time_of(word)
        if at is None:
            raise _unknown(word)
        if wanted.at is not None:
            raise dates.unclear(said, "names two times", "one of them")
        wanted = replace(wanted, at=at)
    if wanted.style == "case" and wanted.days is None:
        wanted = replace(wanted, days=WEEKLY)
    return wanted


def _holidays(wanted: Set, left: str) -> tuple[Set, str]:
    found = _HOLIDAYS.search(left)
    if found is None:
        return wanted, left
    where = found["where"] or ""
    none = where in ("none", "off") or (found["how"] in _POSTS_ON_THEM)
    code = "" if none else zones.holidays_of(where) if where else DEFAULT_HOLIDAYS
    return replace(wanted, holidays=code), left[: found.start()] + " " + left[found.end() :]


def _style(wanted: Set, left: str) -> tuple[Set, str]:
    if found := _TENET.search(left):
        number = found[1].rstrip(",")
        if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= TENET_COUNT:
            # `int` reads decimals of any script; "²" is a digit, and no decimal.
            near = min(max(int(number), 1), TENET_COUNT) if number.isdecimal() else 1
            raise dates.unclear(f"tenet {number}", "is not one of the twelve", f"tenet {near}")
        wanted = replace(wanted, tenet=int(number), style="tenet")
        left = left[: found.start()] + left[found.end() :]
    if found := re.search(r"\bcases?(?: of the (?:week|day))?\b", left):
        wanted = replace(wanted, style="case")
        left = left[: found.start()] + left[found.end() :]
    elif found := re.search(r"\btenets?(?: of the (?:week|day))?\b", left):
        weekly = WEEKLY if "week" in found[0] else wanted.days
        wanted = replace(wanted, style="tenet", days=weekly)
        left = left[: found.start()] + left[found.end() :]
    return wanted, left


def _zone(wanted: Set, left: str) -> tuple[Set, str]:
    if found := re.search(r"\bin ((?:[a-z][a-z0-9_/+-]* ?){1,3})", left):
        words = found[1].split()
        for count in range(len(words), 0, -1):
            if zone := zones.zone_of(" ".join(words[:count])):
                rest = " ".join(words[count:])
                left = f"{left[: found.start()]} {rest} {left[found.end() :]}"
                return replace(wanted, zone=zone), left
        zones.zone(words[0])
    for word in left.split():
        if "/" in word and not word[0].isdigit():
            return replace(wanted, zone=zones.zone(word)), left.replace(word, " ", 1)
        if word in zones.COMMON:
            left = re.sub(rf"\b{word}\b( time)?", " ", left, count=1)
            return replace(wanted, zone=zones.COMMON[word]), left
    return wanted, left


def _weekdays(wanted: Set, left: str) -> tuple[Set, str]:
    chosen: set[int] = set(wanted.days or ())
    while found := _RANGE.search(left):
        first, last = dates.weekday_of(found[1]), dates.weekday_of(found[2])
        if first is None or last is None:
            break
        chosen.update((first + step) % 7 for step in range((last - first) % 7 + 1))
        left = left[: found.start()] + " " + left[found.end() :]
    left = left.replace("every day", "everyday").replace("each day", "everyday")
    weekly = every = False
    rest: list[str] = []
    for word in left.replace(",", " ").replace("/", " ").split():
        weekday = dates.weekday_of(word)
        if weekday is not None:
            chosen.add(weekday)
        elif word in ("daily", "everyday"):
            every = True
        elif word in DAYS:
            chosen |= DAYS[word]
        elif word in ("weekly", "week"):
            weekly = True
        else:
            rest.append(word)
    # "daily 9:00 weekdays" means weekdays.
    if every and not chosen:
        chosen |= EVERY_DAY
    if weekly and not chosen:
        chosen |= WEEKLY
    if weekly and len(chosen) > 1:
        raise dates.unclear(left, "names several days for once a week", "weekly Monday")
    return replace(wanted, days=frozenset(chosen) or None), " ".join(rest)


def _unknown(word: str) -> UserFacingError:
    known = (
        *dates.WEEKDAYS,
        *DAYS,
        *filter(None, SIMPLE),
        "daily",
        "weekly",
        "tenet",
        "case",
        "closed",
    )
    near = dates.nearest(word, known)
    example = near.capitalize() if near in dates.WEEKDAYS else near
    return dates.unclear(word, "is nothing I can set", example or "9:00 weekdays")
