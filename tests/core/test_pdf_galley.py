"""Texts set once, read back from the pages that were put together of them."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2
import pytest
from flask import Flask
from jinja2 import DictLoader

from fairapp.core.pdf import StampSheet
from fairapp.core.pdf_compose import compose
from fairapp.core.pdf_galley import Galley, Piece
from fairapp.core.pdf_marks import Line, Mark, Stamp, Words, draw

GALLEY = """<style>@page { size: 80mm 9000mm; margin: 0 } body, p { margin: 0 }
p { white-space: pre; font-size: 10pt; line-height: 1.2 } .large { font-size: 20pt }
.right { direction: rtl; text-align: right; line-height: 1.5 } .boxed { border: 1mm solid }</style>
{% for paragraph in paragraphs %}<p id="p{{ loop.index0 }}" class="{{ paragraph.style }}">
{{- paragraph.text }}</p>{% endfor %}"""
STAMPS = "<style>@page { size: 10mm 10mm; margin: 0 }</style>"
MM = 72 / 25.4


@pytest.fixture(autouse=True)
def context() -> Iterator[None]:
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"galley.html": GALLEY, "stamps.html": STAMPS})
    with app.app_context():
        yield


def piece(*lines: str, style: str = "small", size: float = 10) -> Piece:
    return Piece(style, lines, line_height=size * 1.2 * 96 / 72)


def printed(galley: Galley, *pages: list[Mark]) -> bytes:
    sheet = StampSheet("stamps.html", dict)
    return compose(pages, (100, 50), galley, stamps=sheet, title="Pages", lang="fr")


def read(pdf: bytes, page: int = 0) -> list[tuple[str, float, float]]:
    """Each stretch of text, and where it begins: millimetres from the left and to its lower edge
    from the top.
    """
    text = pypdfium2.PdfDocument(pdf)[page].get_textpage()
    rects = [text.get_rect(index) for index in range(text.count_rects())]
    return [
        (text.get_text_bounded(*box), round(box[0] / MM, 1), round(50 - box[1] / MM, 1))
        for box in rects
    ]


def test_a_piece_is_printed_wherever_it_is_wanted() -> None:
    galley = Galley("galley.html", {})
    name = piece("Ɓoiro")
    lines = galley.set([piece("Xxx"), piece("Large", style="large", size=20), name])
    pdf = printed(galley, [Words(lines[name], 10, 5), Words(lines[name], 60, 35)], [])
    (one, other) = read(pdf)
    assert (one[0], other[0]) == ("Ɓoiro", "Ɓoiro")
    assert other[1] - one[1] == pytest.approx(50, abs=0.1)
    assert other[2] - one[2] == pytest.approx(30, abs=0.1)
    assert 10 <= one[1] <= 11
    assert 5 < one[2] < 5 + 10 * 1.2 / MM
    assert read(pdf, page=1) == []


def test_lines_of_a_piece_stay_together_and_apart_from_their_neighbours() -> None:
    galley = Galley("galley.html", {})
    pieces = [piece("one"), piece("two", "three"), piece("four"), piece("five", "six", "seven")]
    lines = galley.set(pieces)
    assert [len(lines[each]) for each in pieces] == [1, 2, 1, 3]
    pdf = printed(galley, [Words(lines[pieces[1]], 0, 0)])
    assert [text for text, _, _ in read(pdf)] == ["two", "three"]
    # Each begins at the top of its own place, whatever stood above it on the galley.
    assert len({round(lines[each][0].y, 2) for each in pieces}) == 1


def test_what_was_set_is_not_set_again() -> None:
    galley = Galley("galley.html", {})
    first = galley.set([piece("Diallo")])[piece("Diallo")]
    assert galley.set([piece("Diallo"), piece("Bah")])[piece("Diallo")] is first


def test_a_line_of_two_scripts_changes_its_font_on_the_way_and_back() -> None:
    galley = Galley("galley.html", {})
    mixed = Piece("small", ("Aly محمد Sow",), 16, alone=True)
    after = piece("Bah")
    lines = galley.set([mixed, after])
    pdf = printed(galley, [Words(lines[mixed], 0, 0), Words(lines[after], 0, 20)])
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert "Aly" in text
    assert "محمد" in text
    assert text.split()[-1] == "Bah"
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        embedded = [
            thing
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        ]
    assert len(embedded) == 2


def test_a_text_from_the_right_ends_at_the_right() -> None:
    galley = Galley("galley.html", {})
    name = Piece("right", ("محمد",), 20, alone=True)
    drawn = galley.set([name])[name]
    pdf = printed(galley, [Words(drawn, 10, 10)])
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    right = max(text.get_charbox(index)[2] for index in range(text.count_chars()))
    assert right / MM == pytest.approx(90, abs=1)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(ValueError, match="texts alone"):
        Galley("galley.html", {}).set([piece("x", style="boxed")])


def test_words_lie_above_stamps() -> None:
    line = Line(b"0 0 0 rg", b"/F 1 Tf", 0, 0, b"[<0001>] TJ")
    drawn = draw([Words([line], 0, 0), Stamp(0, 0, 0)], 100)
    assert drawn.index(b"/Stamp0 Do") < drawn.index(b"BT")
