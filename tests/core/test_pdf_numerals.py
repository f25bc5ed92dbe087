from __future__ import annotations

from itertools import product

import pytest

from fairapp.core.pdf_marks import Line
from fairapp.core.pdf_measure import stands_apart
from fairapp.core.pdf_numerals import SAMPLE, Numerals


@pytest.mark.parametrize("text", ["352", "08:31*", "631 22 33 44", "+224", "15-35"])
def test_digits_do_not_move_for_each_other(text: str) -> None:
    assert stands_apart(text, bold=False)


@pytest.mark.parametrize("text", ["", "12a", "٣٥٢", "1\N{NO-BREAK SPACE}2"])
def test_other_texts_are_set_like_any_other(text: str) -> None:
    assert not stands_apart(text, bold=False)


def test_every_pair_of_digits() -> None:
    digits = "0123456789: "
    assert all(stands_apart("".join(pair), bold=False) for pair in product(digits, digits))


def test_glyphs_are_those_of_the_sample() -> None:
    shown = b"[%s] TJ" % b"".join(b"<%04x>0" % (16 + n) for n in range(len(SAMPLE)))
    numerals = Numerals.of([Line(b"0 g", b"/F 7 Tf", 1.5, 9.0, shown)])

    assert numerals is not None
    line = numerals.set("20:1")
    assert line == Line(b"0 g", b"/F 7 Tf", 1.5, 9.0, b"[<0012>0<0010>0<001a>0<0011>0] TJ")


@pytest.mark.parametrize("shown", [b"[<0010>0<0011>5] TJ", b"[<0010>0] TJ", b"(0) Tj"])
def test_a_face_that_moves_its_digits_is_left_alone(shown: bytes) -> None:
    assert Numerals.of([Line(b"", b"", 0, 0, shown)]) is None
