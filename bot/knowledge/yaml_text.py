"""YAML text → plain values and the line each came from, without YAML's surprises.

PyYAML silently keeps the last of two equal keys and reads `NO`, `on`, `0202` and `12:30:00` as
a truth value, an octal number and a number of seconds. Here each of these is a fault that says
to put the text in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.faults import Fault
from bot.knowledge.sources import MAX_BYTES

Path_ = tuple[str | int, ...]

# The one key whose value is the word yes or no itself.
_VERDICT = "verdict"
_STR = "tag:yaml.org,2002:str"
_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
# Neither a web feed nor a Word file can hold these, and no screen shows them.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

# The deepest file there is has five levels.
MAX_DEPTH = 20
# So much of a value stands in a fault.
SHOWN = 60


@dataclass(slots=True)
class YamlFile:
    """One parsed file: its value, the line of every key and item, and the faults found so far."""

    path: Path
    value: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, where: Path_) -> int:
        """The line of a key or item, or of the nearest thing around it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def fault(self, where: Path_, message: str) -> None:
        """Note a fault at a key or item."""
        self.faults.append(Fault(self.path, self.line(where), dotted(where), message))


def dotted(where: Path_) -> str:
    """`("fine", 2)` → `fine[2]`, as a key is named in a fault; items count from 1."""
    text = ""
    for part in where:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def parse(path: Path) -> YamlFile:
    """Read and parse one file. Never raises: what is wrong is in `faults`."""
    file = YamlFile(path)
    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            file.fault((), f"has more than {MAX_BYTES:,} bytes, and no more are read")
            return file
        text = data.decode("utf-8")
        node = yaml.compose(text, Loader=_loader()) if _is_plain(text, file) else None
    except OSError as error:
        file.fault((), f"cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        file.fault((), "is not UTF-8 text; save it as UTF-8")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        file.faults.append(Fault(path, line, "", f"is not YAML: {_problem(error)}"))
    except yaml.YAMLError:
        file.fault((), "is not YAML: it holds characters that YAML does not allow")
    else:
        if node is not None:
            file.value = _Builder(file).build(node, ())
        elif not file.faults:
            file.fault((), "is empty")
    return file


def _is_plain(text: str, file: YamlFile) -> bool:
    """Whether a text is safe to compose; else the reason is noted.

    Deep nesting overflows the C parser's stack, which ends the process. A few aliases of
    aliases stand for more values than any memory holds.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_loader()):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            message = f"*{event.anchor} points to another place; write the text out"
            file.faults.append(Fault(file.path, line, "", message))
            return False
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            file.faults.append(Fault(file.path, line, "", "is nested too deeply"))
            return False
    return True


def _loader() -> type[yaml.SafeLoader]:
    # The C parser is ten times faster and ships with PyYAML's wheels; a source build may lack it.
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _problem(error: yaml.MarkedYAMLError) -> str:
    said = error.problem or error.context or "it cannot be parsed"
    if "mapping values are not allowed" in said:
        return "a text with ': ' in it needs quotes"
    return said


class _Builder:
    """Turns nodes into values, noting lines and faults as it goes."""

    def __init__(self, file: YamlFile) -> None:
        self.file = file

    def build(self, node: yaml.Node, where: Path_) -> Any:
        self.file.lines.setdefault(where, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, where)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*where, n)) for n, item in enumerate(node.value)]
        return dict(self._items(node, where))

    def _items(self, node: yaml.Node, where: Path_) -> Iterator[tuple[str, Any]]:
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.file.fault(where, "has a key that is not a word")
                continue
            key = key_node.value
            inner = (*where, key)
            if key in first:
                self.file.faults.append(
                    Fault(
                        self.file.path,
                        line,
                        dotted(inner),
                        f"stands twice; the first is on line {first[key]}",
                    )
                )
                continue
            first[key] = self.file.lines[inner] = line
            yield key, self.build(value_node, inner)

    def _scalar(self, node: yaml.ScalarNode, where: Path_) -> Any:
        text: str = node.value
        if found := _NO_TEXT.search(text):
            self.file.fault(where, f"holds a character that is no text, U+{ord(found[0]):04X}")
        if node.tag == _STR:
            return text
        if node.style:  # quoted, or a block; the C parser says '' for plain, Python's says None
            self.file.fault(where, f"has the tag {node.tag}; only plain text is read")
            return text
        if node.tag.endswith(":int") and _WHOLE_NUMBER.match(text):
            return int(text)
        if node.tag.endswith(":bool") and text in ("true", "false"):
            return text == "true"
        if where and where[-1] == _VERDICT and text in ("yes", "no"):
            return text
        if node.tag.endswith(":timestamp") and _ISO_DATE.match(text):
            return self._date(text, where)
        if node.tag.endswith(":null"):
            self.file.fault(where, "has no value; write one or leave the key out")
            return None
        kind = node.tag.rpartition(":")[2]
        shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
        self.file.fault(
            where, f'YAML reads {shown} as {_KINDS.get(kind, kind)}; put it in quotes: "{shown}"'
        )
        return text

    def _date(self, text: str, where: Path_) -> date | str:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.file.fault(where, f"{text} is not a day of the calendar")
            return text


_KINDS = {
    "bool": "a truth value",
    "int": "a number",
    "float": "a number",
    "timestamp": "a moment",
    "merge": "a merge",
}
