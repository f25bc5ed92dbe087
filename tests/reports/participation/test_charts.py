"""Drawings: what is said in words, mirrored for Arabic, and steps that tell of nobody alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from hypothesis import given, settings
from hypothesis import strategies as st

from fairapp.reports.participation.charts import steps
from fairapp.reports.participation.drawing import WIDTH, Look
from fairapp.reports.participation.plots import LEFT_OUT, Bars, Curve, draw_bars, draw_curves
from fairapp.reports.participation.rules import small

MORNING = datetime(2026, 12, 2, 7, 0, tzinfo=UTC)
PLAIN, MIRRORED = Look("#00704a", mirrored=False), Look("#00704a", mirrored=True)
BARS = [Bars("F", (3, None)), Bars("M", (1, 4))]


@pytest.fixture(autouse=True)
def context() -> Iterator[None]:
    """Numbers are written as the language does; nothing else of the application is needed."""
    app = Flask(__name__)
    Babel(app)
    with app.app_context(), force_locale("en"):
        yield


def moments(minutes: list[int]) -> list[datetime]:
    return [MORNING + timedelta(minutes=n) for n in sorted(minutes)]


@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.lists(st.integers(0, 600), min_size=3, max_size=60))
def test_shared_steps_hold_three_or_more(minutes: list[int]) -> None:
    points = steps(moments(minutes), shared=True)

    totals = [total for _at, total in points]
    assert (totals[0], totals[-1]) == (0, len(minutes))
    assert not [n for n in (b - a for a, b in pairwise(totals)) if small(n)]
    assert [at for at, _total in points] == sorted({at for at, _total in points})


def test_steps_are_of_half_an_hour() -> None:
    assert steps(moments([5, 10, 40, 100]), shared=False) == [
        (7.0, 0),
        (7.5, 2),
        (8.0, 3),
        (8.5, 3),
        (9.0, 4),
    ]
    assert steps([], shared=True) == []


def test_each_bar_has_its_number_and_stands_in_its_row() -> None:
    drawing = draw_bars(["Labé", "Boké"], BARS, PLAIN)

    boxes = [shape.attributes for shape in drawing.shapes[2:]]
    widths = [float(box.split('width="')[1].split('"')[0]) for box in boxes]
    tops = [float(box.split('y="')[1].split('"')[0]) for box in boxes]
    assert [round(width / widths[2]) for width in widths] == [3, 0, 1, 4]
    assert tops[0] < tops[2] < tops[1] < tops[3]
    texts = [label.text for label in drawing.labels]
    assert texts == ["F", "M", "Labé", "Boké", "3", LEFT_OUT, "1", "4"]


def test_mirrored_drawing_runs_from_the_right() -> None:
    plain, mirrored = (draw_bars(["Labé", "Boké"], BARS, look) for look in (PLAIN, MIRRORED))

    for one, other in zip(plain.labels, mirrored.labels, strict=True):
        assert round(one.x + other.x) == WIDTH
        assert {one.anchor, other.anchor} == {"start", "end"}


def test_lines_are_named_at_their_end_without_touching() -> None:
    curves = [Curve(f"day {n}", ((7.0, 0), (8.0, 90 + n), (9.0, 100 + n))) for n in range(3)]

    drawing = draw_curves(curves, PLAIN)

    ends = sorted(label.y for label in drawing.labels if label.text.startswith("day"))
    assert len(ends) == 3
    assert all(b - a > 11 for a, b in pairwise(ends))


def test_texts_of_a_picture_are_escaped() -> None:
    drawing = draw_bars(["<b>&"], [Bars("", (1,))], PLAIN)

    assert "&lt;b&gt;&amp;" in drawing.picture
    assert b"<text" not in drawing.ground
