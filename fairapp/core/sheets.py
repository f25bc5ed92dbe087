"""Rows written as files for spreadsheets, CSV and XLSX; a text never becomes a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"

Value = str | int | float | date | datetime | None
"""What a cell may hold. A datetime is naive, on the clocks of the fair: a sheet knows no zones."""

# What a spreadsheet would take for a formula, if a person's name began so.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_LONGEST_TITLE = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_WIDTHS = (8, 48)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook; the first of its rows is the header.

    `widths`, in characters, are set before the rows are seen: openpyxl writes as it goes.
    """

    title: str
    rows: Iterable[Sequence[Value]]
    widths: Sequence[int] = field(default=())


def as_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with a mark, so that a spreadsheet shows accents; semicolons, as it expects in French.

    Texts that a spreadsheet would take for a formula get an apostrophe, which reading takes away.
    """
    content = io.BytesIO()
    text = io.TextIOWrapper(content, "utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";")
    for row in rows:
        writer.writerow([_written(value) for value in row])
    text.flush()
    return content.getvalue()


def as_xlsx(*sheets: Sheet, created: datetime) -> bytes:
    """A workbook with each header frozen and with filters; numbers and dates keep their type."""
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = created.replace(tzinfo=None)
    for sheet in sheets:
        _write(book, sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return str(value)


def _write(book: Any, sheet: Sheet) -> None:
    made = book.create_sheet(_FORBIDDEN.sub(" ", sheet.title)[:_LONGEST_TITLE])
    made.freeze_panes = "A2"
    for position, width in enumerate(sheet.widths, start=1):
        low, high = _WIDTHS
        made.column_dimensions[get_column_letter(position)].width = min(max(width, low), high)
    width = count = 0
    for row in sheet.rows:
        cells = [_cell(made, value, is_header=not count) for value in row]
        made.append(cells)
        width, count = max(width, len(cells)), count + 1
    if width:
        made.auto_filter.ref = f"A1:{get_column_letter(width)}{count}"


def _cell(sheet: Any, value: Value, *, is_header: bool) -> Any:
    cell = WriteOnlyCell(sheet, value=value)  # type: ignore[arg-type]
    if isinstance(value, str):
        # Whatever the text begins with: a name is no formula.
        cell.data_type = "s"
    elif isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm:ss"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if is_header:
        cell.font = Font(bold=True)
    return cell
