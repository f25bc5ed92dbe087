"""Where a fair stands at a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from fairapp.events.rules import Desk, Phase, desk, phase

DAYS = [date(2026, 12, 2), date(2026, 12, 3), date(2026, 12, 4)]
AT = datetime(2026, 11, 16, 9, tzinfo=UTC)
SOON = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 12, 1), Phase.COMING),
        (date(2026, 12, 2), Phase.RUNNING),
        (date(2026, 12, 4), Phase.RUNNING),
        (date(2026, 12, 5), Phase.OVER),
    ],
)
def test_phase_by_the_fairs_days(today: date, expected: Phase) -> None:
    assert phase(DAYS, today) == expected


def test_fair_without_days_is_still_coming() -> None:
    assert phase([], date(2026, 12, 2)) == Phase.COMING


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "expected"),
    [
        (None, None, Desk.OPEN),
        (AT, AT + SOON, Desk.OPEN),
        (AT + SOON, None, Desk.NOT_YET),
        (None, AT, Desk.CLOSED),
        (AT - SOON, AT - SOON, Desk.CLOSED),
    ],
)
def test_desk_between_its_bounds(
    opens_at: datetime | None, closes_at: datetime | None, expected: Desk
) -> None:
    assert desk(opens_at, closes_at, at=AT) == expected
