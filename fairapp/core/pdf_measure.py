"""How wide a text is in the bundled fonts, shaped as the PDF shapes it."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from itertools import groupby

from fontTools.ttLib import TTFont
from PIL import ImageFont

from fairapp.core.pdf_fonts import FONT_FILES, FONT_STACK, FONTS

POINT = 25.4 / 72
"""Millimetres in a point."""

FIGURES = "0123456789:*+-. "
"""Digits, and what stands between them in numbers, times and telephone numbers."""

_FIGURES = frozenset(FIGURES)
_UNITS = 1000


@lru_cache(maxsize=6_000)
def width(text: str, *, bold: bool) -> float:
    """Width of one line in ems (multiply by the type size), contextual letters and kerning
    included.

    Arabic, N'Ko and Adlam letters change with their neighbours, so adding up letter widths would
    not do.
    """
    if len(text) > 1 and _stands_apart(text, bold):
        return sum(width(char, bold=bold) for char in text)
    if _is_plain(text):
        return _face(FONT_STACK[0], bold).getlength(text) / _UNITS
    runs = groupby(_families(text, bold), key=lambda pair: pair[0])
    return sum(
        _face(family, bold).getlength("".join(char for _, char in run)) / _UNITS
        for family, run in runs
    )


def millimetres(text: str, size: float, *, bold: bool) -> float:
    """Width of one line set in `size` points, with a hundredth to spare for rounding."""
    return width(text, bold=bold) * size * POINT * 1.01


@lru_cache(maxsize=6_000)
def kerning(text: str, *, bold: bool) -> tuple[int, ...] | None:
    """How far each letter but the first is moved, in thousandths of an em, less than nothing being
    nearer to the one before. None when that is not all there is to it: when the line is not as
    wide as its letters so moved, or has letters that the first face has not.
    """
    if not _is_plain(text):
        return None
    moved = tuple(_kern(text[at : at + 2], bold) for at in range(len(text) - 1))
    alone = sum(width(char, bold=bold) for char in text) * _UNITS
    return moved if abs(width(text, bold=bold) * _UNITS - alone - sum(moved)) < 1 else None


@lru_cache(maxsize=6_000)
def missing(text: str) -> str:
    """The characters of `text` that none of the bundled fonts can draw, each once, in order."""
    if _is_plain(text):
        return ""
    known = _all_letters()
    absent = (c for c in text if c not in known and unicodedata.category(c) not in _INVISIBLE)
    return "".join(dict.fromkeys(absent))


_INVISIBLE = {"Cf", "Zs", "Mn"}


def _stands_apart(text: str, bold: bool) -> bool:
    """Whether `text` is digits and what stands between them, none of which moves for its
    neighbour: then measuring each once will do.
    """
    if not _FIGURES.issuperset(text):
        return False
    return not any(_kern(text[at : at + 2], bold) for at in range(len(text) - 1))


@cache
def _kern(pair: str, bold: bool) -> int:
    """How far the second is moved for the first, in thousandths of an em."""
    apart = sum(width(char, bold=bold) for char in pair) * _UNITS
    return round(_face(FONT_STACK[0], bold).getlength(pair) - apart)


def _is_plain(text: str) -> bool:
    """Whether the first face draws all of it, as it does nearly everything that is written here."""
    return _letters(FONT_STACK[0]).issuperset(text)


def _families(text: str, bold: bool) -> list[tuple[str, str]]:
    """Each character with the family that draws it: the first that has it, blanks stay with the
    run.
    """
    chosen = FONT_STACK[0]
    pairs = []
    for char in text:
        if unicodedata.category(char) not in _INVISIBLE or char not in _letters(chosen):
            chosen = next((f for f in FONT_STACK if char in _letters(f)), FONT_STACK[0])
        pairs.append((chosen, char))
    return pairs


@cache
def _all_letters() -> frozenset[str]:
    return frozenset().union(*(_letters(family) for family in FONT_STACK))


@cache
def _letters(family: str) -> frozenset[str]:
    with TTFont(FONTS / FONT_FILES[family, 400], lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@cache
def _face(family: str, bold: bool) -> ImageFont.FreeTypeFont:
    name = FONT_FILES.get((family, 700 if bold else 400)) or FONT_FILES[family, 400]
    path = str(FONTS / name)
    return ImageFont.truetype(path, _UNITS, layout_engine=ImageFont.Layout.RAQM)
