"""What administrators are told about the daily post: the truth, in local words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from bot.daily.orders.date_parser import clock_words, day_words, days_words
from bot.daily.posting.content import tenet_at
from bot.daily.schedule.due_dates import holiday_name, posts, zone_named
from bot.handlers.daily_post import Schedule
from bot.handlers.messages import Block, Bullets, Heading, Note, Paragraph, Reply
from bot.store.rows import Delivery

TITLE = "Daily post"
SAVED = "Daily post saved"
PAUSED = "Daily post paused"
STOPPED = "Daily post stopped"
NOTHING_SET = "No daily post is set in this channel."
EXAMPLE = "To begin, say for example: daily 9:00 weekdays"
NO_DAYS = "Choose at least one day of the week."
TOO_MANY_CLOSED = "That is more than 100 closed days. Say “closed none” to begin again."
NEXT = "Next posts"
# What is due is taken up within seconds; after this many, something is wrong.
LATE = 120.0
NOT_TAKEN_UP = (
    "Nothing has been posted since: the bot that posts is not running, or its database is away."
)
NO_DAY_LEFT = (
    "No day is left on which it could post: look at the days, the time zone and the closed days."
)
WAITS = "and still waiting: the bot is not connected to the platform, or not running."
NEXT_COUNT = 3
SHOWN_TROUBLES = 3

HELP = (
    "daily 9:00 weekdays – a tenet every weekday at nine",
    "daily 8:30 a.m. mon wed fri in Chicago – other days, another time zone",
    "daily weekly Monday 9:00 – once a week; daily case of the week – a case on Mondays",
    "daily skip holidays US-CA, or daily holidays none",
    "daily closed December 24 to January 2, or daily open December 24 – days of your own",
    "daily start tenet 4 – which tenet comes next",
    "daily pause, daily pause until Monday, daily resume, daily off",
    "daily status, daily preview",
)

_STATES = {
    "skipped": "Not posted",
    "failed": "Failed",
    "unknown": "May not have been posted",
    "withdrawn": "Not posted, because the daily post was paused or stopped",
}


def help_reply() -> Reply:
    """How to say it."""
    return _reply(TITLE, Bullets(HELP, "Say"))


def nothing_set() -> Reply:
    """There is none here, and how to begin."""
    return _reply(TITLE, Paragraph(NOTHING_SET), Bullets(HELP, "Say"))


def stopped() -> Reply:
    """It has ended."""
    return _reply(STOPPED, Paragraph("Nothing more will be posted here. " + EXAMPLE))


def saved(title: str, schedule: Schedule) -> Reply:
    """What is set now, and the next three posts."""
    return _reply(title, Paragraph(summary(schedule)), *_coming(schedule))


def status(schedule: Schedule, recent: Sequence[Delivery], now: float) -> Reply:
    """What is set, how the last posts went, and what comes next."""
    blocks: list[Block] = [Paragraph(summary(schedule))]
    blocks.append(Paragraph(_last(schedule, recent)))
    if wrong := _nobody_posts(schedule, now):
        blocks.append(Paragraph(wrong))
    if troubles := _troubles(schedule, recent, now):
        blocks.append(Bullets(tuple(troubles), "Since then"))
    blocks += _coming(schedule)
    return _reply(TITLE, *blocks)


def line(schedule: Schedule, now: float) -> str:
    """How a schedule stands, in one line."""
    if schedule.state != "active":
        return _standing(schedule)
    trouble = f" Trouble: {schedule.problem}" if schedule.problem else ""
    wrong = _nobody_posts(schedule, now)
    coming = wrong or _sentence(f"Next: {_moment(schedule, schedule.next_at or now)}")
    return f"{_sentence(_pattern(schedule))} {coming}{trouble}"


def summary(schedule: Schedule) -> str:
    """What is set, in a sentence or two."""
    if schedule.state != "active":
        return f"{_standing(schedule)} It is set to post {_pattern(schedule)}."
    parts = [f"I post {_pattern(schedule)}."]
    if schedule.not_before and (schedule.next_date or date.max) >= schedule.not_before:
        parts.insert(0, f"Paused until {day_words(schedule.not_before)}.")
    if schedule.closed:
        days = ", ".join(day_words(day) for day in sorted(schedule.closed)[:10])
        more = ", …" if len(schedule.closed) > 10 else ""  # noqa: PLR2004 - what is shown
        parts.append(f"Your own closed days: {days}{more}.")
    return " ".join(parts)


def _pattern(schedule: Schedule) -> str:
    what = "a case" if schedule.style == "case" else "a tenet"
    free = f", not on public holidays ({schedule.holidays})" if schedule.holidays else ""
    when = f"{days_words(schedule.days)} at {clock_words(schedule.at)}"
    return f"{what} {when}, {schedule.zone} time{free}"


def _standing(schedule: Schedule) -> str:
    if schedule.state == "disabled":
        return f"Stopped: {schedule.problem} Then say “daily resume”."
    return "Paused. Say “daily resume” to go on."


def _nobody_posts(schedule: Schedule, now: float) -> str:
    """Why nothing will be posted although it is set; empty where something will."""
    if schedule.state != "active":
        return ""
    if schedule.next_at is None:
        return NO_DAY_LEFT
    if schedule.next_at < now - LATE:
        return f"It was due on {_sentence(_moment(schedule, schedule.next_at))} {NOT_TAKEN_UP}"
    return ""


def _coming(schedule: Schedule) -> list[Block]:
    if schedule.state != "active" or schedule.next_date is None or schedule.next_at is None:
        return []
    later = posts(schedule, schedule.next_date, schedule.next_at)
    days = [(schedule.next_date, schedule.next_at), *islice(later, NEXT_COUNT - 1)]
    lines = []
    for number, (_, at) in enumerate(days):
        tenet = f" – Tenet {tenet_at(schedule.position + number)}"
        lines.append(_moment(schedule, at) + (tenet if schedule.style == "tenet" else ""))
    found: list[Block] = [Bullets(tuple(lines), NEXT)]
    if free := _free_between(schedule, days[0][0], days[-1][0]):
        found.append(Note(_sentence(f"Left out: {free}")))
    return found


def _free_between(schedule: Schedule, first: date, last: date) -> str:
    """The holidays on the way, so that a gap explains itself."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    named = (
        f"{day_words(day)}, {name}"
        for day in days
        if day.weekday() in schedule.days and (name := holiday_name(schedule.holidays, day))
    )
    return "; ".join(islice(named, NEXT_COUNT))


