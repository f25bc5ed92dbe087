"""Documents that were made for a fair."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from fairapp.core.db import db
from fairapp.core.tasks import Job
from fairapp.events.models import Event, EventDay
from fairapp.reports.attendance import Grouping

ATTENDANCE = "reports.attendance_list"
"""Kind of the jobs that make attendance lists."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which attendance list: of what day, divided how, with contacts or not, in which language."""

    day: int
    grouping: Grouping
    contacts: bool
    language: str

    @classmethod
    def of(cls, job: Job) -> Choice:
        """What was asked for."""
        params = job.params
        grouping = Grouping(params["grouping"])
        return cls(params["day"], grouping, params["contacts"], params["language"])


@dataclass(frozen=True, slots=True)
class Document:
    """One attendance list and the work on it; `people` when it is done."""

    job: Job
    choice: Choice
    day: EventDay | None

    @property
    def people(self) -> int | None:
        """How many stand on it."""
        return self.job.params.get("people")

    @property
    def fingerprint(self) -> str:
        """SHA-256 of its data, as printed on it; empty until it is done."""
        return str(self.job.params.get("sha256", ""))


def documents(event: Event, *, contacts: bool, limit: int = 20) -> list[Document]:
    """The latest lists, the newest first; those with contacts only if `contacts`."""
    query = select(Job).where(Job.event_id == event.id, Job.kind == ATTENDANCE)
    if not contacts:
        query = query.where(Job.params["contacts"].as_boolean().is_(False))
    jobs = db.session.scalars(query.order_by(Job.id.desc()).limit(limit))
    return [_document(event, job) for job in jobs]


def find_document(event: Event, job_id: int) -> Document | None:
    """One list of this fair."""
    job = db.session.get(Job, job_id)
    if job is None or job.event_id != event.id or job.kind != ATTENDANCE:
        return None
    return _document(event, job)


def _document(event: Event, job: Job) -> Document:
    choice = Choice.of(job)
    return Document(job, choice, event.day_number(choice.day))
