"""Where sessions stand on the wall grid: rooms across, hours down, in millimetres. Pure.

Hours keep their length as far as they can: each stretch between two moments gets a least height,
in which a title can be read, and what is left of the page is shared out by the minute.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Generic, TypeVar

from fairapp.programme import layout

WIDTH, HEIGHT = 420.0, 297.0
SIDE = 12.0
TOP, BOTTOM = 38.0, 30.0
"""From the page's edges to the first and the last hour: heads above, legend and foot below."""

HOURS = 14.0
"""Width of the column with the clock."""

COLUMNS = 10
"""Rooms on a page at most: more cannot be read from a step away."""

GAP = 1.0
LEAST = 7.0
# Moments closer than this have one label.
_LABEL = 3.4
_MINUTE = timedelta(minutes=1)

_Item = TypeVar("_Item", bound=layout.Placed)


@dataclass(frozen=True, slots=True)
class Box(Generic[_Item]):
    """A session's place, from the page's top and from the edge where lines begin."""

    item: _Item
    start: float
    top: float
    width: float
    height: float
    is_band: bool = False


@dataclass(frozen=True, slots=True)
class Sheet(Generic[_Item]):
    """A page: the rooms on it, each `column` wide, the sessions, and (moment, top) of its lines."""

    rooms: tuple[str, ...]
    column: float
    boxes: tuple[Box[_Item], ...]
    lines: tuple[tuple[datetime, float, bool], ...]


def sheets(
    items: Sequence[_Item], rooms: Sequence[str], *, for_all: Callable[[_Item], bool]
) -> list[Sheet[_Item]]:
    """The pages of a day; what is for all stands on each of them."""
    if not items:
        return []
    grid = layout.grid(items, rooms, for_all=for_all)
    moments = [*(line.at for line in grid.lines), max(item.ends_at for item in items)]
    tops = _tops(moments)
    lines = _lines(moments, tops)
    count = max(-(-len(grid.rooms) // COLUMNS), 1)
    share = -(-len(grid.rooms) // count)
    return [
        _sheet(grid, grid.rooms[n * share : (n + 1) * share], moments, tops, lines)
        for n in range(count)
    ]


def _sheet(
    grid: layout.Grid[_Item],
    rooms: list[str],
    moments: list[datetime],
    tops: list[float],
    lines: tuple[tuple[datetime, float, bool], ...],
) -> Sheet[_Item]:
    across = WIDTH - 2 * SIDE - HOURS
    column = across / max(len(rooms), 1)
    boxes: list[Box[_Item]] = []
    for number, line in enumerate(grid.lines):
        for cell in line.cells:
            top, bottom = tops[number], tops[number + cell.span]
            if cell.is_band:
                boxes.append(_box(cell.entries[0], 0.0, across, top, bottom, is_band=True))
                continue
            # Those that overlap in one room share its column.
            for place, item in enumerate(cell.entries):
                if item.room_code in rooms:
                    width = column / len(cell.entries)
                    left = rooms.index(item.room_code) * column + place * width
                    boxes.append(_box(item, left, width, top, bottom))
    return Sheet(tuple(rooms), column, tuple(boxes), lines)


def _box(
    item: _Item, left: float, width: float, top: float, bottom: float, *, is_band: bool = False
) -> Box[_Item]:
    start = SIDE + HOURS + left + GAP / 2
    return Box(item, start, top + GAP / 2, width - GAP, bottom - top - GAP, is_band)


def _tops(moments: list[datetime]) -> list[float]:
    """How far down each moment is."""
    room = HEIGHT - TOP - BOTTOM
    lengths = [(b - a) / _MINUTE for a, b in pairwise(moments)]
    least = min(LEAST, 0.8 * room / len(lengths))
    rest = room - least * len(lengths)
    tops = [TOP]
    for length in lengths:
        tops.append(tops[-1] + least + rest * length / sum(lengths))
    return tops


def _lines(moments: list[datetime], tops: list[float]) -> tuple[tuple[datetime, float, bool], ...]:
    """Each moment, how far down, and whether it has a label."""
    lines, last = [], -_LABEL
    for moment, top in zip(moments, tops, strict=True):
        has_label = top - last >= _LABEL
        last = top if has_label else last
        lines.append((moment, top, has_label))
    return tuple(lines)
