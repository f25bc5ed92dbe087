"""What the worker does for lists: checks their rows, then registers the people."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from fairapp.core import clock, tasks
from fairapp.core.db import db, transaction
from fairapp.core.errors import DomainError
from fairapp.core.tasks import Job, Progress
from fairapp.registration.imports import queries
from fairapp.registration.imports.actions import CHECK, RUN, table_of
from fairapp.registration.imports.checking import Checker
from fairapp.registration.imports.models import ImportRow, ImportStatus, RegistrationImport
from fairapp.registration.imports.taking import Taking

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
    taking, left = Taking(db.session.get_one(RegistrationImport, list_id), actor), _todo(list_id)
    for start in range(0, len(left), BATCH):
        with transaction():
            list_ = db.session.get_one(RegistrationImport, list_id)
            for row in queries.with_ids(left[start : start + BATCH]):
                taking.take(list_, row)
        total = min(start + BATCH, len(left))
        progress(total, len(left))
    with transaction():
        list_ = db.session.get_one(RegistrationImport, list_id)
        list_.status, list_.finished_at = ImportStatus.DONE, clock.now()
        list_.counts = queries.count(list_)


def _checked(list_: RegistrationImport, progress: Progress) -> list[dict[str, object]]:
    rows = table_of(list_, list_.options.get("sheet", "")).rows
    header = list_.options["header"] if list_.options.get("is_named", True) else None
    rows = rows if header is None else rows[header + 1 :]
    list_id, checked = list_.id, list[dict[str, object]]()
    for chunk in Checker(list_.event, list_).check(rows):
        checked += [{"import_id": list_id, **values} for values in chunk]
        progress(len(checked), len(rows))
    return checked


def _todo(list_id: int) -> list[int]:
    query = select(ImportRow.id).where(ImportRow.import_id == list_id, queries.todo())
    return list(db.session.scalars(query.order_by(ImportRow.number, ImportRow.id)))
