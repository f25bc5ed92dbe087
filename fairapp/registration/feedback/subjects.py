"""What can be judged: each session that has something to see, and the fair as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.programme.models import Session, SessionStatus
from fairapp.registration.feedback import rules


@dataclass(frozen=True, slots=True)
class Subject:
    """A session, or the fair when `session_id` is None and `code` empty; times in UTC."""

    event_id: int
    session_id: int | None
    code: str
    title: LocalizedText
    day_number: int
    opens_at: datetime
    ends_at: datetime
    closes_at: datetime
    room: LocalizedText | None = None
    is_cancelled: bool = False

    @property
    def is_fair(self) -> bool:
        """Whether it is the fair as a whole."""
        return self.session_id is None

    @property
    def until(self) -> datetime:
        """The last moment at which opinions are taken."""
        return self.closes_at - timedelta.resolution

    def check(self, at: datetime) -> None:
        """DomainError when it cannot be judged at that moment."""
        rules.can_judge(
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            is_cancelled=self.is_cancelled,
            is_fair=self.is_fair,
            at=at,
        )

    def refusal(self, at: datetime) -> DomainError | None:
        """Why it cannot be judged at that moment; None when it can."""
        try:
            self.check(at)
        except DomainError as refusal:
            return refusal
        return None


def find(event: Event, code: str) -> Subject | None:
    """The session with this code, the fair for an empty one; None for what is not judged."""
    if not code:
        return the_fair(event)
    return next(iter(_read(event, _public(event).where(Session.code == code))), None)


def sessions(event: Event) -> list[Subject]:
    """All sessions that are asked about, cancelled ones too, by the clock."""
    return _read(event, _public(event).order_by(Session.starts_at, Session.id))


def the_fair(event: Event) -> Subject | None:
    """The fair as a whole; None while it has no days."""
    if not event.days:
        return None
    last = event.days[-1]
    return Subject(
        event_id=event.id,
        session_id=None,
        code="",
        title=event.name,
        day_number=0,
        opens_at=event.utc(last.date, rules.LAST_AFTERNOON),
        ends_at=_midnight_after(event),
        closes_at=closes_at(event),
    )


def closes_at(event: Event) -> datetime:
    """Until when opinions are taken, of a fair that has days."""
    return _midnight_after(event) + rules.OPEN_FOR


def _midnight_after(event: Event) -> datetime:
    return event.utc(event.days[-1].date + timedelta(days=1), time.min)


def _public(event: Event) -> Select[Session]:
    whole = (joinedload(Session.kind), joinedload(Session.room), joinedload(Session.day))
    is_public = (Session.event_id == event.id, Session.status != SessionStatus.DRAFT)
    return select(Session).options(*whole).where(*is_public)


def _read(event: Event, query: Select[Session]) -> list[Subject]:
    return [
        Subject(
            event_id=event.id,
            session_id=session.id,
            code=session.code,
            title=session.title,
            day_number=session.day.number,
            opens_at=session.starts_at,
            ends_at=session.ends_at,
            closes_at=closes_at(event),
            room=session.room.name if session.room is not None else None,
            is_cancelled=session.status == SessionStatus.CANCELLED,
        )
        for session in db.session.scalars(query)
        if rules.is_judged(session.kind.icon)
    ]
