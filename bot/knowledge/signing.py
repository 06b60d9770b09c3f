"""Signatures of an ethics office: which texts there are to sign, and which signatures stand.

A signature holds for the words that were read. When they change, it is lost by itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from bot.handlers.library import Library
from bot.handlers.local_layer import Signature
from bot.knowledge.files import SignedFile, WrittenSignature
from bot.knowledge.folder import Folder

# What helps to find or to sort a text is no part of what is signed.
_NOT_READ = frozenset({"names", "layer", "owner", "area", "related", "part_of", "sources_read"})
# An officer hears two months ahead that a signature is about to end.
DUE_WITHIN = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the texts of some layers stand on a day: their ids, with the signature where one was."""

    texts: int
    unsigned: tuple[str, ...]
    changed: tuple[tuple[str, Signature], ...]
    expired: tuple[tuple[str, Signature], ...]
    due: tuple[tuple[str, Signature], ...]

    @property
    def signed(self) -> int:
        """How many texts carry a signature that stands."""
        return self.texts - len(self.unsigned)


def digests(library: Library) -> dict[str, str]:
    """Each text there is to sign, by the id of its answer, with the digest of its words."""
    shelves: Mapping[str, Mapping[str, Any]] = {
        "topic": library.topics,
        "situation": library.situations,
        "case": library.cases,
        "document": library.documents,
        "page": library.pages,
    }
    return {
        f"{kind}:{name}": _digest(text)
        for kind, shelf in shelves.items()
        for name, text in shelf.items()
    }


def with_signatures(library: Library, folders: Sequence[Folder]) -> Library:
    """The library with the signatures whose texts are still as they were signed."""
    if not any(folder.of(SignedFile) for folder in folders):
        return library
    words = digests(library)
    valid = {text: given for text, digest, given in _given(folders) if words.get(text) == digest}
    return replace(library, signatures=valid)


def standing(library: Library, folders: Sequence[Folder], today: date) -> Standing:
    """What is unsigned, lost by a change, expired or due, of the texts of a library."""
    words = digests(library)
    lost = {
        text: given
        for text, digest, given in _given(folders)
        if text in words and words[text] != digest and text not in library.signatures
    }
    kept = [(text, given) for text, given in library.signatures.items() if text in words]
    valid = {text for text, given in kept if given.stands(today)}
    return Standing(
        texts=len(words),
        unsigned=tuple(text for text in words if text not in valid),
        changed=tuple(lost.items()),
        expired=tuple(item for item in kept if not item[1].stands(today)),
        due=tuple(item for item in kept if item[0] in valid and _ends(item[1], today)),
    )


def _ends(given: Signature, today: date) -> bool:
    return given.until is not None and given.until - today <= DUE_WITHIN


def _given(folders: Sequence[Folder]) -> Iterator[tuple[str, str, Signature]]:
    """Every signature as it was given: text, digest then, who. Later ones follow earlier ones."""
    for folder in folders:
        for item in folder.of(SignedFile):
            for model in item.shape.signed:
                for text, digest in model.texts.items():
                    yield text, digest, _signature(model)


def _signature(model: WrittenSignature) -> Signature:
    return Signature(model.by, model.office, model.day, model.until)


def _digest(text: Any) -> str:
    read = {name: value for name, value in asdict(text).items() if name not in _NOT_READ}
    words = json.dumps(read, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()[:16]
