"""A small cache in memory, limited in size and in the age of its values."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class TtlCache(Generic[Value]):
    """The newest values by key: at most `most` of them, each for at most `seconds`."""

    def __init__(
        self, *, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._values: OrderedDict[Hashable, tuple[float, Value]] = OrderedDict()

    def get(self, key: Hashable) -> Value | None:
        """The value, unless it is too old or was never there."""
        found = self._values.get(key)
        if found is None:
            return None
        if self._clock() - found[0] > self._seconds:
            del self._values[key]
            return None
        return found[1]

    def put(self, key: Hashable, value: Value) -> None:
        """Remember a value, and forget the oldest ones when there are too many."""
        self._values[key] = (self._clock(), value)
        self._values.move_to_end(key)
        while len(self._values) > self._most:
            self._values.popitem(last=False)

    def drop(self, key: Hashable) -> None:
        """Forget one."""
        self._values.pop(key, None)

    def drop_where(self, wanted: Callable[[Hashable], bool]) -> None:
        """Forget all whose key is wanted gone."""
        for key in [key for key in self._values if wanted(key)]:
            del self._values[key]
