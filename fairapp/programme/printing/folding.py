"""The pocket programme's sheet and where its panels go. Pure.

An A4 sheet on its side is folded in half and once more, which makes four panels a side. Opened
step by step it is read in order: cover; the two panels inside the first fold; the four inside all;
the back. Panels are counted from 0, places from the edge where lines begin, so that Arabic is
mirrored by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

WIDTH, HEIGHT = 297.0, 210.0
PANELS = 8
PANEL = WIDTH / 4
SIDE, TOP, BOTTOM = 5.5, 11.0, 10.0
INNER = PANEL - 2 * SIDE

# Which panel stands at each place of the outer and of the inner side.
OUTER = (7, 0, 1, 2)
INNER_SIDE = (3, 4, 5, 6)
FOLDS = (PANEL, 2 * PANEL, 3 * PANEL)

_Panel = TypeVar("_Panel")


def impose(panels: Sequence[_Panel]) -> tuple[list[_Panel], list[_Panel]]:
    """The outer and the inner side of a sheet with these eight panels."""
    if len(panels) != PANELS:
        raise ValueError(f"a sheet has {PANELS} panels, not {len(panels)}")
    return [panels[n] for n in OUTER], [panels[n] for n in INNER_SIDE]
