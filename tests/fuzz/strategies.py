"""What may come in: text of every sort people and programs send, and replies of every block."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.handlers.commands import parse
from bot.handlers.messages import (
    CHOICE_ID_MAX,
    Bullets,
    Choice,
    Choices,
    Copyable,
    Heading,
    Link,
    Note,
    Paragraph,
    Quote,
    Reply,
    Tenet,
)
from bot.knowledge.yaml_text import _NO_TEXT

# Each of these has broken a parser or a renderer somewhere.
AWKWARD = (
    "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u2028", "\u0085", "\x00",
    "\x1b[31m",
    "\ud800", "\udfff", "e" + "\u0301" * 40, "ﷺ", "ǅ", "ß", "İ", "ſ", "²", "½", "٣", "１２", "Ⅻ",
    "👩‍👩‍👧", "🇺🇸", "السلام", "你好", "привет", "ไทย", "\r\n", "\t", "\v", " ", "\u00a0",
)  # fmt: skip
SLACK_MARKS = (
    "<@U0ASKER>", "<@U1|jo>", "<#C1|town>", "<!here>", "<!channel>", "<!everyone>",
    "<!subteam^S1|@staff>", "<!date^1^{date}|x>", "<https://e.vil|bank>", "<mailto:a@b|c>",
    "&lt;", "&amp;", "&amp;lt;", "*b*", "_i_", "~s~", "`c`", "```", ":smile:", "> q", "• x",
)  # fmt: skip
DISCORD_MARKS = (
    "<@2000>", "<@!2000>", "<@&1>", "<#1>", "</a:1>", "<:a:1>", "<a:b:12>", "<t:1:R>", "@everyone",
    "@here", "[x](https://e.vil)", "<https://e.vil>", "**b**", "__u__", "||s||", "# h", "-# small",
    "- l", "1. o", "\\", "\\*", "https://icma.org/a_b_c",
)  # fmt: skip
WEB_MARKS = (
    "<script>alert(1)</script>", "<img src=x onerror=y>", '"><b>', "'", "{{7*7}}", "{% x %}",
    "javascript:x", "%00", "%E0%A4%A", "../..", "&#x3c;", "]]>", "{0}", "%s", "{title}",
)  # fmt: skip
COMMANDS = (
    *parse.FIXED, *parse.GREETINGS, *parse.THANKS, "tenet", "7", "case", "document",
    "form", "what about", "why", "more", "gifts", "my spouse", "and if", "tickets", "xii", "#", "?",
    "¿", "under $20", "council",
)  # fmt: skip
DAILY_WORDS = (
    "9:00", "9", "25:30", "9.30 pm", "noon", "midnight", "12/24", "2026-12-24", "0000-00-00",
    "9999-12-31", "weekdays", "every", "day", "Monday", "Thursdays", "mon-fri", "to", "pause",
    "until", "closed", "open", "none", "skip", "holidays", "US-CA", "in", "Chicago", "Europe/Paris",
    "et", "tenet", "case", "of the week", "weekly", "off", "next week", "2 weeks", "999 months",
    "31 February", "february 29", "preview", "status", "/", "-", ",",
)  # fmt: skip

# Python calls all of these digits or numbers; `int` reads some of them.
DIGITS = ("²", "٣", "１２", "½", "Ⅻ", "0", "-1", "1e3", "+7", "7_7", "9" * 50)

letters = st.characters(exclude_categories=())
anything = st.text(letters, max_size=300)
marks = st.sampled_from([*AWKWARD, *SLACK_MARKS, *DISCORD_MARKS, *WEB_MARKS])
huge = st.builds(
    lambda unit, times: (unit * times)[:20_000],
    marks | st.text(min_size=1, max_size=20),
    st.integers(100, 10_000),
)


def _joined(parts: st.SearchStrategy[str], most: int = 12) -> st.SearchStrategy[str]:
    return st.builds(
        lambda glue, found: glue.join(found),
        st.sampled_from(["", " ", "\n", ", "]),
        st.lists(parts, max_size=most),
    )


# What somebody types. Half of it is made of marks that mean something to some parser.
typed = st.one_of(
    anything, _joined(marks | st.text(max_size=8)), _joined(st.sampled_from(COMMANDS) | marks)
)
long_typed = typed | huge
_opened = st.builds(
    "{} {}".format,
    st.sampled_from(("tenet", "case", "pause until", "pause", "closed", "holidays", "in", "at")),
    st.sampled_from(DIGITS) | st.sampled_from(DAILY_WORDS + AWKWARD) | st.text(max_size=6),
)
daily = (
    _opened
    | _joined(_opened, 3)
    | _joined(st.sampled_from(DAILY_WORDS + AWKWARD) | st.text(max_size=6), 8)
    | typed
)

# --- choice ids --------------------------------------------------------------------------------

VERBS = (
    "help", "code", "tenets", "tenet", "topics", "area", "topic", "more", "cases", "cases-in",
    "case", "documents", "document", "page", "contact", "today", "daily", "none", "",
)  # fmt: skip
NAMES = (
    "gifts", "gift-meals", "about", "1", "12", "0", "-1", "１２", "1e1", "", "12 ", "all", ":",
    "../x", "money", "9" * 5000,
)  # fmt: skip
choice_ids = st.one_of(
    st.builds("{}:{}".format, st.sampled_from(VERBS), st.sampled_from(NAMES) | anything),
    st.sampled_from(VERBS),
    anything,
)

# --- replies -----------------------------------------------------------------------------------


def readable(text: str) -> bool:
    """Whether a knowledge file may hold this: no control characters, no lone surrogates."""
    return _NO_TEXT.search(text) is None


_sound = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40).filter(readable)
_sound_marks = marks.filter(readable)
line = _joined(_sound_marks | _sound, 6)
long_text = st.builds(
    lambda unit, times: (unit * times)[:20_000],
    st.sampled_from(("word ", "é\n", "*x", "A b. ", "```", "&", "<@U1> ", "\n", "@everyone ", "ﷺ")),
    st.integers(1, 10_000),
)
prose = st.one_of(line, _joined(_sound_marks | _sound, 30), long_text)
# The knowledge's own limits: a title has 60 characters, a lead and a label not many more.
title = line.map(lambda text: text[:150])
ids = st.builds(
    lambda verb, name: f"{verb}:{name}"[:CHOICE_ID_MAX],
    st.sampled_from(("topic", "more", "tenet", "case", "document", "page", "daily", "cases")),
    st.from_regex(r"[a-z0-9]{1,12}(-[a-z0-9]{1,12}){0,3}", fullmatch=True),
)
urls = st.sampled_from(
    ("https://icma.org/code", "http://a.gov/x?y=1&z=2", "mailto:clerk@a.gov", "javascript:alert(1)",
     "data:text/html,x", "", "https://a.gov/<b>|c", "https://a.gov/(x)_y_*z*", "HTTPS://A.GOV")
) | line  # fmt: skip
choices = st.builds(
    Choices,
    st.lists(st.builds(Choice, ids, title.filter(str.strip)), max_size=60).map(tuple),
    title,
)
blocks = st.one_of(
    st.builds(Paragraph, prose, title),
    st.builds(Bullets, st.lists(prose, max_size=12).map(tuple), title, st.booleans()),
    st.builds(Quote, prose, title),
    st.builds(Tenet, st.integers(1, 12), line.map(lambda text: text[:600]), title),
    st.builds(Link, title, urls),
    st.builds(Copyable, title, prose),
    choices,
    st.builds(Note, prose),
)
replies = st.builds(
    lambda heading, rest, outcome, about, context: Reply(
        (Heading(heading), *rest), outcome, about=about, context=context
    ),
    title.filter(str.strip),
    st.lists(blocks, max_size=10),
    st.sampled_from(("answer", "choices", "none", "command")),
    st.none() | ids | st.sampled_from(("help", "code", "contact", "none")),
    st.none() | ids,
)

# --- what programs send ------------------------------------------------------------------------

scalars = st.none() | st.booleans() | st.integers() | st.floats() | typed
json_values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
