"""What knowledge must hold because commands and the daily post answer from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.handlers.commands.parse import PAGES
from bot.handlers.library import TENET_COUNT, Edition, Page
from bot.knowledge.faults import Fault
from bot.knowledge.files import AreasFile, ContactsFile, DailyFile
from bot.knowledge.folder import Folder


def missing(folders: Sequence[Folder]) -> Iterator[Fault]:
    """A fault for each thing that no layer holds, named where the first folder would hold it."""
    if not folders:
        return
    shipped = folders[0]

    def absent(name: str, why: str) -> Fault:
        return Fault(shipped.path / name, 1, "", f"is missing; {why}")

    if not any(folder.of(Edition) for folder in folders):
        yield absent("code", "answers quote the tenets of an edition of the Code")
    if not any(folder.of(AreasFile) for folder in folders):
        yield absent("areas.yaml", "the command “topics” lists the areas")
    if not any(folder.of(ContactsFile) for folder in folders):
        yield absent("contacts.yaml", "the command “contact” names whom to ask")
    tenets = {item.shape.tenet for folder in folders for item in folder.of(DailyFile)}
    for number in range(1, TENET_COUNT + 1):
        if number not in tenets:
            name = f"daily/tenet-{number:02}.yaml"
            yield absent(name, "the tenet of the day needs an entry for each tenet")
    pages = {item.shape.id for folder in folders for item in folder.of(Page)}
    for page, word in PAGES.items():
        if page not in pages:
            yield absent(f"pages/{page}.yaml", f"the command “{word}” answers from it")
