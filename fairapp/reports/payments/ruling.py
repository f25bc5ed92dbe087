"""The columns of the payment list, in millimetres, on the sheet of `reports.ruling`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import accumulate

from fairapp.core.pdf_measure import POINT, width
from fairapp.reports.lines import PADDING, SMALL, USUAL, Text


@dataclass(frozen=True, slots=True)
class Column:
    """One column; numbers stand at its end, one under the other."""

    key: str
    left: float
    width: float
    is_number: bool = False


_WIDTHS = {
    **{"number": 8, "name": 36, "organisation": 30, "position": 21, "origin": 20},
    **{"document": 23, "phone": 22, "days": 12, "daily": 14, "transport": 14, "amount": 18},
    **{"mode": 22, "date": 13, "sign": 23},
}
_NUMBERS = frozenset({"number", "daily", "transport", "amount"})
_LEFTS = [0, *accumulate(_WIDTHS.values())]
COLUMNS = tuple(
    Column(key, left, width_, key in _NUMBERS)
    for (key, width_), left in zip(_WIDTHS.items(), _LEFTS, strict=False)
)
"""276 mm in all, as wide as the table of the attendance list."""


def placed(cells: Mapping[str, Text]) -> list[Column]:
    """Where each cell of a row begins: numbers are pushed to the end of their column."""
    return [_pushed(column, cells.get(column.key, "")) for column in COLUMNS]


def _pushed(column: Column, text: Text) -> Column:
    if not column.is_number or not isinstance(text, str) or not text:
        return column
    room = column.width - 2 * PADDING
    for size in (USUAL.size, SMALL.size):
        length = width(text, bold=False) * size * POINT
        if length <= room:
            # A hair wider than the text, for rounding not to break it.
            left = column.left + room - length - 0.02
            return replace(column, left=left, width=length + 2 * PADDING + 0.02)
    return column
