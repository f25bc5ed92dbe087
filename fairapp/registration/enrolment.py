"""All that one form asks for: a place, answers to the fair's questions, seats at sessions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.programme.models import Session
from fairapp.registration import actions
from fairapp.registration.details import Details
from fairapp.registration.models import Delegation, Registration, Source
from fairapp.registration.questions import answers
from fairapp.registration.questions.answers import Given
from fairapp.registration.signups import queries
from fairapp.registration.signups.actions import sign_up


def enrol(
    event: Event,
    details: Details,
    *,
    given: Sequence[Given],
    sessions: Collection[str] = (),
    source: Source,
    actor: Actor | None,
    at: datetime,
    submission_key: str | None = None,
    delegation: Delegation | None = None,
    is_invited: bool = False,
) -> Registration:
    """Register, keep the answers, and put the name down for `sessions` (codes).

    A seat that somebody else got meanwhile is waited for; a session that takes no names any more is
    passed over: neither keeps anybody out of the fair. Otherwise as `actions.register`.
    """
    registration = actions.register(
        event,
        details,
        source=source,
        actor=actor,
        at=at,
        submission_key=submission_key,
        delegation=delegation,
        is_invited=is_invited,
    )
    answers.write(registration, given, actor=actor, at=at)
    days = {day.number for day in registration.days}
    for row in queries.offered(event, at=at) if sessions else ():
        if row.code in sessions and row.day_number in days:
            session = db.session.get_one(Session, row.session_id)
            sign_up(registration, session, actor=actor, at=at)
    return registration
