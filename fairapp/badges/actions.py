"""What happens to a badge."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from fairapp.badges.models import Badge, new_token
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.models import Registration


def issue(registration: Registration, *, at: datetime) -> Badge:
    """The badge in force of a flushed `registration`, made now when it has none."""
    in_force = select(Badge).where(
        Badge.registration_id == registration.id, Badge.revoked_at.is_(None)
    )
    badge = db.session.scalar(in_force)
    if badge is None:
        badge = Badge(
            event_id=registration.event_id,
            registration_id=registration.id,
            token=new_token(),
            number=next_number(registration.event_id),
            issued_at=at,
        )
        db.session.add(badge)
        db.session.flush()
    return badge


def next_number(event_id: int) -> int:
    """The first number not yet given at the event; nobody else gets one before the commit."""
    # SQLite's writers queue by themselves; PostgreSQL's queue at the event's row.
    db.session.execute(select(Event.id).where(Event.id == event_id).with_for_update())
    highest = select(func.coalesce(func.max(Badge.number), 0)).where(Badge.event_id == event_id)
    return db.session.scalars(highest).one() + 1
