"""Pictures of the real pages for the README and the docs: `python -m tests.web.pictures`.

It starts the shipped pages on the shipped knowledge and writes docs/pictures/*.png.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page

from bot.handlers.guide import Guide
from bot.learning import guide_for
from bot.settings import load
from tests.fakes import NoLimit, Observed
from tests.web.browser import browser
from tests.web.conftest import Running, make_door

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
QUESTION = "A vendor offers me tickets to the game. May I go?"
DESKTOP, PHONE = {"width": 1100, "height": 900}, {"width": 390, "height": 780}
DAY = date(2026, 11, 23)


def ask(page: Page) -> None:
    """Ask in the conversation, and wait for the answer."""
    page.goto("/")
    page.fill("#text", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".card")


def take(opened: Browser, address: str, folder: Path) -> list[Path]:
    """Write the pictures; where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []

    def picture(page: Page, name: str, *, full: bool = False) -> None:
        path = folder / f"{name}.png"
        page.screenshot(path=path, full_page=full, animations="disabled")
        written.append(path)

    for scheme in ("light", "dark"):
        for kind, size in (("desktop", DESKTOP), ("phone", PHONE)):
            context = opened.new_context(
                base_url=address,
                color_scheme=scheme,
                viewport=size,
                locale="en-US",
                reduced_motion="reduce",
                device_scale_factor=2 if kind == "phone" else 1,
            )
            page = context.new_page()
            ask(page)
            picture(page, f"web-answer-{kind}-{scheme}")
            for path, name in PAGES.get((kind, scheme), {}).items():
                page.goto(path)
                picture(page, f"web-{name}-{kind}-{scheme}")
            context.close()
    return written


PAGES = {
    ("desktop", "light"): {
        "/": "home",
        "/topics/gifts": "topic",
        "/code": "code",
        "/documents/recusal-statement": "document",
        "/topics": "topics",
    },
    ("desktop", "dark"): {"/": "home", "/today": "today"},
    ("phone", "light"): {"/tenets/12": "tenet"},
}


def shipped_guide() -> Guide:
    """The guide people get."""
    return guide_for(load(os.environ, dotenv=None), say=print, clock=lambda: DAY)


def main(folder: Path = FOLDER) -> None:
    """Take the pictures of the shipped pages."""
    door = make_door(Observed(), NoLimit(), guide=shipped_guide())
    with Running(door) as address, browser() as opened:
        for path in take(opened, address, folder):
            print(path)  # noqa: T201 - a script says what it wrote


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
