"""Groups of people as whole numbers, one bit a person: 40,000 are compared in a microsecond."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

# Reading as many digits as there are people takes as long as setting the bits of this part of them.
_FEW = 16
_ONE = ord("1")


def mask(places: Collection[int], size: int) -> int:
    """The number whose bits at `places`, below `size`, are set."""
    if len(places) > size // _FEW:
        digits = bytearray(b"0") * size
        for place in places:
            digits[place] = _ONE
        return int(digits[::-1], 2)
    raw = bytearray(size // 8 + 1)
    for place in places:
        raw[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(raw, "little")


def by_value(values: Sequence[Any], at: Sequence[int], size: int) -> dict[Any, int]:
    """Value to the mask of those who have it; `at` are the places of `values`."""
    found: dict[Any, list[int]] = {}
    for place, value in zip(at, values, strict=True):
        found.setdefault(value, []).append(place)
    return {value: mask(places, size) for value, places in found.items()}


def within(order: Iterable[int], chosen: int, size: int) -> Iterator[int]:
    """Those of `order` whose bit is set in `chosen`."""
    raw = chosen.to_bytes(size // 8 + 1, "little")
    return (place for place in order if raw[place >> 3] >> (place & 7) & 1)
