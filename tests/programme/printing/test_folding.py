"""The sheet is folded in thought, and read."""

from __future__ import annotations

import pytest

from fairapp.programme.printing import folding

# A place on the sheet: (side, column from the edge where lines begin on that side).
OUTER, INNER = "outer", "inner"


def sheet() -> dict[tuple[str, int], int]:
    """What is printed where."""
    outer, inner = folding.impose(list(range(8)))
    return {
        **{(OUTER, place): panel for place, panel in enumerate(outer)},
        **{(INNER, place): panel for place, panel in enumerate(inner)},
    }


def behind(place: int) -> int:
    """The sheet is turned over like a page, on its short edge."""
    return 3 - place


def test_folded_twice_the_cover_is_in_front_and_the_back_behind() -> None:
    printed = sheet()
    # In half with the inside hidden: two panels look to each side. In half again so that the pair
    # beside the cover is hidden: the crease is between the two that stay outside.
    outside = [printed[OUTER, 0], printed[OUTER, 1]]
    assert outside == [7, 0]


def test_opened_once_the_next_two_panels_are_side_by_side() -> None:
    printed = sheet()
    assert [printed[OUTER, 2], printed[OUTER, 3]] == [1, 2]


def test_opened_wholly_the_inside_reads_from_edge_to_edge() -> None:
    printed = sheet()
    assert [printed[INNER, place] for place in range(4)] == [3, 4, 5, 6]


def test_each_panel_is_printed_once_and_backs_another() -> None:
    printed = sheet()
    assert sorted(printed.values()) == list(range(8))
    backs = {printed[OUTER, place]: printed[INNER, behind(place)] for place in range(4)}
    assert backs == {7: 6, 0: 5, 1: 4, 2: 3}


def test_sheet_has_eight_panels() -> None:
    with pytest.raises(ValueError, match="8 panels, not 7"):
        folding.impose(list(range(7)))
