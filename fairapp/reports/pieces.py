"""Texts of the list as the galley sets them."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from fairapp.core.pdf_fitting import LATIN_LEADING, Fit
from fairapp.core.pdf_galley import Piece
from fairapp.core.pdf_measure import POINT, missing


class Laid(NamedTuple):
    """A text in pieces, each with how far below the first it begins; `said` is what it adds to its
    element in the structure. Lengths are millimetres.
    """

    pieces: tuple[tuple[Piece, float], ...]
    height: float
    said: str


@lru_cache(maxsize=4_000)
def lay(fitted: Fit, kind: str, *, is_rtl: bool) -> Laid:
    """Line by line: `Conakry,` and `@example.org` are set once for all who come from there."""
    if fitted.leading > LATIN_LEADING:
        return Laid(((_piece(fitted, kind, is_rtl), 0.0),), fitted.height, _said(fitted))
    height = fitted.size * fitted.leading * POINT
    pieces = tuple(
        (_piece(Fit(fitted.size, (line,)), kind, is_rtl), number * height)
        for number, line in enumerate(fitted.lines)
    )
    return Laid(pieces, fitted.height, _said(fitted))


@lru_cache(maxsize=4_000)
def _piece(fitted: Fit, kind: str, is_rtl: bool) -> Piece:
    ends = kind == "end"
    leading = fitted.leading
    return Piece(
        style=f"{kind} {fitted.classes} from-{'rtl' if is_rtl != ends else 'ltr'}",
        lines=fitted.lines,
        line_height=fitted.size * leading * 96 / 72,
        alone=leading > LATIN_LEADING or bool(missing(" ".join(fitted.lines))),
        bold=False if kind == "plain" and not is_rtl else None,
    )


def _said(fitted: Fit) -> str:
    """What runs from the right is drawn from the left: whoever hears it needs it as written."""
    if fitted.direction == "ltr":
        return ""
    return f"/ActualText<feff{' '.join(fitted.lines).encode('utf-16-be').hex()}>"
