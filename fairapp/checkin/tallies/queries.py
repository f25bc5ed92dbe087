"""What was counted, row by row and by session."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from fairapp.checkin.models import Tally
from fairapp.checkin.tallies.rules import Heads
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.programme.models import Session


def totals(event: Event) -> dict[str, Heads]:
    """Heads by code of session, in the order of the codes; sessions that nobody counted are out."""
    sums = (func.sum(Tally.women), func.sum(Tally.men), func.sum(Tally.children))
    rows = (
        select(Tally.session_code, *sums)
        .where(Tally.event_id == event.id)
        .group_by(Tally.session_code)
        .order_by(Tally.session_code)
    )
    return {code: Heads(*map(int, heads)) for code, *heads in db.session.execute(rows)}


def rows(event: Event, session_code: str) -> Sequence[Tally]:
    """The rows of one session, the latest first."""
    query = (
        select(Tally)
        .where(Tally.event_id == event.id, Tally.session_code == session_code)
        .options(joinedload(Tally.device), joinedload(Tally.user))
        .order_by(Tally.at.desc(), Tally.id.desc())
    )
    return db.session.scalars(query).all()


def sessions(event: Event) -> Sequence[Session]:
    """Sessions of which heads can be counted, in their order."""
    query = select(Session).where(Session.event_id == event.id)
    return db.session.scalars(query.order_by(Session.starts_at, Session.code)).all()


def session_codes(event: Event) -> set[str]:
    """Their codes."""
    return set(db.session.scalars(select(Session.code).where(Session.event_id == event.id)))


def stored(uuids: Sequence[str]) -> set[str]:
    """Which of these rows are there already."""
    return set(db.session.scalars(select(Tally.uuid).where(Tally.uuid.in_(uuids))))
