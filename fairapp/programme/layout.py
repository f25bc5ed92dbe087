"""How a day is laid out: a timeline for a phone, a grid of rooms × time for a wide screen. Pure.

Both work on anything with a beginning, an end and a room, so the tests need no database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Generic, Protocol, TypeVar


class Placed(Protocol):
    """What can be laid out."""

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...

    @property
    def room_code(self) -> str: ...


_Item = TypeVar("_Item", bound=Placed)


@dataclass(frozen=True)
class Slot(Generic[_Item]):
    """What begins at one moment; more than one item run in parallel."""

    starts_at: datetime
    ends_at: datetime
    entries: list[_Item]


@dataclass(frozen=True)
class Cell(Generic[_Item]):
    """Part of a column, or a band across all: `span` lines; no entries where the room is free."""

    span: int
    entries: list[_Item]
    is_band: bool = False


@dataclass(frozen=True)
class Line(Generic[_Item]):
    """One line of the grid: the moment it begins, and the cells or the band that begin there."""

    at: datetime
    cells: list[Cell[_Item]]


@dataclass(frozen=True)
class Grid(Generic[_Item]):
    """Columns by room code, and lines at each moment where something begins or ends."""

    rooms: list[str]
    lines: list[Line[_Item]]


@dataclass(frozen=True)
class NowAndNext(Generic[_Item]):
    """What is on at a moment, and what begins next, all at the same time."""

    now: list[_Item]
    next: list[_Item]


def now_and_next(items: Sequence[_Item], at: datetime) -> NowAndNext[_Item]:
    """Of a day's `items`, in order of their beginning."""
    ahead = [item for item in items if item.starts_at > at]
    return NowAndNext(
        [item for item in items if item.starts_at <= at < item.ends_at],
        [item for item in ahead if item.starts_at == ahead[0].starts_at],
    )


def slots(items: Sequence[_Item]) -> list[Slot[_Item]]:
    """`items`, in order of their beginning, by beginning."""
    grouped = ((at, list(group)) for at, group in groupby(items, key=lambda item: item.starts_at))
    return [Slot(at, max(item.ends_at for item in group), group) for at, group in grouped]


def grid(
    items: Sequence[_Item], rooms: Sequence[str], *, for_all: Callable[[_Item], bool]
) -> Grid[_Item]:
    """Rooms that are used, in the order of `rooms`; items without a room are in the column ''.

    What is `for_all` (a meal, the opening of the doors) and has nothing beside it is a band across
    the rooms and needs no column.
    """
    bands = [item for item in items if for_all(item) and not _company(item, items)]
    placed = [item for item in items if item not in bands]
    used = {item.room_code for item in placed}
    columns = [code for code in rooms if code in used] + ([""] if "" in used else [])
    moments = sorted({at for item in items for at in (item.starts_at, item.ends_at)})
    in_room = {code: [item for item in placed if item.room_code == code] for code in columns}
    cells = {code: _column([*in_room[code], *bands], moments) for code in columns}
    across = {
        band.starts_at: Cell(
            moments.index(band.ends_at) - moments.index(band.starts_at), [band], True
        )
        for band in bands
    }
    lines = [
        Line(
            at,
            [across[at]]
            if at in across
            else [column[at] for column in cells.values() if at in column],
        )
        for at in moments[:-1]
    ]
    return Grid(columns, lines)


def _company(item: _Item, items: Sequence[_Item]) -> bool:
    return any(
        other is not item and other.starts_at < item.ends_at and other.ends_at > item.starts_at
        for other in items
    )


def _column(items: list[_Item], moments: list[datetime]) -> dict[datetime, Cell[_Item]]:
    """The cells of a room by the line where they begin."""
    column: dict[datetime, Cell[_Item]] = {}
    line = 0
    for block in _blocks(items):
        start = moments.index(block[0].starts_at)
        end = moments.index(max(item.ends_at for item in block))
        if start > line:
            column[moments[line]] = Cell(start - line, [])
        column[moments[start]] = Cell(end - start, block)
        line = end
    if line < len(moments) - 1:
        column[moments[line]] = Cell(len(moments) - 1 - line, [])
    return column


def _blocks(items: list[_Item]) -> list[list[_Item]]:
    """Items of one room; those that overlap share a block, for one cell cannot overlap another."""
    blocks: list[list[_Item]] = []
    for item in sorted(items, key=lambda item: item.starts_at):
        if blocks and item.starts_at < max(other.ends_at for other in blocks[-1]):
            blocks[-1].append(item)
        else:
            blocks.append([item])
    return blocks
