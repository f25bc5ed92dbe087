"""Rows written as files for spreadsheets, CSV and XLSX; a text never becomes a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"

Value = str | int | float | date | datetime | None
"""What a cell may hold. A datetime is naive, on the clocks of the fair: a sheet knows no zones."""

# What a spreadsheet would take for a formula, if a person's name began so.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


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
    # What it takes to write one is loaded with the first: it would make each start slower.
    from fairapp.core import workbook

    return workbook.written(sheets, created)


def _written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return str(value)
