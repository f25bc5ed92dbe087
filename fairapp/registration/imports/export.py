"""Registrations as a table that can be changed and imported again, and rows that failed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration import births, places, reference
from fairapp.registration.imports.columns import EXPORT_HEADERS
from fairapp.registration.imports.models import ImportRow
from fairapp.registration.imports.rows import MESSAGES
from fairapp.registration.models import Registration

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
FIELDS = tuple(field for field in EXPORT_HEADERS if field not in {"name", "phone_2"})
# Of the export, and of no use to whoever imports it.
_MORE = ("Statut", "Délégation", "Inscrit le")
_BATCH = 1000
# What a spreadsheet would take for a formula, if a person's name began so.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def header() -> list[str]:
    """The first row of an export; in French, whatever the page's language."""
    return [*(EXPORT_HEADERS[field] for field in FIELDS), *_MORE]


def people(event: Event) -> Iterator[list[str]]:
    """A row for each registration of the fair, in the order of registering."""
    last = 0
    while True:
        query = (
            select(Registration)
            .where(Registration.event_id == event.id, Registration.id > last)
            .options(
                joinedload(Registration.category),
                joinedload(Registration.delegation),
                selectinload(Registration.days),
            )
            .order_by(Registration.id)
            .limit(_BATCH)
        )
        chunk = list(db.session.scalars(query))
        if not chunk:
            return
        last = chunk[-1].id
        for person in chunk:
            yield _row(event, person)
            # 40,000 people in memory at once would be all the memory there is.
            db.session.expunge(person)


def failures(rows: Iterable[ImportRow], header: Sequence[str]) -> Iterator[list[str]]:
    """The rows as they came, with what was wrong in a last column; the header first."""
    if header:
        yield [*header, _("Reason")]
    for row in rows:
        yield [*row.cells, " ".join(reasons(row))]


def reasons(row: ImportRow) -> list[str]:
    """What is odd about a row, in words."""
    found = []
    for reason in row.reasons:
        text = str(MESSAGES[reason["code"]])
        found.append(text % reason["params"] if reason.get("params") else text)
    return found


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a mark, so that a spreadsheet shows accents; semicolons, as it expects in French.

    Cells that a spreadsheet would take for a formula get an apostrophe, which reading takes away.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    for row in rows:
        writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Sequence[str]], *, title: str, created: datetime) -> bytes:
    """A sheet of texts with its header frozen and filters; a text never becomes a formula."""
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = created.replace(tzinfo=None)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    width = count = 0
    for row in rows:
        cells = [_cell(sheet, text, is_header=not count) for text in row]
        sheet.append(cells)
        width, count = max(width, len(cells)), count + 1
    if width:
        sheet.auto_filter.ref = f"A1:{get_column_letter(width)}{count}"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(sheet: Any, text: str, *, is_header: bool) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    # Whatever the text begins with: a name is no formula.
    cell.data_type = "s"
    if is_header:
        cell.font = Font(bold=True)
    return cell


def _row(event: Event, person: Registration) -> list[str]:
    values = {
        "reference": reference.display(person.reference),
        "birth": str(births.Birth(person.birth_year, person.birth_date, person.birth_approximate)),
        "phone": person.phone_raw,
        "category": person.category.code,
        "place": _place(person),
        "days": ", ".join(str(day.number) for day in person.days),
        "first_time": _yes_no(person.first_time),
        "photo_consent": {"yes": "oui", "no": "non", "internal": "interne"}.get(
            person.photo_consent or "", ""
        ),
        "share_name": _yes_no(person.share_name),
        "contact_after": _yes_no(person.contact_after),
    }
    told = [values.get(field, getattr(person, field, "") or "") for field in FIELDS]
    registered = f"{event.local(person.created_at):%Y-%m-%d %H:%M}"
    return [*told, person.status, person.delegation.name if person.delegation else "", registered]


def _place(person: Registration) -> str:
    if person.region == places.ABROAD_REGION:
        return places.write_abroad(person.locality, person.country)
    return person.locality


def _yes_no(value: bool | None) -> str:
    return "" if value is None else ("oui" if value else "non")
