"""Everything that draws: whatever a reply says, the platform takes it, and nothing in it acts."""

from __future__ import annotations

import io
import re
from datetime import date
from functools import lru_cache
from xml.etree import ElementTree as ET

from hypothesis import strategies as st
from icalendar import Calendar
from rich.console import Console
from starlette.requests import Request

from bot.adapters.console.render import render as in_terminal
from bot.adapters.discord import views as discord_views
from bot.adapters.discord.answer import button_ids
from bot.adapters.discord.render import render as in_discord
from bot.adapters.slack import limits
from bot.adapters.slack import render as in_slack
from bot.adapters.slack.answer import answer_actions
from bot.adapters.slack.ask import modals as slack_views
from bot.adapters.slack.daily import daily_views
from bot.adapters.slack.home import home_view
from bot.adapters.web.read import document_files
from bot.adapters.web.render import render as in_browser
from bot.adapters.web.site import Site
from bot.adapters.web.today import feeds
from bot.handlers.library import Document
from bot.handlers.messages import Choice, Reply, plain_text
from bot.handlers.ports import WorkspaceConfig
from tests.fuzz import strategies as some
from tests.fuzz.parsers import TODAY, guide, schedules
from tests.fuzz.target import Target
from tests.support.discord.discord_rules import problem_with
from tests.support.slack import slack_rules

SURFACES = ("private", "direct", "public", "modal")
# What Slack makes a link or a mention of: an opening bracket that is not escaped.
_ACTS = re.compile(r"<(?!https?://|mailto:)")


def _mrkdwn(value: object) -> list[str]:
    """Every text that Slack would format."""
    if isinstance(value, list | tuple):
        return [text for item in value for text in _mrkdwn(item)]
    if not isinstance(value, dict):
        return []
    if value.get("type") == "mrkdwn":
        return [value["text"]]
    return [text for item in value.values() for text in _mrkdwn(item)]


def slack_message(given: tuple[Reply, str, str]) -> None:
    reply, surface, notice = given
    pages = in_slack.page(reply).pages
    for number in {1, pages, pages + 1}:
        drawn = answer_actions.message(
            reply, surface, number=number, asker="U0ASKER", notice=notice
        )
        if surface == "modal":
            slack_rules.check_view(slack_views.answer(reply, number, notice))
        else:
            slack_rules.check_message(drawn.message())
        for text in _mrkdwn(drawn.blocks):
            assert not _ACTS.search(text)
            assert not slack_rules.PING.search(text)
        assert not set("<>") & set(drawn.text)
        assert len(drawn.text.encode()) <= limits.FALLBACK_TEXT_BYTES


def slack_home(given: tuple[Reply, list[str], int, str | None]) -> None:
    today, labels, votes, contact = given
    areas = [
        (Choice(f"area:{n}", label or "x"), [Choice("topic:gifts", label or "x")] * (n % 3))
        for n, label in enumerate(labels)
    ]
    slack_rules.check_view(home_view.view(home_view.HomeData(today, areas, votes, contact)))
    slack_rules.check_view(slack_views.settings(WorkspaceConfig(contact=contact or "")))
    slack_rules.check_view(home_view.error(today))


def slack_daily(given: tuple[object, str, str]) -> None:
    schedule, channel, line = given
    view = daily_views.form(schedule, channel=channel, zone="UTC")
    slack_rules.check_view(view)
    blocks = daily_views.section([("C0OPEN", line), ("C1", "x")])
    slack_rules.check_view({"type": "home", "blocks": blocks})


