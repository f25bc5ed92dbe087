"""Jobs that make documents, and the documents that were issued."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from fairapp.core.db import db
from fairapp.core.tasks import Job
from fairapp.events.models import Event
from fairapp.reports.documents.models import Report

DOCUMENT = "reports.document"
"""Kind of the jobs that make documents."""


def jobs(event: Event, *, limit: int) -> list[tuple[Job, Report | None]]:
    """The latest, the newest first, each with what it issued, and the file."""
    rows = db.session.execute(_jobs(event).order_by(Job.id.desc()).limit(limit))
    return [(job, report) for job, report in rows]


def find_job(event: Event, job_id: int) -> tuple[Job, Report | None] | None:
    """One of this fair."""
    row = db.session.execute(_jobs(event).where(Job.id == job_id)).one_or_none()
    return (row[0], row[1]) if row else None


def of_job(job_id: int) -> Report | None:
    """What that job has issued."""
    return db.session.scalar(select(Report).where(Report.job_id == job_id))


def by_number(number: str) -> Report | None:
    """The issued document with that number, of any fair, with its fair."""
    query = select(Report).where(Report.number == number).options(joinedload(Report.event))
    return db.session.scalar(query)


def twins(report: Report) -> list[Report]:
    """Other documents of the fair that say the same, the oldest first."""
    query = select(Report).where(
        Report.event_id == report.event_id,
        Report.kind == report.kind,
        Report.digest == report.digest,
        Report.id != report.id,
    )
    return list(db.session.scalars(query.order_by(Report.id)))


def _jobs(event: Event) -> Select[Job, Report]:
    return (
        select(Job, Report)
        .outerjoin(Report, Report.job_id == Job.id)
        .outerjoin(Job.file)
        .where(Job.event_id == event.id, Job.kind == DOCUMENT)
        .options(contains_eager(Job.file))
    )
