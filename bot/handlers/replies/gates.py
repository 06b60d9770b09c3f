"""What is said to a message that meets a gate: fixed words, written and checked beforehand."""

from __future__ import annotations

from collections.abc import Iterator

from bot.handlers.gates import Gate, GateLanguage
from bot.handlers.library import Library
from bot.handlers.local_layer import Contact
from bot.handlers.matching.gate import Met
from bot.handlers.messages import Block, Bullets, Choice, Choices, Heading, Paragraph, Reply
from bot.handlers.replies import wording

# Where a page may be read on: the outcome is an answer on that page's topic. Everything else is
# no question that a topic could answer.
TOPIC = "topic:"


def gate_reply(library: Library, met: Met) -> Reply:
    """The reply of a gate: what to do, in order, a last word, local numbers, perhaps a page."""
    gate, said = met.gate, met.gate.text(met.language)
    blocks: list[Block] = [Heading(said.heading), Bullets(said.do, ordered=len(said.do) > 1)]
    if said.say:
        blocks.append(Paragraph(said.say))
    numbers = tuple(map(_number, _contacts(library, gate)))
    if numbers:
        blocks.append(Bullets(numbers, wording.HERE[met.language]))
    behind = _behind(library, gate, met.language)
    if behind:
        blocks.append(Choices((behind,)))
    topic = library.topics.get(gate.page.removeprefix(TOPIC)) if behind else None
    return Reply(
        tuple(blocks),
        "answer" if topic else "none",
        topic=topic.main if topic else None,
        tenets=topic.tenets if topic else (),
        ranked=(topic.main,) if topic else (),
        score=1.0,
        kind="gate",
        gate=gate.id,
    )


def _contacts(library: Library, gate: Gate) -> Iterator[Contact]:
    known = {contact.id: contact for contact in library.current_contacts()}
    return (known[slot] for slot in gate.contacts if slot in known)


def _number(contact: Contact) -> str:
    ways = ", ".join(filter(None, (contact.phone, contact.name, contact.email)))
    return f"{contact.role}: {ways or contact.url}"


def _behind(library: Library, gate: Gate, language: GateLanguage) -> Choice | None:
    """A button that leads to the page behind a gate, where there is one."""
    kind, _, target = gate.page.partition(":")
    pages = library.topics if kind == "topic" else library.pages
    if target not in pages:
        return None
    return Choice(gate.page, wording.READ_ON[language].format(title=pages[target].title))
