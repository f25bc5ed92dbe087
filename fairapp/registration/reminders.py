"""The letter before the fair, to everybody who is expected.

It leaves at nine in the morning, `reminder_days` before the first day. A worker that was off makes
up for it until noon of the first day; later it would only reach people who are there.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import selectinload

from fairapp.core import clock, tasks
from fairapp.core.db import db, transaction
from fairapp.core.messages import Message
from fairapp.events.models import Event
from fairapp.registration import letters
from fairapp.registration.letters import Letter
from fairapp.registration.models import Registration, Status

BATCH = 200
NINE, NOON = time(9), time(12)


def remind() -> None:
    """Queue the reminders that are due; each person's once, however often this is called."""
    at = clock.now()
    for event_id, since in _due(at):
        last: int | None = 0
        while last is not None:
            last = _remind_some(event_id, since, after=last, at=at)


tasks.every_minute(remind)


def _due(at: datetime) -> list[tuple[int, datetime]]:
    """The fairs whose time to remind it is, and since when it has been."""
    events = db.session.scalars(
        select(Event).where(
            Event.reminder_days.is_not(None),
            Event.published_at.is_not(None),
            Event.closed_at.is_(None),
            Event.days.any(),
        )
    )
    due = []
    for event in events:
        first = event.days[0].date
        since = event.utc(first - timedelta(days=event.reminder_days or 0), NINE)
        if since <= at < event.utc(first, NOON):
            due.append((event.id, since))
    return due


def _remind_some(event_id: int, since: datetime, *, after: int, at: datetime) -> int | None:
    """Remind a batch; the last one's id, None when nobody is left."""
    with transaction():
        people = db.session.scalars(_not_reminded(event_id, since, after)).all()
        for person in people:
            letters.tell(person, Letter.REMINDER, at=at)
        last = people[-1].id if people else None
    return last


def _not_reminded(event_id: int, since: datetime, after: int) -> Select[Registration]:
    # Whoever has been confirmed since then has just had a letter that says the same.
    reminded = exists().where(
        Message.registration_id == Registration.id, Message.kind == Letter.REMINDER
    )
    return (
        select(Registration)
        .where(
            Registration.event_id == event_id,
            Registration.id > after,
            Registration.status == Status.CONFIRMED,
            Registration.status_at < since,
            letters.reachable(),
            ~reminded,
        )
        .order_by(Registration.id)
        .limit(BATCH)
        .options(selectinload(Registration.days))
    )
