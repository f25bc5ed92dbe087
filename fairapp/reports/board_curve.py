"""The arrival curve: first entries by quarter of an hour, and where its line is drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

QUARTER = timedelta(minutes=15)
# The picture's own units; the page scales it.
WIDTH, HEIGHT = 360, 190
LEFT, RIGHT, TOP, BOTTOM = 34, 350, 14, 162


@dataclass(frozen=True, slots=True)
class Step:
    """A quarter of an hour from `at`: how many came in it, and how many had by its end."""

    at: datetime
    came: int
    total: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the grid: its place in the picture and what stands beside it."""

    place: float
    label: str


@dataclass(frozen=True, slots=True)
class Curve:
    """What the page draws: `line` and `area` are lists of SVG points."""

    steps: tuple[Step, ...]
    line: str
    area: str
    hours: tuple[Mark, ...]
    levels: tuple[Mark, ...]


def curve(arrivals: Iterable[datetime], until: datetime) -> Curve | None:
    """The curve of a day's first entries up to `until`, on the fair's clocks; None without any."""
    times = sorted(arrivals)
    if not times:
        return None
    start = _hour(times[0])
    end = max(_hour(max(times[-1], until)) + timedelta(hours=1), start + timedelta(hours=2))
    steps = _steps(times, start, max(times[-1], min(until, end)))
    top = ceiling(steps[-1].total)
    points: list[tuple[float, float]] = [(LEFT, BOTTOM)]
    for step in steps:
        points.append((_x(step.at + QUARTER, start, end), height_of(step.total, top)))
    line = svg_points(points)
    area = svg_points([*points, (points[-1][0], BOTTOM)])
    return Curve(tuple(steps), line, area, _hours(start, end), levels_to(top))


def _steps(times: list[datetime], start: datetime, last: datetime) -> list[Step]:
    came = Counter((at - start) // QUARTER for at in times)
    steps, total = [], 0
    for n in range((last - start) // QUARTER + 1):
        total += came[n]
        steps.append(Step(start + n * QUARTER, came[n], total))
    return steps


def _hours(start: datetime, end: datetime) -> tuple[Mark, ...]:
    count = (end - start) // timedelta(hours=1)
    # At most seven labels have room on a phone.
    every = -(-count // 7)
    moments = (start + timedelta(hours=n) for n in range(0, count + 1, every))
    return tuple(Mark(_x(at, start, end), f"{at:%H}") for at in moments)


def levels_to(top: int) -> tuple[Mark, ...]:
    """Three lines of a grid that reaches up to `top` persons."""
    return tuple(Mark(height_of(n, top), str(n)) for n in (0, top // 2, top))


def ceiling(count: int) -> int:
    """The next round number that halves well."""
    size = 10
    while True:
        for factor in (1, 2, 4, 6, 8):
            if count <= size * factor:
                return size * factor
        size *= 10


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _x(at: datetime, start: datetime, end: datetime) -> float:
    return round(LEFT + (RIGHT - LEFT) * min((at - start) / (end - start), 1.0), 1)


def height_of(count: int, top: int) -> float:
    """Where a number of persons stands in the picture."""
    return round(BOTTOM - (BOTTOM - TOP) * count / top, 1)


def svg_points(points: list[tuple[float, float]]) -> str:
    """As SVG writes them."""
    return " ".join(f"{x:g},{y:g}" for x, y in points)
