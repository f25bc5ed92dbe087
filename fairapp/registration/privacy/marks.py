"""Whoever is erased stays so when a copy from before is restored (`core.backups.erased`)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select

from fairapp.core.backups import erased
from fairapp.core.backups.erased import Mark
from fairapp.core.db import db, transaction
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.registration.privacy import actions
from fairapp.registration.privacy.models import Erasure


def keep() -> None:
    """Note everybody whose erasure was carried out, and their duplicates, outside of the database.

    From what is kept of all of them: a mark that a full disk refused is written the next time.
    """
    person = Erasure.registration_id
    query = (
        select(Erasure.done_at, Event.slug, Registration.reference, Registration.status)
        .join(Registration, or_(Registration.id == person, Registration.merged_into_id == person))
        .join(Event, Event.id == Erasure.event_id)
        .where(Erasure.done_at.is_not(None))
        .order_by(Erasure.done_at, Registration.id)
    )
    erased.note([Mark(at.isoformat(), *told) for at, *told in db.session.execute(query) if at])


@erased.restored.connect
def erase_again(_sender: None, *, marks: Collection[Mark], at: datetime) -> int:
    """Erase those who came back with a copy, each in a transaction; how many."""
    done = 0
    for mark in marks:
        with transaction():
            person = _find(mark)
            if person is not None and person.erased_at is None:
                actions.erase_again(person, mark.status, at=at)
                done += 1
    keep()
    db.session.rollback()
    return done


def _find(mark: Mark) -> Registration | None:
    query = select(Registration).join(Registration.event)
    return db.session.scalar(
        query.where(Event.slug == mark.fair, Registration.reference == mark.reference)
    )
