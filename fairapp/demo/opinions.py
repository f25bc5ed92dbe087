"""What people of the demonstration fair thought of the sessions of its first two days."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairapp.core.db import db
from fairapp.demo.bulk import Bulk, Row
from fairapp.demo.days import moment
from fairapp.demo.extras import Enrolled
from fairapp.demo.sources import generator, read
from fairapp.events.models import Event
from fairapp.programme.models import Session
from fairapp.registration.feedback.givers import key_of_person, key_of_phone
from fairapp.registration.feedback.models import Opinion

Said = Sequence[tuple[int, str]]


def add_opinions(bulk: Bulk, event: Event, enrolled: Sequence[Enrolled]) -> None:
    """By people who were there that day and registered before the session, and at the doors."""
    # A stream of its own: what is drawn here changes no name and no scan.
    rng = random.Random(f"{generator()['seed']} opinions")
    told = read("opinions")
    sessions = select(Session).options(joinedload(Session.day)).where(Session.event_id == event.id)
    rows: list[Row] = []
    for session in db.session.scalars(sessions.order_by(Session.code)):
        rows += _by_pass(rng, session, told["by_pass"].get(session.code, []), enrolled)
        rows += _at_the_door(rng, session, told["at_the_door"].get(session.code, []))
    bulk.insert(Opinion, rows)


def _by_pass(
    rng: random.Random, session: Session, said: Said, enrolled: Sequence[Enrolled]
) -> Iterator[Row]:
    there = [
        row_id
        for row_id, record, person in enrolled
        if session.day.number in person.slot.days and record.registered_at < session.starts_at
    ]
    for row_id, (rating, words) in zip(rng.sample(there, len(said)), said, strict=True):
        key = key_of_person(session.event_id, session.id, row_id)
        yield _row(rng, session, rating, words) | {"registration_id": row_id, "key": key}


def _at_the_door(rng: random.Random, session: Session, said: Said) -> Iterator[Row]:
    for number, (rating, words) in enumerate(said):
        key = key_of_phone(session.event_id, session.id, f"demonstration {number}")
        yield _row(rng, session, rating, words) | {"registration_id": None, "key": key}


def _row(rng: random.Random, session: Session, rating: int, words: str) -> dict[str, object]:
    end = session.ends_at
    return {
        "event_id": session.event_id,
        "session_id": session.id,
        "rating": rating,
        "words": words,
        "given_at": moment(rng, end - timedelta(minutes=10), end + timedelta(hours=1)),
    }
