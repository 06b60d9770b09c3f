"""A Discord message as plain data: what `render` makes and `views` turns into components.

Limits: discord.com/developers/docs/components/reference and …/resources/message.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

# Components of a message in all, those inside others counted too.
COMPONENTS_MAX = 40
# Characters of all text of a components message together.
TEXT_MAX = 4000
# Rows of a message without layout components. Kept everywhere, so that every page can also be
# sent as an embed.
ROWS_MAX = 5
BUTTONS_A_ROW = 5
BUTTON_LABEL_MAX = 80
CUSTOM_ID_MAX = 100
MENU_OPTIONS_MAX = 25
OPTION_LABEL_MAX = 100
PLACEHOLDER_MAX = 150
EMBED_DESCRIPTION_MAX = 4096

Style = Literal["primary", "secondary", "success", "danger"]


@dataclass(frozen=True, slots=True)
class Text:
    """Markdown, already escaped where it came from outside."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. The id says what it means, so nothing has to be remembered."""

    custom_id: str
    label: str
    style: Style = "secondary"


@dataclass(frozen=True, slots=True)
class Row:
    """Up to five buttons side by side."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A line of a menu."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Menu:
    """A list to choose one from."""

    custom_id: str
    placeholder: str
    options: tuple[Option, ...]


Part = Text | Row | Menu


@dataclass(frozen=True, slots=True)
class MessagePage:
    """One message: a card, and a row of controls under it."""

    parts: tuple[Part, ...]
    accent: int
    controls: Row | None = None

    def controlled(self, controls: Row | None) -> MessagePage:
        """The same page with other controls."""
        return replace(self, controls=controls if controls and controls.buttons else None)

    @property
    def text(self) -> str:
        """All its markdown, in reading order."""
        return "\n\n".join(part.markdown for part in self.parts if isinstance(part, Text))


def weight(part: Part) -> int:
    """How many components a part is."""
    return 1 + len(part.buttons) if isinstance(part, Row) else 2 if isinstance(part, Menu) else 1
