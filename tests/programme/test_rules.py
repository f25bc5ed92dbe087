"""Now, next, past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fairapp.programme.rules import Standing, standing

START = datetime(2026, 12, 2, 9, tzinfo=UTC)
END = START + timedelta(hours=1)
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
