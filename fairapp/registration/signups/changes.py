"""Whoever has a seat, or waits for one, learns what a version of the programme does to it: one
letter a person and version, with all that concerns them.

A sign-up outlives its session: who had a seat when it was cancelled has it again when it takes
place after all, unless they gave it up.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.programme.models import Session
from fairapp.programme.releases.changes import Change
from fairapp.programme.releases.models import Release
from fairapp.programme.releases.words import Names, span
from fairapp.programme.signals import Audience
from fairapp.registration.letters import reachable
from fairapp.registration.models import Registration
from fairapp.registration.signups import letters
from fairapp.registration.signups.models import SeatStatus, SignUp


def concerned(changes: Iterable[Change], *, at: datetime) -> list[Change]:
    """Those that people with a seat are told of: what is over by now concerns nobody."""
    return [change for change in changes if change.is_told and _end(change) > at]


def audience(event: Event, changes: list[Change], *, at: datetime) -> Audience:
    """How many people have a seat, or wait, at what changes: those a letter finds, and the rest."""
    codes = [change.code for change in concerned(changes, at=at)]
    if not codes:
        return Audience(0, 0)
    counted = func.count(SignUp.registration_id.distinct())
    query = _sign_ups(event, codes).with_only_columns(counted).order_by(None)
    found = query.join(Registration, Registration.id == SignUp.registration_id)
    everybody = db.session.scalar(query) or 0
    reached = db.session.scalar(found.where(reachable())) or 0
    return Audience(reached, everybody - reached)


def people(release: Release) -> list[int]:
    """Ids of the registrations that a version is told to, in order."""
    codes = [change.code for change in _of(release)]
    query = _sign_ups(release.event, codes).where(SignUp.status_at <= release.published_at)
    return sorted(set(db.session.scalars(query.with_only_columns(SignUp.registration_id))))


def tell(release: Release, registration_ids: list[int], names: Names, *, at: datetime) -> None:
    """Write to these people what concerns each of them; never twice."""
    by_code = {change.code: change for change in _of(release)}
    query = _sign_ups(release.event, list(by_code)).where(
        SignUp.registration_id.in_(registration_ids)
    )
    own: dict[int, list[SignUp]] = {}
    whole = (joinedload(SignUp.session), joinedload(SignUp.registration))
    for sign_up in db.session.scalars(query.options(*whole)):
        own.setdefault(sign_up.registration_id, []).append(sign_up)
    for sign_ups in own.values():
        news = [(by_code[s.session.code], s.is_seated) for s in sign_ups]
        letters.tell_changes(sign_ups[0].registration, release, news, names, at=at)


def waited_for(event: Event) -> list[Session]:
    """The fair's sessions that somebody waits for a seat at."""
    waiting = select(SignUp.session_id).where(SignUp.status == SeatStatus.WAITING)
    query = select(Session).where(Session.event_id == event.id, Session.id.in_(waiting))
    return list(db.session.scalars(query.order_by(Session.starts_at, Session.id)))


def _of(release: Release) -> list[Change]:
    changes = (Change.from_dict(values) for values in release.changes)
    return concerned(changes, at=release.published_at)


def _sign_ups(event: Event, codes: list[str]) -> Select[SignUp]:
    return (
        select(SignUp)
        .join(Session, Session.id == SignUp.session_id)
        .where(
            Session.event_id == event.id,
            Session.code.in_(codes),
            SignUp.status != SeatStatus.GIVEN_UP,
        )
        .order_by(SignUp.registration_id, Session.starts_at, SignUp.id)
    )


def _end(change: Change) -> datetime:
    """When it is over, or would have been: the later one."""
    sides = [side for side in (change.before, change.after) if side.get("starts_at")]
    return max(span(side)[1] for side in sides)
