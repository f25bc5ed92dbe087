"""How registrations have grown: by day and in all, and where that line is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from fairapp.reports.board_curve import (
    BOTTOM,
    LEFT,
    RIGHT,
    Mark,
    ceiling,
    height_of,
    levels_to,
    svg_points,
)

_DAY, _WEEK = timedelta(days=1), 7
# At most so many dates have room on a phone.
_LABELS = 4


@dataclass(frozen=True, slots=True)
class Day:
    """How many were registered on a day, and how many there were by its end."""

    on: date
    came: int
    total: int


@dataclass(frozen=True, slots=True)
class Dated:
    """A date below the picture; the page writes it."""

    place: float
    on: date


@dataclass(frozen=True, slots=True)
class Trend:
    """What the page draws; `days` are those on which somebody was registered."""

    days: tuple[Day, ...]
    line: str
    area: str
    dates: tuple[Dated, ...]
    levels: tuple[Mark, ...]
    last_week: int


def trend(counts: Mapping[date, int], today: date) -> Trend | None:
    """The growth up to `today`; None without anybody."""
    if not counts:
        return None
    first, last = min(counts) - _DAY, max(today, max(counts))
    days, total = [], 0
    for on in sorted(counts):
        total += counts[on]
        days.append(Day(on, counts[on], total))
    top, length = ceiling(total), (last - first).days
    points = [(LEFT + 0.0, BOTTOM + 0.0)]
    for day in days:
        # Level until the day before.
        points.append((_x(day.on - _DAY, first, length), points[-1][1]))
        points.append((_x(day.on, first, length), height_of(day.total, top)))
    points.append((RIGHT + 0.0, points[-1][1]))
    every = max(1, -(-length // _LABELS))
    return Trend(
        tuple(days),
        svg_points(points),
        svg_points([*points, (RIGHT, BOTTOM)]),
        tuple(
            Dated(_x(on, first, length), on)
            for on in (first + n * _DAY for n in range(every, length + 1, every))
        ),
        levels_to(top),
        sum(count for on, count in counts.items() if (today - on).days < _WEEK),
    )


def _x(on: date, first: date, length: int) -> float:
    return round(LEFT + (RIGHT - LEFT) * (on - first).days / length, 1)
