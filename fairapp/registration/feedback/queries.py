"""Reads of opinions. Of a person registered twice, the latest counts, whichever pass gave it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Subquery, func, or_, select

from fairapp.core import identifiers
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.feedback.givers import Giver
from fairapp.registration.feedback.models import Opinion
from fairapp.registration.feedback.subjects import Subject
from fairapp.registration.models import Registration

Counts = dict[tuple[int | None, bool], Counter[int]]


@dataclass(frozen=True, slots=True)
class Said:
    """Words about a session, or the fair; nothing tells whose they are."""

    id: int
    session_id: int | None
    words: str
    is_hidden: bool


def of(subject: Subject, giver: Giver) -> Opinion | None:
    """What the person, or the phone, has said of it so far."""
    mine: ColumnElement[bool] = Opinion.key == giver.key_of(subject)
    if giver.registration is not None:
        mine = or_(mine, Opinion.registration_id.in_(_same_person(giver.registration)))
    about = (Opinion.event_id == subject.event_id, Opinion.session_id == subject.session_id)
    latest = select(Opinion).where(*about, mine).order_by(Opinion.given_at.desc(), Opinion.id)
    return db.session.scalars(latest).first()


def marks_of(registration: Registration) -> dict[int | None, int]:
    """By session id (None: the fair), what the person gave."""
    given = (
        select(Opinion.session_id, Opinion.rating)
        .where(Opinion.registration_id.in_(_same_person(registration)))
        .order_by(Opinion.given_at, Opinion.id.desc())
    )
    return {session_id: rating for session_id, rating in db.session.execute(given)}


def find(event: Event, opinion_id: int) -> Opinion | None:
    """One of the fair's opinions."""
    if not identifiers.may_exist(opinion_id):
        return None
    return db.session.scalar(
        select(Opinion).where(Opinion.event_id == event.id, Opinion.id == opinion_id)
    )


def counts(event: Event, *, until: datetime) -> Counts:
    """By session id and whether participants gave it, how often each rating was given."""
    one = _one_each(event, until)
    is_known = one.c.registration_id.is_not(None)
    query = select(one.c.session_id, is_known, one.c.rating, func.count())
    found: Counts = {}
    rows = query.where(one.c.turn == 1).group_by(one.c.session_id, is_known, one.c.rating)
    for session_id, known, rating, count in db.session.execute(rows):
        found.setdefault((session_id, bool(known)), Counter())[rating] = count
    return found


def words(event: Event, *, until: datetime) -> list[Said]:
    """All lines that were written, the newest first."""
    one = _one_each(event, until)
    is_hidden = one.c.hidden_at.is_not(None).label("is_hidden")
    query = (
        select(one.c.id, one.c.session_id, one.c.words, is_hidden)
        .where(one.c.turn == 1, one.c.words != "")
        .order_by(one.c.given_at.desc(), one.c.id.desc())
    )
    return [Said(**row._mapping) for row in db.session.execute(query)]


def _one_each(event: Event, until: datetime) -> Subquery:
    """The fair's opinions; `turn` is 1 for the one that counts of each person and session.

    Up to a moment, for the demonstration holds some that are still to come.
    """
    person = func.coalesce(Registration.merged_into_id, Opinion.registration_id, -Opinion.id)
    turn = func.row_number().over(
        partition_by=(Opinion.session_id, person),
        order_by=(Opinion.given_at.desc(), Opinion.id),
    )
    return (
        select(Opinion, turn.label("turn"))
        .outerjoin(Registration, Registration.id == Opinion.registration_id)
        .where(Opinion.event_id == event.id, Opinion.given_at <= until)
        .subquery("one_each")
    )


def _same_person(registration: Registration) -> Select[int]:
    mine = or_(Registration.id == registration.id, Registration.merged_into_id == registration.id)
    return select(Registration.id).where(mine)
