"""What there is to read: words, reviews, sources, local rules, files and feeds."""

from __future__ import annotations

import io
import time
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import docx
import pytest
from icalendar import Calendar

from bot.adapters.web.today import feeds
from tests.support.web.sample_guide import LIBRARY, TODAY

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/code", "The words of tenet 12, just as adopted."),
        ("/tenets", "In short, tenet 7."),
        ("/tenets/12", "Take nothing."),
        ("/topics", "Event tickets"),
        ("/topics/gifts", "Sources read on November 2, 2026."),
        ("/topics/gifts", "Not yet signed by your ethics office."),
        ("/topics/gifts", "https://icma.org/code"),
        ("/topics/gifts", "Local rule – Town of Milford"),
        ("/topics/gifts", "Nothing above $10."),
        ("/topics/gifts", "The town clerk answers for local rules."),
        ("/topics/town-cars", "Town of Milford"),
        ("/topics/elections", "review date (January 1, 2021) has passed"),
        ("/topics/gift-event-tickets", 'href="/topics/gifts"'),
        ("/cases", "The mug"),
        ("/cases/the-suite", "Retold from a published account"),
        ("/cases/the-mug", "nobody in it is real"),
        ("/documents", "To step aside in writing."),
        ("/documents/recusal", "from item ____ &lt;today&gt;."),
        ("/pages/training", "Ethics at work"),
        ("/contact", "mailto:ethics@icma.example"),
        ("/changes", "November 20, 2026"),
        ("/today", "Tenet 12"),
        ("/today/t03-two", "Thought two on 3."),
    ],
)
def test_a_page_says_what_it_should(http, path, words):
    page = http.get(path)
    assert page.status_code == 200
    assert words in page.text


def test_a_withheld_rule_is_named_but_not_shown(http):
    assert "An old rule." not in http.get("/topics/elections").text


def test_local_contacts_come_first(http):
    page = http.get("/contact").text
    assert page.index("Town clerk") < page.index("ICMA ethics")


GONE = (
    "/tenets/0",
    "/tenets/13",
    "/tenets/x",
    "/topics/gone",
    "/today/x",
    "/x",
    "/static/x",
    "/static/../connect.py",
    "/documents/gone.txt",
    "/documents/gone.docx",
    "/pages/%00",
)


@pytest.mark.parametrize("path", GONE)
def test_what_is_not_there_gets_a_page_that_leads_on(http, path):
    page = http.get(path)
    assert page.status_code == 404
    assert "There is nothing here" in page.text


def test_a_wrong_method_gets_a_page_too(http):
    assert http.delete("/topics").status_code == 405


def test_a_document_can_be_saved_as_text(http):
    file = http.get("/documents/recusal.txt")
    assert file.text == LIBRARY.documents["recusal"].text + "\n"
    assert file.headers["content-type"] == "text/plain; charset=utf-8"
    assert "attachment" in file.headers["content-disposition"]
    assert "recusal.txt" in file.headers["content-disposition"]


def test_a_document_can_be_opened_in_word(http):
    file = http.get("/documents/recusal.docx")
    word = docx.Document(io.BytesIO(file.content))
    assert [p.text for p in word.paragraphs] == [
        "Recusal statement",
        "RECUSAL",
        "I, ________, step aside\nfrom item ____ <today>.",
        "I have not spoken about it to anybody on the council or in the office.\nTo:\t____",
    ]
    assert word.core_properties.author == "Ethics team"
    footer = word.sections[0].footer.paragraphs[0].text
    assert "Not yet signed by your ethics office." in footer


def test_the_feed_holds_the_last_working_days_newest_first(http, site):
    answer = http.get("/today.atom")
    feed = ET.fromstring(answer.content)  # noqa: S314 - our own feed
    entries = feed.findall(f"{ATOM}entry")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert len(entries) == 10
    assert entries[0].findtext(f"{ATOM}updated") == "2026-11-23T00:00:00+00:00"
    assert entries[1].findtext(f"{ATOM}updated") == "2026-11-20T00:00:00+00:00"
    link = entries[0].find(f"{ATOM}link").get("href")
    assert link.startswith(site.address)
    assert entries[0].findtext(f"{ATOM}content").split("\n")[2] in http.get(link).text
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == 10


def test_the_feed_uses_the_address_that_is_set(serve):
    made = feeds.atom(LIBRARY, TODAY, "https://ethics.example.gov")
    assert b"https://ethics.example.gov/today/t12-one" in made


def test_the_calendar_is_a_calendar(http):
    answer = http.get("/today.ics")
    calendar = Calendar.from_ical(answer.content)
    days = [event.decoded("dtstart") for event in calendar.walk("VEVENT")]
    assert answer.headers["content-type"].startswith("text/calendar")
    assert days[5] == TODAY
    assert len(days) == 28
    assert all(day.weekday() < 5 for day in days)
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75


@pytest.mark.parametrize("ahead", range(7))
def test_feeds_hold_on_every_day_of_the_week(ahead):
    day = TODAY + timedelta(days=ahead)
    feed = ET.fromstring(feeds.atom(LIBRARY, day, "http://x"))  # noqa: S314 - our own feed
    newest = feed.find(f"{ATOM}entry")
    updated = date.fromisoformat(newest.findtext(f"{ATOM}updated")[:10])
    assert updated <= day
    assert (day - updated).days == max(0, day.weekday() - 4)


def test_a_whole_page_does_not_wait_for_an_acknowledgement(http):
    """TCP holds back the second part of a response for 40 ms unless it is told not to."""
    times = []
    for _ in range(25):
        began = time.perf_counter()
        http.get("/")
        times.append(time.perf_counter() - began)
    # The first few are never held back, and on a busy machine some are slow for other reasons.
    assert min(times[-10:]) < 0.03


def test_search_finds_topics_by_meaning_and_the_rest_by_name(http):
    def search(typed):
        return http.post("/search", data={"q": typed}).text

    assert "/topics/gift-event-tickets" in search("boletos")
    assert "/topics/elections" in search("whom may I vote for")
    assert "/cases/the-mug" in search("mug")
    assert "/documents/recusal" in search("recusal")
    assert 'value="&lt;b&gt;&#34;x"' in search('<b>"x')
