"""What is due, what was done, which notice stands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairapp.core.db import db
from fairapp.core.personal import Stage
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.registration.privacy import rules
from fairapp.registration.privacy.models import Erasure, Notice, Retention, RetentionRun
from fairapp.registration.privacy.rules import Delay


def days_of(event: Event) -> dict[Stage, int]:
    """After how many days each stage goes: what was set, or what is usual."""
    found = db.session.get(Retention, event.id)
    if found is None:
        return dict(rules.DEFAULTS)
    return {stage: getattr(found, stage.value) for stage in rules.DEFAULTS}


def delays(event: Event) -> list[Delay]:
    """With dates, in order of time."""
    last = event.days[-1].date if event.days else None
    return rules.delays(days_of(event), last)


def open_erasure(registration: Registration) -> Erasure | None:
    """The wish that is still to come, if there is one."""
    query = select(Erasure).where(
        Erasure.registration_id == registration.id,
        Erasure.done_at.is_(None),
        Erasure.withdrawn_at.is_(None),
    )
    return db.session.scalar(query)


def erasures(event: Event) -> list[Erasure]:
    """Those to come, then those carried out, the latest first; withdrawn ones are over."""
    query = (
        select(Erasure)
        .where(Erasure.event_id == event.id, Erasure.withdrawn_at.is_(None))
        .order_by(Erasure.done_at.is_not(None), Erasure.asked_at.desc(), Erasure.id.desc())
        .options(joinedload(Erasure.registration))
    )
    return list(db.session.scalars(query))


def due_erasures(at: datetime) -> list[int]:
    """Ids of those whose grace is over."""
    query = select(Erasure.id).where(
        Erasure.done_at.is_(None), Erasure.withdrawn_at.is_(None), Erasure.due_at <= at
    )
    return list(db.session.scalars(query.order_by(Erasure.id)))


def runs(event: Event) -> list[RetentionRun]:
    """What went by itself, the latest first."""
    query = select(RetentionRun).where(RetentionRun.event_id == event.id)
    return list(db.session.scalars(query.order_by(RetentionRun.id.desc())))


def notice(event: Event) -> Notice | None:
    """What stands on the form now."""
    return next(iter(notices(event)), None)


def notices(event: Event) -> list[Notice]:
    """Every version, the latest first."""
    query = select(Notice).where(Notice.event_id == event.id)
    return list(db.session.scalars(query.order_by(Notice.number.desc())))
