"""Backs on paper: behind their fronts when a sheet is turned or folded, fitted to their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pypdfium2
import pytest
from flask import Flask

import fairapp
from fairapp.badges.backs import set_back
from fairapp.badges.faces import Back, BackDay, BackNote, Look
from fairapp.badges.layouts import LAYOUTS, SHEETS, SINGLES
from fairapp.badges.render import render_badge, render_sheets
from fairapp.badges.sheets import Layout, Sides
from tests.badges.faces import FACE

MM = 72 / 25.4
# One letter that stands nowhere else: the heading of fronts and of backs.
HEADING = "@"
PAPER = replace(FACE, event_name=HEADING)
TITLES = ("Accueil", "Cérémonie d’ouverture", "Table ronde : la police de proximité", "Déjeuner")
DAY = BackDay(
    "Mercredi 2 décembre",
    "Ouverture et état des lieux",
    tuple((f"{9 + number:02}:00", title) for number, title in enumerate(TITLES)),
)
NOTES = (
    BackNote("Wi-Fi", ("Journees-2026", "Mot de passe : ensemble")),
    BackNote("Urgences", ("Police 117", "Pompiers 118", "Poste de secours 630 00 00 01")),
)
BACK = Back((DAY, DAY, DAY), NOTES, "https://fair.example.org/e/foire/guide", "Le guide")
HOSTILE = Back(
    tuple(
        BackDay("Mercredi" * 40, "W" * 900, tuple(("09:00", "Atelier " * 60) for _ in range(30)))
        for _ in range(9)
    ),
    tuple(BackNote("Note " * 40, ("117 " * 99,) * 30) for _ in range(2)),
    "https://fair.example.org/" + "a" * 95,
    "Le guide " * 20,
)


@pytest.fixture(autouse=True)
def context() -> Iterator[None]:
    app = Flask(__name__, template_folder=str(fairapp.ROOT / "templates"))
    with app.app_context():
        yield


@dataclass(frozen=True)
class Seen:
    """A letter on a page, in millimetres from the paper's top left corner."""

    left: float
    top: float
    right: float
    bottom: float


def headings(page: pypdfium2.PdfPage) -> list[Seen]:
    """Where the heading stands, on whichever side of it the head is."""
    text, height = page.get_textpage(), page.get_height()
    boxes = [
        text.get_charbox(index)
        for index in range(text.count_chars())
        if text.get_text_range(index, 1) == HEADING
    ]
    return [
        Seen(left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)
        for left, bottom, right, top in boxes
    ]


def pages_of(key: str, count: int, sides: str, margin: int = 0) -> list[pypdfium2.PdfPage]:
    look = Look(sides=sides, margin=margin)
    faces = [replace(PAPER, reference=f"JE-{number}", look=look) for number in range(count)]
    printed = render_sheets(faces, LAYOUTS[key], title="B", lang="fr")
    return list(pypdfium2.PdfDocument(printed.pdf))


def behind(front: Seen, layout: Layout, aside: float) -> Seen:
    """Where a back's heading lies, looked through the paper: as high as on the front, and as far
    from the other edge of the badge; so it reads upright to whoever turns the badge like a page.

    `aside` is how far from its badge's edge a heading begins.
    """
    start = front.left - aside
    end = start + layout.width * layout.scale
    return Seen(start + end - front.right, front.top, start + end - front.left, front.bottom)


def aside_of(heading: Seen, layout: Layout) -> float:
    """By the first badge of a sheet."""
    place = layout.places()[0]
    return heading.left - layout.on_paper(place.left, place.top)[0]


def close(one: Seen, other: Seen) -> bool:
    pairs = zip(vars(one).values(), vars(other).values(), strict=True)
    return all(abs(a - b) < 0.05 for a, b in pairs)


@pytest.mark.parametrize("edge", [Sides.LONG, Sides.SHORT])
@pytest.mark.parametrize(
    ("key", "margin"), [(key, 0) for key in (*SHEETS, "a6", "cr80")] + [("a6x4", 5), ("a7x8", 8)]
)
def test_each_back_lies_behind_its_front_when_the_sheet_is_turned(
    key: str, margin: int, edge: Sides
) -> None:
    layout = LAYOUTS[key].arranged(edge, margin)
    pages = pages_of(key, 2 * layout.per_sheet - 1, edge, margin)
    # Turned on an edge, the sheet is seen mirrored along the other one.
    about_upright_axis = (layout.paper_height > layout.paper_width) == (edge == Sides.LONG)
    wide, high = layout.paper_width, layout.paper_height
    assert len(pages) == 2 * layout.sheets(2 * layout.per_sheet - 1)
    for front_page, back_page in zip(pages[::2], pages[1::2], strict=True):
        fronts, backs = headings(front_page), headings(back_page)
        through = [
            Seen(wide - b.right, b.top, wide - b.left, b.bottom)
            if about_upright_axis
            else Seen(b.left, high - b.bottom, b.right, high - b.top)
            for b in backs
        ]
        assert len(fronts) == len(backs) > 0
        aside = aside_of(fronts[0], layout)
        for front in fronts:
            wanted = behind(front, layout, aside)
            assert [close(one, wanted) for one in through].count(True) == 1


