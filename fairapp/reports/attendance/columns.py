"""The columns of the attendance list, in millimetres."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fairapp.reports.attendance.listing import Grouping, Shape
from fairapp.reports.attendance.scope import Scope
from fairapp.reports.ruling import PADDING, TABLE_WIDTH


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `left` from where the table begins (in Arabic from its right)."""

    key: str
    left: float
    width: float

    @property
    def is_signed(self) -> bool:
        """Whether people sign in it."""
        return self.key.startswith("sign")

    @property
    def room(self) -> float:
        """What a text may be wide."""
        return self.width - 2 * PADDING


# Columns of one width, and what the others take of the rest.
_FIXED = {
    **{"number": 8.0, "badge": 10.0, "sex": 8.5, "age": 11.5, "contact": 31.0, "first_time": 9.0},
    **{"time": 12.0, "remarks": 24.0, "signature": 36.0},
    **{"sign_morning": 25.0, "sign_afternoon": 25.0},
}
_SHARES = {"family": 7, "given": 8, "organisation": 10, "position": 7, "category": 5, "origin": 6}
_ORDER = (
    *("number", "badge", "family", "given", "sex", "age", "organisation", "position", "category"),
    *("origin", "contact", "first_time", "remarks", "time"),
)
_LETTER = 8.0
"""A category by its letter, where headings spell it out."""


def columns(scope: Scope, shape: Shape) -> tuple[Column, ...]:
    """The columns of a list, from where lines begin to where they end."""
    left_out = {
        "badge": not shape.badges,
        "contact": not shape.contacts,
        "remarks": not shape.remarks,
        "time": shape.is_blank,
    }
    kept = [key for key in _ORDER if not left_out.get(key)]
    keys = [*kept, *(f"sign_{half}" if half else "signature" for half in _signed(scope))]
    return tuple(_placed(_widths(keys, shape.grouping)))


def _signed(scope: Scope) -> list[str]:
    halves = scope.signings
    return [str(half) for half in halves if half] if len(halves) > 1 else [""]


def _widths(keys: list[str], grouping: Grouping) -> Mapping[str, float]:
    fixed = _FIXED | ({"category": _LETTER} if grouping is Grouping.CATEGORY else {})
    shared = [key for key in keys if key not in fixed]
    rest = TABLE_WIDTH - sum(fixed[key] for key in keys if key in fixed)
    share = rest / sum(_SHARES[key] for key in shared)
    return {key: fixed.get(key, share * _SHARES.get(key, 0)) for key in keys}


def _placed(widths: Mapping[str, float]) -> list[Column]:
    left, found = 0.0, []
    for key, width in widths.items():
        found.append(Column(key, round(left, 3), round(width, 3)))
        left += width
    return found
