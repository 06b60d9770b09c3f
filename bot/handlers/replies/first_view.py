"""What every first view shares: the tenet in its words, local rules, whom to ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.handlers.library import Library, Topic
from bot.handlers.local_layer import Contact, LocalRule
from bot.handlers.messages import Block, Note, Paragraph, Tenet
from bot.handlers.replies import wording
from bot.handlers.situation import CODE_LAYER

# Four buttons leave room on a phone; Slack and Discord show five in a row.
BUTTONS = 4


def tenet_block(library: Library, number: int) -> Tenet:
    """A tenet in its exact words, with the edition they are from."""
    return Tenet(number, library.tenet(number).words, edition_of(library, number))


def edition_of(library: Library, number: int) -> str:
    """Which edition a tenet is quoted from, and that ICMA has since published other words."""
    older = library.tenet(number).note
    words = wording.EDITION_OLDER if older else wording.EDITION_SHORT
    return words.format(revised=library.edition.revised)


def local_rules(library: Library, topic: Topic, today: date) -> Iterator[Block]:
    """Local rules on the topic: shown while they are current, named when they are overdue."""
    for rule in library.rules_for(topic.id):
        layer = library.layer(rule.layer)
        title = layer.title if layer else rule.layer
        if rule.is_current(today):
            lead = wording.LOCAL_RULE.format(layer=title)
            yield Paragraph(_ruled(library, rule), lead, "local_rule")
        elif today > rule.review_by:
            yield Note(
                wording.LOCAL_WITHHELD.format(
                    layer=title, day=wording.day(rule.review_by), contact=_whom(library, rule)
                )
            )


def _ruled(library: Library, rule: LocalRule) -> str:
    """A local rule with where it stands, since when, and whom to ask about it."""
    origin = rule.source.title if rule.source else ""
    since = wording.LOCAL_SINCE.format(day=wording.day(rule.effective))
    named = f" {wording.LOCAL_ASK.format(contact=_whom(library, rule))}" if rule.contact else ""
    return f"{rule.text} ({', '.join(filter(None, (origin, since)))}.){named}"


def _whom(library: Library, rule: LocalRule) -> str:
    for contact in library.current_contacts():
        if contact.id == rule.contact or (not rule.contact and contact.layer == rule.layer):
            return reach(contact)
    return wording.YOUR_OFFICER


def reach(contact: Contact) -> str:
    """Who a contact is and how to reach them, in a few words."""
    return ", ".join(filter(None, (contact.name or contact.role, contact.email or contact.phone)))


def whom_to_ask(library: Library) -> Paragraph:
    """The local contact by name; where there is none, the people every employer has."""
    local = [c for c in library.current_contacts() if c.layer != CODE_LAYER]
    text = reach(local[0]) + "." if local else wording.ASK_HERE
    return Paragraph(text, wording.ASK_HERE_LEAD, "contact")


def local_notes(library: Library, layer: str) -> Iterator[Block]:
    """Whose answer it is when it is not the Code's, and what each local layer adds to all."""
    if layer != CODE_LAYER and (local := library.layer(layer)):
        yield Note(wording.LOCAL_ANSWER.format(layer=local.title))
    for local in library.layers:
        if local.disclaimer:
            yield Note(local.disclaimer)
