"""Now, next, past; and what overlaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from fairapp.programme.rules import Standing, clashes, standing

START = datetime(2026, 12, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
END = START + HOUR
INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (START - INSTANT, Standing.COMING),
        (START, Standing.NOW),
        (END - INSTANT, Standing.NOW),
        (END, Standing.PAST),
    ],
)
def test_standing_at_its_bounds(at: datetime, expected: Standing) -> None:
    assert standing(START, END, at=at) == expected


@dataclass(frozen=True)
class Slot:
    code: str
    starts_at: datetime
    ends_at: datetime


def test_what_overlaps_is_named_on_both_sides_and_what_follows_is_not() -> None:
    long = Slot("long", START, START + 3 * HOUR)
    first = Slot("first", START, END)
    second = Slot("second", START + HOUR, START + 2 * HOUR)
    after = Slot("after", START + 3 * HOUR, START + 4 * HOUR)
    assert clashes([long, first, second, after]) == {
        "long": ("first", "second"),
        "first": ("long",),
        "second": ("long",),
    }
    assert clashes([first, second]) == clashes([]) == {}
