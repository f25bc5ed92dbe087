"""How wide texts are: short ways must come to what shaping the whole says."""

from __future__ import annotations

from random import Random

import pytest
from PIL import ImageFont

from fairapp.core.pdf_fonts import FONT_FILES, FONTS
from fairapp.core.pdf_measure import FIGURES, missing, width


@pytest.mark.parametrize("bold", [False, True])
def test_figures_are_as_wide_as_their_line_is_shaped(bold: bool) -> None:
    draw = Random(7)
    path = FONTS / FONT_FILES["Fair Sans", 700 if bold else 400]
    face = ImageFont.truetype(str(path), 1000, layout_engine=ImageFont.Layout.RAQM)
    for length in range(1, 16):
        text = "".join(draw.choices(FIGURES, k=length))
        assert width(text, bold=bold) == pytest.approx(face.getlength(text) / 1000, abs=1e-6)


def test_letters_of_another_script_are_measured_in_its_face() -> None:
    assert width("Awa عائشة", bold=False) == pytest.approx(
        width("Awa ", bold=False) + width("عائشة", bold=False)
    )


def test_what_no_face_can_draw_is_told_once() -> None:
    assert missing("Kadiatou Ɓoiro") == ""
    assert missing("漢a字漢 ߒ") == "漢字"
