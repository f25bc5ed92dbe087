"""Reads of files on their way in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.imports.models import ImportRow, Outcome, RegistrationImport
from fairapp.registration.models import Registration, Status

ADD, SKIP, DONE = "add", "skip", "done"
"""Decisions about a row: register it although it looks like somebody; leave it; it is done."""

WARNINGS = "warnings"
"""A filter beside the outcomes: new rows about which something is odd."""
PAGE = 50


def lists(event: Event, *, limit: int = 30) -> list[RegistrationImport]:
    """The fair's files, the latest first."""
    query = select(RegistrationImport).where(RegistrationImport.event_id == event.id)
    found = query.options(joinedload(RegistrationImport.file), joinedload(RegistrationImport.job))
    return list(db.session.scalars(found.order_by(RegistrationImport.id.desc()).limit(limit)))


def find(event: Event, list_id: int) -> RegistrationImport | None:
    """One file of this fair."""
    query = select(RegistrationImport).where(
        RegistrationImport.event_id == event.id, RegistrationImport.id == list_id
    )
    return db.session.scalar(query)


def rows(list_: RegistrationImport, shown: str, *, page: int) -> list[ImportRow]:
    """A page of the rows with this outcome (or `WARNINGS`); all when `shown` is empty."""
    query = (
        select(ImportRow)
        .where(ImportRow.import_id == list_.id, *_shown(shown))
        .options(joinedload(ImportRow.registration))
        .order_by(ImportRow.number, ImportRow.id)
    )
    return list(db.session.scalars(query.limit(PAGE).offset((page - 1) * PAGE)))


def with_ids(ids: Sequence[int]) -> list[ImportRow]:
    """These rows, in the order of the table."""
    query = select(ImportRow).where(ImportRow.id.in_(ids))
    return list(db.session.scalars(query.order_by(ImportRow.number, ImportRow.id)))


def failed(list_: RegistrationImport) -> Iterator[ImportRow]:
    """The rows that became nobody: with errors, and those left out as duplicates."""
    query = select(ImportRow).where(
        ImportRow.import_id == list_.id,
        or_(
            ImportRow.outcome == Outcome.ERROR,
            and_(ImportRow.outcome == Outcome.DUPLICATE, ImportRow.decision != DONE),
        ),
    )
    return iter(db.session.scalars(query.order_by(ImportRow.number, ImportRow.id)))


def count(list_: RegistrationImport) -> dict[str, int]:
    """Rows by outcome, the new ones with warnings apart, and those still to be done."""
    rows = db.session.execute(
        select(ImportRow.outcome, func.count())
        .where(ImportRow.import_id == list_.id)
        .group_by(ImportRow.outcome)
    )
    counts = {outcome: number for outcome, number in rows}
    for name, conditions in ((WARNINGS, _shown(WARNINGS)), ("todo", [todo()])):
        counted = select(func.count()).select_from(ImportRow)
        counts[name] = db.session.scalars(
            counted.where(ImportRow.import_id == list_.id, *conditions)
        ).one()
    return counts


def todo() -> ColumnElement[bool]:
    """Rows that an import has still to register or correct."""
    wanted = or_(
        ImportRow.outcome.in_((Outcome.NEW, Outcome.CHANGED)),
        and_(ImportRow.outcome == Outcome.DUPLICATE, ImportRow.decision == ADD),
    )
    return and_(wanted, ImportRow.decision != DONE)


def to_undo(list_: RegistrationImport) -> Sequence[Registration]:
    """Whom this file has registered and who is still expected."""
    standing = (Status.CONFIRMED, Status.PENDING, Status.WAITING, Status.OFFERED)
    query = select(Registration).where(
        Registration.import_id == list_.id, Registration.status.in_(standing)
    )
    return list(db.session.scalars(query.order_by(Registration.id)))


def by_reference(event: Event, references: Iterable[str]) -> dict[str, Registration]:
    """Registrations of the fair by normalised reference, with what a row is compared with."""
    query = (
        select(Registration)
        .where(Registration.event_id == event.id, Registration.reference.in_(list(references)))
        .options(
            selectinload(Registration.days),
            joinedload(Registration.category),
            joinedload(Registration.delegation),
        )
    )
    return {person.reference: person for person in db.session.scalars(query)}


def by_key(event: Event, keys: Iterable[str]) -> dict[str, int]:
    """Ids of registrations of the fair by `submission_key`."""
    query = select(Registration.submission_key, Registration.id).where(
        Registration.event_id == event.id, Registration.submission_key.in_(list(keys))
    )
    return {str(key): row_id for key, row_id in db.session.execute(query)}


def _shown(shown: str) -> list[ColumnElement[bool]]:
    if shown == WARNINGS:
        # Every new row's reasons are warnings.
        return [ImportRow.outcome == Outcome.NEW, ImportRow.has_reasons.is_(True)]
    return [ImportRow.outcome == shown] if shown else []
