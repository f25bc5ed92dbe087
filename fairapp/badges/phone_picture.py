"""The badge as a picture for a phone's gallery: as wide as its screen, and mostly its QR code.

A picture of the printed badge would show its code on a small screen at a third of the width. This
one fills the screen of a cheap phone dot by dot, without the colours that would make it heavy. Days
and photographs matter to those who look at a badge on somebody's chest.
"""

from __future__ import annotations

import io
from dataclasses import replace

from fairapp.badges.faces import BadgeFace
from fairapp.badges.measures import Box, Measures
from fairapp.badges.render import render_sheets
from fairapp.badges.sheets import Layout, Sides
from fairapp.core.pdf import page_png

WIDTH, HEIGHT = 720, 1280
_DPI = 203
_COLOURS = 48
_INCH = 25.4

# Four modules of the code stay blank on all its sides, also where the gallery is black.
_MEASURES = Measures(
    bar=Box(6, 7, 13, 1.1),
    head=Box(6, 9.4, 78, 10.6),
    who=Box(6, 115.5, 78, 28),
    code=Box(12, 30.5, 66, 66),
    reference=Box(12, 107, 66, 7),
    days=Box(6, 144.8, 78, 1),
    band=Box(6, 146.2, 78, 9.6),
    head_sizes=(10.5, 10, 9.5, 9, 8.5, 8),
    dates=(9, 8.5, 8),
    honorific=(10, 9.5, 9),
    names=(30, 28, 26, 24, 22, 20, 19, 18, 17, 16, 15, 14, 13, 12),
    names_small=12,
    other=(14, 13, 12, 11, 10),
    organisation=(11, 10.5, 10, 9.5, 9),
    position=(10, 9.5, 9),
    gap=1.4,
    reference_sizes=(17, 16, 15, 14, 13, 12),
    day=(9.5, 9, 8.5, 8),
    day_height=4.6,
    label=(12, 11.5, 11, 10.5, 10, 9.5, 9),
    letter=(12, 11, 10),
    days_in_a_row=True,
)
# A half dot less, for what is drawn is rounded up to whole ones.
_PAPER_WIDTH, _PAPER_HEIGHT = ((side - 0.5) / _DPI * _INCH for side in (WIDTH, HEIGHT))
PHONE = Layout("phone", _PAPER_WIDTH, _PAPER_HEIGHT, 1, 1, _MEASURES, dpi=_DPI)


def phone_picture(face: BadgeFace, *, lang: str) -> bytes:
    """A PNG of `WIDTH` × `HEIGHT` dots."""
    from PIL import Image

    face = replace(face, position="", days=(), photo="", photo_notice="")
    sheets = render_sheets([face], PHONE, title=face.reference, lang=lang, sides=Sides.ONE)
    with Image.open(io.BytesIO(page_png(sheets.pdf, dpi=_DPI))) as picture:
        few = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    target = io.BytesIO()
    few.save(target, "PNG", optimize=True)
    return target.getvalue()
