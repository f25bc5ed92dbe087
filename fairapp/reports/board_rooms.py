"""The board while sessions run: how many people each has, and how many it takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairapp.checkin import presence
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.programme.models import Session, SessionStatus

_ON = (SessionStatus.PUBLISHED, SessionStatus.MOVED)


@dataclass(frozen=True, slots=True)
class Running:
    """A session that runs. `count` is None where nobody counts; `capacity` is the session's own, or
    that of its room.
    """

    code: str
    title: LocalizedText
    room: LocalizedText | None
    ends_at: datetime
    count: int | None
    capacity: int | None

    @property
    def share(self) -> int:
        """How full it is, in percent, 100 at most."""
        return min(100, round(100 * (self.count or 0) / self.capacity)) if self.capacity else 0

    @property
    def is_full(self) -> bool:
        """Whether as many are in as it takes."""
        return self.capacity is not None and (self.count or 0) >= self.capacity


def running(event: Event, at: datetime) -> tuple[Running, ...]:
    """What runs at `at`, by room."""
    query = (
        select(Session)
        .where(Session.event_id == event.id, Session.starts_at <= at, Session.ends_at > at)
        .where(Session.status.in_(_ON))
        .options(joinedload(Session.room))
    )
    sessions = db.session.scalars(query).all()
    counts = presence.session_counts(event, until=at) if sessions else {}
    watched = {gate.watches for gate in event.checkpoints if gate.watches}
    return tuple(
        Running(
            row.code,
            row.title,
            row.room.name if row.room else None,
            row.ends_at,
            counts.get(row.code, 0) if row.code in watched else None,
            row.capacity or (row.room.capacity if row.room else None),
        )
        for row in sorted(sessions, key=lambda s: (s.room.position if s.room else 999, s.code))
    )
