from __future__ import annotations

import pytest

from fairapp.reports.ages import band_of, is_youth


@pytest.mark.parametrize(
    ("age", "band"),
    [
        *((0, "0-14"), (14, "0-14"), (15, "15-17"), (17, "15-17"), (18, "18-24"), (24, "18-24")),
        *((25, "25-29"), (30, "30-35"), (35, "30-35"), (36, "36-49"), (50, "50-59")),
        *((59, "50-59"), (60, "60+"), (104, "60+"), (None, "unknown"), (-3, "unknown")),
    ],
)
def test_band(age: int | None, band: str) -> None:
    assert band_of(age) == band


def test_youth_ends_with_thirty_five() -> None:
    assert [is_youth(age) for age in (14, 15, 35, 36, None)] == [False, True, True, False, False]
    assert is_youth(24, "15-24") and not is_youth(25, "15-24")