@pytest.mark.parametrize(("key", "margin"), [*((key, 0) for key in (*SHEETS, "a6")), ("a6x4", 5)])
def test_each_back_lies_behind_its_front_when_folded(key: str, margin: int) -> None:
    layout = LAYOUTS[key].arranged(Sides.FOLDED, margin)
    assert layout.per_sheet == max(LAYOUTS[key].per_sheet // 2, 1)
    count = 2 * layout.per_sheet - 1
    pages = pages_of(key, count, Sides.FOLDED, margin)
    assert len(pages) == layout.sheets(count)
    folds_over_the_top = layout.rows % 2 == 0
    seen = 0
    for page in pages:
        found = headings(page)
        cells = [layout.on_paper(place.left, place.top) for place in layout.places()]
        fronts = [(h, cell) for cell in cells for h in found if _is_near(h, cell, layout)]
        assert len(found) == 2 * len(fronts) > 0
        seen += len(fronts)
        aside = aside_of(fronts[0][0], layout)
        for front, (left, top) in fronts:
            # Paper goes back along the fold, which is the front's upper or left edge.
            folded = [
                Seen(b.left, 2 * top - b.bottom, b.right, 2 * top - b.top)
                if folds_over_the_top
                else Seen(2 * left - b.right, b.top, 2 * left - b.left, b.bottom)
                for b in found
            ]
            wanted = behind(front, layout, aside)
            assert [close(one, wanted) for one in folded].count(True) == 1
    assert seen == count


def _is_near(heading: Seen, corner: tuple[float, float], layout: Layout) -> bool:
    left, top = corner
    return 0 < heading.left - left < layout.width / 2 and 0 < heading.top - top < 20


@pytest.mark.parametrize("key", ["roll62", "100x150"])
@pytest.mark.parametrize("sides", Sides)
def test_labels_have_no_back(key: str, sides: Sides) -> None:
    assert len(pages_of(key, 2, sides, 10)) == 2


def test_margin_stays_blank() -> None:
    layout = LAYOUTS["a6x4"].arranged(Sides.ONE, 10)
    (page,) = pages_of("a6x4", 4, Sides.ONE, 10)
    left, bottom, right, top = page.get_bbox()
    text = page.get_textpage()
    boxes = [text.get_charbox(i) for i in range(text.count_chars())]
    assert min(box[0] for box in boxes) / MM >= 10
    assert max(box[2] for box in boxes) / MM <= 200
    marks = [mark for _kind, *mark in layout.cut_marks()]
    assert min(x for x, _y in marks) >= 10 - 0.01
    assert (left, bottom, round(right / MM), round(top / MM)) == (0, 0, 210, 297)


def test_margin_that_is_there_anyway_changes_nothing() -> None:
    assert LAYOUTS["90x54x10"].arranged(Sides.ONE, 10).scale == 1


# -- what stands on a back ------------------------------------------------------------------------


def words(key: str, back: Back) -> str:
    face = replace(PAPER, look=Look(back=back, sides=Sides.LONG))
    _front, page = pypdfium2.PdfDocument(render_badge(face, size=key, title="B", lang="fr"))
    return " ".join(page.get_textpage().get_text_bounded().split())


@pytest.mark.parametrize("key", ["a6", "a7", "90x54", "cr80"])
def test_back_says_what_it_is_given(key: str) -> None:
    said = words(key, BACK)
    for text in ("Wi-Fi", "Journees-2026", "Urgences", "Police 117", "630 00 00 01", "Le guide"):
        assert text in said
    assert said.count(DAY.label) == 3


def test_programme_has_its_sessions_where_there_is_room() -> None:
    said = words("a6", BACK)
    assert said.count("10:00 Cérémonie d’ouverture") == 3
    assert DAY.theme not in said


def test_programme_of_torsos_gives_way_to_the_themes() -> None:
    long = replace(DAY, items=tuple(("09:00", f"{n} " + "atelier " * 40) for n in range(12)))
    said = words("a7", Back((long, long)))
    assert said.count(DAY.theme) == 2 and "atelier" not in said


@pytest.mark.parametrize("key", [key for key in SINGLES if not LAYOUTS[key].is_black])
@pytest.mark.parametrize("back", [BACK, HOSTILE, Back(), Back((), NOTES), Back((DAY,))])
def test_every_line_keeps_to_its_column(key: str, back: Back) -> None:
    layout = LAYOUTS[key].arranged(Sides.LONG)
    found = set_back(back, layout, "ltr")
    for column in found.columns:
        assert column.box.left >= 3.9 and column.box.right <= layout.width - 3.9 + 0.01
        assert column.box.bottom <= layout.height - 3.9
        for line in column.lines:
            assert line.top + line.fit.height <= column.box.height + 0.05
    if back.guide:
        quiet = found.code.width / 25 * 4
        for box in (column.box for column in found.columns):
            assert (
                box.right <= found.code.left - quiet + 0.01
                or box.bottom <= found.code.top - quiet + 0.01
                or box.top >= found.under.top
            )


def test_back_of_an_arabic_badge_is_mirrored() -> None:
    layout = LAYOUTS["a6"].arranged(Sides.LONG)
    one, other = (set_back(BACK, layout, way) for way in ("ltr", "rtl"))
    assert other.code.left == layout.width - one.code.right
