"""Memory that only the start needed is given back."""

from __future__ import annotations

import contextlib
import ctypes
import gc


def give_back() -> None:
    """Return to the system what is free, and let later collections pass over what stays.

    What was made by now lives as long as the process: looking through it again and again for
    garbage costs time and finds nothing.
    """
    gc.collect()
    gc.freeze()
    # The C library keeps freed memory for itself; glibc can be told not to.
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
