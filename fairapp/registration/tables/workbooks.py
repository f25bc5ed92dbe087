"""Tables in workbooks (.xlsx): looked at before anything is unpacked, then read sheet by sheet."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import Any

from flask_babel import lazy_gettext as _l
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from fairapp.registration.tables.table import Limits, Numbered, refusal

_MAX_PARTS = 1000
_VISIBLE = "visible"
# A sheet with anything in it has something within so many rows.
_BEGINS_WITHIN = 200
_TORN = (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError)


@contextmanager
def opened(content: bytes, limits: Limits) -> Iterator[Any]:
    """The workbook, to be read in the block. DomainError for what is none or could do harm."""
    _check_package(content, limits)
    try:
        yield load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except _TORN as error:
        raise refusal("file_torn", _cannot_be_read()) from error


def sheets(book: Any) -> tuple[str, ...]:
    """The names of those that people see and that have anything in them."""
    shown = (sheet for sheet in book.worksheets if sheet.sheet_state == _VISIBLE)
    return tuple(sheet.title for sheet in shown if _has_anything(sheet))


def rows(book: Any, name: str) -> Iterator[Numbered]:
    """The rows of a sheet. DomainError when a cell holds a formula."""
    sheet = book[name]
    # What a sheet says of its own size may be wrong, and rows beyond it would be lost.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), 1):
        for cell in cells:
            if cell.data_type == "f":
                message = _l(
                    "Cell %(cell)s holds a formula. Copy the sheet and paste it as values only.",
                    cell=cell.coordinate,
                )
                raise refusal("file_formula", message)
        yield number, [_text(cell.value) for cell in cells]


def _has_anything(sheet: Any) -> bool:
    sheet.reset_dimensions()
    first = islice(sheet.iter_rows(values_only=True), _BEGINS_WITHIN)
    return any(value not in (None, "") for row in first for value in row)


def _check_package(content: bytes, limits: Limits) -> None:
    """Look at what is in the package before anything of it is unpacked."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile as error:
        raise refusal("file_torn", _cannot_be_read()) from error
    names = {part.filename for part in parts}
    if any("vbaproject" in name.lower() for name in names):
        message = _l("This file has macros. Save it as .xlsx without them, or as CSV.")
        raise refusal("file_macros", message)
    if "xl/workbook.xml" not in names:
        message = _l("This is not a spreadsheet that we can read. Save it as .xlsx or CSV.")
        raise refusal("file_kind", message)
    # Nothing gives more than it declares: the reader stops there.
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MAX_PARTS or unpacked > limits.unpacked << 20:
        message = _l("This file is far larger inside than outside. Save the list anew, or as CSV.")
        raise refusal("file_bomb", message)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _cannot_be_read() -> Any:
    return _l("This file cannot be read. Open it and save it again as .xlsx or CSV.")
