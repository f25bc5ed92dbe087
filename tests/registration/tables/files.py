"""Workbooks for tests."""

from __future__ import annotations

import io

from openpyxl import Workbook


def workbook(*rows: list[object]) -> bytes:
    """One sheet with these rows."""
    return sheets(Liste=list(rows))


def sheets(*, hidden: str = "", **named: list[list[object]]) -> bytes:
    """Sheets with their rows, by name; one of them may be hidden."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in named.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
