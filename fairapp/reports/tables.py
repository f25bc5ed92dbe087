"""Rows of a document as a table for programs and spreadsheets: CSV, XLSX, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fairapp.core import sheets
from fairapp.core.sheets import Sheet, Value

JSON = "application/json"
MIMETYPES = {"pdf": "application/pdf", "xlsx": sheets.XLSX, "csv": sheets.CSV, "json": JSON}
"""What documents are written as, by the ending of their names."""

# So many rows are looked at to tell how wide the columns of a sheet are.
_SAMPLE = 50


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is the title of its sheet and its key in JSON; `columns` go from key to heading, in
    the present language; a row has a value for each.
    """

    name: str
    columns: Mapping[str, str]
    rows: Sequence[Sequence[Value]]

    @property
    def lines(self) -> Iterator[Sequence[Value]]:
        """The headings, then the rows."""
        yield list(self.columns.values())
        yield from self.rows

    @property
    def records(self) -> list[dict[str, Value]]:
        """The rows as objects, by key."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def as_csv(table: Table) -> bytes:
    """The table as a spreadsheet in French expects it; texts are never formulas."""
    return sheets.as_csv(table.lines)


def as_xlsx(*tables: Table, created: datetime) -> bytes:
    """A workbook with a sheet for each table."""
    return sheets.as_xlsx(*(Sheet(t.name, t.lines, _widths(t)) for t in tables), created=created)


def as_json(*tables: Table, **head: Any) -> bytes:
    """An object of `head` and each table's records under its name; moments in ISO 8601."""
    content = {**head, **{table.name: table.records for table in tables}}
    text = json.dumps(content, ensure_ascii=False, indent=1, default=_plain)
    return f"{text}\n".encode()


def _widths(table: Table) -> list[int]:
    sample = [list(table.columns.values()), *table.rows[:_SAMPLE]]
    return [max(len(str(row[i] or "")) + 2 for row in sample) for i in range(len(table.columns))]


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
