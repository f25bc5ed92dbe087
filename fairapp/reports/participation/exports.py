"""The report for programs and spreadsheets: from the very rows that its pages print."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from fairapp.events.text import day_range
from fairapp.reports.participation import words
from fairapp.reports.participation.facts import Facts
from fairapp.reports.participation.figure_table import FigureTable
from fairapp.reports.summary import cube, unique_cube
from fairapp.reports.tables import Table, as_csv, as_json, as_xlsx

# A sheet's name has room for no more.
_SHEET_NAME = 31


def csv(facts: Facts, tables: Sequence[FigureTable]) -> bytes:
    """The cube; in the version to share every number that is told, one a line."""
    return as_csv(figures(tables) if facts.shared else whole_cube(facts))


def xlsx(facts: Facts, tables: Sequence[FigureTable], *, created: datetime) -> bytes:
    """A sheet for each table, and the cube after them."""
    sheets = [_sheet(table, n) for n, table in enumerate(tables, start=1)]
    more = [] if facts.shared else [whole_cube(facts)]
    return as_xlsx(*sheets, *more, created=created)


def as_json_file(facts: Facts, tables: Sequence[FigureTable], **head: Any) -> bytes:
    """Each table under its key; a number that is left out is null."""
    more = [] if facts.shared else [whole_cube(facts)]
    head = {"event": facts.event.slug, "version": "shared" if facts.shared else "full", **head}
    return as_json(*(_records(table) for table in tables), *more, **head)


def figures(tables: Sequence[FigureTable]) -> Table:
    """Every number of every table, one a line; empty when it is left out."""
    columns = {
        "table": _("Table"),
        "row": _("Row"),
        "group": _("Group"),
        "column": _("Column"),
        "number": _("Number"),
    }
    rows = [
        (table.title, line.label, column.group, column.label, number)
        for table in tables
        for line in table.lines
        for column, number in zip(table.columns, line.numbers, strict=True)
    ]
    return Table(_("Figures"), columns, rows)


def whole_cube(facts: Facts) -> Table:
    """Persons by day, sex, age, category and region; without a day each person once."""
    names = words.categories(facts.event)
    columns = {
        "day": _("Day"),
        "sex": _("Sex"),
        "age": _("Age"),
        "category": _("Category code"),
        "category_name": _("Category"),
        "region": _("Region"),
        "persons": _("Persons"),
    }
    people = facts.summary.participants
    rows = [
        (
            str(cell.get("day", "")),
            str(cell["sex"]),
            str(cell["age"]),
            str(cell["category"]),
            names[str(cell["category"])],
            str(cell["region"]),
            int(cell["count"]),
        )
        for cell in (*cube(people), *unique_cube(people))
    ]
    return Table("cube", columns, rows)


def digest(facts: Facts, tables: Sequence[FigureTable]) -> str:
    """SHA-256 over what the tables say, whatever the language: the same data give the same."""
    said = [[table.key, line.key, list(line.numbers)] for table in tables for line in table.lines]
    corrections = [str(value) for value in astuple(facts.corrections)]
    text = json.dumps([facts.shared, said, corrections], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def name_of(facts: Facts, extension: str) -> str:
    """`journees-2026-rapport-de-participation.pdf`."""
    version = "-partage" if facts.shared else ""
    return f"{facts.event.slug}-rapport-de-participation{version}.{extension}"


def title_of(facts: Facts) -> str:
    """What the document is called in its properties."""
    dates = day_range(facts.event.days)
    return f"{_('Attendance report')} – {facts.event.name} – {dates}"


def _records(table: FigureTable) -> Table:
    columns = {"key": "key", "label": table.stub, **{c.key: c.label for c in table.columns}}
    return Table(
        table.key, columns, [(line.key, line.label, *line.numbers) for line in table.lines]
    )


def _sheet(table: FigureTable, number: int) -> Table:
    headings = {c.key: f"{c.group} – {c.label}" if c.group else c.label for c in table.columns}
    name = f"{number} {table.title}"[:_SHEET_NAME].strip()
    rows = [(line.label, *line.numbers) for line in table.lines]
    return Table(name, {"label": table.stub, **headings}, rows)
