"""Documents that the worker made, and how much there is to print."""

from __future__ import annotations

from sqlalchemy import func, select

from fairapp.core.db import db
from fairapp.core.tasks import Job
from fairapp.events.models import Event
from fairapp.programme.editing.models import Draft

PRINTING = "programme.printing"
"""Kind of the jobs that make them."""

# From here on documents are made by the worker: they take longer than a page may.
LONG = 80


def is_long(event: Event) -> bool:
    """Whether the programme has so many sessions that one had better not wait for the page."""
    query = select(func.count(Draft.id)).where(Draft.event_id == event.id)
    return (db.session.scalar(query) or 0) >= LONG


def jobs(event: Event, *, limit: int = 10) -> list[Job]:
    """The latest ones, the newest first."""
    query = select(Job).where(Job.event_id == event.id, Job.kind == PRINTING)
    return list(db.session.scalars(query.order_by(Job.id.desc()).limit(limit)))


def find_job(event: Event, job_id: int) -> Job | None:
    """One of this fair's."""
    job = db.session.get(Job, job_id)
    return job if job is not None and (job.event_id, job.kind) == (event.id, PRINTING) else None
