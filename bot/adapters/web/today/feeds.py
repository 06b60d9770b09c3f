"""The tenet of the day for other intranets: an Atom feed and an iCalendar. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from bot.handlers import choice_ids
from bot.handlers.daily_entries import entry_for
from bot.handlers.library import DailyEntry, Library
from bot.handlers.replies import wording
from bot.handlers.replies.first_view import edition_of
from bot.handlers.replies.links import path_of

ATOM = "application/atom+xml"
ICALENDAR = "text/calendar"
NAMESPACE = "http://www.w3.org/2005/Atom"
FEED_DAYS = 10
CALENDAR_DAYS_BACK = 5
CALENDAR_DAYS_AHEAD = 22
SATURDAY = 5


def atom(library: Library, today: date, site: str) -> bytes:
    """The last working days' entries, newest first (RFC 4287). `site` has no final slash."""
    ET.register_namespace("", NAMESPACE)
    feed = ET.Element(_tag("feed"), {"xml:lang": "en"})
    _text(feed, "title", f"{wording.NAME}: {wording.TODAY_TITLE}")
    _text(feed, "id", f"tag:{_host(site)},2024:today")
    days = list(_working_days(today, back=FEED_DAYS - 1, ahead=0))[::-1]
    _text(feed, "updated", _instant(days[0]).isoformat())
    _text(ET.SubElement(feed, _tag("author")), "name", wording.NAME)
    ET.SubElement(feed, _tag("link"), rel="self", href=f"{site}/today.atom")
    ET.SubElement(feed, _tag("link"), rel="alternate", href=f"{site}/today")
    for day in days:
        entry = entry_for(library, day)
        item = ET.SubElement(feed, _tag("entry"))
        _text(item, "title", _title(entry))
        _text(item, "id", f"tag:{_host(site)},2024:today/{day.isoformat()}")
        _text(item, "updated", _instant(day).isoformat())
        href = site + path_of(choice_ids.Daily(entry.id))
        ET.SubElement(item, _tag("link"), rel="alternate", href=href)
        _text(item, "content", _words(library, entry)).set("type", "text")
    made: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return made


def icalendar(library: Library, today: date, site: str) -> bytes:
    """An all-day event for each working day from last week to next month (RFC 5545)."""
    # Takes several megabytes, and few ever subscribe.
    from icalendar import Calendar, Event  # noqa: PLC0415

    calendar = Calendar()
    calendar.add("prodid", f"-//{wording.NAME}//{wording.TODAY_TITLE}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", wording.TODAY_TITLE)
    for day in _working_days(today, back=CALENDAR_DAYS_BACK, ahead=CALENDAR_DAYS_AHEAD):
        entry = entry_for(library, day)
        event = Event()
        event.add("uid", f"{day.isoformat()}@{_host(site)}")
        # The event's own day, so that the same calendar is the same bytes whenever it is asked for.
        event.add("dtstamp", _instant(day))
        event.add("dtstart", day)
        event.add("summary", _title(entry))
        event.add("description", _words(library, entry))
        event.add("url", site + path_of(choice_ids.Daily(entry.id)))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def _words(library: Library, entry: DailyEntry) -> str:
    words = library.tenet(entry.tenet).words
    edition = edition_of(library, entry.tenet)
    return f"“{words}” ({edition})\n\n{entry.text}\n\n{entry.question}"


def _title(entry: DailyEntry) -> str:
    return wording.TENET_TITLE.format(number=entry.tenet)


def _working_days(today: date, *, back: int, ahead: int) -> Iterator[date]:
    """So many working days before and after the last one up to today, in order."""
    first = _step(today + timedelta(days=1), -1 - back)
    for _ in range(back + ahead + 1):
        yield first
        first = _step(first, 1)


def _step(day: date, count: int) -> date:
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while day.weekday() >= SATURDAY:
            day += step
    return day


def _instant(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _host(site: str) -> str:
    return urlsplit(site).hostname or "localhost"


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, _tag(name))
    element.text = text
    return element
