"""Since when a phone may have its key, and whether it has had it: the audit knows."""

from __future__ import annotations

from sqlalchemy import func, select

from fairapp.checkin.models import Device
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db

GIVEN = "device.names_given"
# After each of these a phone may have a key once more, and it is another key.
_TURNS = ("device.enrolled", "device.search_allowed", "device.search_renewed")


def turn(device: Device) -> int:
    """The act that the phone's present key comes from; 0 before the first."""
    return _latest(device, *_TURNS)


def is_given(device: Device) -> bool:
    """Whether the phone has had its present key."""
    return _latest(device, GIVEN) > turn(device)


def _latest(device: Device, *actions: str) -> int:
    query = select(func.max(AuditEntry.id)).where(
        AuditEntry.subject_type == Device.__name__,
        AuditEntry.subject_id == device.id,
        AuditEntry.action.in_(actions),
    )
    return db.session.scalar(query) or 0
