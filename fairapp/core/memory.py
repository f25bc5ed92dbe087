"""Memory that is free in this process and the system could use."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any


def give_back() -> None:
    """What the C library keeps for later, pages in the midst of its heap too. Nothing where it
    cannot be asked.
    """
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Any:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):
        # Another C library than GNU's.
        return None
