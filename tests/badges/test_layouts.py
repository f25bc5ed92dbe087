from __future__ import annotations

import pytest

from fairapp.badges.layouts import LAYOUTS, SHEETS, Layout
from fairapp.core.pdf_measure import POINT

ALL = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
# Modules of a badge's QR code, and what the standard wants blank around it.
MODULES, QUIET = 25, 4


def test_sheets_are_a4() -> None:
    papers = {key: (LAYOUTS[key].paper_width, LAYOUTS[key].paper_height) for key in SHEETS}
    assert papers == {"a6x4": (210, 297), "a7x8": (297, 210)}


@pytest.mark.parametrize(
    ("key", "size"),
    [("a6x4", (105, 148)), ("a6", (105, 148)), ("a7x8", (74, 105)), ("a7", (74, 105))],
)
def test_badges_have_their_paper_size(key: str, size: tuple[int, int]) -> None:
    layout = LAYOUTS[key]
    assert (int(layout.width), int(layout.height)) == size


@ALL
def test_places_tile_the_paper(layout: Layout) -> None:
    places = layout.places()
    assert len(places) == len(set(places)) == layout.per_sheet
    assert max(left for left, _ in places) + layout.width == layout.paper_width
    assert max(top for _, top in places) + layout.height == layout.paper_height


@ALL
def test_cuts_lie_between_badges(layout: Layout) -> None:
    vertical, horizontal = layout.cuts()
    assert set(vertical) == {left for left, _ in layout.places()} - {0}
    assert set(horizontal) == {top for _, top in layout.places()} - {0}


@pytest.mark.parametrize(("badges", "sheets"), [(0, 0), (1, 1), (8, 1), (9, 2), (400, 50)])
def test_sheets_are_counted(badges: int, sheets: int) -> None:
    assert LAYOUTS["a7x8"].sheets(badges) == sheets


@ALL
def test_qr_code_is_large_enough_and_stands_free(layout: Layout) -> None:
    d = layout.design
    assert d.qr >= (28 if layout.width > 100 else 24)
    quiet = d.qr / MODULES * QUIET
    assert d.margin >= quiet
    assert d.qr_top - (d.who_top + d.who_height) >= quiet
    assert d.reference_top - (d.qr_top + d.qr) >= quiet


@ALL
def test_parts_do_not_overlap(layout: Layout) -> None:
    d = layout.design
    head = d.head_top + d.margin * 0.36 + (2 * d.head[0] + d.dates[0]) * 1.38 * POINT
    assert head <= d.who_top
    assert d.reference_top + d.reference[0] * 1.16 * POINT <= d.band_top
    assert d.band_top + d.band <= layout.height - 4


@ALL
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_qr_code_stays_within_the_margins(layout: Layout, direction: str) -> None:
    left = layout.qr_left(direction)
    assert layout.design.margin <= left
    assert left + layout.design.qr <= layout.width - layout.design.margin
