"""Searching a big fair for duplicates: begun by the team or when something changed, kept for it.

A search looks at everybody anew, so what it finds never depends on what was found before. How long
the last one took decides how soon the next begins by itself.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update

from fairapp.core import tasks
from fairapp.core.audit import Actor, AuditEntry
from fairapp.core.db import db, insert_once, transaction
from fairapp.core.tasks import Progress
from fairapp.events.models import Event
from fairapp.registration.duplicates.columns import LIVE
from fairapp.registration.duplicates.directory import Directory, Pair
from fairapp.registration.duplicates.models import LikelyPair, Search
from fairapp.registration.duplicates.pairs import AT_ONCE
from fairapp.registration.models import Registration

SEARCH = "duplicates.search"
# A twentieth of one processor at most, however fast people register.
_REST = 20


def of(event: Event) -> Search | None:
    """The fair's search, if there ever was one."""
    return db.session.scalar(select(Search).where(Search.event_id == event.id))


def is_stale(search: Search) -> bool:
    """Whether a registration was made or changed since."""
    return search.finished_at is None or _newest(search.event_id) > search.mark


def start(event_id: int, *, actor: Actor | None, at: datetime) -> None:
    """Search the fair; nothing happens while that is being done already."""
    insert_once(Search, {"event_id": event_id, "mark": 0, "seconds": 0}, key="event_id")
    search = db.session.scalars(
        select(Search).where(Search.event_id == event_id).with_for_update(of=Search)
    ).one()
    if not search.is_running:
        search.job = tasks.start(SEARCH, event_id=event_id, params={}, actor=actor, at=at)
        db.session.flush()


def due(at: datetime) -> list[int]:
    """Ids of big fairs that changed since they were searched, and were left in peace for long
    enough."""
    living = func.count(Registration.id)
    big = (
        select(Registration.event_id)
        .where(Registration.status.in_(LIVE))
        .group_by(Registration.event_id)
        .having(living > AT_ONCE)
        .order_by(Registration.event_id)
    )
    searches = {search.event_id: search for search in db.session.scalars(select(Search))}
    return [key for key in db.session.scalars(big) if _is_due(searches.get(key), at)]


def search(event_id: int, *, at: datetime, progress: Progress) -> None:
    """Compare everybody with everybody, and keep what is found instead of what was."""
    event, mark, began = db.session.get_one(Event, event_id), _newest(event_id), time.thread_time()
    everybody = Directory(event, statuses=LIVE)
    # Nobody waits for the database while people are compared.
    db.session.rollback()
    found = everybody.pairs(progress=progress)
    seconds = round(time.thread_time() - began)
    with transaction():
        # Whoever else has searched the fair meanwhile is waited for here.
        values = {"mark": mark, "seconds": seconds, "finished_at": at}
        db.session.execute(update(Search).where(Search.event_id == event_id).values(values))
        db.session.execute(delete(LikelyPair).where(LikelyPair.event_id == event_id))
        if found:
            db.session.execute(insert(LikelyPair), [_row(event_id, pair) for pair in found])


def _is_due(search: Search | None, at: datetime) -> bool:
    if search is None:
        return True
    if search.is_running or not is_stale(search):
        return False
    # A search that failed is the team's to begin again.
    rests_until = search.finished_at and search.finished_at + timedelta(
        seconds=_REST * search.seconds
    )
    return rests_until is not None and at >= rests_until


def _newest(event_id: int) -> int:
    """The trail's newest entry about a registration: whatever changes one leaves an entry."""
    query = select(AuditEntry.id).where(
        AuditEntry.event_id == event_id, AuditEntry.subject_type.in_(("Registration", "Merge"))
    )
    return db.session.scalar(query.order_by(AuditEntry.id.desc()).limit(1)) or 0


def _row(event_id: int, pair: Pair) -> dict[str, object]:
    likeness = pair.likeness
    return {
        "event_id": event_id,
        "first_id": pair.first_id,
        "second_id": pair.second_id,
        "score": likeness.score,
        "why": list(likeness.why),
        "against": list(likeness.against),
    }
