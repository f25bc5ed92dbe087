"""Ordering documents, and noting who took one away."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from flask_babel import gettext as _

from fairapp.core import audit, tasks
from fairapp.core.audit import Actor
from fairapp.core.errors import DomainError
from fairapp.core.tasks import Job
from fairapp.events.models import Event
from fairapp.reports.queries import ATTENDANCE, Choice, Document


def order_attendance_list(event: Event, choice: Choice, *, actor: Actor, at: datetime) -> Job:
    """Have the worker make an attendance list. DomainError when the fair has no such day."""
    if event.day_number(choice.day) is None:
        raise DomainError("no_such_day", _("Choose a day of the fair."), field="day")
    job = tasks.start(ATTENDANCE, event_id=event.id, params=asdict(choice), actor=actor, at=at)
    audit.record("report.attendance_list.ordered", job, at=at, actor=actor, details=asdict(choice))
    return job


def note_download(document: Document, *, actor: Actor, at: datetime) -> None:
    """Keep who took the list away, and which data it showed."""
    details = {
        **asdict(document.choice),
        "people": document.people,
        "sha256": document.fingerprint,
    }
    audit.record(
        "report.attendance_list.downloaded", document.job, at=at, actor=actor, details=details
    )
