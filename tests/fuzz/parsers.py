"""Everything that reads words: any text is a value or one clear sentence, nothing else."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, time
from functools import lru_cache

from hypothesis import strategies as st

from bot.adapters.console.connect import answering_for, as_json, ask_lines, record
from bot.adapters.discord.answer import button_ids
from bot.adapters.slack import request
from bot.adapters.slack import text as slack_text
from bot.adapters.slack.answer.answer_actions import ActionValue
from bot.adapters.slack.ask import message_text
from bot.adapters.web import locale
from bot.adapters.web.read import listings
from bot.daily.orders import date_parser, orders_parser, zones
from bot.daily.schedule import due_dates
from bot.handlers import text
from bot.handlers.choice_ids import encode
from bot.handlers.commands import followups
from bot.handlers.commands.parse import parse, tenet_number
from bot.handlers.daily_post import Schedule
from bot.handlers.errors import UserFacingError
from bot.handlers.guide import Guide
from bot.handlers.library import TENET_COUNT
from bot.handlers.messages import (
    CHOICE_ID_MAX,
    Choices,
    Heading,
    Incoming,
    Reply,
    plain_text,
)
from bot.handlers.replies import links
from bot.settings import load
from bot.understanding import evaluation
from bot.understanding.build_guide import guide_for
from tests.fuzz import strategies as some
from tests.fuzz.target import Target
from tests.support.fakes import Observed

TODAY = date(2026, 11, 23)


@lru_cache(maxsize=1)
def guide() -> Guide:
    """The guide that ships, with its real matcher, on a Monday."""
    return guide_for(load({}, dotenv=None), say=lambda _: None, clock=lambda: TODAY)


def kindly(read, *given):
    """The value, or the one exception that speaks to people; and then it speaks."""
    try:
        return read(*given)
    except UserFacingError as error:
        told = str(error)
    assert told.strip()
    return None


# --- the core ----------------------------------------------------------------------------------


def cleaned(said: str) -> None:
    clean = text.clean(said)
    assert len(clean) <= text.MATCHED_CHARACTERS + 1
    assert isinstance(clean.encode(), bytes)
    assert not any(c in clean for c in "\u202e\u200b\x00\n")
    # What was cleaned stays as it is, unless cleaning has put a new mention together.
    assert len(text.clean(clean)) <= len(clean)
    key = text.key(said)
    assert text.key(key) == key
    assert text.key(said.upper().lower()) == text.key(text.fold(said.upper().lower()))
    assert text.first_sentences(said, 80) == text.first_sentences(said, 80)


def command(said: str) -> None:
    found = parse(said, lambda name: name[:50], lambda name: name[:50], lambda name: None)
    assert found is None or encode(found)
    number = tenet_number(said)
    assert number is None or number > 0
    added = followups.new_words(said)
    assert added is None or isinstance(added, str)
    followups.is_more(said)
    followups.is_why(said)


def well_formed(reply: Reply) -> None:
    """One heading and it comes first; buttons that any door can draw."""
    headings = [isinstance(block, Heading) for block in reply.blocks]
    options = [o for block in reply.blocks if isinstance(block, Choices) for o in block.options]
    assert headings[0]
    assert sum(headings) == 1
    assert all(block.options for block in reply.blocks if isinstance(block, Choices))
    assert all(0 < len(option.id) <= CHOICE_ID_MAX for option in options)
    assert all(option.label.strip() for option in options)
    assert all(len(name or "") <= CHOICE_ID_MAX for name in (reply.about, reply.context))
    assert set(reply.tenets) <= set(range(1, TENET_COUNT + 1))
    assert plain_text(reply).encode("utf-8")


def answered(incoming: Incoming) -> None:
    reply = guide().answer(incoming)
    well_formed(reply)
    assert set(reply.ranked) <= set(guide().library.topics)
    assert guide().answer(incoming) == reply
    assert "\n" not in as_json(record(incoming.text, reply))


def suggested(typed: str) -> None:
    found = guide().suggest(typed, 25)
    assert len(found) <= 25
    assert len({choice.id for choice in found}) == len(found)
    assert all(choice.id.removeprefix("topic:") in guide().library.topics for choice in found)


def explained(said: str) -> None:
    match = guide().explain(said)
    assert match.why is not None
    assert abs(match.none + sum(item.probability for item in match.ranked) - 1) < 1e-3
    likely = [item.probability for item in match.ranked]
    assert likely == sorted(likely, reverse=True)


# --- the daily post ----------------------------------------------------------------------------


def ordered(given: tuple[str, date]) -> None:
    order = kindly(orders_parser.parse, *given)
    days = getattr(order, "days", None)
    assert days is None or days <= set(range(7))
    zone = getattr(order, "zone", None)
    assert zone is None or due_dates.zone_named(zone) is not None
    code = getattr(order, "holidays", None)
    assert not code or due_dates.knows_holidays(code)
    if (until := getattr(order, "until", None)) is not None:
        assert given[1] < until <= given[1] + orders_parser.LONGEST_PAUSE


def dated(given: tuple[str, date]) -> None:
    said, today = given
    assert isinstance(kindly(date_parser.day_of, said, today), date | None)
    assert isinstance(kindly(date_parser.time_of, said), time | None)
    assert date_parser.weekday_of(said) in (None, *range(7))
    date_parser.nearest(said, date_parser.WEEKDAYS)


def zoned(said: str) -> None:
    found = kindly(zones.zone, said)
    assert found is None or due_dates.zone_named(found) is not None
    assert zones.zone_of(found or "UTC")
    offered = zones.zones_like(said, 25)
    assert len(offered) <= 25
    assert all(due_dates.zone_named(zone) for zone in offered)
    due_dates.zone_named(said)
    code = kindly(zones.holidays_of, said)
    assert code is None or due_dates.knows_holidays(code)


def due(given: tuple[Schedule, float]) -> None:
    schedule, now = given
    found = due_dates.next_post(schedule, None, now)
    if found is not None:
        day, moment = found
        assert moment > now
        assert due_dates.is_open(schedule, day)


schedules = st.builds(
    Schedule,
    st.just("slack:T1:C2"),
    st.sampled_from(zones.all_zones()) | some.anything,
    st.times(),
    st.frozensets(st.integers(0, 6)),
    st.sampled_from(("", "US", "US-CA", "CA-ON", "DE")),
    st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=4),
    not_before=st.none() | st.dates(),
)

# --- what doors read ---------------------------------------------------------------------------


def pressed(given: tuple[str, tuple[str, ...]]) -> None:
    custom_id, values = given
    press = button_ids.read(custom_id[:100], values)
    assert isinstance(press, button_ids.Press)
    button_ids.about_of([custom_id[:100]])


def pressed_again(given: tuple[str, int, list[int]]) -> None:
    """Ids that are made are read back as they were meant."""
    about, asker, earlier = given
    reply = Reply((Heading("x"),), "answer", about=about)
    for where in ("private", "public", "direct"):
        for button in button_ids.under(reply, where, asker, tuple(earlier)).buttons:
            assert len(button.custom_id) <= 100
            press = button_ids.read(button.custom_id)
            assert not isinstance(press, button_ids.Unknown)
            assert getattr(press, "about", about) == about
            if isinstance(press, button_ids.Remove):
                assert press.asker == asker
                assert press.earlier == tuple(earlier)[: len(press.earlier)]
    assert button_ids.read(button_ids.choice_id(about)) == button_ids.Ask(about)


def turned(value: str) -> None:
    read = ActionValue.of({"actions": [{"value": value}]})
    assert ActionValue.of({"actions": [{"value": read.value()}]}) == read


def said_in_slack(said: str) -> None:
    plain = slack_text.said(said)
    assert "<@U0ASKER>" not in slack_text.escape(plain)
    assert not set("<>") & set(slack_text.escape(said))
    assert slack_text.said(slack_text.escape(plain)) == plain
    for limit in (2, 75, 3000):
        assert len(slack_text.clip(said, limit)) <= limit
        assert all(len(piece) <= limit for piece in slack_text.pieces(said, limit))
    joined = "".join(slack_text.pieces(said, 40))
    assert "".join(joined.split()) == "".join(said.split())


def said_in_blocks(event: dict[str, object]) -> None:
    assert len(message_text.message(event)) <= message_text._MOST + 300_000


def placed(body: dict[str, object]) -> None:
    assert request.of_press(body).workspace.startswith("slack:")
    assert request.of_command(body).workspace == request.workspace_of(body)
    assert request.of_message_shortcut(body).surface in ("private", "direct", "public", "modal")
    assert request.idempotency_key(body).startswith("slack:")


def weighed(header: str) -> None:
    tongue = locale.preferred(header)
    assert tongue.code in ("en", "es")
    assert tongue.say("Search")


def searched(said: str) -> None:
    library = guide().library
    assert len(listings.found(library, said)) <= listings.FOUND_SHOWN
    assert isinstance(listings.title(library, said), str)
    path = links.public_path(said)
    assert path.startswith("/")
    assert not path.startswith("//")
    assert path.encode("ascii")


def read_lines(lines: list[bytes]) -> None:
    for line in ask_lines(answering_for(guide(), Observed()), lines):
        assert "\n" not in line
        assert json.loads(line)["text"]


def read_questions(given: str) -> None:
    for question in kindly(evaluation.read_questions, given, "questions.jsonl") or []:
        assert dataclasses.asdict(question)


_named = st.sampled_from(
    ("type", "text", "elements", "blocks", "attachments", "fields", "title", "fallback", "pretext")
)
_block = st.recursive(
    some.typed | st.none() | st.integers(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_named, inner, max_size=4),
    max_leaves=12,
)
_spoken = st.dictionaries(_named, _block, max_size=4)
_bodies = st.dictionaries(
    st.sampled_from(
        ("team", "team_id", "enterprise", "authorizations", "user", "channel", "container", "view",
         "message", "event", "event_id", "actions", "trigger_id", "response_url", "user_id")
    ),
    some.json_values | st.dictionaries(st.sampled_from(("id", "team_id", "ts")), some.scalars),
    max_size=6,
)  # fmt: skip
_numbers = st.sampled_from((1, 12, "3", "²", float("inf"), float("nan"), -1, 10**400, None, [1]))
_records = st.fixed_dictionaries(
    {
        "id": some.scalars,
        "query": some.scalars,
        "kind": st.just("plain") | some.scalars,
        "tenets": st.lists(_numbers, max_size=2) | some.json_values,
        "topics": st.lists(some.scalars, max_size=2) | some.json_values,
    }
)
question_files = some.typed | st.lists(
    _records.map(json.dumps) | st.integers(1, 60_000).map(lambda deep: "[" * deep), max_size=4
).map("\n".join)
context = some.choice_ids | st.sampled_from(("topic:gifts", "more:gift-meals", "tenet:7"))
todays = st.dates(date(2024, 1, 1), date(2030, 12, 31))

TARGETS = (
    Target("core: text", some.long_typed, cleaned),
    Target("core: commands, follow-ups", some.long_typed, command),
    Target("core: a message", st.builds(Incoming, some.typed), answered, 0.25),
    Target(
        "core: a message in a conversation",
        st.builds(Incoming, some.typed, st.none(), context),
        answered,
        0.25,
    ),
    Target(
        "core: a press", st.builds(lambda c: Incoming(choice=c), some.choice_ids), answered, 0.5
    ),
    Target("core: suggestions", some.typed, suggested, 0.25),
    Target("core: explanations", some.typed, explained, 0.1),
    Target("daily: an order", st.tuples(some.daily, todays), ordered),
    Target("daily: days and times", st.tuples(some.daily, todays), dated),
    Target("daily: zones and holidays", some.daily, zoned, 0.1),
    Target("daily: when it is due", st.tuples(schedules, st.floats(0, 4e9)), due, 0.25),
    Target(
        "discord: a custom id",
        st.tuples(
            st.builds(str.__add__, st.sampled_from(("", "g:")), some.choice_ids)
            | st.builds("g:remove:{}".format, some.anything),
            st.lists(some.anything, max_size=2).map(tuple),
        ),
        pressed,
    ),
    Target(
        "discord: a custom id, round trip",
        st.tuples(some.ids, st.integers(0, 2**64), st.lists(st.integers(0, 2**64), max_size=6)),
        pressed_again,
    ),
    Target("slack: a button's value", some.anything | some.choice_ids, turned),
    Target("slack: what was said", some.typed, said_in_slack),
    Target("slack: what blocks say", _spoken, said_in_blocks, 0.5),
    Target("slack: where it comes from", _bodies, placed, 0.5),
    Target("web: Accept-Language", some.typed | st.from_regex(r"(en|es)(-\w\w)?;q=.*,es"), weighed),
    Target("web: search, permanent paths", some.choice_ids | some.typed, searched, 0.25),
    Target("terminal: JSON Lines", st.lists(st.binary(max_size=60), max_size=3), read_lines, 0.1),
    Target("evaluation: JSON Lines", question_files, read_questions),
)
