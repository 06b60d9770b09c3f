"""What was said, and what is answered: the only words the core and the doors share.

`Incoming` carries no user, channel or platform, so the core cannot leak what it never
receives. `Reply` is meaning, not widgets: every door draws the same blocks its own way.
Blocks hold plain text; each renderer escapes for its own target.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.handlers.situation import Verdict

Outcome = Literal["answer", "choices", "none", "command"]
# What a reply is, where a door must tell: `unknown` and `which` ask back; `gate`, `fault`, `limit`
# and `personal` are for the asker's eyes alone; `notice` says that something was done or was not.
ReplyKind = Literal[
    "answer",
    "which",
    "unknown",
    "small_talk",
    "stale",
    "notice",
    "done",
    "gate",
    "personal",
    "limit",
    "fault",
]
# What a paragraph is for: a rule of the city or the state; the line that says whom to ask, which a
# workspace's own contact replaces; a sentence that sends people to a person, which it follows.
ParagraphRole = Literal["text", "local_rule", "contact", "person"]

# Discord allows 100 characters for a component's id and Slack 255 for an action's; 64 leaves
# every door room for a prefix of its own.
CHOICE_ID_MAX = 64


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message or one press of a button.

    `choice` is the id of the button that was pressed; it wins over `text`.
    `context` is the `Reply.context` of the answer this message follows in the same
    conversation, so that "what about my spouse?" can be understood. Nothing is stored.
    """

    text: str = ""
    choice: str | None = None
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of an answer. The first block of every reply but a notice is its only heading."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, optionally led by a few words that name what it is."""

    text: str
    lead: str = ""
    role: ParagraphRole = "text"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A short list under an optional lead. `ordered` means the order matters."""

    items: tuple[str, ...]
    lead: str = ""
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that are set apart, with who or what they come from."""

    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Tenet:
    """One tenet by its number, in the exact words of the Code."""

    number: int
    words: str
    edition: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address somebody can open, with the words to show for it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Copyable:
    """Text meant to be copied out as it is: a model document."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: its words, and the id that says them again as `Incoming.choice`."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Buttons under an optional lead."""

    options: tuple[Choice, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: source, review date, what this answer is not."""

    text: str


Block = Heading | Paragraph | Bullets | Quote | Tenet | Link | Copyable | Choices | Note


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, ready to be drawn.

    `topic` is one of the main topics; `about` the finer topic, tenet, case or page that was
    really answered, as the choice id that gives this same answer again (`topic:gift-meals`);
    doors use it for sharing, votes and permanent addresses. `ranked` holds main topic ids,
    best first. `context` is what the next message in the conversation hands back.
    `verdict` and `situation` say which ruling was given, if one was; `page` is the topic shown
    and `pages` all topics shown or offered, in order.
    `kind` says what the reply is and `near` which choices it offers in place of an answer, or
    besides it, so that no door reads its words to find out. `wait` is how many seconds a reply of
    the kind `limit` asks for.
    `gate` is the kind of a message that is no question of ethics, such as danger; its reply is
    for the asker alone.
    """

    blocks: tuple[Block, ...]
    outcome: Outcome
    topic: str | None = None
    tenets: tuple[int, ...] = ()
    ranked: tuple[str, ...] = ()
    score: float = 0.0
    about: str | None = None
    context: str | None = None
    verdict: Verdict | None = None
    situation: str | None = None
    page: str | None = None
    pages: tuple[str, ...] = ()
    kind: ReplyKind = "answer"
    near: tuple[str, ...] = ()
    wait: float = 0.0
    gate: str | None = None


def plain_text(reply: Reply) -> str:
    """The whole reply as text without markup, blocks separated by a blank line."""
    return "\n\n".join(text for block in reply.blocks if (text := _plain(block)))


def _plain(block: Block) -> str:
    match block:
        case Heading(text) | Note(text):
            return text
        case Paragraph(text, lead):
            return f"{lead}: {text}" if lead else text
        case Bullets(items, lead, ordered):
            marks = (f"{n}." if ordered else "-" for n, _ in enumerate(items, 1))
            lines = [f"{mark} {item}" for mark, item in zip(marks, items, strict=True)]
            return "\n".join([f"{lead}:", *lines] if lead else lines)
        case Quote(text, source):
            return f"“{text}”\n— {source}" if source else f"“{text}”"
        case Tenet(number, words, edition):
            return f"Tenet {number} ({edition}): “{words}”"
        case Link(label, url):
            return f"{label}: {url}"
        case Copyable(title, text):
            return f"{title}\n\n{text}"
        case Choices(options, lead):
            names = " · ".join(option.label for option in options)
            return f"{lead}: {names}" if lead else names
