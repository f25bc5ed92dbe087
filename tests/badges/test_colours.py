from __future__ import annotations

import pytest

from fairapp.badges.colours import GREY, safe


@pytest.mark.parametrize("colour", ["", "red", "#12345", "#1234567", "#12345g", "red;}body{"])
def test_what_is_no_colour_is_grey(colour: str) -> None:
    assert safe(colour) == GREY


def test_colour_is_lower_case() -> None:
    assert safe("#ABCDEF") == "#abcdef"
