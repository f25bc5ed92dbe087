"""Seats are taken, given up and passed on, one person at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.programme.editing.actions import follow_seats
from fairapp.programme.models import Session
from fairapp.registration.actions import queue_at
from fairapp.registration.models import Registration, Status
from fairapp.registration.queries import HOLDING
from fairapp.registration.signups import queries, rules
from fairapp.registration.signups.line import end, fill, find, find_all, record
from fairapp.registration.signups.models import SeatStatus, SignUp


def sign_up(
    registration: Registration, session: Session, *, actor: Actor | None, at: datetime
) -> SignUp:
    """Put a name down: a seat, or a place in line when all are taken; twice changes nothing.

    Whoever waits for a place at the fair itself stands in line until they have one. DomainError
    when the session takes no sign-up, has begun, is cancelled or belongs to another fair, and when
    the registration no longer counts.
    """
    _queue(registration, session)
    rules.can_sign_up(
        takes_sign_up=session.takes_sign_up,
        status=session.status,
        starts_at=session.starts_at,
        is_expected=registration.status in (*HOLDING, Status.WAITING),
        at=at,
    )
    mine = find(registration, session)
    if mine is not None and mine.is_on:
        return mine
    if mine is None:
        mine = SignUp(registration=registration, session=session)
        db.session.add(mine)
    mine.status, mine.status_at = SeatStatus.WAITING, at
    fill(session, newcomer=mine, at=at)
    record("signup.signed_up", mine, actor=actor, at=at)
    return mine


def give_up(
    registration: Registration, session: Session, *, actor: Actor | None, at: datetime
) -> None:
    """Free the seat, or leave the line; the first in line gets the seat and is told."""
    _queue(registration, session)
    mine = find(registration, session)
    if mine is not None and mine.is_on:
        end(mine, actor=actor, at=at)
        fill(session, at=at)


def set_seats(
    session: Session,
    *,
    takes_sign_up: bool,
    capacity: int | None,
    actor: Actor | None,
    at: datetime,
) -> list[SignUp]:
    """Let people put their names down, or no longer, for so many seats (None: as many as come).

    Returns the sign-ups that got one of the new seats. Switching off forgets nobody. DomainError
    `seats_taken` when more people than that have one.
    """
    queue_at(session.event)
    db.session.refresh(session)
    rules.can_have_seats(capacity, seated=queries.count(session, SeatStatus.SEATED))
    was = {"takes_sign_up": session.takes_sign_up, "capacity": session.capacity}
    now = {"takes_sign_up": takes_sign_up, "capacity": capacity}
    if now == was:
        return []
    session.takes_sign_up, session.capacity = takes_sign_up, capacity
    follow_seats(session, actor=actor, at=at)
    told = {"session": session.code, "was": was, "is": now}
    audit.record("signup.seats_set", session, actor=actor, at=at, details=told)
    return fill(session, at=at)


def move(
    source: Registration, target: Registration, *, actor: Actor | None, at: datetime
) -> list[dict[str, Any]]:
    """Give `target`, the same person registered twice, what `source` has: the better of both.

    Returns what `move_back` needs, fit for JSON. A seat that one person had twice becomes free.
    """
    queue_at(target.event)
    moved = []
    for theirs in [s for s in find_all(source) if s.is_on]:
        session = theirs.session
        own = find(target, session)
        if own is None:
            own = SignUp(registration=target, session=session)
            own.status, own.status_at = SeatStatus.GIVEN_UP, at
            db.session.add(own)
        moved.append({"session": session.id, "source": _said(theirs), "target": _said(own)})
        if _is_better(theirs, own):
            own.status, own.status_at = theirs.status, theirs.status_at
        if own.status == SeatStatus.SEATED and target.status not in HOLDING:
            own.status = SeatStatus.WAITING
        end(theirs, actor=actor, at=at)
        fill(session, at=at)
    return moved


def move_back(
    source: Registration,
    target: Registration,
    moved: list[dict[str, Any]],
    *,
    actor: Actor | None,
    at: datetime,
) -> None:
    """Undo `move`: each has again what they brought.

    Where both had a seat, one has been passed on: `source` then stands where it stood in line.
    What was given up since stays given up.
    """
    queue_at(target.event)
    for entry in moved:
        session = db.session.get_one(Session, entry["session"])
        theirs, own = find(source, session), find(target, session)
        if theirs is None or own is None or not own.is_on:
            continue
        if _brought(entry):
            theirs.status, theirs.status_at = own.status, own.status_at
            _restore(own, entry["target"])
        else:
            _restore(theirs, entry["source"])
        record("signup.moved_back", theirs, actor=actor, at=at)
        fill(session, at=at)


def _queue(registration: Registration, session: Session) -> None:
    if registration.event_id != session.event_id:
        raise DomainError("other_fair", _l("This session belongs to another fair."))
    queue_at(registration.event)
    # What was read before the queue may have changed while we stood in it.
    db.session.refresh(session)
    db.session.refresh(registration, ["status"])


def _said(sign_up: SignUp) -> list[str]:
    return [str(sign_up.status), sign_up.status_at.isoformat()]


def _is_better(one: SignUp, other: SignUp) -> bool:
    return _brought({"source": _said(one), "target": _said(other)})


def _brought(entry: dict[str, Any]) -> bool:
    """Whether it was `source` that had the better standing."""
    order = [SeatStatus.SEATED, SeatStatus.WAITING, SeatStatus.GIVEN_UP]
    (status, since), (other, other_since) = entry["source"], entry["target"]
    return (order.index(status), since) < (order.index(other), other_since)


def _restore(sign_up: SignUp, said: list[str]) -> None:
    # A seat is not taken from whoever has it by now: back to the line, at the old place in it.
    status, since = said
    gone = status == SeatStatus.GIVEN_UP
    sign_up.status = SeatStatus.GIVEN_UP if gone else SeatStatus.WAITING
    sign_up.status_at = datetime.fromisoformat(since)
