"""Reads of seats: what can be had, who has what, who waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from fairapp.core.db import db
from fairapp.events import kept
from fairapp.events.models import Event, EventDay, Room
from fairapp.programme.models import Session, SessionStatus
from fairapp.registration.models import Registration
from fairapp.registration.queries import HOLDING, PersonRow, people
from fairapp.registration.signups.models import SeatStatus, SignUp
from fairapp.registration.signups.seats import OwnSeat, SeatRow

# A session that is announced and will happen.
ON = (SessionStatus.PUBLISHED, SessionStatus.MOVED)


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who has a seat, by name, and who waits, in their order."""

    seated: list[PersonRow]
    waiting: list[PersonRow]


def offered(event: Event, *, at: datetime) -> list[SeatRow]:
    """The sessions that people can still put their names down for, by the clock."""
    is_offered = (Session.takes_sign_up, Session.status.in_(ON), Session.starts_at > at)
    return _read(_seat_rows().where(Session.event_id == event.id, *is_offered))


def every(event: Event) -> list[SeatRow]:
    """For the team: all sessions that will happen, and those that people had put their names down
    for; by the clock."""
    is_shown = or_(Session.status.in_(ON), _has_sign_ups())
    return _read(_seat_rows().where(Session.event_id == event.id, is_shown))


def find(event: Event, code: str) -> SeatRow | None:
    """The session with this code, unless it is a draft."""
    is_it = (Session.event_id == event.id, Session.code == code)
    return next(iter(_read(_seat_rows().where(*is_it, Session.status != "draft"))), None)


def find_for_team(event: Event, code: str) -> SeatRow | None:
    """Like `find`, and one that was withdrawn, so that those with a seat can be rung up."""
    is_it = (Session.event_id == event.id, Session.code == code)
    is_known = or_(Session.status != SessionStatus.DRAFT, _has_sign_ups())
    return next(iter(_read(_seat_rows().where(*is_it, is_known))), None)


def of(registration: Registration) -> list[OwnSeat]:
    """The person's seats and places in line, by the clock; what takes no sign-up needs none."""
    rows = db.session.execute(_rows_of(registration).where(SignUp.id.is_not(None)))
    return [_own(dict(row._mapping)) for row in rows]


def of_and_offered(
    registration: Registration, *, at: datetime
) -> tuple[list[OwnSeat], list[SeatRow]]:
    """What the person has that is not over, and what else can be had, by the clock."""
    is_offered = and_(Session.status.in_(ON), Session.starts_at > at)
    rows = db.session.execute(
        _rows_of(registration).where(Session.ends_at > at, or_(SignUp.id.is_not(None), is_offered))
    )
    found = [_own(dict(row._mapping)) for row in rows]
    own = [seat for seat in found if seat.status is not SeatStatus.GIVEN_UP]
    return own, [seat.session for seat in found if seat.status is SeatStatus.GIVEN_UP]


def attendance(session: Session | SeatRow) -> Attendance:
    """Who is seated and who waits at a session."""
    session_id = session.id if isinstance(session, Session) else session.session_id
    rows = db.session.execute(
        select(SignUp.registration_id, SignUp.status)
        .where(SignUp.session_id == session_id, SignUp.status != SeatStatus.GIVEN_UP)
        .order_by(SignUp.status_at, SignUp.id)
    ).all()
    status_of = {row.registration_id: row.status for row in rows}
    persons = people(status_of)
    seated = [p for p in persons if status_of[p.id] == SeatStatus.SEATED]
    waiting = [p for p in persons if status_of[p.id] == SeatStatus.WAITING]
    return Attendance(sorted(seated, key=lambda p: (p.list_name, p.id)), waiting)


def count(session: Session, status: SeatStatus) -> int:
    """How many sign-ups for the session stand so."""
    found = db.session.scalar(
        select(func.count()).where(SignUp.session_id == session.id, SignUp.status == status)
    )
    return found or 0


