"""Whatever an organiser chose, letters can be read."""

from __future__ import annotations

import random

import pytest

from fairapp.events.colours import BLACK, DEFAULT, NIGHT, PAPER, WHITE, contrast, text_on, tones

CHOICES = [DEFAULT, "#000000", "#ffffff", "#ffcc00", "#ff0000", "#0000ff", "#7f7f7f", "#fbf8f1"]


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_contrast_of_a_known_pair() -> None:
    # The example of the WCAG working group: #767676 is the palest grey that passes on white.
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#777777", "#ffffff") < 4.5


@pytest.mark.parametrize("colour", CHOICES)
def test_every_tone_can_be_read(colour: str) -> None:
    tone = tones(colour)
    pairs = [
        (WHITE, tone.fill),
        (WHITE, tone.deep),
        (tone.ink, PAPER),
        (tone.ink, tone.tint),
        (tone.night_ink, NIGHT),
        (tone.night_ink, tone.night_tint),
    ]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


def test_readable_colour_stays_as_it_was_chosen() -> None:
    assert tones("#8b1f4b").fill == "#8b1f4b"


@pytest.mark.parametrize("wrong", ["", "red", "#12345", "#00704a}body{display:none"])
def test_what_is_no_colour_becomes_the_default(wrong: str) -> None:
    assert tones(wrong) == tones(DEFAULT)


def test_text_on_any_colour_is_readable() -> None:
    draw = random.Random(7)
    colours = [f"#{draw.randrange(2**24):06x}" for _ in range(2000)]
    greys = [f"#{level:02x}{level:02x}{level:02x}" for level in range(256)]
    assert min(contrast(colour, text_on(colour)) for colour in colours + greys) >= 4.5


def test_white_is_preferred() -> None:
    assert text_on("#c2410c") == WHITE
    assert text_on("#ffd400") == BLACK