def _moment(schedule: Schedule, at: float) -> str:
    zone = zone_named(schedule.zone)
    local = datetime.fromtimestamp(at, zone or UTC)
    return f"{day_words(local.date())} at {clock_words(local.time())}"


def _sentence(text: str) -> str:
    """With a full stop at its end; 9:00 a.m. has one already."""
    return text if text.endswith(".") else f"{text}."


def _last(schedule: Schedule, recent: Sequence[Delivery]) -> str:
    for delivery in recent:
        if delivery.state == "sent":
            at = delivery.settled_at or delivery.due_at
            return _sentence(f"Last posted: {_moment(schedule, at)}")
    return "Nothing has been posted here yet."


def _troubles(schedule: Schedule, recent: Sequence[Delivery], now: float) -> list[str]:
    found: list[str] = []
    for delivery in recent:
        if delivery.state == "sent" or len(found) == SHOWN_TROUBLES:
            break
        found.append(_trouble(schedule, delivery, now))
    return found


def _trouble(schedule: Schedule, delivery: Delivery, now: float) -> str:
    day = day_words(delivery.local_date)
    if delivery.state in _STATES:
        return f"{day}: {_STATES[delivery.state]}. {delivery.error}".strip()
    if delivery.attempts <= (delivery.state == "sending"):
        waits = delivery.state == "waiting" and delivery.run_at < now - LATE
        how = WAITS if waits else "under way."
        return f"{day}: due at {_moment(schedule, delivery.due_at)}, {how}"
    times = "once" if delivery.attempts == 1 else f"{delivery.attempts} times"
    reason = f" because: {delivery.error}" if delivery.error else "."
    return f"{day}: tried {times}, not settled yet{reason}"


def _reply(title: str, *blocks: Block) -> Reply:
    return Reply((Heading(title), *blocks), "command", score=1.0)
