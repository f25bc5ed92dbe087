"""Who is to be decided, and what was decided lately."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.events.models import Category, Event
from fairapp.registration.models import Registration, Status

APPROVED, DECLINED = "registration.approved", "registration.declined"
PAGE = 50
_RECENT = 20
_SHOWN = (
    joinedload(Registration.category),
    joinedload(Registration.delegation),
    selectinload(Registration.days),
)


def to_decide(event: Event, category: Category | None, *, page: int = 1) -> list[Registration]:
    """One page of whoever waits for a decision, the oldest first; of all categories or of one."""
    query = select(Registration).where(
        Registration.event_id == event.id, Registration.status == Status.PENDING
    )
    if category is not None:
        query = query.where(Registration.category_id == category.id)
    oldest = query.order_by(Registration.status_at, Registration.id)
    return list(db.session.scalars(oldest.offset((page - 1) * PAGE).limit(PAGE).options(*_SHOWN)))


def waiting_by_category(event: Event) -> dict[int, int]:
    """By category id, how many are to be decided."""
    counted = (
        select(Registration.category_id, func.count())
        .where(Registration.event_id == event.id, Registration.status == Status.PENDING)
        .group_by(Registration.category_id)
    )
    return {category: count for category, count in db.session.execute(counted)}


def lately_declined(event: Event) -> list[Registration]:
    """Whom the team declined, the latest first."""
    query = (
        select(Registration)
        .where(Registration.event_id == event.id, Registration.status == Status.DECLINED)
        .order_by(Registration.status_at.desc(), Registration.id.desc())
    )
    return list(db.session.scalars(query.limit(_RECENT).options(*_SHOWN)))


def decided_at(event: Event, at: datetime) -> list[Registration]:
    """Whom a decision at that moment was about, and who still stands as it left them."""
    entries = select(AuditEntry.subject_id).where(
        AuditEntry.event_id == event.id,
        AuditEntry.at == at,
        AuditEntry.subject_type == Registration.__name__,
        AuditEntry.action.in_((APPROVED, DECLINED)),
    )
    query = select(Registration).where(
        Registration.event_id == event.id,
        Registration.status_at == at,
        Registration.status.in_((Status.CONFIRMED, Status.DECLINED)),
        Registration.id.in_(entries),
    )
    return list(db.session.scalars(query.order_by(Registration.id)))


def find_all(event: Event, ids: Collection[int]) -> list[Registration]:
    """The registrations of this fair with these ids, by id."""
    query = select(Registration).where(Registration.event_id == event.id, Registration.id.in_(ids))
    return list(db.session.scalars(query.order_by(Registration.id)))
