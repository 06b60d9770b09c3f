"""The guide: what every door asks. It answers from what is known now, and can be given newer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.handlers.choice_ids import Listing, encode
from bot.handlers.library import Library
from bot.handlers.matching.gate import Recognizer
from bot.handlers.matching.results import Match, Matcher
from bot.handlers.messages import Choice, Incoming, Reply
from bot.handlers.replies.answers import topic_choice
from bot.handlers.respond import Known, respond
from bot.handlers.text import clean, fold, key


class Guide:
    """Answers messages and suggests topics. `renew` swaps the knowledge in one step."""

    def __init__(self, library: Library, matcher: Matcher, clock: Callable[[], date]) -> None:
        self._clock = clock
        self.renew(library, matcher)

    @property
    def library(self) -> Library:
        """What is known now."""
        return self._known.library

    def renew(self, library: Library, matcher: Matcher) -> None:
        """Answer from newer knowledge from the next message on."""
        recognizer = Recognizer(library.gates.values(), library.word_lists)
        self._known = Known(library, matcher, self._clock(), recognizer)

    def answer(self, incoming: Incoming) -> Reply:
        """The reply to one message or press."""
        return respond(incoming, replace(self._known, today=self._clock()))

    def today(self) -> Reply:
        """The tenet of the day."""
        return self.answer(Incoming(choice=encode(Listing.TODAY)))

    def explain(self, text: str, about: str | None = None) -> Match:
        """How a message is understood, with its reasons."""
        return self._known.matcher.match(clean(text), about=about, explain=True)

    def suggest(self, typed: str, limit: int) -> tuple[Choice, ...]:
        """Topics to offer while somebody types: names that begin so, then what it may mean."""
        library = self.library
        wanted = key(typed)
        if not wanted:
            return tuple(topic_choice(library, t.id) for t in library.main_topics)[:limit]
        found = dict.fromkeys(
            topic.id
            for topic in library.topics.values()
            if any(_begins(name, wanted) for name in (topic.title, *topic.names.all()))
        )
        match = self._known.matcher.match(clean(typed))
        ranked = [match.finer.get(r.topic, r.topic) for r in match.ranked[:limit]]
        ordered = dict.fromkeys([*found, *ranked])
        return tuple(topic_choice(library, topic) for topic in list(ordered)[:limit])


def _begins(name: str, wanted: str) -> bool:
    folded = fold(name)
    return folded.startswith(wanted) or f" {wanted}" in folded
