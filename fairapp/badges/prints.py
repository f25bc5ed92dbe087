"""The print log: what was put on paper, by whom, when and why; and marks taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import case, func, insert, select, update

from fairapp.badges.fingerprints import fingerprints
from fairapp.badges.models import Badge, PrintedBadge, Printing, Reason
from fairapp.badges.rows import portions
from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.tasks import Job
from fairapp.events.models import Event

_OF_REPLACED = {"lost": Reason.LOST, "damaged": Reason.DAMAGED, "wrong": Reason.CORRECTED}


def note(
    event_id: int,
    badge_ids: Sequence[int],
    reason: Reason,
    *,
    actor: Actor | None,
    at: datetime,
    job: Job | None = None,
    pages: str = "",
    faces: Mapping[int, str] | None = None,
) -> Printing:
    """Write down that these badges are on paper. `faces`: what they said when their sheets were
    made, by default what they say now.
    """
    printing = Printing(
        event_id=event_id,
        job_id=job.id if job else None,
        reason=reason,
        pages=pages,
        count=len(badge_ids),
        at=at,
        actor_id=actor.id if actor else None,
        actor_name=actor.name if actor else "",
    )
    db.session.add(printing)
    db.session.flush()
    if faces is None:
        faces = fingerprints(badge_ids)
    rows = [
        {"printing_id": printing.id, "badge_id": key, "face": faces.get(key, "")}
        for key in badge_ids
    ]
    if rows:
        db.session.execute(insert(PrintedBadge), rows)
    for ids in portions(badge_ids):
        db.session.execute(
            update(Badge)
            .where(Badge.event_id == event_id, Badge.id.in_(ids))
            .values(printed_at=at, print_count=Badge.print_count + 1)
        )
    return printing


def undo(printing: Printing, *, actor: Actor | None, at: datetime) -> None:
    """It was not printed after all; the entry stays, with who said so. DomainError `undone`."""
    db.session.refresh(printing, with_for_update=True)
    if printing.undone_at is not None:
        raise DomainError("undone", _l("This was taken back already."))
    printing.undone_at = at
    printing.undone_by_name = actor.name if actor else ""
    db.session.flush()
    ids = list(
        db.session.scalars(
            select(PrintedBadge.badge_id).where(PrintedBadge.printing_id == printing.id)
        )
    )
    last = (
        select(func.max(Printing.at))
        .join(PrintedBadge, PrintedBadge.printing_id == Printing.id)
        .where(PrintedBadge.badge_id == Badge.id, Printing.undone_at.is_(None))
        .scalar_subquery()
    )
    # Of what was printed before there was a log, the moment is not known: it stays printed.
    before = case((Badge.print_count > 1, func.coalesce(last, Badge.printed_at)), else_=last)
    for portion in portions(ids):
        db.session.execute(
            update(Badge)
            .where(Badge.id.in_(portion))
            .values(printed_at=before, print_count=Badge.print_count - 1)
            .execution_options(synchronize_session=False)
        )
    db.session.expire_all()
    details = {"count": len(ids), "printing": printing.id}
    audit.record(
        "badges.printing_undone", at=at, actor=actor, event_id=printing.event_id, details=details
    )


def reason_of(badge: Badge) -> Reason:
    """Why a single badge is printed now, as far as its history tells."""
    if badge.print_count:
        return Reason.AGAIN
    if badge.replaces_id is None:
        return Reason.FIRST
    replaced = db.session.get_one(Badge, badge.replaces_id)
    return _OF_REPLACED.get(replaced.revoked_reason.split(":")[0], Reason.FIRST)


def log(event: Event, *, limit: int, offset: int = 0) -> list[Printing]:
    """Entries of the log, the latest first."""
    query = select(Printing).where(Printing.event_id == event.id)
    latest = query.order_by(Printing.at.desc(), Printing.id.desc())
    return list(db.session.scalars(latest.limit(limit).offset(offset)))


def count(event: Event) -> int:
    """How many entries the log has."""
    query = select(func.count(Printing.id)).where(Printing.event_id == event.id)
    return db.session.scalars(query).one()


def find(event: Event, key: int) -> Printing | None:
    """One entry of the event's log."""
    printing = db.session.get(Printing, key)
    return printing if printing is not None and printing.event_id == event.id else None


def numbers(printing_ids: Sequence[int]) -> dict[int, int]:
    """Of entries with one badge alone: its number, by entry."""
    query = (
        select(PrintedBadge.printing_id, Badge.number)
        .join(Badge, Badge.id == PrintedBadge.badge_id)
        .join(Printing, Printing.id == PrintedBadge.printing_id)
        .where(PrintedBadge.printing_id.in_(printing_ids), Printing.count == 1)
    )
    return {row.printing_id: row.number for row in db.session.execute(query)}


def last_faces(event: Event) -> dict[int, str]:
    """What each badge said when it was printed last, for those of which it is known."""
    # By moment, then by entry: the last one overwrites those before.
    query = (
        select(PrintedBadge.badge_id, PrintedBadge.face)
        .join(Printing, Printing.id == PrintedBadge.printing_id)
        .where(Printing.event_id == event.id, Printing.undone_at.is_(None))
        .order_by(Printing.at, Printing.id)
    )
    return {row.badge_id: row.face for row in db.session.execute(query)}
