"""Reads of who came, and of who is expected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, exists, or_, select
from sqlalchemy.orm import aliased

from fairapp.badges.models import Badge
from fairapp.checkin.entries import entry_rows, presence_rows, watched_rows, within
from fairapp.checkin.presence import AFTERNOON_FROM
from fairapp.core.db import db
from fairapp.events.models import Category, Event
from fairapp.registration.models import (
    Delegation,
    Registration,
    Relation,
    Status,
    age_on,
    registration_day,
)
from fairapp.registration.phones import display
from fairapp.registration.signups.models import SeatStatus, SignUp
from fairapp.reports.attendance.people import Attendee
from fairapp.reports.attendance.scope import Half, Scope

# Rows at a time: a list of a whole country's fair is never held twice.
_AT_ONCE = 2_000


def attendees(event: Event, scope: Scope) -> list[Attendee]:
    """Everybody whom the scans say was there, by family name."""
    came = _presence(event, scope)
    query = _people(event).join(came, came.c.person_id == Registration.id)
    return _read(event, query.add_columns(came.c.first_at, came.c.scanned_at))


def expected(event: Event, scope: Scope) -> list[Attendee]:
    """Whose name stands on a list to be signed at the door, by family name: of a session those
    with a seat, otherwise those who come that day. Who named no days comes on all.
    """
    is_expected = (Registration.status == Status.CONFIRMED, Category.is_counted)
    return _read(event, _people(event).where(*is_expected, _said_to_come(scope)))


def _presence(event: Event, scope: Scope) -> Subquery:
    if scope.session is not None:
        return presence_rows(watched_rows(event, scope.session.code))
    entry = entry_rows(event)
    conditions = [within(entry.c.at, event, scope.day.date)]
    if scope.half is not None:
        noon = event.utc(scope.day.date, AFTERNOON_FROM)
        is_early = scope.half is Half.MORNING
        conditions.append(entry.c.at < noon if is_early else entry.c.at >= noon)
    return presence_rows(entry, *conditions)


def _said_to_come(scope: Scope) -> ColumnElement[bool]:
    if scope.session is not None:
        return exists().where(
            SignUp.registration_id == Registration.id,
            SignUp.session_id == scope.session.id,
            SignUp.status == SeatStatus.SEATED,
        )
    named = registration_day.c.registration_id == Registration.id
    on_it = registration_day.c.event_day_id == scope.day.id
    return or_(exists().where(and_(named, on_it)), ~exists().where(named))


def _people(event: Event) -> Select[*tuple[Any, ...]]:
    """What a list tells of people. Columns: rows of the model would take four times the memory."""
    replaced = aliased(Registration)
    columns: tuple[Any, ...] = (
        *(Registration.reference, Registration.family_name, Registration.given_names),
        *(Registration.name_other_script, Registration.sex, Registration.birth_date),
        *(Registration.birth_year, Registration.organisation, Registration.position),
        *(Registration.category_id, Registration.region, Registration.locality),
        *(Registration.phone, Registration.phone_raw, Registration.email),
        *(Registration.first_time, Registration.thumbprint, Registration.relation),
        *(Registration.stands_for, Delegation.name.label("delegation"), Badge.number),
        replaced.family_name.label("replaced_family"),
        replaced.given_names.label("replaced_given"),
    )
    in_force = and_(Badge.registration_id == Registration.id, Badge.revoked_at.is_(None))
    return (
        select(*columns)
        .select_from(Registration)
        .join(Category, Category.id == Registration.category_id)
        .outerjoin(Delegation, Delegation.id == Registration.delegation_id)
        .outerjoin(Badge, in_force)
        .outerjoin(replaced, replaced.id == Registration.replaces_id)
        .where(Registration.event_id == event.id)
    )


def _read(event: Event, query: Select[*tuple[Any, ...]]) -> list[Attendee]:
    rows = db.session.execute(query.execution_options(yield_per=_AT_ONCE))
    return sorted(_attendees(event, rows), key=lambda person: person.sort_key)


def _attendees(event: Event, rows: Any) -> Iterator[Attendee]:
    first_day = event.days[0].date
    categories = {one.id: (str(one.name), one.letter, one.position) for one in event.categories}
    for row in rows:
        name, letter, position = categories[row.category_id]
        replaced = f"{row.replaced_given or ''} {row.replaced_family or ''}".strip()
        first_at = getattr(row, "first_at", None)
        yield Attendee(
            reference=row.reference,
            family_name=row.family_name,
            given_names=row.given_names,
            other_script=row.name_other_script,
            sex=row.sex,
            age=age_on(first_day, born=row.birth_date, year=row.birth_year),
            organisation=row.organisation,
            position=row.position,
            category=name,
            category_letter=letter,
            category_position=position,
            delegation=row.delegation or "",
            region=row.region,
            locality=row.locality,
            phone=display(row.phone) if row.phone else row.phone_raw,
            email=row.email,
            first_time=row.first_time,
            first_at=first_at,
            is_from_paper=first_at is not None and row.scanned_at != first_at,
            badge=row.number,
            thumbprint=row.thumbprint,
            in_place_of=replaced or row.stands_for,
            represents=row.relation == Relation.REPRESENTS,
        )
