"""The line for a session's seats: whoever is first gets what is free.

All of it is called by whoever stands in the queue of the event (`registration.actions.queue_at`).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.programme.models import Session
from fairapp.registration.models import Registration
from fairapp.registration.queries import HOLDING
from fairapp.registration.signups import letters, queries
from fairapp.registration.signups.models import SeatStatus, SignUp


def find(registration: Registration, session: Session) -> SignUp | None:
    """The person's sign-up for the session as it stands now, even one given up."""
    return db.session.scalar(
        select(SignUp)
        .where(SignUp.registration_id == registration.id, SignUp.session_id == session.id)
        # What was read before the queue may have changed while we stood in it.
        .execution_options(populate_existing=True)
    )


def find_all(registration: Registration) -> list[SignUp]:
    """All sign-ups of a person as they stand now, in the order of their sessions."""
    return list(
        db.session.scalars(
            select(SignUp)
            .join(Session)
            .where(SignUp.registration_id == registration.id)
            .order_by(Session.starts_at, SignUp.id)
            .execution_options(populate_existing=True)
        )
    )


def fill(session: Session, *, at: datetime, newcomer: SignUp | None = None) -> list[SignUp]:
    """Give free seats to the first in line who have a place at the fair, and tell them.

    The `newcomer` sees it on the page.
    """
    db.session.flush()
    if not session.takes_sign_up or session.status not in queries.ON or at >= session.starts_at:
        return []
    seated = _next(session)
    for sign_up in seated:
        sign_up.status, sign_up.status_at = SeatStatus.SEATED, at
        if sign_up is not newcomer:
            record("signup.seat_freed", sign_up, actor=None, at=at)
            letters.tell_seat(sign_up.registration, session, at=at)
    db.session.flush()
    return seated


def end(sign_up: SignUp, *, actor: Actor | None, at: datetime) -> None:
    """The seat, or the place in line, is no longer this person's."""
    sign_up.status, sign_up.status_at = SeatStatus.GIVEN_UP, at
    record("signup.given_up", sign_up, actor=actor, at=at)


def record(act: str, sign_up: SignUp, *, actor: Actor | None, at: datetime) -> None:
    """On the person's trail, where the team looks for it."""
    told = {"session": sign_up.session.code, "is": sign_up.status}
    audit.record(act, sign_up.registration, actor=actor, at=at, details=told)


def _next(session: Session) -> list[SignUp]:
    line = (
        select(SignUp)
        .join(Registration)
        .where(
            SignUp.session_id == session.id,
            SignUp.status == SeatStatus.WAITING,
            Registration.status.in_(HOLDING),
        )
        .order_by(SignUp.status_at, SignUp.id)
        .execution_options(populate_existing=True)
    )
    if session.capacity is not None:
        free = session.capacity - queries.count(session, SeatStatus.SEATED)
        line = line.limit(max(0, free))
    return list(db.session.scalars(line))