def discord_message(given: tuple[Reply, str]) -> None:
    reply, place = given
    pages = in_discord(reply, byline="Shared by <@2000>")
    assert pages
    for page in pages:
        full = page.controlled(button_ids.under(reply, place, 2**63, (2**63, 2**63, 2**63)))
        components = discord_views.layout(full).to_components()
        sent = {"components": components, "flags": 1 << 15, "allowed_mentions": {"parse": []}}
        assert problem_with(sent) is None, problem_with(sent)
        embed, view = discord_views.embed(full)
        sent = {
            "embeds": [embed.to_dict()],
            "components": view.to_components(),
            "allowed_mentions": {"parse": []},
        }
        assert problem_with(sent) is None, problem_with(sent)
        text = re.sub(r"```.*?```", "", page.text, flags=re.DOTALL).replace("<@2000>", "")
        assert not re.search(r"(?<!\\)<(@|#|/|a?:)", text)
        assert not re.search(r"@(everyone|here)", text, re.IGNORECASE)


@lru_cache(maxsize=1)
def site() -> Site:
    return Site(guide=guide(), clock=lambda: TODAY, public_url="")


def _request() -> Request:
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
    return Request(scope)


def web_page(reply: Reply) -> None:
    card = in_browser(reply)
    empty = site().draw(_request(), "_card.html", card=in_browser(Reply(reply.blocks[:1], "none")))
    drawn = site().draw(_request(), "_card.html", card=card)
    page = drawn.body.decode("utf-8")
    assert empty.body
    assert not re.search(r"<(script|img|b|style)\b", page, re.IGNORECASE)
    assert not re.search(r'(?i)href="(?!/|https?://|#)', page)
    assert not re.search(r"<[^>]+\son\w+=", re.sub(r'"[^"]*"', '""', page))
    assert not card.address or card.address.startswith("/")


def terminal(given: tuple[Reply, int]) -> None:
    reply, width = given
    console = Console(file=io.StringIO(), width=width, no_color=True, markup=False, emoji=False)
    console.print(in_terminal(reply, numbered=True))
    assert isinstance(plain_text(reply).encode("utf-8"), bytes)


def paper(given: tuple[str, str]) -> None:
    title, text = given
    document = Document("any", title, "To try.", text, "Ethics team", TODAY)
    assert document_files.docx(document, "Not signed.")[:2] == b"PK"
    assert all(value.isascii() for value in document_files.attachment(document, "docx").values())


def feed(given: tuple[date, str]) -> None:
    today, address = given
    root = ET.fromstring(feeds.atom(guide().library, today, address))  # noqa: S314 - our own feed
    entries = root.findall(f"{{{feeds.NAMESPACE}}}entry")
    assert len(entries) == feeds.FEED_DAYS
    calendar = Calendar.from_ical(feeds.icalendar(guide().library, today, address))
    assert len(list(calendar.walk("VEVENT"))) > feeds.CALENDAR_DAYS_AHEAD


_addresses = st.sampled_from(
    ("http://127.0.0.1", "https://a.gov", "http://[::1]:80", "http://é", "")
)
TARGETS = (
    Target(
        "slack: a message on every surface",
        st.tuples(some.replies, st.sampled_from(SURFACES), some.title),
        slack_message,
    ),
    Target(
        "slack: Home tab, settings",
        st.tuples(
            some.replies,
            st.lists(some.title, max_size=12),
            st.integers(0, 9),
            st.none() | some.line,
        ),
        slack_home,
        0.5,
    ),
    Target(
        "slack: the daily post's form",
        st.tuples(st.none() | schedules, st.sampled_from(("", "C1")), some.prose.filter(str.strip)),
        slack_daily,
        0.5,
    ),
    Target(
        "discord: a message in every place",
        st.tuples(some.replies, st.sampled_from(("private", "public", "direct"))),
        discord_message,
        0.5,
    ),
    Target("web: a card", some.replies, web_page, 0.5),
    Target("web: a Word file", st.tuples(some.title, some.prose), paper, 0.1),
    Target(
        "web: feeds", st.tuples(st.dates(date(2024, 1, 9), date(2090, 1, 1)), _addresses), feed, 0.1
    ),
    Target("terminal: a reply", st.tuples(some.replies, st.integers(20, 200)), terminal, 0.5),
)
