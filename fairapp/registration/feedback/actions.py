"""Opinions are given, changed, hidden and shown again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db, insert_once
from fairapp.registration.feedback import rules
from fairapp.registration.feedback.givers import Giver
from fairapp.registration.feedback.models import Opinion
from fairapp.registration.feedback.subjects import Subject
from fairapp.registration.queries import HOLDING


def give(subject: Subject, giver: Giver, *, rating: int, words: str, at: datetime) -> None:
    """Note what somebody thinks; a second time changes the first.

    On no trail: it would name the person. DomainError when it is too early or too late, the session
    is cancelled, or the registration no longer counts.
    """
    subject.check(at)
    person = giver.registration
    if person is not None:
        rules.can_speak(is_expected=person.status in HOLDING)
    said = {"rating": rating, "words": words, "given_at": at}
    key = giver.key_of(subject)
    about = {"event_id": subject.event_id, "session_id": subject.session_id}
    who = {"registration_id": person.id if person is not None else None}
    if not insert_once(Opinion, {**about, **who, **said, "key": key}, key="key"):
        # What was hidden stays so: whoever insults twice would otherwise be read twice.
        db.session.execute(update(Opinion).where(Opinion.key == key).values(**said))


def hide(opinion: Opinion, *, actor: Actor, at: datetime) -> None:
    """Take the words off the page, as insults are; the rating counts all the same."""
    if opinion.hidden_at is None:
        opinion.hidden_at, opinion.hidden_by = at, actor.id
        audit.record("opinion.hidden", opinion, actor=actor, at=at)


def show(opinion: Opinion, *, actor: Actor, at: datetime) -> None:
    """Undo `hide`."""
    if opinion.hidden_at is not None:
        opinion.hidden_at = opinion.hidden_by = None
        audit.record("opinion.shown", opinion, actor=actor, at=at)
