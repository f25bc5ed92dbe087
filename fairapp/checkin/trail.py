"""What the audit keeps of scans: who was let in against the verdict, and what was taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from fairapp.checkin.storing import Row
from fairapp.core import audit
from fairapp.core.audit import Actor

_KEPT = ("uuid", "registration_id", "verdict", "reason", "override", "undoes_id")


def note(rows: Iterable[Row], *, actor: Actor | None, at: datetime) -> None:
    """Leave a trace of those of these new scans that were somebody's decision."""
    for row in rows:
        if row["override"] or row["undoes_id"] is not None:
            audit.record(
                "scan_overridden" if row["override"] else "scan_undone",
                at=at,
                actor=actor,
                event_id=row["event_id"],
                details={name: row[name] for name in _KEPT if row[name]},
            )
