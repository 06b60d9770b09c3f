"""Looking through the components of a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any


def custom_ids(components: Iterable[Any]) -> Iterator[str]:
    """The ids of all buttons and menus, in reading order, those inside others too."""
    for component in components:
        if isinstance(custom_id := getattr(component, "custom_id", None), str):
            yield custom_id
        yield from custom_ids(getattr(component, "children", ()))
