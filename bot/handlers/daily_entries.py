"""Which tenet, and which thing to think about, belongs to a day. Pure arithmetic."""

from __future__ import annotations

from datetime import date

from bot.handlers.library import TENET_COUNT, DailyEntry, Library

# Day 0 of the count: a Monday, so that a reader can check by hand.
FIRST_DAY = date(2024, 1, 1)


def entry_for(library: Library, day: date) -> DailyEntry:
    """The entry of a day: tenets in order, each round with its next entry.

    Counted over weekdays, so that a working week moves on by five tenets and twelve tenets with
    22 entries each last for 264 working days.
    """
    return entry_number(library, _weekdays_since(FIRST_DAY, day))


def entry_number(library: Library, position: int) -> DailyEntry:
    """The entry at a position of the endless round: 0 is tenet 1, its first entry."""
    round_number, tenet = divmod(position, TENET_COUNT)
    entries = library.daily[tenet + 1]
    return entries[round_number % len(entries)]


def entry_named(library: Library, entry_id: str) -> DailyEntry:
    """The entry of that id. Raises `KeyError`."""
    for entries in library.daily.values():
        for entry in entries:
            if entry.id == entry_id:
                return entry
    raise KeyError(entry_id)


def _weekdays_since(start: date, day: date) -> int:
    weeks, rest = divmod((day - start).days, 7)
    return weeks * 5 + min(rest, 4)
