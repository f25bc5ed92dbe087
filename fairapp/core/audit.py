"""Who did what to which record, when and from where. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from flask import has_request_context, request
from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.core.db import Model, UTCDateTime, db


class Actor(Protocol):
    """Whoever acts: a signed-in user, or None for the person concerned or the system."""

    id: Any
    name: Any


@dataclass
class Program:
    """A program that acts with a token: named in the trail, and bound by what binds the public."""

    name: str
    id: None = None


def is_of_team(actor: Actor | None) -> bool:
    """Whether somebody of the team acts: not the person concerned, nor a program for anybody."""
    return actor is not None and not isinstance(actor, Program)


class AuditEntry(Model):
    """One act. `actor_name` is kept as it was, in case the account goes."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_type", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    address: Mapped[str] = mapped_column(String(45))


def record(
    action: str,
    subject: Model | None = None,
    *,
    at: datetime,
    actor: Actor | None = None,
    event_id: int | None = None,
    details: Mapped[dict[str, Any]] | Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Add an entry to the present transaction; `subject` must have been flushed."""
    entry = AuditEntry(
        at=at,
        event_id=event_id if event_id is not None else getattr(subject, "event_id", None),
        actor_id=actor.id if actor is not None else None,
        actor_name=actor.name if actor is not None else "",
        action=action,
        subject_type=type(subject).__name__ if subject is not None else "",
        subject_id=getattr(subject, "id", None),
        details=dict(details or {}),  # type: ignore[arg-type]
        address=(request.remote_addr or "") if has_request_context() else "",
    )
    db.session.add(entry)
    return entry
