"""Reads of badges: which ones to print, in which order; one badge or batch by its number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, bindparam, false, func, or_, select

from fairapp.badges import numbers, prints
from fairapp.badges.fingerprints import fingerprints
from fairapp.badges.models import Badge, Printing, Reason
from fairapp.badges.rows import CATEGORY
from fairapp.core.db import db
from fairapp.core.tasks import Job
from fairapp.events.models import Category, Event
from fairapp.registration.models import Delegation, Registration, Status
from fairapp.registration.people_list.models import BatchPerson
from fairapp.registration.search import fold

# Built once, for it is asked with every registration.
_IN_FORCE = select(Badge).where(
    Badge.registration_id == bindparam("registration"), Badge.revoked_at.is_(None)
)

BATCH = "badges.sheets"


class Order(StrEnum):
    """How badges follow each other on the sheets; within, by name."""

    NAME = "name"
    CATEGORY = "category"
    DELEGATION = "delegation"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which badges to print: codes of a category and a delegation, empty for all.

    `first` and `last` are beginnings of names: from `Ba` to `Di` are Bah, Diallo and Diop no
    more. `changed`: printed, and what they say has changed since. `numbers`, as `12, 40-60`, may
    name blank badges. `chosen`: the number of a group chosen in the list of participants.
    """

    category: str = ""
    delegation: str = ""
    unprinted: bool = False
    order: Order = Order.NAME
    changed: bool = False
    first: str = ""
    last: str = ""
    numbers: str = ""
    chosen: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """A category or delegation to choose, and how many badges it has."""

    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Sheets made or being made; `printed` is the entry that says who printed them, and when."""

    job: Job
    printed: Printing | None


def badge_ids(event: Event, selection: Selection) -> list[int]:
    """Ids of the badges to print, in order: in force, of people who are expected.

    DomainError `numbers` when they cannot be read.
    """
    query = (
        select(
            *(Badge.id, Badge.number, Registration.family_name, Registration.given_names),
            *(Category.position, func.coalesce(Delegation.name, "").label("delegation")),
        )
        .outerjoin(Registration, Badge.registration_id == Registration.id)
        .outerjoin(Category, Category.id == CATEGORY)
        .outerjoin(Delegation, Registration.delegation_id == Delegation.id)
        .where(*_printable(event, blank=bool(selection.numbers)), *_chosen(selection))
    )
    rows = [row for row in db.session.execute(query) if _is_within(row, selection)]
    rows.sort(key=lambda row: _place(row, selection.order))
    ids = [row.id for row in rows]
    return _changed(event, ids) if selection.changed else ids


def categories(event: Event) -> list[Choice]:
    """The categories that have badges to print, in the event's order."""
    query = (
        select(Category.code, Category.name, func.count(Badge.id))
        .join(Registration, Registration.category_id == Category.id)
        .join(Badge, Badge.registration_id == Registration.id)
        .where(*_printable(event))
        .group_by(Category.id)
        .order_by(Category.position, Category.id)
    )
    return [Choice(code, str(name), number) for code, name, number in db.session.execute(query)]


def delegations(event: Event) -> list[Choice]:
    """The delegations that have badges to print, by name."""
    query = (
        select(Delegation.code, Delegation.name, func.count(Badge.id))
        .join(Registration, Registration.delegation_id == Delegation.id)
        .join(Badge, Badge.registration_id == Registration.id)
        .where(*_printable(event))
        .group_by(Delegation.id)
    )
    choices = [Choice(*row) for row in db.session.execute(query)]
    return sorted(choices, key=lambda choice: (fold(choice.name), choice.code))


def find(event: Event, number: int) -> Badge | None:
    """The badge with this number."""
    query = select(Badge).where(Badge.event_id == event.id, Badge.number == number)
    return db.session.scalar(query)


