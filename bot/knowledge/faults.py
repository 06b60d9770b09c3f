"""What is wrong with a knowledge file, said so that whoever wrote it can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.handlers.errors import UserFacingError


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault: the file, the line (from 1), the key, and what is wrong and expected there."""

    file: Path
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}"
        return f"{where}: {self.key}: {self.message}" if self.key else f"{where}: {self.message}"


class KnowledgeError(UserFacingError):
    """The knowledge cannot be used as it is. `faults` names every reason, in file order."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(set(faults))
        count = len(self.faults)
        things = "fault" if count == 1 else "faults"
        super().__init__(
            f"The knowledge has {count} {things}:\n" + "\n".join(map(str, self.faults)),
            hint="\nMend the lines above and run `ethics check` again.",
            exit_status=1,
        )
