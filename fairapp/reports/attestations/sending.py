"""Sending everybody's letter: once after the fair, and again for whoever was not entitled then."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.core import audit, tasks
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.tasks import Job, JobStatus
from fairapp.events.models import Event

KIND = "attestations.tell"


def is_over(event: Event, at: datetime) -> bool:
    """Whether the fair's last day has passed: until then a day may come that is to be named."""
    return bool(event.days) and event.local(at).date() > event.days[-1].date


def latest_job(event: Event) -> Job | None:
    """The last sending."""
    query = select(Job).where(Job.event_id == event.id, Job.kind == KIND)
    return db.session.scalar(query.order_by(Job.id.desc()).limit(1))


def start(event: Event, *, actor: Actor, at: datetime) -> Job:
    """Have the worker tell whoever has not been told. DomainError `not_over`; the sending that
    runs already, if one does.
    """
    if not is_over(event, at):
        raise DomainError("not_over", _l("Attestations are sent once the fair is over."))
    running = latest_job(event)
    if running is not None and running.status in (JobStatus.QUEUED, JobStatus.RUNNING):
        return running
    job = tasks.start(KIND, event_id=event.id, params={}, actor=actor, at=at)
    audit.record("attestation.sending_started", job, at=at, actor=actor)
    return job
