"""Pictures of the real pages for the README and the docs: `python -m tests.web.pictures`.

It starts the shipped pages on the shipped knowledge and writes docs/pictures/*.png.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page

from bot.handlers.guide import Guide
from bot.settings import load
from bot.understanding.build_guide import guide_for
from tests.support.web.browser import browser
from tests.support.web.site import SECRET, Maintained, maintain

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
QUESTION = "A vendor offers me tickets to the game. May I go?"
SIZES = {"desktop": {"width": 1100, "height": 900}, "phone": {"width": 390, "height": 780}}
DAY = date(2026, 11, 23)
ANSWER = "an answer in the conversation"
INSIDE = "/admin"


@dataclass(frozen=True)
class Picture:
    """One picture: what it is called, the path it shows, on what, in light or dark."""

    name: str
    path: str
    size: str = "desktop"
    scheme: str = "light"

    @property
    def file(self) -> str:
        return f"web-{self.name}.png"


PICTURES = (
    Picture("answer", ANSWER),
    Picture("answer-dark", ANSWER, scheme="dark"),
    Picture("answer-phone", ANSWER, "phone"),
    Picture("home", "/"),
    Picture("topic", "/topics/gifts"),
    Picture("code-dark", "/code", scheme="dark"),
    Picture("document", "/documents/recusal-statement"),
    Picture("today-phone", "/today", "phone", "dark"),
    Picture("daily", f"{INSIDE}/daily"),
)


def ask(page: Page) -> None:
    """Ask in the conversation, and wait for the answer."""
    page.goto("/")
    page.fill("#text", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".card")


def let_in(page: Page) -> None:
    """Open the maintainer's pages."""
    page.goto(f"{INSIDE}/login")
    page.fill("#secret", SECRET)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{INSIDE}")


def furnish(house: Maintained) -> None:
    """Daily posts to be seen on the maintainer's pages."""
    house.post.senders["discord"] = house.slack
    house.say("slack:T0123:C0456", "9:00 weekdays in Chicago")
    house.say("discord:8400:8450", "case of the week 8:30 in Denver")
    house.say("discord:8400:8450", "pause")


def take(opened: Browser, address: str, folder: Path, pictures: Sequence[Picture]) -> list[Path]:
    """Write the pictures; where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for picture in pictures:
        context = opened.new_context(
            base_url=address,
            color_scheme=picture.scheme,
            viewport=SIZES[picture.size],
            locale="en-US",
            reduced_motion="reduce",
        )
        page = context.new_page()
        if picture.path == ANSWER:
            ask(page)
        else:
            if picture.path.startswith(INSIDE):
                let_in(page)
            page.goto(picture.path)
        written.append(folder / picture.file)
        page.screenshot(path=written[-1], animations="disabled")
        context.close()
    return written


def shipped_guide() -> Guide:
    """The guide people get."""
    return guide_for(load(os.environ, dotenv=None), say=print, clock=lambda: DAY)


def main(folder: Path = FOLDER) -> None:
    """Take the pictures of the shipped pages."""
    with (
        tempfile.TemporaryDirectory() as data,
        maintain(Path(data), guide=shipped_guide()) as house,
        browser() as opened,
    ):
        furnish(house)
        address = house.address
        for path in take(opened, address, folder, PICTURES):
            print(path)  # noqa: T201 - a script says what it wrote


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
