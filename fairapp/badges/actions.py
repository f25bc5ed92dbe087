"""What happens to a badge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, func, select

from fairapp.badges import prints
from fairapp.badges.models import Badge, Reason, new_token
from fairapp.badges.queries import BATCH, Batch, Selection, badge_ids, in_force, printed_entries
from fairapp.badges.studio.queries import design_of
from fairapp.core import audit, tasks
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.tasks import Job, JobStatus
from fairapp.events.models import Event
from fairapp.registration.models import Registration

# Built once, on tables.
_event, _badge = Event.__table__.c, Badge.__table__.c
_LOCK = select(_event.id).where(_event.id == bindparam("event")).with_for_update(key_share=True)
_HIGHEST = select(func.coalesce(func.max(_badge.number), 0)).where(
    _badge.event_id == bindparam("event")
)


@dataclass(frozen=True, slots=True)
class Sheets:
    """How sheets are to be made. `base` is the site's address, which QR codes begin with;
    `separators`: a sheet before each category or delegation that names it.
    """

    layout: str
    language: str
    base: str
    separators: bool = False


def issue(registration: Registration, *, at: datetime) -> Badge:
    """The badge in force of a flushed `registration`, made now when it has none."""
    badge = in_force(registration)
    if badge is None:
        badge = Badge(
            event_id=registration.event_id,
            registration_id=registration.id,
            token=new_token(),
            number=next_number(registration.event_id),
            issued_at=at,
        )
        db.session.add(badge)
        db.session.flush()
    return badge


def next_number(event_id: int) -> int:
    """The first number not yet given at the event; nobody else gets one before the commit."""
    # SQLite's writers queue by themselves; PostgreSQL's queue at the event's row.
    # NO KEY UPDATE, or every scan, whose foreign key looks at that row, would wait as well.
    db.session.execute(_LOCK, {"event": event_id})
    highest: int = db.session.scalars(_HIGHEST, {"event": event_id}).one()
    return highest + 1


def start_batch(
    event: Event, selection: Selection, sheets: Sheets, *, actor: Actor | None, at: datetime
) -> Job:
    """Have the worker make sheets of the badges selected now; later changes are not in it.

    DomainError `no_badges` when the selection is empty.
    """
    ids = badge_ids(event, selection)
    if not ids:
        raise DomainError("no_badges", _l("No badge corresponds to this choice."))
    design = design_of(event)
    params = {
        **asdict(sheets),
        "sides": design.sides,
        "margin": design.margin,
        "selection": asdict(selection),
        "badges": ids,
    }
    job = tasks.start(BATCH, event_id=event.id, params=params, actor=actor, at=at)
    details = {**asdict(sheets), **asdict(selection), "count": len(ids)}
    audit.record("badges.batch_started", job, at=at, actor=actor, details=details)
    return job


def mark_batch_printed(batch: Batch, *, actor: Actor | None, at: datetime) -> int:
    """Note that the sheets of a finished batch are on paper; how many badges that are.

    A second time changes nothing and gives 0: a batch is marked once, however often it is printed.
    """
    # Two people may press the button at once; the second waits here and then finds the entry.
    db.session.refresh(batch.job, with_for_update=True)
    event_id = batch.job.event_id
    is_marked = batch.job.id in printed_entries([batch.job.id])
    if event_id is None or batch.job.status != JobStatus.DONE or is_marked:
        return 0
    params = batch.job.params
    reason = Reason.CORRECTED if params["selection"].get("changed") else Reason.FIRST
    _note(batch.job, event_id, params["badges"], reason, actor=actor, at=at)
    return len(params["badges"])


def reprint(
    batch: Batch, pages: str, badge_ids: Sequence[int], *, actor: Actor | None, at: datetime
) -> None:
    """Note that some sheets of a batch are printed again, `pages` being how they were typed."""
    event_id = batch.job.event_id
    if event_id is not None:
        _note(batch.job, event_id, badge_ids, Reason.PAGES, actor=actor, at=at, pages=pages)


def mark_printed(badge: Badge, *, actor: Actor | None, at: datetime) -> None:
    """Note that one badge is on paper (once more)."""
    prints.note(badge.event_id, [badge.id], prints.reason_of(badge), actor=actor, at=at)
    audit.record("badges.printed", badge, at=at, actor=actor)


def revoke(badge: Badge, *, reason: str, actor: Actor | None, at: datetime) -> None:
    """From now on every gate refuses this badge. DomainError `revoked` when they do already."""
    if badge.revoked_at is not None:
        raise DomainError("revoked", _l("This badge is no longer valid already."))
    badge.revoked_at = at
    badge.revoked_reason = reason
    db.session.flush()
    audit.record("badges.revoked", badge, at=at, actor=actor, details={"reason": reason})


def replace(badge: Badge, *, reason: str, actor: Actor | None, at: datetime) -> Badge:
    """A new badge with a new code for the same person; the old one is revoked."""
    revoke(badge, reason=reason, actor=actor, at=at)
    new = Badge(
        event_id=badge.event_id,
        registration_id=badge.registration_id,
        is_blank_stock=badge.is_blank_stock,
        token=new_token(),
        number=next_number(badge.event_id),
        issued_at=at,
        replaces_id=badge.id,
    )
    db.session.add(new)
    db.session.flush()
    details: dict[str, Any] = {"replaces": badge.number, "reason": reason}
    audit.record("badges.issued", new, at=at, actor=actor, details=details)
    return new


def claim(badge: Badge, registration: Registration, *, actor: Actor | None, at: datetime) -> Badge:
    """A blank badge becomes that of a flushed `registration`; what it had before is revoked.

    DomainError `claimed` when it is somebody's by now, `revoked` when no gate accepts it.
    """
    # Two gates may hand out two halves of one sheet: the second waits here.
    db.session.refresh(badge, with_for_update=True)
    if badge.registration_id is not None:
        raise DomainError("claimed", _l("This badge has been given to somebody already."))
    if badge.revoked_at is not None:
        raise DomainError("revoked", _l("This badge is no longer valid already."))
    before = in_force(registration)
    if before is not None:
        revoke(before, reason="replaced", actor=actor, at=at)
    badge.registration_id = registration.id
    db.session.flush()
    details = {"registration": registration.id}
    audit.record("badges.claimed", badge, at=at, actor=actor, details=details)
    return badge


def _note(
    job: Job,
    event_id: int,
    badge_ids: Sequence[int],
    reason: Reason,
    *,
    actor: Actor | None,
    at: datetime,
    pages: str = "",
) -> None:
    # What the sheets say was true when they were made, and may not be when they are printed.
    faces = dict(zip(job.params["badges"], job.params.get("faces", ()), strict=False))
    prints.note(event_id, badge_ids, reason, actor=actor, at=at, job=job, pages=pages, faces=faces)
    details = {"count": len(badge_ids), "reason": reason, "pages": pages}
    audit.record("badges.batch_printed", job, at=at, actor=actor, details=details)
