"""Opinions as tests give and count them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.programme.models import Session
from fairapp.registration.feedback import actions, givers, subjects
from fairapp.registration.feedback.givers import Giver
from fairapp.registration.feedback.models import Opinion
from fairapp.registration.feedback.subjects import Subject
from fairapp.registration.models import Registration


def subject_of(event: Event, code: str = "J1-05") -> Subject:
    found = subjects.find(event, code)
    assert found is not None
    return found


def say(
    event: Event,
    who: Registration | str,
    rating: int,
    *,
    at: datetime,
    words: str = "",
    code: str = "J1-05",
) -> None:
    """By somebody registered, or by the phone with that token."""
    giver = Giver(token=who) if isinstance(who, str) else Giver(who)
    actions.give(subject_of(event, code), giver, rating=rating, words=words, at=at)


def door(event: Event, code: str = "J1-05") -> str:
    """The path behind the code at the door."""
    place = f"/e/{event.slug}/opinion/{code}" if code else f"/e/{event.slug}/opinion"
    return f"{place}?door={givers.door_key(subject_of(event, code))}"


def stored() -> list[tuple[str, int, str, bool]]:
    """Code of the session, rating, words and whether a participant's, in the order of giving."""
    rows = db.session.execute(
        select(Session.code, Opinion.rating, Opinion.words, Opinion.registration_id)
        .select_from(Opinion)
        .outerjoin(Session, Session.id == Opinion.session_id)
        .order_by(Opinion.id)
    )
    return [(code or "", rating, words, bool(who)) for code, rating, words, who in rows]
