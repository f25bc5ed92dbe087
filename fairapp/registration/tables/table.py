"""A table as it was read, how large one may be, and the refusal of what is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError
from fairapp.registration.names import clean_line

MAX_COLUMNS = 60
# More than any field takes, so that what is too long is seen.
MAX_CELL = 2500
# A row as its source numbers it, and its cells.
Numbered = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read: `megabytes` of the file, and of a workbook when it is `unpacked`."""

    megabytes: int
    unpacked: int
    rows: int


# A real list of 20,000 people unpacks to some 20 MB.
TEAM = Limits(megabytes=7, unpacked=150, rows=20_000)


@dataclass(frozen=True, slots=True)
class Row:
    """One row, numbered as a spreadsheet numbers it; cells are cleaned lines."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that hold anything, all of the same width.

    `sheet`: which of the workbook's `sheets` it is; both empty for what is no workbook.
    """

    rows: tuple[Row, ...]
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many columns."""
        return len(self.rows[0].cells) if self.rows else 0


def rows_of(numbered: Iterable[Numbered], limits: Limits) -> tuple[Row, ...]:
    """Those that hold anything, cleaned. DomainError when they are none, too many or too wide."""
    kept: list[tuple[int, list[str]]] = []
    blank = 0
    for number, cells in numbered:
        lines = [clean_line(cell[:MAX_CELL]) for cell in cells]
        while lines and not lines[-1]:
            lines.pop()
        if not lines:
            blank += 1
            # A million empty lines, or a row with an absurd number: nobody stands behind them.
            if blank > limits.rows:
                break
            continue
        if len(lines) > MAX_COLUMNS:
            message = _l(
                "This table has more than %(count)d columns. Keep those about people.",
                count=MAX_COLUMNS,
            )
            raise refusal("columns_many", message)
        kept.append((number, lines))
        if len(kept) > limits.rows:
            message = _l(
                "This table has more than %(count)d rows. Send it in parts.", count=limits.rows
            )
            raise refusal("rows_many", message)
    if not kept:
        raise refusal("file_empty", _l("There is nothing in this table."))
    width = max(len(cells) for _, cells in kept)
    return tuple(Row(n, (*cells, *[""] * (width - len(cells)))) for n, cells in kept)


def refusal(code: str, message: Any) -> DomainError:
    """Of a file."""
    return DomainError(code, message, field="file")
