"""The columns of the payment list, in millimetres, on the sheet of `reports.ruling`."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from fairapp.reports.ruling import PADDING


@dataclass(frozen=True, slots=True)
class Column:
    """One column; numbers stand at its end, one under the other."""

    key: str
    left: float
    width: float
    is_number: bool = False

    @property
    def room(self) -> float:
        """What a text may be wide."""
        return self.width - 2 * PADDING


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
