"""Rows that the team puts in order by hand, one step at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Positioned(Protocol):
    """What has a place among others."""

    position: int


_Row = TypeVar("_Row", bound=Positioned)


def step(rows: Sequence[_Row], row: _Row, by: int) -> bool:
    """Move `row` up (-1) or down (1) among `rows`, which are in order; False at the end of them."""
    ordered = list(rows)
    place = ordered.index(row)
    if not 0 <= place + by < len(ordered):
        return False
    ordered.insert(place + by, ordered.pop(place))
    for position, other in enumerate(ordered, 1):
        other.position = position
    return True


def next_position(rows: Sequence[Positioned]) -> int:
    """The place after all of them."""
    return max((row.position for row in rows), default=0) + 1