def seated_by_code(event: Event) -> dict[str, int]:
    """How many people have a seat, by code of the session; sessions without any are left out."""
    query = (
        select(Session.code, func.count(SignUp.id))
        .join(SignUp, SignUp.session_id == Session.id)
        .where(Session.event_id == event.id, SignUp.status == SeatStatus.SEATED)
        .group_by(Session.code)
    )
    return {code: count for code, count in db.session.execute(query)}


def _has_sign_ups() -> ColumnElement[bool]:
    is_on = (SignUp.session_id == Session.id, SignUp.status != SeatStatus.GIVEN_UP)
    return select(SignUp.id).where(*is_on).exists()


@kept.state_part
def state(fair: BindParameter[int]) -> Select[*tuple[Any, ...]]:
    """What differs after each seat that is taken or given up, at any fair: pages say how many."""
    seated = case((SignUp.status == SeatStatus.SEATED, SignUp.session_id), else_=0)
    return select(func.count().label("sign_ups"), func.max(SignUp.status_at), func.sum(seated))


def _seat_rows() -> Select[*tuple[Any, ...]]:
    counted = (
        select(
            SignUp.session_id,
            func.count().filter(SignUp.status == SeatStatus.SEATED).label("taken"),
            func.count().filter(SignUp.status == SeatStatus.WAITING).label("waiting"),
        )
        .group_by(SignUp.session_id)
        .subquery()
    )
    return (
        select(
            *(Session.id.label("session_id"), Session.code, Session.title),
            EventDay.number.label("day_number"),
            *(Session.starts_at, Session.ends_at, Room.name.label("room")),
            *(Session.status, Session.takes_sign_up, Session.capacity),
            func.coalesce(counted.c.taken, 0).label("taken"),
            func.coalesce(counted.c.waiting, 0).label("waiting"),
        )
        .join(EventDay, EventDay.id == Session.day_id)
        .outerjoin(Room, Room.id == Session.room_id)
        .outerjoin(counted, counted.c.session_id == Session.id)
        .order_by(Session.starts_at, Session.id)
    )


def _rows_of(registration: Registration) -> Select[*tuple[Any, ...]]:
    """The sessions that take sign-up, with the person's standing where there is one; their own
    though it was withdrawn."""
    is_own = and_(
        SignUp.session_id == Session.id,
        SignUp.registration_id == registration.id,
        SignUp.status != SeatStatus.GIVEN_UP,
    )
    own_status = func.coalesce(SignUp.status, SeatStatus.GIVEN_UP).label("own_status")
    return (
        _seat_rows()
        .add_columns(own_status, _position().label("position"))
        .outerjoin(SignUp, is_own)
        .where(
            Session.event_id == registration.event_id,
            Session.takes_sign_up,
            or_(Session.status != SessionStatus.DRAFT, SignUp.id.is_not(None)),
        )
    )


def _position() -> ColumnElement[int]:
    """How many are in line up to this sign-up. Whoever waits for the fair itself is passed by."""
    other, person = aliased(SignUp), aliased(Registration)
    is_before = or_(
        other.status_at < SignUp.status_at,
        and_(other.status_at == SignUp.status_at, other.id < SignUp.id),
    )
    ahead = (
        select(func.count())
        .select_from(other)
        .join(person, person.id == other.registration_id)
        .where(
            other.session_id == SignUp.session_id,
            other.status == SeatStatus.WAITING,
            person.status.in_(HOLDING),
            is_before,
        )
        .correlate(SignUp)
        .scalar_subquery()
    )
    return ahead + 1


def _read(rows: Select[*tuple[Any, ...]]) -> list[SeatRow]:
    return [SeatRow(**row._mapping) for row in db.session.execute(rows)]


def _own(values: dict[str, Any]) -> OwnSeat:
    status, position = SeatStatus(values.pop("own_status")), values.pop("position")
    return OwnSeat(SeatRow(**values), status, position)
