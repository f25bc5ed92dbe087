"""Guests of protocol who are expected today and not yet in: one answer for desk and board."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from fairapp.checkin.entries import with_duplicates, within
from fairapp.checkin.models import Scan
from fairapp.checkin.queries import not_undone
from fairapp.core.db import db
from fairapp.events.models import Checkpoint, Event, EventDay
from fairapp.registration.models import Registration, Status


def expected_on(event: Event, day: date) -> ColumnElement[bool]:
    """Confirmed people of `event` who named `day`, or no day in particular; nobody off its days."""
    is_of_the_fair = select(EventDay.id).where(EventDay.event_id == event.id, EventDay.date == day)
    return (
        (Registration.event_id == event.id)
        & (Registration.status == Status.CONFIRMED)
        & or_(~Registration.days.any(), Registration.days.any(EventDay.date == day))
        & is_of_the_fair.exists()
    )


def expected_guests(event: Event, day: date, until: datetime, *columns: Any) -> Select[Any]:
    """`columns` of guests expected on `day` who are not in by `until`, the highest rank first."""
    # They are few, and asked for first: in one statement PostgreSQL looks through the scans of the
    # whole fair and everybody's days.
    guests = _guests(event)
    return (
        select(*columns)
        .where(
            Registration.id.in_(guests),
            expected_on(event, day),
            Registration.id.not_in(_in(event, guests, day, until)),
        )
        .order_by(
            Registration.protocol_rank,
            Registration.family_name,
            Registration.given_names,
            Registration.id,
        )
    )


def _guests(event: Event) -> list[int]:
    query = select(Registration.id).where(
        Registration.event_id == event.id,
        Registration.status == Status.CONFIRMED,
        Registration.protocol_rank.is_not(None),
    )
    return list(db.session.scalars(query))


def _in(event: Event, guests: Collection[int], day: date, until: datetime) -> Select[int]:
    """Those of `guests` who came in on `day`, under their own registration or a duplicate's."""
    person = func.coalesce(Registration.merged_into_id, Registration.id)
    return (
        select(person)
        .join(Scan, Scan.registration_id == Registration.id)
        .join(Checkpoint, Checkpoint.id == Scan.checkpoint_id)
        .where(
            Registration.id.in_(with_duplicates(guests)),
            Checkpoint.event_id == event.id,
            Checkpoint.is_entrance,
            Scan.is_entry,
            Scan.direction == "in",
            Scan.at <= until,
            within(Scan.__table__.c.at, event, day),
            not_undone(),
        )
    )
