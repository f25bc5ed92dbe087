from __future__ import annotations

import pytest

from fairapp.badges.layouts import LAYOUTS, SHEETS, SINGLES
from fairapp.badges.sheets import Layout, Sides
from fairapp.core import qr
from fairapp.core.pdf_measure import POINT

ALL = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
DIRECTIONS = pytest.mark.parametrize("direction", ["ltr", "rtl"])
# The shortest address of a site there is, an ordinary one, and the longest that DNS has in one
# label: whatever a fair's address, its code lies between these.
SITES = ("http://a", "https://foire.example.org", "https://" + "a" * 63 + ".gov.gn:8443")
BOXES = ("bar", "head", "who", "code", "reference", "days", "band")


def modules(site: str) -> int:
    return len(qr.matrix(f"{site}/b/ABCDEFGHIJKLMNOP".upper()))


def test_sheets_are_a4() -> None:
    papers = {key: (LAYOUTS[key].paper_width, LAYOUTS[key].paper_height) for key in SHEETS}
    assert papers == {"a6x4": (210, 297), "a7x8": (297, 210), "90x54x10": (210, 297)}


@pytest.mark.parametrize(
    ("key", "size"),
    [
        *(("a6x4", (105, 148.5)), ("a6", (105, 148)), ("a7x8", (74.25, 105)), ("a7", (74, 105))),
        *(("90x54x10", (90, 54)), ("90x54", (90, 54)), ("cr80", (85.6, 54))),
        *(("roll62", (62, 100)), ("100x150", (100, 150))),
    ],
)
def test_badges_have_their_paper_size(key: str, size: tuple[float, float]) -> None:
    layout = LAYOUTS[key]
    assert (layout.width, layout.height) == size


def test_each_layout_is_a_sheet_or_a_single_badge() -> None:
    assert set(LAYOUTS) == {*SHEETS, *SINGLES}
    assert {LAYOUTS[key].per_sheet for key in SINGLES} == {1}


@ALL
def test_places_stand_side_by_side_in_the_middle_of_the_paper(layout: Layout) -> None:
    places = layout.places()
    assert len(places) == len(set(places)) == layout.per_sheet
    assert min(place.left for place in places) == layout.left
    right = max(place.left for place in places) + layout.width
    bottom = max(place.top for place in places) + layout.height
    assert (right + layout.left, bottom + layout.top) == (layout.paper_width, layout.paper_height)


def test_cards_lie_as_on_sheets_of_business_cards() -> None:
    layout = LAYOUTS["90x54x10"]
    assert (layout.left, layout.top) == (15, 13.5)


@ALL
def test_cuts_lie_along_the_edges_of_badges(layout: Layout) -> None:
    vertical, horizontal = layout.cuts()
    lefts = {edge for p in layout.places() for edge in (p.left, p.left + layout.width)}
    tops = {edge for p in layout.places() for edge in (p.top, p.top + layout.height)}
    assert set(vertical) == lefts - {0, layout.paper_width}
    assert set(horizontal) == tops - {0, layout.paper_height}


def test_cut_marks_of_cards_stay_outside_the_cards() -> None:
    layout = LAYOUTS["90x54x10"]
    marks = list(layout.cut_marks())
    assert len(marks) == 2 * (3 + 6)
    for kind, left, top in marks:
        right, bottom = (left, top + 9) if kind == "v" else (left + 9, top)
        assert right < 15 or left > 195 or bottom < 13.5 or top > 283.5


@pytest.mark.parametrize(
    ("key", "folds", "cuts"),
    [
        ("a6x4", ([], [148.5]), ([105], [])),
        ("a7x8", ([], [105]), ([74.25, 148.5, 222.75], [])),
        ("90x54x10", ([105], []), ([15, 195], [13.5, 67.5, 121.5, 175.5, 229.5, 283.5])),
        ("a6", ([], [148]), ([], [])),
    ],
)
def test_folds_lie_between_a_front_and_its_back(
    key: str, folds: tuple[list[float], list[float]], cuts: tuple[list[float], list[float]]
) -> None:
    layout = LAYOUTS[key].arranged(Sides.FOLDED)
    assert layout.folds() == folds
    assert layout.cuts() == cuts
    assert LAYOUTS[key].folds() == ([], [])
    for kind, left, top in layout.fold_marks():
        assert (left if kind == "v" else top) in folds[0 if kind == "v" else 1]


@pytest.mark.parametrize(("badges", "sheets"), [(0, 0), (1, 1), (8, 1), (9, 2), (400, 50)])
def test_sheets_are_counted(badges: int, sheets: int) -> None:
    assert LAYOUTS["a7x8"].sheets(badges) == sheets


@ALL
@DIRECTIONS
@pytest.mark.parametrize("site", SITES)
def test_code_is_coarse_enough_and_stands_free(layout: Layout, direction: str, site: str) -> None:
    """A module of 0.4 mm at least, and four blank ones on every side."""
    count = modules(site)
    code = layout.code(count, direction)
    module = code.width / count
    quiet = 4 * module
    assert module >= 0.4
    assert code.left >= quiet and code.right + quiet <= layout.width
    boxes = {name: layout.box(name, direction) for name in BOXES if name != "code"}
    # Of the heading, only the fair's name is as wide as its box.
    near = {
        name
        for name, box in boxes.items()
        if name != "head"
        and box.left < code.right + quiet - 0.01
        and box.right > code.left - quiet + 0.01
        and box.top < code.bottom + quiet - 0.01
        and box.bottom > code.top - quiet + 0.01
    }
    assert near == set()


@pytest.mark.parametrize("key", ["cr80", "roll62", "100x150"])
@DIRECTIONS
@pytest.mark.parametrize("site", SITES)
def test_code_takes_whole_dots_of_a_coarse_printer(key: str, direction: str, site: str) -> None:
    layout, count = LAYOUTS[key], modules(site)
    code = layout.code(count, direction)
    dots = [length / 25.4 * layout.dpi for length in (code.width / count, code.left, code.top)]
    assert dots == pytest.approx([round(number) for number in dots], abs=1e-6)


@ALL
@DIRECTIONS
def test_parts_do_not_overlap_nor_leave_the_badge(layout: Layout, direction: str) -> None:
    boxes = [layout.box(name, direction) for name in BOXES]
    for number, box in enumerate(boxes):
        assert box.left >= 3.9 and box.right <= layout.width - 3.9
        assert box.top >= 3.9 and box.bottom <= layout.height - 3.9
        for other in boxes[number + 1 :]:
            apart = (
                box.right <= other.left
                or other.right <= box.left
                or box.bottom <= other.top
                or other.bottom <= box.top
            )
            assert apart, (box, other)


@ALL
def test_largest_type_has_room(layout: Layout) -> None:
    m = layout.measures
    assert m.reference_sizes[0] * 1.16 * POINT <= m.reference.height
    assert m.day[-1] * 1.38 * POINT <= m.day_height
    assert (m.head_sizes[-1] + m.dates[-1]) * 1.38 * POINT <= m.head.height
