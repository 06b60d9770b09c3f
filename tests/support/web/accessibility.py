"""Accessibility by axe-core, which is run in the page itself."""

from __future__ import annotations

from pathlib import Path

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
DARK = "rgb(18, 23, 28)"


def violations(page, rules: list[str] | None = None) -> list[str]:
    """What axe finds in a page, an element a line."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE)
    options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [f"{v['id']}: {n['html']} {n['failureSummary']}" for v in found for n in v["nodes"]]


def in_light_and_dark(page) -> list[str]:
    """What axe finds in a page as it stands, and in its dark colors."""
    page.emulate_media(color_scheme="light")
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == DARK
    return found + violations(page, ["color-contrast", "link-in-text-block"])


def too_wide(page) -> int:
    """By how many pixels the page is wider than its window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return wide
