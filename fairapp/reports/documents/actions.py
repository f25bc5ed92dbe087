"""Ordering documents, issuing them, noting who took one away, withdrawing one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from fairapp.core import audit, tasks
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.storage import store
from fairapp.core.tasks import Job
from fairapp.events.models import Event
from fairapp.reports.documents.evidence import Evidence
from fairapp.reports.documents.made import Made
from fairapp.reports.documents.models import Report
from fairapp.reports.documents.queries import DOCUMENT


def order(
    event: Event,
    kind: str,
    choice: Mapping[str, Any],
    *,
    language: str,
    purpose: str,
    note: str,
    actor: Actor,
    at: datetime,
) -> Job:
    """Have the worker make a document; who asked and what for is written down."""
    params = {
        "kind": kind,
        "choice": dict(choice),
        "language": language,
        "purpose": purpose,
        "note": note,
    }
    job = tasks.start(DOCUMENT, event_id=event.id, params=params, actor=actor, at=at)
    audit.record("report.ordered", job, at=at, actor=actor, details=params)
    return job


def issue(event_id: int, job_id: int, title: str, evidence: Evidence, made: Made) -> Report:
    """Keep a finished document."""
    job = db.session.get_one(Job, job_id)
    params = job.params
    file = store(made.content, name=made.name, mimetype=made.mimetype, event_id=event_id)
    tasks.attach(job, file)
    report = Report(
        event_id=event_id,
        job_id=job_id,
        number=evidence.number,
        kind=params["kind"],
        choice=params["choice"],
        language=params["language"],
        title=title,
        people=made.people,
        data_at=evidence.data_at,
        scans=evidence.scans,
        scans_digest=evidence.scans_digest,
        digest=made.digest,
        file_id=file.id,
        file_digest=file.sha256,
        purpose=params["purpose"],
        note=params["note"],
        made_by=job.created_by,
        made_by_name=job.created_by_name,
    )
    db.session.add(report)
    db.session.flush()
    return report


def note_download(job: Job, report: Report | None, *, actor: Actor, at: datetime) -> None:
    """Keep who took the document away, what for, and which data it showed."""
    details = {**job.params}
    if report is not None:
        details |= {"number": report.number, "people": report.people, "sha256": report.digest}
    audit.record("report.downloaded", job, at=at, actor=actor, details=details)


def withdraw(report: Report, reason: str, *, actor: Actor, at: datetime) -> None:
    """From now on whoever checks its number is told not to use it, and why."""
    if report.withdrawn_at is not None:
        raise DomainError("already_withdrawn", _("This document has already been withdrawn."))
    report.withdrawn_at = at
    report.withdrawn_by_name = actor.name
    report.withdrawn_reason = reason
    audit.record("report.withdrawn", report, at=at, actor=actor, details={"reason": reason})


def reinstate(report: Report, *, actor: Actor, at: datetime) -> None:
    """Undo a withdrawal."""
    if report.withdrawn_at is None:
        return
    details = {"reason": report.withdrawn_reason}
    report.withdrawn_at, report.withdrawn_by_name, report.withdrawn_reason = None, "", ""
    audit.record("report.reinstated", report, at=at, actor=actor, details=details)
