from __future__ import annotations

import random

import pytest

from fairapp.badges.colours import GREY, safe, text_on
from fairapp.events.colours import BLACK, WHITE, contrast


def test_text_on_any_colour_is_readable() -> None:
    draw = random.Random(7)
    colours = [f"#{draw.randrange(2**24):06x}" for _ in range(2000)]
    greys = [f"#{level:02x}{level:02x}{level:02x}" for level in range(256)]
    assert min(contrast(colour, text_on(colour)) for colour in colours + greys) >= 4.5


def test_white_is_preferred() -> None:
    assert text_on("#c2410c") == WHITE
    assert text_on("#ffd400") == BLACK


@pytest.mark.parametrize("colour", ["", "red", "#12345", "#1234567", "#12345g", "red;}body{"])
def test_what_is_no_colour_is_grey(colour: str) -> None:
    assert safe(colour) == GREY


def test_colour_is_lower_case() -> None:
    assert safe("#ABCDEF") == "#abcdef"
