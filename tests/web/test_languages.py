"""English or Spanish by the browser's wish, and every word marked with the language it is in."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from bot.adapters.web.locale import preferred
from bot.adapters.web.translations.spanish import MONTHS, SPANISH
from tests.support.web.sample_guide import PAGES

VOID = {"meta", "link", "input", "br", "img"}
# What is the same in every language: numbers, marks, names of formats and platforms, ids.
SAME = re.compile(r"[\W\d]*|Atom|iCalendar|(Slack|Discord)?( ?[TC]\d)?|(slack|discord|https):\S+")
DAY = re.compile(rf"\d+ de ({'|'.join(MONTHS)}) de \d{{4}}")


class Spoken(HTMLParser):
    """Every text of a page with the language of the nearest element that names one."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self._stack: list[tuple[str, str]] = [("", "")]
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        lang = named.get("lang") or self._stack[-1][1]
        for attribute in ("aria-label", "title", "data-done", "data-you"):
            if named.get(attribute):
                self.texts.append((lang, named[attribute]))
        if tag not in VOID:
            self._stack.append((tag, lang))

    def handle_endtag(self, tag):
        if tag not in VOID and self._stack[-1][0] == tag:
            self._stack.pop()

    def handle_data(self, data):
        text = " ".join(data.split())
        if text:
            self.texts.append((self._stack[-1][1], text))


def _patterns() -> list[re.Pattern[str]]:
    parts = (re.split(r"\{\w+\}", " ".join(text.split())) for text in SPANISH.values())
    return [re.compile(".+?".join(map(re.escape, part))) for part in parts]


def is_spanish(text: str) -> bool:
    """Whether a text is one of the interface's Spanish sentences, or several in a row."""
    rest = DAY.sub("1", text).strip(" ,.:›–")
    if SAME.fullmatch(rest):
        return True
    return any(
        pattern.fullmatch(piece)
        for pattern in PATTERNS
        for piece in (text, rest, text.strip(" ,.:") + ".")
    )


PATTERNS = _patterns()


def spoken(page) -> list[tuple[str, str]]:
    """The texts of a page; its title may hold both languages."""
    return Spoken(page.text.partition("<title>")[0] + page.text.partition("</title>")[2]).texts


@pytest.mark.parametrize("path", PAGES)
def test_in_spanish_all_that_is_marked_spanish_is_and_the_rest_is_marked_english(http, path):
    page = http.get(path, headers={"Accept-Language": "es-MX,es;q=0.9,en;q=0.8"})
    assert page.headers["content-language"] == "es"
    texts = spoken(page)
    assert {lang for lang, _ in texts} <= {"es", "en"}
    wrong = [text for lang, text in texts if lang == "es" and not is_spanish(text)]
    assert wrong == []
    english = [text for lang, text in texts if lang == "en"]
    assert [text for text in english if text in SPANISH.values()] == []


def test_the_maintainers_pages_are_spanish_too(maintained):
    one, two = "/admin/daily/slack:T1:C1", "/admin/daily/slack:T1:C2"
    typed = "free tikets"
    maintained.say("slack:T1:C1", "9:00 weekdays")
    maintained.say("slack:T1:C2", "case of the week")
    maintained.say("slack:T1:C2", "pause")
    with maintained.client(**{"Accept-Language": "es"}) as http:
        said = [
            *(http.get(path) for path in ("/admin", "/admin/knowledge", "/admin/votes")),
            *(http.get(f"/admin/daily{rest}") for rest in ("", "?done=stopped")),
            *(
                http.get(path)
                for path in (one, f"{one}/preview", f"{one}/off", f"{two}?done=paused")
            ),
            http.get("/admin/daily/slack:T1:C9"),
            http.post("/admin", data={"text": typed}),
            http.post("/admin/daily", data={"channel": "discord:1:2"}),
            http.post("/admin/daily", data={"channel": "#general"}),
            http.post(one, data={"at": "25:30", "by": "ann"}),
            http.post(f"{one}/say", data={"words": "help"}),
        ]
    for page in said:
        assert page.headers["content-language"] == "es"
        wrong = [text for lang, text in spoken(page) if lang == "es" and not is_spanish(text)]
        assert [text for text in wrong if text != typed] == [], page.url


@pytest.mark.parametrize("path", PAGES)
def test_in_english_nothing_is_spanish(http, path):
    page = http.get(path)
    assert page.headers["content-language"] == "en"
    texts = Spoken(page.text).texts
    assert {lang for lang, _ in texts} == {"en"}
    spanish_only = set(SPANISH.values()) - set(SPANISH)
    assert [text for _, text in texts if text in spanish_only] == []


def test_answers_in_a_conversation_are_marked_too(http):
    fragment = {"Accept-Language": "es", "X-Fragment": "1"}
    page = http.post("/ask", data={"text": "gift"}, headers=fragment)
    texts = Spoken(f'<div lang="es">{page.text}</div>').texts
    assert ("es", "Siguiente paso") in texts
    assert ("en", "Say no to gifts <kindly> & at once.") in texts


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("es", "es"),
        ("es-419,es;q=0.9,en;q=0.8", "es"),
        ("en-US,en;q=0.9,es;q=0.8", "en"),
        ("en;q=0.2, es;q=0.7", "es"),
        ("fr-FR,fr;q=0.9", "en"),
        ("fr,es;q=0.5", "es"),
        ("es;q=0", "en"),
        ("es;q=many, en", "en"),
        ("", "en"),
        ("," * 10_000, "en"),
        ("estonian", "en"),
    ],
)
def test_the_browser_chooses(header, code):
    assert preferred(header).code == code


def test_placeholders_are_the_same_in_both_languages():
    for english, spanish in SPANISH.items():
        assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", spanish))
