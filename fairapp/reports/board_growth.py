"""How each category has grown before the fair: a small line of its own, and weeks in figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fairapp.reports.board_curve import svg_points

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
# The picture's own units, with room for half of the line's width.
WIDTH, HEIGHT, _EDGE = 120, 28, 1.5
# So many weeks are told one by one; nobody compares more on a phone.
_WEEKS = 12


@dataclass(frozen=True, slots=True)
class Grown:
    """One category: how many there are, how many of the last seven days, its line up to its own
    height, and how many there were at the end of each of the weeks."""

    label: Any
    total: int
    last_week: int
    line: str
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """The largest first; `weeks` are their last days, the latest first."""

    categories: tuple[Grown, ...]
    weeks: tuple[date, ...]


def growth(
    counts: Mapping[Any, Mapping[date, int]], labels: Mapping[Any, Any], today: date
) -> Growth | None:
    """By category and day up to `today`; None while there are not two to be compared."""
    if len(counts) < 2:
        return None
    first = min(min(days) for days in counts.values()) - _DAY
    weeks = tuple(end for end in (today - n * _WEEK for n in range(_WEEKS)) if end > first)
    order = sorted(counts, key=lambda key: (-sum(counts[key].values()), str(labels[key])))
    return Growth(
        tuple(_grown(labels[key], counts[key], first, today, weeks) for key in order), weeks
    )


def _grown(
    label: Any, days: Mapping[date, int], first: date, today: date, weeks: tuple[date, ...]
) -> Grown:
    total = sum(days.values())
    return Grown(
        label,
        total,
        sum(count for on, count in days.items() if today - on < _WEEK),
        _line(days, first, max(today, *days), total),
        tuple(sum(count for on, count in days.items() if on <= end) for end in weeks),
    )


def _line(days: Mapping[date, int], first: date, last: date, top: int) -> str:
    length, reached = (last - first).days, 0
    points = [(_EDGE, HEIGHT - _EDGE)]
    for on in sorted(days):
        # Level until the day before.
        points.append((_x(on - _DAY, first, length), points[-1][1]))
        reached += days[on]
        height = HEIGHT - _EDGE - (HEIGHT - 2 * _EDGE) * reached / top
        points.append((_x(on, first, length), round(height, 1)))
    points.append((WIDTH - _EDGE, points[-1][1]))
    return svg_points(points)


def _x(on: date, first: date, length: int) -> float:
    return round(_EDGE + (WIDTH - 2 * _EDGE) * (on - first).days / length, 1)
