"""Reads of the programme as rows for pages and calendars. Drafts are nobody's business here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event, Room
from fairapp.programme import signals
from fairapp.programme.items import Item, Person, item_of, person_of
from fairapp.programme.models import Session, SessionKind, SessionStatus, Speaker


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
    return _items(event, query)


def withdrawn(event: Event) -> list[Item]:
    """What was published and is no longer on, for calendars that have kept it."""
    query = _whole().where(
        Session.event_id == event.id,
        Session.status == SessionStatus.DRAFT,
        Session.sequence > 0,
    )
    return _items(event, query.order_by(Session.starts_at, Session.id))


def find(event: Event, code: str) -> Item | None:
    """The public session with this code."""
    return next(iter(_items(event, _public(event).where(Session.code == code))), None)


def coming(event: Event, at: datetime, *, limit: int) -> list[Item]:
    """What runs at `at` and what comes next, cancelled sessions left out."""
    query = (
        _public(event)
        .where(Session.ends_at > at, Session.status != SessionStatus.CANCELLED)
        .order_by(Session.starts_at, Session.id)
        .limit(limit)
    )
    return _items(event, query)


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


def live(event: Event) -> dict[str, str]:
    """What is said of sessions while they go on (a score), by code; see `signals.live`."""
    found: dict[str, str] = {}
    for _receiver, words in signals.live.send(event):
        found.update(words)
    return found


def people(event: Event) -> dict[int, Person]:
    """Everybody on the fair's programme, by id."""
    query = select(Speaker).where(Speaker.event_id == event.id).order_by(Speaker.id)
    return {speaker.id: person_of(speaker) for speaker in db.session.scalars(query)}


def _items(event: Event, query: Select[Session]) -> list[Item]:
    sessions = list(db.session.scalars(query))
    on_stage = any(session.parts or session.acts for session in sessions)
    persons = people(event) if on_stage else {}
    return [item_of(session, persons) for session in sessions]


def _public(event: Event) -> Select[Session]:
    return _whole().where(Session.event_id == event.id, Session.status != SessionStatus.DRAFT)


def _whole() -> Select[Session]:
    return select(Session).options(
        joinedload(Session.kind), joinedload(Session.room), joinedload(Session.day)
    )
