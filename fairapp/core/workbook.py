"""Sheets as a workbook, by openpyxl: what of `core.sheets` is slow to load."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from fairapp.core.sheets import Sheet, Value

_LONGEST_TITLE = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_WIDTHS = (8, 48)


def written(sheets: Sequence[Sheet], created: datetime) -> bytes:
    """The file."""
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = created.replace(tzinfo=None)
    for sheet in sheets:
        _write(book, sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


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
