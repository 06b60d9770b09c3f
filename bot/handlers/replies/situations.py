"""A situation as a reply: verdict, what would change it, one step, the tenet, whom to ask.

What stands here is the first view: at most 120 words of ours and four buttons. Reasons, all
tenets, cases and sources are one press away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.handlers import choice_ids
from bot.handlers.choice_ids import DONE, Listing, button, encode
from bot.handlers.library import Library
from bot.handlers.messages import (
    Block,
    Bullets,
    Choice,
    Choices,
    Heading,
    Note,
    Paragraph,
    Reply,
)
from bot.handlers.replies import signing, wording
from bot.handlers.replies.answers import nearby, topic_choice
from bot.handlers.replies.first_view import (
    BUTTONS,
    local_notes,
    local_rules,
    tenet_block,
    whom_to_ask,
)
from bot.handlers.situation import Option, Situation
from bot.handlers.text import first_sentences

# A verdict line under a candidate is read at a glance.
VERDICT_LINE_CHARACTERS = 110


def situation_choice(situation: Situation) -> Choice:
    """A button that asks about a situation."""
    return button(choice_ids.Situation(situation.id), situation.title)


def situation_reply(
    library: Library,
    situation: Situation,
    today: date,
    *,
    facts: Mapping[str, str] | None = None,
    option: Option | None = None,
    ranked: Sequence[str] = (),
    score: float = 1.0,
    also: Sequence[Choice] = (),
) -> Reply:
    """The answer to a situation; `option` is what was answered to its question, if it was.

    `facts` are what the message said: whether it has happened, and who asks.
    """
    facts = facts or {}
    topic = library.topics[situation.topic]
    option = option or _settled(situation, facts)
    verdict, answer = (option or situation).verdict, (option or situation).answer
    done = facts.get("stage") == DONE
    blocks: list[Block] = [Heading(situation.title), Paragraph(answer)]
    if done:
        blocks.append(Paragraph(situation.already, wording.ALREADY))
    if role := _role(situation, facts):
        blocks.append(Paragraph(role, wording.FOR_ROLE[facts["role"]]))
    blocks.extend(local_rules(library, topic, today))
    if option is None and situation.ask is not None:
        blocks.append(Choices(tuple(_options(situation)), situation.ask.question))
    elif not done:
        blocks.append(Paragraph(situation.turns, wording.TURNS))
    if not done:
        blocks.append(Paragraph(situation.next, wording.NEXT_STEP))
    blocks.append(tenet_block(library, situation.tenet))
    blocks.append(whom_to_ask(library))
    blocks.append(Choices(tuple(_ways_on(library, situation, also, done=done))[: _room(blocks)]))
    blocks.append(Note(_small_print(library, situation, today)))
    blocks.extend(local_notes(library, situation.layer))
    return Reply(
        tuple(blocks),
        "answer",
        topic=topic.main,
        tenets=tuple(dict.fromkeys((situation.tenet, *topic.tenets))),
        ranked=tuple(ranked) or nearby(library, topic),
        score=score,
        about=_about(situation, option),
        context=encode(choice_ids.Situation(situation.id)),
        verdict=verdict,
        situation=situation.id,
        page=topic.id,
        pages=(topic.id,),
        near=tuple(option.id for option in also),
    )


def which_situation(
    library: Library,
    situations: Sequence[Situation],
    ranked: Sequence[str],
    score: float,
    *,
    topics: Sequence[str] = (),
) -> Reply:
    """A question back: two or three candidates, each with its own verdict.

    `topics` are pages to offer where no situation of theirs is a candidate.
    """
    options = [*map(situation_choice, situations), *(topic_choice(library, t) for t in topics)]
    lines = [f"{s.title}: {verdict_line(s)}" for s in situations]
    lines += [
        f"{library.topics[t].title}: {first_sentences(library.topics[t].short, 1)}" for t in topics
    ]
    pages = tuple(dict.fromkeys((*(s.topic for s in situations), *topics)))
    tenets = (
        *(s.tenet for s in situations),
        *(n for t in topics for n in library.topics[t].tenets),
    )
    return Reply(
        (
            Heading(wording.CHOICES_TITLE),
            Bullets(tuple(lines)),
            Choices(
                (
                    *options[: BUTTONS - 1],
                    button(Listing.NONE_OF_THESE, wording.NONE_OF_THESE),
                )
            ),
            whom_to_ask(library),
            Note(wording.GENERAL),
        ),
        "choices",
        topic=library.topics[pages[0]].main,
        tenets=tuple(dict.fromkeys(tenets)),
        ranked=tuple(ranked),
        score=score,
        context=encode(choice_ids.Topic(pages[0])),
        pages=pages,
        kind="which",
        near=tuple(option.id for option in options),
    )


def _small_print(library: Library, situation: Situation, today: date) -> str:
    """One line: what the answer rests on, and who signed it, if anybody did."""
    rests = wording.RESTS_ON[situation.basis].format(source=situation.source.title)
    signature = library.signature(encode(choice_ids.Situation(situation.id)), today)
    return f"{rests} {signing.signed_by(signature)}" if signature else rests


def verdict_line(situation: Situation) -> str:
    """The verdict in a line: the answer's first sentence."""
    return first_sentences(situation.answer, VERDICT_LINE_CHARACTERS)


def _settled(situation: Situation, facts: Mapping[str, str]) -> Option | None:
    """The one answer to the situation's question that the message itself gives."""
    options = situation.ask.options if situation.ask else ()
    fitting = [o for o in options if o.when and o.when.items() <= facts.items()]
    return fitting[0] if len(fitting) == 1 else None


def _role(situation: Situation, facts: Mapping[str, str]) -> str:
    return situation.roles.get(facts.get("role", ""), "")


def _options(situation: Situation) -> Iterator[Choice]:
    options = situation.ask.options if situation.ask else ()
    for number, option in enumerate(options):
        yield button(choice_ids.Situation(situation.id, str(number)), option.label)


def _about(situation: Situation, option: Option | None) -> str:
    if option is None or situation.ask is None:
        return encode(choice_ids.Situation(situation.id))
    return encode(choice_ids.Situation(situation.id, str(situation.ask.options.index(option))))


def _room(blocks: Sequence[Block]) -> int:
    """How many more buttons there is room for."""
    return BUTTONS - sum(len(block.options) for block in blocks if isinstance(block, Choices))


def _ways_on(
    library: Library, situation: Situation, also: Sequence[Choice], *, done: bool
) -> Iterator[Choice]:
    yield button(choice_ids.More(situation.topic), wording.MORE)
    yield from also[:1]
    if not done:
        yield button(choice_ids.Situation(situation.id, DONE), wording.ALREADY_BUTTON)
    if situation.case in library.cases:
        yield button(choice_ids.Case(situation.case), wording.CASE_BUTTON)
