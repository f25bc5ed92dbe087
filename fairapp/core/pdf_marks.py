"""What is laid on a page that is put together: stamps, bitmaps, and words set on a galley."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

MM = 72 / 25.4
"""Points in a millimetre."""

PIXEL = 96 / 25.4
"""CSS pixels in a millimetre."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Page `index` of the sheet of stamps, `scale` times as large, its top left corner `left` and
    `top` millimetres from the page's; on its head, this corner is the lowest on the right. `mcid`
    is its mark in the structure of the page, as of `Words`.
    """

    index: int
    left: float
    top: float
    scale: float = 1
    is_turned: bool = False
    mcid: int | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """A stamp that is read aloud as `text`, an element of `kind`: before what the page has of its
    own, or `after` it.
    """

    stamp: Stamp
    kind: str
    text: str
    after: bool = False


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A square of `side` × `side` black or white pixels, `size` millimetres wide.

    `bits` are its rows from the top, each filled up to whole bytes, 1 for white.
    """

    side: int
    bits: bytes
    left: float
    top: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line as WeasyPrint drew it: the operators that choose its colour and font and show it,
    and where its baseline begins, in CSS pixels from the top left of its piece.
    """

    colour: bytes
    font: bytes
    x: float
    y: float
    shown: bytes


@dataclass(frozen=True, slots=True)
class Words:
    """A piece from a galley, its top left corner as a stamp's. `mcid` is its mark in the structure
    of the page (`pdf_tags`); without one it is for the eye alone.
    """

    lines: Sequence[Line]
    left: float
    top: float
    scale: float = 1
    mcid: int | None = None


Mark = Stamp | Bitmap | Words


@dataclass(frozen=True, slots=True)
class Inlay:
    """Page `index` of the sheet of stamps, once in the document, as text that is read too: within
    `element` of its structure. `top` is how far below its place on that sheet it is laid.
    """

    index: int
    element: int
    top: float = 0


def draw(marks: Iterable[Mark], height: float, *, marked: bool = False) -> bytes:
    """The marks on a page of `height` points: words above all others, which keep their order.

    `marked` says of each what it is in the structure of the document.
    """
    below: list[tuple[int | None, str]] = []
    words: list[Words] = []
    for mark in marks:
        if isinstance(mark, Words):
            words.append(mark)
        else:
            below.append(
                (None, _bitmap(mark, height))
                if isinstance(mark, Bitmap)
                else (mark.mcid, _stamp(mark, height))
            )
    drawn = "\n".join(_said(below) if marked else (text for _, text in below)).encode()
    return b"\n".join([drawn, *_words(words, height, marked)]) if words else drawn


def _said(drawn: Iterable[tuple[int | None, str]]) -> Iterable[str]:
    for mcid, texts in groupby(drawn, key=lambda mark: mark[0]):
        yield "/Artifact BMC" if mcid is None else f"/Span <</MCID {mcid}>> BDC"
        yield from (text for _, text in texts)
        yield "EMC"


def _stamp(stamp: Stamp, height: float) -> str:
    # A stamp's own matrix sets its top left corner as the origin (pdf_join.forms).
    top, scale = height - stamp.top * MM, -stamp.scale if stamp.is_turned else stamp.scale
    place = f"{scale:g} 0 0 {scale:g} {stamp.left * MM:.3f} {top:.3f}"
    return f"q {place} cm /Stamp{stamp.index} Do Q"


def _bitmap(bitmap: Bitmap, height: float) -> str:
    """An inline image: with so few pixels, an object of its own would be mostly wrapping."""
    size = bitmap.size * MM
    left, bottom = bitmap.left * MM, height - bitmap.top * MM - size
    place = f"q {size:.3f} 0 0 {size:.3f} {left:.3f} {bottom:.3f} cm"
    head = f"{place} BI /W {bitmap.side} /H {bitmap.side} /BPC 1 /CS /G /F /AHx ID "
    return f"{head}{bitmap.bits.hex()}> EI Q"


def _words(words: Sequence[Words], height: float, marked: bool) -> Iterable[bytes]:
    """All words of a page as one text, in WeasyPrint's own measure: pixels from the top left."""
    yield f"q .75 0 0 -.75 0 {height:.3f} cm BT".encode()
    colour = font = b""
    for mcid, pieces in groupby(words, key=lambda piece: piece.mcid if marked else None):
        if marked:
            yield b"/Artifact BMC" if mcid is None else b"/Span <</MCID %d>> BDC" % mcid
        for piece in pieces:
            left, top, scale = piece.left * PIXEL, piece.top * PIXEL, piece.scale
            for line in piece.lines:
                if line.colour != colour:
                    colour = line.colour
                    yield colour
                if line.font != font:
                    font = line.font
                    yield font
                x, y = left + scale * line.x, top + scale * line.y
                yield f"{scale:g} 0 0 {-scale:g} {x:.2f} {y:.2f} Tm".encode()
                yield line.shown
                if b" Tf" in line.shown:
                    font = b""
        if marked:
            yield b"EMC"
    yield b"ET Q"
