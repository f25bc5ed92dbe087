"""What happens to a file: taken in, mapped, decided about, started, taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from fairapp.core import audit, storage, tasks
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.registration.actions import cancel
from fairapp.registration.imports import columns, queries
from fairapp.registration.imports.models import (
    ImportRow,
    ImportStatus,
    Outcome,
    RegistrationImport,
)
from fairapp.registration.imports.tables import Table, read_file, read_paste

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
    table = read_file(content, filename)
    return _keep(event, table, content, filename or "liste", actor=actor, at=at)


def take_in_lines(
    event: Event, text: str, *, actor: Actor | None, at: datetime
) -> RegistrationImport:
    """The same for pasted lines; DomainError on `paste`."""
    table = read_paste(text)
    return _keep(event, table, text.encode(), "liste.txt", actor=actor, at=at)


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
    if list_.status not in {ImportStatus.UPLOADED, ImportStatus.CHECKED, ImportStatus.FAILED}:
        raise DomainError("too_late", _l("This list is being worked on already."))
    fields = [field for field in mapping.values() if field]
    if not set(fields) & {"name", "given_names", "family_name", "reference"}:
        raise DomainError("no_name", _l("Say which column is the name."))
    if len(set(fields)) < len(fields):
        raise DomainError("field_twice", _l("Two columns are the same thing; choose one of them."))
    list_.mapping = {str(index): field for index, field in mapping.items() if field}
    list_.options = {
        **list_.options,
        "header": options.header,
        "category": options.category,
        "language": options.language,
        "days": list(options.days),
        "tell": options.tell,
    }
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
    guess = columns.guess(table)
    start = 0 if guess.header is None else guess.header + 1
    file = storage.store(
        content, name=filename[:200], mimetype="application/octet-stream", event_id=event.id
    )
    list_ = RegistrationImport(
        event_id=event.id,
        file_id=file.id,
        status=ImportStatus.UPLOADED,
        header=list(table.rows[guess.header].cells) if guess.header is not None else [],
        mapping={str(index): field for index, field in guess.fields.items()},
        options={
            "header": guess.header,
            "width": table.width,
            "samples": [row.cells for row in table.rows[start : start + _SAMPLES]],
        },
        row_count=len(table.rows) - start,
        created_by=actor.id if actor else None,
        created_by_name=actor.name if actor else "",
        created_at=at,
    )
    db.session.add(list_)
    db.session.flush()
    details = {"file": filename[:200], "rows": list_.row_count}
    audit.record("registrations.list_uploaded", list_, at=at, actor=actor, details=details)
    return list_
