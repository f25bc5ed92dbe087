"""Lines put together from letters stand as if they had been set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from flask import Flask
from fontTools.ttLib import TTFont
from jinja2 import DictLoader

from fairapp.core.pdf_case import JOINED, is_plain
from fairapp.core.pdf_fonts import FONT_FILES, FONTS
from fairapp.core.pdf_galley import Galley, Piece, Set
from fairapp.core.pdf_marks import Line

GALLEY = """<style>@page { size: 130mm 9000mm; margin: 0 } body, p { margin: 0 }
p { white-space: pre; font-size: 24px; line-height: 30px } .bold { font-weight: 700 }
.middle { text-align: center } .right { text-align: right } .spaced { letter-spacing: 1px }</style>
{% for paragraph in paragraphs %}<p id="p{{ loop.index0 }}" class="{{ paragraph.style }}">
{{- paragraph.text }}</p>{% endfor %}"""
NAMES = [
    ("M’Mah", "Traoré"),
    ("N'Fansoumane Sékou Touré",),
    ("Élisabeth", "Yéro AVA-To", "Ɓoiro Ŋaïo Tya."),
    ("Association « Les Amis de l’Eau », Labé",),
    ("W9Q-J96 · n°\N{NO-BREAK SPACE}470",),
    ("352",),
    ("631 22 33 44", "+224 15-35 08:31*"),
    ("LTAVO fête Wk P.", "Straße Łódź Œuvre"),
]


@pytest.fixture(autouse=True)
def context() -> Iterator[None]:
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"galley.html": GALLEY})
    with app.app_context():
        yield


def piece(*lines: str, style: str = "usual", aligned: float = 0) -> Piece:
    return Piece(style, lines, 30, bold="bold" in style, aligned=aligned)


def as_set(pieces: Sequence[Piece]) -> Set:
    """The lines of these pieces, each set by WeasyPrint as a whole."""
    usual = [replace(one, bold=None) for one in pieces]
    lines = Galley("galley.html", {}).set(usual)
    return {one: lines[other] for one, other in zip(pieces, usual, strict=True)}


def glyphs(line: Line) -> list[tuple[bytes, int]]:
    """Each glyph, and how far the kerning has moved it and those before it."""
    found, moved = [], 0
    for stretch, back in re.findall(rb"<([0-9a-f]+)>|(-?\d+)", line.shown):
        moved -= int(back or 0)
        found += [(stretch[at : at + 4], moved) for at in range(0, len(stretch), 4)]
    return found


def assert_same(made: Sequence[Line], drawn: Sequence[Line]) -> None:
    assert len(made) == len(drawn)
    for one, other in zip(made, drawn, strict=True):
        assert (one.colour, one.font) == (other.colour, other.font)
        assert (one.x, one.y) == pytest.approx((other.x, other.y), abs=0.05)
        ours, theirs = glyphs(one), glyphs(other)
        assert [glyph for glyph, _ in ours] == [glyph for glyph, _ in theirs]
        # WeasyPrint cuts off what is less than a thousandth of the type's size.
        for (_, here), (_, there) in zip(ours, theirs, strict=True):
            assert abs(here - there) <= 4


@pytest.mark.parametrize("style", ["usual", "bold"])
def test_letters_stand_as_if_they_had_been_set(style: str) -> None:
    pieces = [piece(*lines, style=style) for lines in NAMES]
    assert all(is_plain(line, bold=style == "bold") for lines in NAMES for line in lines)
    made, drawn = Galley("galley.html", {}).set(pieces), as_set(pieces)
    for one in pieces:
        assert_same(made[one], drawn[one])


@pytest.mark.parametrize(("style", "aligned"), [("middle", 0.5), ("right", 1), ("right bold", 1)])
def test_lines_end_or_lie_between_where_their_style_says(style: str, aligned: float) -> None:
    pieces = [piece(*lines, style=style, aligned=aligned) for lines in NAMES]
    made, drawn = Galley("galley.html", {}).set(pieces), as_set(pieces)
    for one in pieces:
        assert_same(made[one], drawn[one])


def test_letters_that_come_later_are_set_then() -> None:
    galley = Galley("galley.html", {})
    first, second = galley.ask([piece("Bah")]), galley.ask([piece("Baldé"), piece("Bah hab")])
    assert_same(first()[piece("Bah")], as_set([piece("Bah")])[piece("Bah")])
    assert_same(second()[piece("Baldé")], as_set([piece("Baldé")])[piece("Baldé")])
    # Of known letters, nothing is set.
    galley.press.paint = lambda markup: pytest.fail(markup)  # type: ignore[method-assign]
    assert galley.set([piece("Blé daBh")])


@pytest.mark.parametrize("text", ["Soufiane", "Chef", "off", "afflux"])
def test_letters_that_are_joined_are_set_together(text: str) -> None:
    assert is_plain(text, bold=False) == (text == "Chef")
    made = Galley("galley.html", {}).set([piece(text)])[piece(text)]
    assert_same(made, as_set([piece(text)])[piece(text)])


@pytest.mark.parametrize(
    "text",
    ["محمد", "ߒߞߏ", "𞤀𞤣𞤤𞤢𞤥", "Aly محمد", "e\u0301", "ǹ", "٣٥٢", "Иван", "soft\u00adhyphen", "☺"],
)
def test_what_is_more_than_latin_letters_is_set_like_any_other(text: str) -> None:
    assert not is_plain(text, bold=False)


def test_a_style_that_does_more_is_set_like_any_other() -> None:
    name = piece("Yéro AVA Touré", style="spaced")
    made = Galley("galley.html", {}).set([name])[name]
    assert made == as_set([name])[name]


@pytest.mark.parametrize("weight", [400, 700])
def test_the_first_face_joins_no_other_letters(weight: int) -> None:
    with TTFont(FONTS / FONT_FILES["Fair Sans", weight]) as font:
        table, names = font["GSUB"].table, {v: chr(k) for k, v in font.getBestCmap().items()}
        usual = {"ccmp", "liga", "clig", "calt", "rlig", "rclt"}
        lookups = {
            number
            for record in table.FeatureList.FeatureRecord
            if record.FeatureTag in usual
            for number in record.Feature.LookupListIndex
        }
        joined = {
            "".join(names.get(part, "\ufffd") for part in (first, *one.Component))
            for number in lookups
            for part in table.LookupList.Lookup[number].SubTable
            for first, all_of_them in getattr(part, "ligatures", {}).items()
            for one in all_of_them
        }
    assert "fi" in joined
    assert all(JOINED.search(text) or not is_plain(text, bold=weight == 700) for text in joined)
