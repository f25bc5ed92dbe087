"""Reads of the programme as rows for pages and calendars. Drafts are nobody's business here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event, Room
from fairapp.programme.models import Session, SessionKind, SessionStatus


@dataclass(frozen=True)
class Item:
    """One public session. `room_code` is empty without a room; times are in UTC."""

    code: str
    day_number: int
    kind_id: int
    kind_code: str
    kind: LocalizedText
    icon: str
    room_code: str
    room: LocalizedText | None
    title: LocalizedText
    abstract: LocalizedText
    starts_at: datetime
    ends_at: datetime
    languages: tuple[str, ...]
    capacity: int | None
    takes_sign_up: bool
    status: str
    sequence: int
    updated_at: datetime

    @property
    def is_cancelled(self) -> bool:
        """Announced, and will not happen."""
        return self.status == SessionStatus.CANCELLED

    @property
    def is_moved(self) -> bool:
        """Not when or where it was first announced."""
        return self.status == SessionStatus.MOVED


@dataclass(frozen=True)
class KindCount:
    """A kind and how many public sessions the fair has of it."""

    id: int
    code: str
    name: LocalizedText
    icon: str
    colour: str
    sessions: int


def programme(event: Event, *, day_number: int | None = None) -> list[Item]:
    """The public sessions of a day, or of all days, by the clock, then by room."""
    query = _public(event)
    if day_number is not None:
        query = query.where(Session.day.has(number=day_number))
    order = (Session.starts_at, func.coalesce(Room.position, 9999), Session.id)
    query = query.outerjoin(Session.room).order_by(*order)
    return [_item(session) for session in db.session.scalars(query)]


def find(event: Event, code: str) -> Item | None:
    """The public session with this code."""
    session = db.session.scalar(_public(event).where(Session.code == code))
    return _item(session) if session is not None else None


def coming(event: Event, at: datetime, *, limit: int) -> list[Item]:
    """What runs at `at` and what comes next, cancelled sessions left out."""
    query = (
        _public(event)
        .where(Session.ends_at > at, Session.status != SessionStatus.CANCELLED)
        .order_by(Session.starts_at, Session.id)
        .limit(limit)
    )
    return [_item(session) for session in db.session.scalars(query)]


def kinds(event: Event) -> list[KindCount]:
    """The fair's kinds in their order, with how many public sessions each has."""
    public = (Session.kind_id == SessionKind.id) & (Session.status != SessionStatus.DRAFT)
    query = (
        select(SessionKind, func.count(Session.id))
        .outerjoin(Session, public)
        .where(SessionKind.event_id == event.id)
        .group_by(SessionKind.id)
        .order_by(SessionKind.position, SessionKind.id)
    )
    return [
        KindCount(kind.id, kind.code, kind.name, kind.icon, kind.colour, count)
        for kind, count in db.session.execute(query)
    ]


def room_codes(event: Event) -> list[str]:
    """Codes of the fair's rooms in their order."""
    query = select(Room.code).where(Room.event_id == event.id).order_by(Room.position, Room.id)
    return list(db.session.scalars(query))


def _public(event: Event) -> Select[Session]:
    return (
        select(Session)
        .where(Session.event_id == event.id, Session.status != SessionStatus.DRAFT)
        .options(joinedload(Session.kind), joinedload(Session.room), joinedload(Session.day))
    )


def _item(session: Session) -> Item:
    room = session.room
    return Item(
        code=session.code,
        day_number=session.day.number,
        kind_id=session.kind_id,
        kind_code=session.kind.code,
        kind=session.kind.name,
        icon=session.kind.icon,
        room_code=room.code if room is not None else "",
        room=room.name if room is not None else None,
        title=session.title,
        abstract=session.abstract,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        languages=tuple(session.languages.split()),
        capacity=session.capacity,
        takes_sign_up=session.takes_sign_up,
        status=session.status,
        sequence=session.sequence,
        updated_at=session.updated_at,
    )
