"""A sealed copy each night, made by the worker where BACKUP_TO and BACKUP_RECIPIENT say so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from fairapp.core import audit, clock, tasks
from fairapp.core.audit import AuditEntry
from fairapp.core.backups import erased, sealing, writing
from fairapp.core.db import db, transaction
from fairapp.core.tasks import Job, JobStatus, Progress

KIND = "backup.nightly"
MADE = "backup.made"
# UTC: when nobody registers, and after the last gate has sent what it kept.
_HOUR = 2
_TRY_AGAIN_AFTER = timedelta(hours=1)
_OURS = re.compile(r"fairapp-\d{4}-\d{2}-\d{2}-\d{4}\.age")


@dataclass(frozen=True)
class LastBackup:
    """The newest copy that was made, by whichever way; `failed_at`: a later one that was not."""

    at: datetime | None
    file: str
    failed_at: datetime | None


def is_configured() -> bool:
    """Whether there is to be a copy each night."""
    return bool(current_app.config["BACKUP_TO"] and current_app.config["BACKUP_RECIPIENT"])


def last_backup() -> LastBackup:
    """For whoever asks whether this fair could be brought back."""
    made = db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.event_id.is_(None), AuditEntry.action == MADE)
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).first()
    at = made.at if made is not None else None
    job = _newest()
    failed = job is not None and job.status == JobStatus.FAILED and (not at or job.created_at > at)
    return LastBackup(
        at=at,
        file=str(made.details.get("file", "")) if made is not None else "",
        failed_at=job.created_at if job is not None and failed else None,
    )


@tasks.every_minute
def begin() -> None:
    """Start this night's copy when its time has come."""
    at = clock.now()
    if is_configured() and _is_due(at):
        with transaction():
            if _is_due(at):  # another worker may have asked at the same moment
                tasks.start(KIND, event_id=None, params={}, actor=None, at=at)


@tasks.handler(KIND)
def make(_job: Job, progress: Progress) -> None:
    """Write it and let the oldest go; a copy that this night has already is not made again."""
    at = clock.now()
    folder = Path(str(current_app.config["BACKUP_TO"]))
    to = sealing.recipients(str(current_app.config["BACKUP_RECIPIENT"]).split())
    target = folder / writing.name_at(at, is_sealed=True)
    copied = writing.write(target, to=to, at=at, progress=progress)
    erased.accompany(target)
    with transaction():
        details = {"file": target.name, "rows": sum(copied.tables.values()), "files": copied.files}
        audit.record(MADE, at=at, details=details)
    _let_go(folder, int(str(current_app.config["BACKUP_KEEP"])))


def _is_due(at: datetime) -> bool:
    tonight = at.replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    if at < tonight:
        tonight -= timedelta(days=1)
    newest = _newest()
    if newest is None or newest.created_at < tonight:
        return True
    return newest.status == JobStatus.FAILED and at - newest.created_at >= _TRY_AGAIN_AFTER


def _newest() -> Job | None:
    query = select(Job).where(Job.kind == KIND).order_by(Job.id.desc()).limit(1)
    return db.session.scalars(query).first()


def _let_go(folder: Path, keep: int) -> None:
    ours = sorted(path for path in folder.iterdir() if _OURS.fullmatch(path.name))
    for path in ours[: -max(keep, 1)]:
        path.unlink(missing_ok=True)
