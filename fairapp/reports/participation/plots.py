"""Bars and curves: pygal finds the scale and where everything stands, and that is drawn anew.

Its own drawings lean on a style sheet, a script and tooltips, which neither a page under our policy
nor paper can have, and know no direction but left to right. Here bars have their number at the end,
lines are named where they end, and one colour in two strengths stays apart in black and white.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fairapp.reports.participation import words
from fairapp.reports.participation.drawing import (
    ACCENT,
    INK,
    PALE,
    RULE,
    SOFT,
    WIDTH,
    Drawing,
    Look,
    Pen,
)

LEFT_OUT = "•"
_ROW, _LEGEND, _LABELS, _AGES, _NUMBERS, _SIZE = 12.5, 24.0, 270.0, 90.0, 40.0, 11.5
_CURVES = 172.0
_FILLS = (ACCENT, PALE, SOFT)
# What the eye tells apart without colour.
_DASHES = ("", "6 3", "1.5 3", "9 3 1.5 3")


@dataclass(frozen=True, slots=True)
class Bars:
    """One bar a row; None where the number is left out."""

    label: str
    numbers: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """Points from hours of a day to persons; `label` stands at its end."""

    label: str
    points: tuple[tuple[float, int], ...]


def draw_bars(
    labels: Sequence[str], bars: Sequence[Bars], look: Look, *, back_to_back: bool = False
) -> Drawing:
    """Rows of bars, the first row above; `back_to_back` draws two of them from one axis."""
    lanes = 1 if back_to_back else len(bars)
    pitch = _ROW * (lanes + 0.5)
    top = _LEGEND if bars[0].label else 4.0
    left = _AGES if back_to_back else _LABELS
    room = WIDTH - left - _NUMBERS, len(labels) * pitch
    pen = Pen(look, top + room[1])
    if bars[0].label:
        _legend(pen, bars, left)
    for row, label in enumerate(labels):
        pen.text(left - 10, top + (row + 0.5) * pitch + 4, label, "end")
    for serie, boxes in enumerate(_lay_bars(bars, room, back_to_back=back_to_back)):
        is_left = back_to_back and serie == 0
        for box, number in zip(boxes, bars[serie].numbers, strict=True):
            x = left + box.x + (_NUMBERS if back_to_back else 0) / 2
            pen.rectangle(x, top + box.y, box.width, box.height, _FILLS[serie])
            end, anchor = (x - 5, "end") if is_left else (x + box.width + 5, "start")
            told = LEFT_OUT if number is None else words.number(number)
            pen.text(end, top + box.y + box.height / 2 + 4, told, anchor)
    return pen.done()


def draw_curves(curves: Sequence[Curve], look: Look) -> Drawing:
    """Lines over the hours of a day, each named at its end."""
    pen = Pen(look, _CURVES)
    if not curves:
        return pen.done()
    left, top, room = 44.0, 8.0, (WIDTH - 44.0 - 110.0, _CURVES - 34.0)
    first = int(min(curve.points[0][0] for curve in curves))
    last = -int(-max(curve.points[-1][0] for curve in curves) // 1)
    import pygal  # and lxml: with the first report, not with every process

    chart = pygal.XY(**_bare(room, labels=True), show_dots=False)
    chart.x_labels = range(first, last + 1)
    for curve in curves:
        chart.add("", list(curve.points))
    tree = chart.render_tree()
    # The plot stands within margins for the labels, and is stretched over ours.
    lines = [_points(path) for path in _found(tree, "path", "nofill")]
    guides = [(float(text.text), _points(guide)) for guide, text in _guides(tree, "axis y")]
    levels = [(int(label), line[0][1]) for label, line in guides if label.is_integer()]
    hours = [(float(text.text), _points(guide)[0][0]) for guide, text in _guides(tree, "axis x")]
    low, high = hours[0][1], hours[-1][1]
    deep = max(y for _level, y in levels)

    def place(x: float, y: float) -> tuple[float, float]:
        return left + (x - low) / (high - low) * room[0], top + y / deep * (room[1] - 6)

    for level, y in levels:
        pen.line([place(low, y), place(high, y)], RULE, 0.7)
        pen.text(left - 8, place(low, y)[1] + 4, words.number(level), "end", SOFT)
    for hour, x in hours[:: max(1, -(-len(hours) // 12))]:
        pen.text(place(x, 0)[0], _CURVES - 6, words.clock(hour), "middle", SOFT)
    ends = []
    for n, (curve, line) in enumerate(zip(curves, lines, strict=True)):
        points = [place(x, y) for x, y in line]
        pen.line(points, INK if n % 2 else ACCENT, 1.8, _DASHES[n % len(_DASHES)])
        ends.append((points[-1][1], curve.label))
        # Lines that ended early go on to their label, faintly.
        pen.line([points[-1], (place(high, 0)[0], points[-1][1])], RULE, 0.7)
    free = 0.0
    for y, label in sorted(ends):
        free = max(free, y + 4)
        pen.text(place(high, 0)[0] + 6, free, label, "start")
        free += _SIZE + 3
    return pen.done()


def _lay_bars(
    bars: Sequence[Bars], room: tuple[float, float], *, back_to_back: bool
) -> list[list[_Box]]:
    """By bars and row, where they stand in a room of that width and height."""
    import pygal

    kind = pygal.HorizontalStackedBar if back_to_back else pygal.HorizontalBar
    chart = kind(**_bare(room))
    # pygal counts rows, and the bars of one row, from below.
    for serie, bar in enumerate(bars) if back_to_back else reversed([*enumerate(bars)]):
        sign = -1 if back_to_back and serie == 0 else 1
        chart.add("", [sign * (number or 0) for number in bar.numbers])
    found = []
    for serie in _found(chart.render_tree(), "g", "series"):
        rectangles = _found(serie, "rect", "rect")
        if rectangles:
            found.append([_Box.flipped(rectangle, room[1]) for rectangle in rectangles])
    return found


@dataclass(frozen=True, slots=True)
class _Box:
    x: float
    y: float
    width: float
    height: float

    @classmethod
    def flipped(cls, rectangle: Any, room: float) -> _Box:
        x, y, width, height = (
            float(rectangle.get(name, 0)) for name in ("x", "y", "width", "height")
        )
        return cls(x, room - y - height, width, height)


def _bare(room: tuple[float, float], *, labels: bool = False) -> dict[str, Any]:
    """A chart without anything around it."""
    return {
        **{"width": room[0], "height": room[1], "margin": 0, "spacing": 0, "js": []},
        **{"show_legend": False, "show_x_labels": labels, "show_y_labels": labels},
    }


def _found(tree: Any, tag: str, class_: str) -> list[Any]:
    return [
        element
        for element in tree.iter()
        if str(element.tag).rpartition("}")[2] == tag
        and class_ in str(element.get("class", "")).split()
    ]


def _guides(tree: Any, axis: str) -> list[tuple[Any, Any]]:
    """Each line of the grid with its label."""
    (group,) = (g for g in _found(tree, "g", "axis") if str(g.get("class")).startswith(axis))
    return [(guide[0], guide[1]) for guide in _found(group, "g", "guides")]


def _points(path: Any) -> list[tuple[float, float]]:
    numbers = [float(n) for n in re.findall(r"-?\d+\.\d+", path.get("d"))]
    return list(zip(numbers[::2], numbers[1::2], strict=False))


def _legend(pen: Pen, bars: Sequence[Bars], x: float) -> None:
    for bar, fill in zip(bars, _FILLS, strict=False):
        pen.rectangle(x, 2, 11, 11, fill)
        pen.text(x + 17, 12, bar.label, "start")
        x += 110
