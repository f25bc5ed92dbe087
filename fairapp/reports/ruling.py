"""The ruled sheet of the attendance list: A4 on its side, columns on a grid, all in millimetres."""

from __future__ import annotations

from dataclasses import dataclass

from fairapp.reports.attendance import Grouping

UNIT = 4.0
"""Width of one step of the grid."""

WIDTH, HEIGHT = 297.0, 210.0
LEFT = 11.0
TOP = 6.4
ROW = 9.0
"""Tall enough to sign in."""
HEADING = 5.6
"""The strip that names a group."""
TABLE_HEAD = 7.2
FIRST_HEAD, NEXT_HEAD = 32.0, 5.0
"""From the top margin to the table, on the first page and on the others."""
FOOT_TOP = 198.6
"""Where the line below the rows begins; an office printer reaches to about 205."""
CLOSING = 52.0
"""Totals, the sentence that closes the list, and places for signatures."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `units` wide, beginning `start` units from the left of the table."""

    key: str
    start: int
    units: int

    @property
    def left(self) -> float:
        """From the left of the table."""
        return self.start * UNIT

    @property
    def width(self) -> float:
        """From rule to rule."""
        return self.units * UNIT


_KEYS = (
    *("number", "family", "given", "sex", "age", "organisation", "position", "category"),
    *("origin", "contact", "first_time", "time", "morning", "afternoon"),
)
_UNITS = {
    # (divided by category, with contacts): sixty-nine units in all.
    (True, True): (2, 7, 7, 2, 3, 9, 7, 2, 5, 8, 2, 3, 6, 6),
    (True, False): (2, 7, 9, 2, 3, 11, 8, 2, 6, 0, 2, 3, 7, 7),
    (False, True): (2, 6, 7, 2, 3, 8, 6, 5, 5, 8, 2, 3, 6, 6),
    (False, False): (2, 7, 8, 2, 3, 10, 7, 6, 5, 0, 2, 3, 7, 7),
}


def columns(grouping: Grouping, *, contacts: bool) -> tuple[Column, ...]:
    """The columns of a list, from left to right (from right to left in Arabic)."""
    units = _UNITS[grouping is Grouping.CATEGORY, contacts]
    starts = [sum(units[:i]) for i in range(len(units))]
    everything = map(Column, _KEYS, starts, units)
    return tuple(column for column in everything if column.units)


TABLE_WIDTH = 69 * UNIT
