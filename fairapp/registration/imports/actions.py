"""What happens to a file: taken in, mapped, decided about, started, taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from fairapp.core import audit, storage, tasks
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.registration.actions import cancel
from fairapp.registration.imports import queries
from fairapp.registration.imports.columns import Columns
from fairapp.registration.imports.models import (
    ImportRow,
    ImportStatus,
    Outcome,
    RegistrationImport,
)
from fairapp.registration.tables.guessing import guess
from fairapp.registration.tables.reading import read_file, read_paste
from fairapp.registration.tables.table import Table

CHECK, RUN = "imports.check", "imports.run"
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Options:
    """What holds for the whole list. `header`: whether its first row names the columns."""

    header: int | None
    category: str = ""
    language: str = "fr"
    days: tuple[int, ...] = ()
    tell: bool = False


def take_in(
    event: Event, content: bytes, filename: str, *, actor: Actor | None, at: datetime
) -> RegistrationImport:
    """Keep a file with a guess at its columns. DomainError on `file` when it is no such table."""
    return _keep(event, read_file(content), content, filename or "liste", actor=actor, at=at)


def take_in_lines(
    event: Event, text: str, *, actor: Actor | None, at: datetime
) -> RegistrationImport:
    """The same for pasted lines; DomainError on `paste`."""
    return _keep(event, read_paste(text), text.encode(), "liste.txt", actor=actor, at=at)


def table_of(list_: RegistrationImport, sheet: str) -> Table:
    """The table in the file that was kept. DomainError when it cannot be read (any more)."""
    if list_.file is None:
        raise DomainError("file_gone", _l("The file is not there any more."))
    with list_.file.open() as file:
        return read_file(file.read(), sheet=sheet)


def turn_to(list_: RegistrationImport, sheet: str, options: Options) -> None:
    """Take another sheet of the workbook, with a guess at its columns; what was chosen for the
    whole list stays. DomainError when that sheet cannot be read, or it is too late."""
    _check_waits(list_)
    _lay_out(list_, table_of(list_, sheet))
    _keep_options(list_, replace(options, header=list_.options["header"]))
    list_.status = ImportStatus.UPLOADED


def check(
    list_: RegistrationImport,
    mapping: Mapping[int, str],
    options: Options,
    *,
    actor: Actor | None,
    at: datetime,
) -> None:
    """Have every row checked; nobody is registered yet. DomainError when no column is a name or
    a reference, when one field has two columns, or when the file is on its way in already."""
    _check_waits(list_)
    fields = [field for field in mapping.values() if field]
    if not set(fields) & {"name", "given_names", "family_name", "reference"}:
        raise DomainError("no_name", _l("Say which column is the name."))
    if len(set(fields)) < len(fields):
        raise DomainError("field_twice", _l("Two columns are the same thing; choose one of them."))
    list_.mapping = {str(index): field for index, field in mapping.items() if field}
    _keep_options(list_, options)
    list_.status = ImportStatus.CHECKING
    params = {"list": list_.id}
    job = tasks.start(CHECK, event_id=list_.event_id, params=params, actor=actor, at=at)
    list_.job_id = job.id


def decide(list_: RegistrationImport, decision: str, *, numbers: Collection[int] = ()) -> int:
    """Add or skip duplicates: those of these rows, or all of them. How many that were."""
    if list_.status != ImportStatus.CHECKED:
        return 0
    change = update(ImportRow).where(
        ImportRow.import_id == list_.id,
        ImportRow.outcome == Outcome.DUPLICATE,
        ImportRow.decision != decision,
    )
    if numbers:
        change = change.where(ImportRow.number.in_(numbers))
    changed = db.session.execute(change.values(decision=decision).returning(ImportRow.id)).all()
    return len(changed)


def start(list_: RegistrationImport, *, actor: Actor | None, at: datetime) -> None:
    """Register the people of a list that was checked; nothing when that has begun already."""
    db.session.refresh(list_, with_for_update=True)
    if list_.status != ImportStatus.CHECKED:
        return
    list_.status = ImportStatus.IMPORTING
    params = {"list": list_.id}
    job = tasks.start(RUN, event_id=list_.event_id, params=params, actor=actor, at=at)
    list_.job_id = job.id
    counts = {name: number for name, number in list_.counts.items() if number}
    audit.record("registrations.imported", list_, at=at, actor=actor, details=counts)


def undo(list_: RegistrationImport, *, actor: Actor | None, at: datetime) -> int:
    """Cancel whom this list has registered; how many. Each can be taken up again."""
    people = queries.to_undo(list_)
    for person in people:
        cancel(person, actor=actor, at=at)
    details = {"cancelled": len(people)}
    audit.record("registrations.import_undone", list_, at=at, actor=actor, details=details)
    return len(people)


def _keep(
    event: Event,
    table: Table,
    content: bytes,
    filename: str,
    *,
    actor: Actor | None,
    at: datetime,
) -> RegistrationImport:
    file = storage.store(
        content, name=filename[:200], mimetype="application/octet-stream", event_id=event.id
    )
    list_ = RegistrationImport(
        event_id=event.id,
        event=event,
        file_id=file.id,
        status=ImportStatus.UPLOADED,
        options={},
        created_by=actor.id if actor else None,
        created_by_name=actor.name if actor else "",
        created_at=at,
    )
    _lay_out(list_, table)
    db.session.add(list_)
    db.session.flush()
    details = {"file": filename[:200], "rows": list_.row_count}
    audit.record("registrations.list_uploaded", list_, at=at, actor=actor, details=details)
    return list_


def _lay_out(list_: RegistrationImport, table: Table) -> None:
    """Note what the table looks like, and what its columns probably are."""
    found = guess(table, Columns(list_.event).headers)
    start = 0 if found.header is None else found.header + 1
    list_.header = list(table.rows[found.header].cells) if found.header is not None else []
    list_.mapping = {str(index): field for index, field in found.fields.items()}
    list_.row_count = len(table.rows) - start
    list_.options = {
        **list_.options,
        "header": found.header,
        "width": table.width,
        "samples": [row.cells for row in table.rows[start : start + _SAMPLES]],
        "sheet": table.sheet,
        "sheets": table.sheets,
    }


def _keep_options(list_: RegistrationImport, options: Options) -> None:
    list_.options = {
        **list_.options,
        "is_named": options.header is not None,
        "category": options.category,
        "language": options.language,
        "days": list(options.days),
        "tell": options.tell,
    }


def _check_waits(list_: RegistrationImport) -> None:
    """DomainError unless nothing has been done with it yet."""
    if list_.status not in {ImportStatus.UPLOADED, ImportStatus.CHECKED, ImportStatus.FAILED}:
        raise DomainError("too_late", _l("This list is being worked on already."))
