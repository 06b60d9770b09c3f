"""What somebody typed, made plain: one way to write each thing, and Spanish in English. Pure."""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType

# Words that say nothing about the post. None of them may turn a sentence around, as "not" does.
FILLERS = frozenset((
    "a", "an", "and", "at", "be", "begin", "can", "change", "channel", "could", "daily",
    "each", "every", "for", "from", "give", "go", "here", "hey", "hi", "i", "it", "just",
    "let", "like", "make", "me", "move", "my", "o'clock", "of", "on", "only", "please", "pls",
    "post", "posts", "put", "run", "schedule", "send", "set", "start", "thank", "thanks", "that",
    "the", "then", "this", "time", "times", "to", "us", "want", "we", "will", "with",
    "would", "you",
))  # fmt: skip
_QUOTES = str.maketrans(dict.fromkeys('"“”«»`', " ") | {"’": "'", "‘": "'", ";": ","})
_SIGNS = (("&", " and "), ("@", " at "))
_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_COUNTED = re.compile(r"\b(" + "|".join(_NUMBERS) + r")\b")
_CLOCK = re.compile(r"(\d)\s*(?:o'clock|hrs|uhr)\b")
_PART_OF_DAY = re.compile(
    r"\b(\d{1,2}(?:[:.]\d{2})?)\s*(?:in the (morning|afternoon|evening)|at night)\b"
)
_HALF = re.compile(r"(\d)(?:\s*([ap])\.?\s?m\b\.?|([ap])\b\.?)")
_NOON = re.compile(r"\b12(?::00)?\s*(noon|midnight)\b")
_JOINED = re.compile(r"(\d)([a-z]{4,})")
# A date as this bot writes it, "Monday, November 30, 2026": its commas part no list, and its
# weekday says nothing more.
_MONTH_DAY = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?\b"
)
_DATED = re.compile(rf"\b({_MONTH_DAY}), ?(\d{{4}})\b")
_WEEKDAY_TOO = re.compile(rf"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,? (?={_MONTH_DAY})")

# By phrase, the longest first. Only whole words are replaced.
SPANISH = MappingProxyType(
    {
        "de la manana": "in the morning",
        "de la tarde": "in the afternoon",
        "de la noche": "at night",
        "todos los dias": "every day",
        "cada dia": "every day",
        "dias laborables": "weekdays",
        "dias habiles": "weekdays",
        "entre semana": "weekdays",
        "fines de semana": "weekends",
        "fin de semana": "weekend",
        "una vez a la semana": "weekly",
        "cada semana": "weekly",
        "semanal": "weekly",
        "dias festivos": "holidays",
        "dias feriados": "holidays",
        "festivos": "holidays",
        "feriados": "holidays",
        "a las": "at",
        "a la": "at",
        "de lunes": "monday",
        "lunes": "monday",
        "martes": "tuesday",
        "miercoles": "wednesday",
        "jueves": "thursday",
        "viernes": "friday",
        "sabados": "saturday",
        "sabado": "saturday",
        "domingos": "sunday",
        "domingo": "sunday",
        "enero": "january",
        "febrero": "february",
        "marzo": "march",
        "abril": "april",
        "mayo": "may",
        "junio": "june",
        "julio": "july",
        "agosto": "august",
        "septiembre": "september",
        "octubre": "october",
        "noviembre": "november",
        "diciembre": "december",
        "mediodia": "noon",
        "medianoche": "midnight",
        "proxima semana": "next week",
        "pausar": "pause",
        "pausa": "pause",
        "hasta el": "until",
        "hasta": "until",
        "reanudar": "resume",
        "continuar": "resume",
        "apagar": "off",
        "detener": "off",
        "parar": "off",
        "ayuda": "help",
        "estado": "status",
        "cerrado": "closed",
        "abierto": "open",
        "manana": "tomorrow",
        "hoy": "today",
        "cada": "every",
        "todos los": "every",
        "excepto": "except",
        "salvo": "except",
        "sin": "skip",
        "los": "the",
        "el": "the",
        "la": "the",
        "y": "and",
        "por favor": "please",
    }
)
_SPANISH = re.compile(
    r"\b(" + "|".join(sorted(map(re.escape, SPANISH), key=len, reverse=True)) + r")\b"
)
# "a" stands between two days in Spanish as "to" does in English.
_FROM_TO = re.compile(r"\b([a-z]+day) a ([a-z]+day)\b")
# A word of its own that English does not have, so that "la" stays Los Angeles in English.
_SURELY_SPANISH = re.compile(
    r"\b(?:lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|dias?|laborables|semana|"
    r"semanal|las|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|"
    r"diciembre|mediodia|medianoche|pausar?|hasta|reanudar|continuar|apagar|detener|parar|ayuda|"
    r"estado|cerrado|abierto|manana|hoy|excepto|salvo|festivos|feriados)\b"
)


def normalized(text: str) -> str:
    """The text in small letters and plain English, without quotes, each time written one way."""
    plain = unicodedata.normalize("NFKC", text).lower().translate(_QUOTES)
    for sign, instead in _SIGNS:
        plain = plain.replace(sign, instead)
    plain = _english(" ".join(plain.split()).strip(" .!,¡¿"))
    plain = _WEEKDAY_TOO.sub("", _DATED.sub(r"\1 \2", plain))
    plain = _PART_OF_DAY.sub(_with_half, _CLOCK.sub(r"\1", plain))
    plain = _HALF.sub(lambda found: f"{found[1]}{found[2] or found[3]}m ", plain)
    return " ".join(_JOINED.sub(r"\1 \2", _NOON.sub(r"\1", plain)).split())


def counted(plain: str) -> str:
    """The same with its small numbers as digits."""
    return _COUNTED.sub(lambda found: str(_NUMBERS.index(found[1]) + 1), plain)


def _with_half(found: re.Match[str]) -> str:
    return f"{found[1]}{'am' if found[2] == 'morning' else 'pm'}"


def _english(said: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", said) if not unicodedata.combining(c))
    if not _SURELY_SPANISH.search(bare):
        return said
    return _FROM_TO.sub(r"\1 to \2", _SPANISH.sub(lambda found: SPANISH[found[1]], bare))
