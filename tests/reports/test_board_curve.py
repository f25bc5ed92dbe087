"""The arrival curve."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fairapp.reports.board_curve import HEIGHT, WIDTH, curve

CONAKRY = ZoneInfo("Africa/Conakry")


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, 2, hour, minute, tzinfo=CONAKRY)


def points(text: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split())]


def test_nobody_is_no_curve() -> None:
    assert curve([], at(9)) is None


def test_steps_count_each_quarter_and_sum() -> None:
    drawn = curve([at(8, 1), at(8, 14), at(8, 15), at(9, 2)], at(9, 10))
    assert drawn is not None
    told = [(s.at.strftime("%H:%M"), s.came, s.total) for s in drawn.steps]
    assert told == [
        ("08:00", 2, 2),
        ("08:15", 1, 3),
        ("08:30", 0, 3),
        ("08:45", 0, 3),
        ("09:00", 1, 4),
    ]


def test_order_does_not_matter_and_quiet_quarters_go_on_until_now() -> None:
    drawn = curve([at(9, 2), at(8, 1)], at(10, 40))
    assert drawn is not None
    assert (drawn.steps[-1].at.strftime("%H:%M"), drawn.steps[-1].total) == ("10:30", 2)


def test_an_arrival_later_than_now_is_shown_all_the_same() -> None:
    """A gate's clock may run ahead; its scan is kept, so the sum must hold."""
    drawn = curve([at(8, 1), at(12, 5)], at(9))
    assert drawn is not None
    assert drawn.steps[-1].total == 2


def test_line_rises_only_and_stays_in_the_picture() -> None:
    arrivals = [at(7, 30) + timedelta(seconds=37 * n) for n in range(352)]
    drawn = curve(arrivals, at(23, 59))
    assert drawn is not None
    line = points(drawn.line)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in line)
    assert line == sorted(line, key=lambda point: (point[0], -point[1]))
    assert [y for _, y in line] == sorted((y for _, y in line), reverse=True)
    assert len(drawn.hours) <= 8
    labels = [mark.label for mark in drawn.levels]
    assert labels == ["0", "200", "400"]


def test_curve_of_other_days_size() -> None:
    for count, top in (
        (1, "10"),
        (11, "20"),
        (41, "60"),
        (61, "80"),
        (81, "100"),
        (20_000, "20000"),
    ):
        drawn = curve([at(8)] * count, at(9))
        assert drawn is not None
        assert drawn.levels[-1].label == top
