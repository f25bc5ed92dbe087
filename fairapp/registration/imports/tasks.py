"""What the worker does for lists: checks their rows, then registers the people."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from fairapp.core import clock, tasks
from fairapp.core.db import db, transaction
from fairapp.core.errors import DomainError
from fairapp.core.tasks import Job, Progress
from fairapp.registration.actions import register, update_details
from fairapp.registration.details import details_of
from fairapp.registration.imports import queries
from fairapp.registration.imports.actions import CHECK, RUN
from fairapp.registration.imports.checking import Checker, defaults_of, key_of_row
from fairapp.registration.imports.models import (
    ImportRow,
    ImportStatus,
    Outcome,
    RegistrationImport,
)
from fairapp.registration.imports.rows import Problem, named, read_row
from fairapp.registration.imports.tables import Table, read_file
from fairapp.registration.models import Source

# Rows a transaction: few enough for the gates to get their turn in between.
BATCH = 50


@dataclass
class _Actor:
    """Whoever started the job."""

    id: int | None
    name: str


@tasks.handler(CHECK)
def check_rows(job: Job, progress: Progress) -> None:
    """Write down what becomes of each row."""
    list_ = db.session.get_one(RegistrationImport, job.params["list"])
    list_id = list_.id
    try:
        checked = _checked(list_, progress)
    except DomainError as error:
        with transaction():
            list_ = db.session.get_one(RegistrationImport, list_id)
            list_.status, list_.error = ImportStatus.FAILED, str(error.message)[:300]
        return
    with transaction():
        list_ = db.session.get_one(RegistrationImport, list_id)
        db.session.execute(delete(ImportRow).where(ImportRow.import_id == list_id))
        if checked:
            db.session.execute(insert(ImportRow), checked)
        list_.status, list_.error = ImportStatus.CHECKED, ""
        list_.row_count = len(checked)
        db.session.flush()
        list_.counts = queries.count(list_)


@tasks.handler(RUN)
def register_people(job: Job, progress: Progress) -> None:
    """Register row by row; safe to begin again, since each row says that it is done."""
    list_id, total = job.params["list"], 0
    actor = _Actor(job.created_by, job.created_by_name) if job.created_by else None
    left = _todo(list_id)
    for start in range(0, len(left), BATCH):
        with transaction():
            list_ = db.session.get_one(RegistrationImport, list_id)
            for row_id in left[start : start + BATCH]:
                _register(list_, db.session.get_one(ImportRow, row_id), actor)
        total = min(start + BATCH, len(left))
        progress(total, len(left))
    with transaction():
        list_ = db.session.get_one(RegistrationImport, list_id)
        list_.status, list_.finished_at = ImportStatus.DONE, clock.now()
        list_.counts = queries.count(list_)


def _checked(list_: RegistrationImport, progress: Progress) -> list[dict[str, object]]:
    rows = table_of(list_).rows
    header = list_.options["header"]
    rows = rows if header is None else rows[header + 1 :]
    list_id, checked = list_.id, list[dict[str, object]]()
    for chunk in Checker(list_.event, list_).check(rows):
        checked += [{"import_id": list_id, **values} for values in chunk]
        progress(len(checked), len(rows))
    return checked


def table_of(list_: RegistrationImport) -> Table:
    """The table in the file that was kept."""
    if list_.file is None:
        raise DomainError("file_gone", "The file is not there any more.")
    with list_.file.open() as file:
        return read_file(file.read(), list_.file.name)


def _todo(list_id: int) -> list[int]:
    query = select(ImportRow.id).where(ImportRow.import_id == list_id, queries.todo())
    return list(db.session.scalars(query.order_by(ImportRow.number, ImportRow.id)))


def _register(list_: RegistrationImport, row: ImportRow, actor: _Actor | None) -> None:
    """One person; what cannot be done is written on the row, and the others go on."""
    fields = sorted((int(index), field) for index, field in list_.mapping.items())
    cells, person = named(row.cells, fields), row.registration
    is_known = row.outcome == Outcome.CHANGED and person is not None
    read = read_row(
        list_.event,
        cells,
        defaults_of(list_.event, list_),
        known=details_of(person) if is_known and person else None,
    )
    try:
        # A row that breaks a rule takes none of its neighbours with it.
        with db.session.begin_nested():
            if read.details is None:
                raise DomainError("row_changed", "This row can no longer be read.")
            if is_known and person is not None:
                update_details(person, read.details, actor=actor, at=clock.now())
            else:
                person = register(
                    list_.event,
                    read.details,
                    source=Source.IMPORT,
                    actor=actor,
                    at=clock.now(),
                    # Somebody wanted although so much like another has no key of that other's.
                    submission_key=key_of_row({**cells, "row": _again(list_, row)}),
                    import_id=list_.id,
                    tell=bool(list_.options.get("tell")),
                )
                row.outcome = Outcome.NEW
        row.registration_id = person.id
    except DomainError as error:
        row.outcome = Outcome.ERROR
        refusal = Problem("refused", is_error=True, params={"why": str(error.message)})
        row.reasons = [*row.reasons, refusal.as_json()]
    row.decision = queries.DONE


def _again(list_: RegistrationImport, row: ImportRow) -> str:
    """Empty for a row that stands for itself; else what tells it from the row that it repeats."""
    return f"{list_.id} {row.number}" if row.outcome == Outcome.DUPLICATE else ""
