from __future__ import annotations

import pytest

from fairapp.core.pdf_measure import POINT, width
from fairapp.reports.spaces import space


@pytest.mark.parametrize("size", [6.0, 7.5])
def test_spaces_are_as_wide_as_asked(size: float) -> None:
    """Measured in the font itself, for every width that a column can need, in steps of 0.1 mm."""
    off = [
        abs(width(space(tenths / 10, size), bold=False) * size * POINT - tenths / 10)
        for tenths in range(30, 2000)
    ]

    assert max(off) < 0.02


def test_narrow_gaps_are_met_as_far_as_spaces_allow() -> None:
    em = 7.5 * POINT

    assert space(0, 7.5) == ""
    assert space(-1, 7.5) == ""
    assert abs(width(space(0.5, 7.5), bold=False) * em - 0.5) < 0.15
