"""What a registration stood as before its last change, so that the change can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.registration.models import Registration, Status


@dataclass(frozen=True)
class Standing:
    """A status, since when, why, and until when its offer holds."""

    status: Status
    since: datetime
    reason: str = ""
    offered_until: datetime | None = None

    @classmethod
    def of(cls, registration: Registration) -> Standing:
        """How `registration` stands now."""
        return cls(
            Status(registration.status),
            registration.status_at,
            registration.status_reason,
            registration.offered_until,
        )

    def as_dict(self) -> dict[str, str]:
        """As the trail keeps what was."""
        told = {"was": str(self.status), "since": self.since.isoformat()}
        if self.reason:
            told["because"] = self.reason
        if self.offered_until:
            told["until"] = self.offered_until.isoformat()
        return told


def last_change(registration: Registration) -> Standing | None:
    """How it stood before the last change of its standing; None when there was none."""
    entry = last_entry(registration)
    return None if entry is None else standing_before(entry)


def before_change_at(registration: Registration, at: datetime) -> Standing | None:
    """How it stood before what changed its standing at that moment, be it undone and done again
    since; None when nothing did."""
    entry = next((entry for entry in _changes(registration) if entry.at == at), None)
    return None if entry is None else standing_before(entry)


def last_entry(registration: Registration) -> AuditEntry | None:
    """What the trail says of the last change of its standing; None when there was none."""
    return next(_changes(registration), None)


def standing_before(entry: AuditEntry) -> Standing:
    """How it stood before what `entry` of the trail tells of."""
    told = entry.details
    until = told.get("until")
    return Standing(
        Status(told["was"]),
        datetime.fromisoformat(told["since"]),
        told.get("because", ""),
        datetime.fromisoformat(until) if until else None,
    )


def _changes(registration: Registration) -> Iterator[AuditEntry]:
    """What the trail says of changes of its standing, the latest first."""
    trail = db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject_type == Registration.__name__,
            AuditEntry.subject_id == registration.id,
        )
        .order_by(AuditEntry.id.desc())
    )
    return (entry for entry in trail if "since" in entry.details)
