"""Reply → pages of Discord components. Pure: it knows the limits, not the SDK."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.adapters.discord.answer.button_ids import choice_id, menu_id
from bot.adapters.discord.layout import (
    BUTTON_LABEL_MAX,
    BUTTONS_A_ROW,
    COMPONENTS_MAX,
    MENU_OPTIONS_MAX,
    OPTION_LABEL_MAX,
    PLACEHOLDER_MAX,
    ROWS_MAX,
    TEXT_MAX,
    Button,
    Menu,
    MessagePage,
    Option,
    Part,
    Row,
    Text,
    weight,
)
from bot.adapters.discord.markup import BYLINE_MAX, drawn, escape, shortened, small
from bot.handlers.messages import (
    Block,
    Choice,
    Choices,
    Outcome,
    Reply,
)

# The card, and a row of five controls under it.
CONTROLS_WEIGHT = 1 + 1 + BUTTONS_A_ROW
# More choices than this are easier to read as a menu.
BUTTONS_MAX = 15
MENU_PLACEHOLDER = "Choose one"
GAP = "\n\n"
SMALL = "-# "

# The color beside a card repeats what the heading says, and never says anything alone.
ACCENTS: MappingProxyType[Outcome, int] = MappingProxyType(
    {"answer": 0x1F5FA8, "choices": 0xA86A1F, "none": 0x6B6F76, "command": 0x2E7D5B}
)


def render(reply: Reply, *, byline: str = "") -> tuple[MessagePage, ...]:
    """A reply as one message, or as several where it does not fit one. No word is lost.

    `byline` is markdown that ends the last page: who shared the answer.
    """
    accent = ACCENTS[reply.outcome]
    binder = _Binder(accent)
    for part in _parts(reply.blocks):
        binder.add(part)
    if byline:
        binder.add(Text(small(byline)))
    return tuple(binder.pages())


@dataclass(slots=True)
class _Binder:
    """Fills pages one after another, none beyond a limit."""

    accent: int
    done: list[MessagePage] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def add(self, part: Part) -> None:
        if self.parts and not self._fits(part):
            self._turn()
        match part, self.parts[-1] if self.parts else None:
            case Text(markdown), Text(before):
                both_small = _is_small(part) and before.rpartition("\n")[2].startswith(SMALL)
                self.parts[-1] = Text(before + ("\n" if both_small else GAP) + markdown)
            case _:
                self.parts.append(part)

    def pages(self) -> list[MessagePage]:
        if self.parts:
            self._turn()
        return self.done

    def _turn(self) -> None:
        self.done.append(MessagePage(tuple(self.parts), self.accent))
        self.parts = []

    def _fits(self, part: Part) -> bool:
        parts = [*self.parts, part]
        text = sum(len(p.markdown) + len(GAP) for p in parts if isinstance(p, Text))
        rows = sum(not isinstance(p, Text) for p in parts)
        components = sum(map(weight, parts))
        return (
            text <= TEXT_MAX - (BYLINE_MAX if not _is_small(part) else 0)
            and rows < ROWS_MAX
            and components <= COMPONENTS_MAX - CONTROLS_WEIGHT
        )


def _is_small(part: Part) -> bool:
    return isinstance(part, Text) and part.markdown.startswith(SMALL)


def _parts(blocks: Sequence[Block]) -> Iterator[Part]:
    used: dict[str, int] = {}
    menus = 0
    for block in blocks:
        if isinstance(block, Choices):
            if block.lead:
                yield Text(f"**{escape(block.lead)}:**")
            if len(block.options) <= BUTTONS_MAX:
                yield from _rows(block.options, used)
            else:
                for start in range(0, len(block.options), MENU_OPTIONS_MAX):
                    yield _menu(block.options[start : start + MENU_OPTIONS_MAX], block.lead, menus)
                    menus += 1
        else:
            yield from map(Text, drawn(block))


def _rows(options: Sequence[Choice], used: dict[str, int]) -> Iterator[Row]:
    for start in range(0, len(options), BUTTONS_A_ROW):
        yield Row(tuple(_button(o, used) for o in options[start : start + BUTTONS_A_ROW]))


def _button(option: Choice, used: dict[str, int]) -> Button:
    copy = used.get(option.id, 0)
    used[option.id] = copy + 1
    return Button(choice_id(option.id, copy), shortened(option.label, BUTTON_LABEL_MAX))


def _menu(options: Sequence[Choice], lead: str, number: int) -> Menu:
    return Menu(
        menu_id(number),
        shortened(lead or MENU_PLACEHOLDER, PLACEHOLDER_MAX),
        tuple(Option(o.id, shortened(o.label, OPTION_LABEL_MAX)) for o in options),
    )
