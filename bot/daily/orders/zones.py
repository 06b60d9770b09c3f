"""Time zones and places with holidays, as people name them."""

from __future__ import annotations

import zoneinfo
from functools import lru_cache
from types import MappingProxyType

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.daily.orders.date_parser import ALIKE, unclear
from bot.daily.orders.us_states import STATES
from bot.daily.schedule.due_dates import knows_holidays
from bot.handlers.daily_post import DEFAULT_HOLIDAYS

# What people in the United States call their zones.
COMMON = MappingProxyType(
    {
        "eastern": "America/New_York",
        "et": "America/New_York",
        "est": "America/New_York",
        "edt": "America/New_York",
        "central": "America/Chicago",
        "ct": "America/Chicago",
        "cst": "America/Chicago",
        "cdt": "America/Chicago",
        "mountain": "America/Denver",
        "mt": "America/Denver",
        "mst": "America/Denver",
        "mdt": "America/Denver",
        "arizona": "America/Phoenix",
        "pacific": "America/Los_Angeles",
        "pt": "America/Los_Angeles",
        "pst": "America/Los_Angeles",
        "pdt": "America/Los_Angeles",
        "alaska": "America/Anchorage",
        "hawaii": "Pacific/Honolulu",
        "utc": "UTC",
        "gmt": "UTC",
    }
)
# Larger places in the United States that have no zone of their own name.
_LARGER = {
    "America/New_York": (
        "nyc", "new york city", "washington", "washington dc", "dc", "boston",
        "philadelphia", "pittsburgh", "atlanta", "miami", "orlando", "tampa",
        "charlotte", "raleigh", "richmond", "baltimore", "cleveland", "cincinnati",
        "columbus",
    ),
    "America/Chicago": (
        "dallas", "houston", "austin", "san antonio", "fort worth", "minneapolis",
        "milwaukee", "st louis", "st. louis", "kansas city", "omaha", "oklahoma city",
        "tulsa", "new orleans", "nashville", "memphis",
    ),
    "America/Denver": (
        "salt lake city", "albuquerque", "santa fe", "el paso", "colorado springs",
    ),
    "America/Phoenix": (
        "tucson", "mesa", "scottsdale",
    ),
    "America/Los_Angeles": (
        "la", "san francisco", "san diego", "san jose", "sacramento", "oakland",
        "seattle", "tacoma", "portland", "las vegas", "reno",
    ),
}  # fmt: skip
CITIES = MappingProxyType({city: zone for zone, cities in _LARGER.items() for city in cities})
# Words with a meaning of their own, though some zone ends in them.
_NO_CITIES = frozenset((
    "center", "currie", "east", "easter", "general", "knox", "midway", "north", "resolute",
    "reunion", "south", "troll", "west",
))  # fmt: skip
# Offered first while somebody types.
FIRST = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "UTC",
)
# "et" and "mt" are zones.
SHORTEST = 2
_SUFFIXES = (" time", " standard", " daylight", " zone")


@lru_cache(maxsize=1)
def all_zones() -> tuple[str, ...]:
    """Every zone with a place in its name, and UTC."""
    found = (z for z in zoneinfo.available_timezones() if "/" in z and not z.startswith("Etc/"))
    return (*sorted(found), "UTC")


def zone_of(said: str) -> str | None:
    """The zone somebody means: its name, its city, or what it is commonly called."""
    word = " ".join(said.strip().lower().split())
    for suffix in _SUFFIXES:
        word = word.removesuffix(suffix)
    if found := COMMON.get(word) or CITIES.get(word):
        return found
    if word in _NO_CITIES:
        return None
    wanted = word.replace(" ", "_")
    for zone in (*FIRST, *all_zones()):
        lowered = zone.lower()
        if wanted in (lowered, lowered.rpartition("/")[2]):
            return zone
    return None


def zone_alone(said: str) -> str | None:
    """The zone somebody means who says no "in": only what can hardly mean anything else."""
    plain = said.strip(" ,.")
    if "," in plain or len(plain) < SHORTEST:
        return None
    return zone_of(plain.replace(" / ", "/"))


def zone(said: str) -> str:
    """The zone somebody means. Raises `UserFacingError` with the nearest one."""
    found = zone_of(said)
    if found is None:
        raise unclear(said, "is not a time zone I know", nearest_zone(said) or FIRST[0])
    return found


def nearest_zone(said: str) -> str | None:
    """The zone whose name or city is most like what was said."""
    wanted = said.strip().lower().replace(" ", "_")
    ends = {zone.lower().rpartition("/")[2]: zone for zone in reversed((*FIRST, *all_zones()))}
    cities = {city: zone for city, zone in ends.items() if city not in _NO_CITIES}
    names = {zone.lower(): zone for zone in all_zones()}
    both = {**cities, **names}
    found = process.extractOne(
        wanted, list(both), scorer=OSA.normalized_similarity, score_cutoff=ALIKE
    )
    return both[found[0]] if found else None


def zones_like(typed: str, limit: int) -> list[str]:
    """Zones to offer while somebody types."""
    wanted = typed.strip().lower().replace(" ", "_")
    if not wanted:
        return list(FIRST[:limit])
    exact = zone_of(typed)
    begins = [z for z in (*FIRST, *all_zones()) if wanted in z.lower()]
    near = nearest_zone(typed)
    found = dict.fromkeys([*([exact] if exact else []), *begins, *([near] if near else [])])
    return list(found)[:limit]


def holidays_of(said: str) -> str:
    """A code such as US or US-CA. Raises `UserFacingError` with the nearest one."""
    named = STATES.get(" ".join(said.lower().split()), said)
    word = named.strip().upper().replace("_", "-").replace(" ", "-")
    country, _, part = word.partition("-")
    # CA alone is California here; Canada has its provinces: CA-ON.
    if not part and knows_holidays(f"{DEFAULT_HOLIDAYS}-{country}"):
        return f"{DEFAULT_HOLIDAYS}-{country}"
    if knows_holidays(word):
        return word
    import holidays  # noqa: PLC0415 - takes several megabytes, and many post nowhere

    known = holidays.list_supported_countries()
    right = country if country in known else DEFAULT_HOLIDAYS
    parts = process.extractOne(part, [p for p in known[right] if p.isupper()]) if part else None
    near = f"{right}-{parts[0]}" if parts else right
    raise unclear(said, "is not a country or state whose holidays I know", near)
