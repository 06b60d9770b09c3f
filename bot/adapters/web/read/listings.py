"""The library as lists to show: by area, by tenet, by the day of review. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from bot.handlers import choice_ids
from bot.handlers.library import Area, Case, Document, Library, Page, Topic
from bot.handlers.replies import wording
from bot.handlers.replies.links import path_of
from bot.handlers.situation import Situation
from bot.handlers.text import words

CHANGES_SHOWN = 60
FOUND_SHOWN = 12
TOPICS_SUGGESTED = 8
# Words this short stand in every title.
WORD_AT_LEAST = 3


Titled = Topic | Situation | Case | Document | Page


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to read: its title, its path, what it is (an English interface word)."""

    title: str
    href: str
    kind: str


def by_area(library: Library) -> list[tuple[Area, list[tuple[Topic, tuple[Topic, ...]]]]]:
    """Areas in order; in each its main topics, with their finer ones."""
    return [
        (
            area,
            [(t, library.finer(t.id)) for t in library.main_topics if t.area == area.id],
        )
        for area in library.areas
    ]


def under_tenet(library: Library, number: int) -> list[Topic]:
    """Main topics that rest on a tenet, those that rest on it first."""
    topics = [topic for topic in library.main_topics if number in topic.tenets]
    return sorted(topics, key=lambda topic: (topic.tenets.index(number), topic.title))


def cases_by_area(library: Library) -> list[tuple[Area, list[tuple[Topic, list[Case]]]]]:
    """Areas that have cases; in each its main topics, with the cases of their families."""
    cases: dict[str, list[Case]] = defaultdict(list)
    for case in library.cases.values():
        cases[library.topics[case.topic].main].append(case)
    shelves = [
        (
            area,
            [(t, cases[t.id]) for t in library.main_topics if t.area == area.id and t.id in cases],
        )
        for area in library.areas
    ]
    return [shelf for shelf in shelves if shelf[1]]


def entries(library: Library) -> list[tuple[Entry, date | None, str]]:
    """Everything with a page of its own: the entry, when its sources were read, its names."""
    found: list[tuple[Entry, date | None, str]] = []
    for topic in library.topics.values():
        entry = Entry(topic.title, path_of(choice_ids.Topic(topic.id)), "Topic")
        found.append((entry, topic.sources_read, " ".join(topic.names.all())))
    for document in library.documents.values():
        entry = Entry(document.title, path_of(choice_ids.Document(document.id)), "Model document")
        found.append((entry, document.sources_read, " ".join(document.names.all())))
    for page in library.pages.values():
        entry = Entry(page.title, path_of(choice_ids.Page(page.id)), "Page")
        found.append((entry, page.sources_read, " ".join(page.names.all())))
    for case in library.cases.values():
        entry = Entry(case.title, path_of(choice_ids.Case(case.id)), "Case")
        found.append((entry, None, case.topic.replace("-", " ")))
    return found


def title(library: Library, about: str) -> str:
    """What an answer is called, from its choice id; the id itself for what is gone."""
    found: Titled | None = None
    match choice_ids.decode(about):
        case choice_ids.Tenet(number):
            return wording.TENET_TITLE.format(number=number)
        case choice_ids.Topic(name) | choice_ids.More(name) | choice_ids.CasesOf(name):
            found = library.topics.get(name)
        case choice_ids.Situation(name):
            found = library.situations.get(name)
        case choice_ids.Case(name):
            found = library.cases.get(name)
        case choice_ids.Document(name):
            found = library.documents.get(name)
        case choice_ids.Page(name):
            found = library.pages.get(name)
        case _:
            pass
    return found.title if found else about


def changes(library: Library) -> list[tuple[date, list[Entry]]]:
    """What was compared with its sources, the latest day first."""
    days: dict[date, list[Entry]] = defaultdict(list)
    dated = [(day, entry) for entry, day, _ in entries(library) if day is not None]
    for day, entry in sorted(dated, key=lambda item: item[0], reverse=True)[:CHANGES_SHOWN]:
        days[day].append(entry)
    return list(days.items())


def found(library: Library, typed: str) -> list[Entry]:
    """Cases, documents and pages in whose title or names every longer word typed begins a word."""
    wanted = [word for word in words(typed) if len(word) >= WORD_AT_LEAST]
    if not wanted:
        return []
    return [
        entry
        for entry, _, names in entries(library)
        if entry.kind != "Topic" and _all_begin(wanted, words(f"{entry.title} {names}"))
    ][:FOUND_SHOWN]


def _all_begin(wanted: list[str], there: list[str]) -> bool:
    return all(any(word.startswith(part) for word in there) for part in wanted)