def history(badge: Badge) -> list[Badge]:
    """All badges of the same person, the latest first; the badge alone when it is blank."""
    if badge.registration_id is None:
        return [badge]
    query = select(Badge).where(Badge.registration_id == badge.registration_id)
    return list(db.session.scalars(query.order_by(Badge.number.desc())))


def in_force(registration: Registration) -> Badge | None:
    """The badge that gates accept for this registration."""
    return db.session.scalar(_IN_FORCE, {"registration": registration.id})


def numbers_in_force(registration_ids: Iterable[int]) -> dict[int, int]:
    """Registration to the number of its badge, for those that have one."""
    query = select(Badge.registration_id, Badge.number).where(
        Badge.registration_id.in_(list(registration_ids)), Badge.revoked_at.is_(None)
    )
    return {row.registration_id: row.number for row in db.session.execute(query)}


def batches(event: Event, *, limit: int = 20) -> list[Batch]:
    """The latest batches, the newest first."""
    query = select(Job).where(Job.event_id == event.id, Job.kind == BATCH)
    jobs = list(db.session.scalars(query.order_by(Job.id.desc()).limit(limit)))
    entries = printed_entries(job.id for job in jobs)
    return [Batch(job, entries.get(job.id)) for job in jobs]


def find_batch(event: Event, job_id: int) -> Batch | None:
    """One batch of the event."""
    job = db.session.get(Job, job_id)
    if job is None or job.event_id != event.id or job.kind != BATCH:
        return None
    return Batch(job, printed_entries([job.id]).get(job.id))


def _printable(event: Event, *, blank: bool = False) -> list[ColumnElement[bool]]:
    expected = Registration.status == Status.CONFIRMED
    return [
        Badge.event_id == event.id,
        Badge.revoked_at.is_(None),
        expected | Badge.registration_id.is_(None) if blank else expected,
    ]


def _chosen(selection: Selection) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if selection.category:
        conditions.append(Category.code == selection.category)
    if selection.delegation:
        conditions.append(Delegation.code == selection.delegation)
    if selection.chosen:
        group = BatchPerson.batch_id == selection.chosen
        people = select(BatchPerson.registration_id).where(group)
        conditions.append(Badge.registration_id.in_(people))
    if selection.unprinted:
        conditions.append(Badge.printed_at.is_(None))
    if selection.numbers:
        stretches = (Badge.number.between(*ends) for ends in numbers.parse(selection.numbers))
        conditions.append(or_(false(), *stretches))
    return conditions


def _is_within(row: Any, selection: Selection) -> bool:
    """Databases compare letters each in its own way; a range of names has one meaning."""
    if not selection.first and not selection.last:
        return True
    name, first, last = _sorted_by(row), fold(selection.first), fold(selection.last)
    return first <= name and (not last or name[: len(last)] <= last)


def _changed(event: Event, ids: Sequence[int]) -> list[int]:
    last = prints.last_faces(event)
    printed = [key for key in ids if last.get(key)]
    now = fingerprints(printed)
    return [key for key in printed if now[key] != last[key]]


def _place(row: Any, order: Order) -> tuple[object, ...]:
    # Databases sort accents and apostrophes each in its own way; a box of badges has one order.
    # Blank ones stand at the end, by their number.
    nobody = row.family_name is None
    name = (nobody, _sorted_by(row), fold(row.given_names or ""), row.number)
    if order is Order.CATEGORY:
        return (row.position is None, row.position or 0, *name)
    if order is Order.DELEGATION:
        # People without a delegation after all of those that have one.
        return (not row.delegation, fold(row.delegation), *name)
    return name


def _sorted_by(row: Any) -> str:
    return fold(row.family_name or row.given_names or "")


def printed_entries(job_ids: Iterable[int]) -> dict[int, Printing]:
    """By batch, the entry that says that its sheets are on paper."""
    query = select(Printing).where(
        Printing.job_id.in_(list(job_ids)),
        Printing.reason != Reason.PAGES,
        Printing.undone_at.is_(None),
    )
    return {printing.job_id or 0: printing for printing in db.session.scalars(query)}
