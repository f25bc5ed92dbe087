"""Guests of protocol who are expected today and not yet in: one answer for desk and board."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from fairapp.checkin.entries import within
from fairapp.checkin.models import Scan
from fairapp.checkin.queries import not_undone
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
    return (
        select(*columns)
        .where(
            expected_on(event, day),
            Registration.protocol_rank.is_not(None),
            Registration.id.not_in(_in(event, day, until)),
        )
        .order_by(
            Registration.protocol_rank,
            Registration.family_name,
            Registration.given_names,
            Registration.id,
        )
    )


def _in(event: Event, day: date, until: datetime) -> Select[int]:
    """Registrations that came in on `day`, among guests of protocol and duplicates."""
    person = func.coalesce(Registration.merged_into_id, Registration.id)
    return (
        select(person)
        .join(Scan, Scan.registration_id == Registration.id)
        .join(Checkpoint, Checkpoint.id == Scan.checkpoint_id)
        .where(
            Registration.event_id == event.id,
            Registration.protocol_rank.is_not(None) | Registration.merged_into_id.is_not(None),
            Checkpoint.is_entrance,
            Scan.is_entry,
            Scan.direction == "in",
            Scan.at <= until,
            within(Scan.__table__.c.at, event, day),
            not_undone(),
        )
    )
