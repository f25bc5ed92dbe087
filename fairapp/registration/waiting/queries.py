"""Reads of the waiting list."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import selectinload

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.models import Registration, Status
from fairapp.registration.standings import Standing, last_entry, standing_before

# Standings of whoever the team's page of the waiting list shows.
ON_LIST = (Status.WAITING, Status.OFFERED)
_DECISIONS = ("registration.offered", "registration.promoted", "registration.declined")


def line(event: Event) -> list[Registration]:
    """Who waits, the first in line first, as things stand now."""
    return list(
        db.session.scalars(
            select(Registration)
            .where(Registration.event_id == event.id, Registration.status == Status.WAITING)
            .order_by(Registration.status_at, Registration.id)
            .options(selectinload(Registration.days))
            .execution_options(populate_existing=True)
        )
    )


def offers(event: Event) -> list[Registration]:
    """Who has been offered a place and has not answered, the soonest over first."""
    return list(
        db.session.scalars(
            select(Registration)
            .where(Registration.event_id == event.id, Registration.status == Status.OFFERED)
            .order_by(Registration.offered_until, Registration.id)
            .options(selectinload(Registration.days))
        )
    )


def before_decision(registration: Registration) -> Standing | None:
    """How somebody on the list stood before the team decided; None when it did not, or when
    anything has changed their standing since: what people do themselves, or time, stays done."""
    entry = last_entry(registration)
    if entry is None or entry.actor_id is None or entry.action not in _DECISIONS:
        return None
    before = standing_before(entry)
    return before if before.status in ON_LIST else None


def overdue(at: datetime) -> list[Registration]:
    """Whose offer is over; fair by fair, so that two who queue at them do it in one order."""
    return list(
        db.session.scalars(
            select(Registration)
            .where(Registration.status == Status.OFFERED, Registration.offered_until <= at)
            .order_by(Registration.event_id, Registration.offered_until, Registration.id)
        )
    )


def position(registration: Registration) -> int | None:
    """1 for whoever is first in line; None for whoever does not wait."""
    if registration.status != Status.WAITING:
        return None
    r, since = Registration, registration.status_at
    before = or_(r.status_at < since, and_(r.status_at == since, r.id < registration.id))
    counted = select(func.count()).where(
        r.event_id == registration.event_id, r.status == Status.WAITING, before
    )
    return 1 + (db.session.scalar(counted) or 0)
