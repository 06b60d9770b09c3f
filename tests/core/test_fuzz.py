"""Whatever is typed, pressed or handed back: there is an answer, well formed, always the same."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.handlers import commands
from bot.handlers.messages import (
    CHOICE_ID_MAX,
    Choice,
    Choices,
    Heading,
    Incoming,
    Reply,
    plain_text,
)

# Derandomized: the same examples on every run, so that a red run is red again.
BOUNDED = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=300)
SAID = st.sampled_from(
    [
        *commands.FIXED,
        *commands.GREETINGS,
        *commands.THANKS,
        "tenet",
        "7",
        "case",
        "topic",
        "document",
        "form",
        "what about",
        "why",
        "more",
        "gifts",
        "my spouse",
        "<@U1>",
        "¿",
        "and if",
        "vendor",
        "tickets",
        "xii",
        "#",
        "?",
        "\u202e",
        "\x00",
        "ﷺ",
        "council",
        "under $20",
    ]
)
SENTENCES = st.lists(SAID | st.text(max_size=8), max_size=12).map(" ".join)
VERBS = st.sampled_from(
    [
        "help",
        "code",
        "tenets",
        "tenet",
        "topics",
        "area",
        "topic",
        "more",
        "cases",
        "cases-in",
        "case",
        "documents",
        "document",
        "page",
        "contact",
        "today",
        "daily",
        "none",
        "",
    ]
)
NAMES = st.sampled_from(
    [
        "gifts",
        "gift-meals",
        "about",
        "1",
        "12",
        "0",
        "-1",
        "１２",
        "1e1",
        "",
        "12 ",
        "all",
        ":",
        "../x",
        "money",
    ]
)
PRESSED = st.builds("{}:{}".format, VERBS, NAMES | ANYTHING) | VERBS | ANYTHING
TEXTS = ANYTHING | SENTENCES


def options(reply: Reply) -> list[Choice]:
    return [o for block in reply.blocks if isinstance(block, Choices) for o in block.options]


def check(guide, incoming: Incoming) -> None:
    """One heading and it comes first, buttons that any door can draw, the same answer twice."""
    reply = guide.answer(incoming)
    headings = [isinstance(block, Heading) for block in reply.blocks]
    assert headings[0]
    assert sum(headings) == 1
    assert all(block.options for block in reply.blocks if isinstance(block, Choices))
    assert all(0 < len(option.id) <= CHOICE_ID_MAX for option in options(reply))
    assert all(option.label.strip() for option in options(reply))
    assert all(len(name or "") <= CHOICE_ID_MAX for name in (reply.about, reply.context))
    assert set(reply.tenets) <= set(range(1, 13))
    assert set(reply.ranked) <= set(guide.library.topics)
    assert plain_text(reply).encode("utf-8")
    assert guide.answer(incoming) == reply


@BOUNDED
@given(text=TEXTS)
def test_any_text_is_answered(guide, text):
    check(guide, Incoming(text=text))


@BOUNDED
@given(text=TEXTS, context=PRESSED | st.just("topic:gifts") | st.just("more:gift-meals"))
def test_any_text_in_any_conversation_is_answered(guide, text, context):
    check(guide, Incoming(text=text, context=context))


@BOUNDED
@given(choice=PRESSED)
def test_any_button_is_answered(guide, choice):
    check(guide, Incoming(choice=choice))


@BOUNDED
@given(typed=TEXTS)
def test_any_beginning_gets_suggestions(guide, typed):
    found = guide.suggest(typed, 25)
    assert len(found) <= 25
    assert len({choice.id for choice in found}) == len(found)
    assert all(choice.id.removeprefix("topic:") in guide.library.topics for choice in found)


@settings(BOUNDED, max_examples=50)
@given(text=TEXTS)
def test_any_text_can_be_explained(guide, text):
    match = guide.explain(text)
    assert match.why is not None
    total = match.none + sum(item.probability for item in match.ranked)
    assert abs(total - 1) < 1e-3
    assert [item.probability for item in match.ranked] == sorted(
        (item.probability for item in match.ranked), reverse=True
    )


def test_the_slowest_text_there_is_still_gets_an_answer(guide):
    """Everything at once: 100,000 characters that unfold, unknown words, marks, one long word."""
    for text in (
        "ﷺ" * 100_000,
        "\u202e" * 100_000,
        "a" * 100_000,
        "<https://" * 12_000,
        " ".join(f"q{'z' * (n % 9)}x" for n in range(20_000)),
        "e" + "\u0301" * 100_000,
    ):
        check(guide, Incoming(text=text))
