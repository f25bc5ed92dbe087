"""Who did what to which record, when and from where.

Rows are only ever added: the database refuses to change or delete one (migration 0019). Where a
record was changed, `details["changed"]` has what was and what is now, by the name of the field:
`changes()` makes it. What must not be repeated in a trail that nobody erases (phones, addresses)
is only named there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Protocol, cast

from flask import has_request_context, request
from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.core.db import Model, UTCDateTime, db

# What stands instead of the details of an entry that told of somebody who is erased.
ERASED = {"erased": True}


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
    __table_args__ = (
        Index("ix_audit_entry_subject", "subject_type", "subject_id"),
        Index("ix_audit_entry_event", "event_id", "id"),
        Index("ix_audit_entry_event_action", "event_id", "action", "id"),
        Index("ix_audit_entry_event_actor", "event_id", "actor_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
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


def changes(
    before: Mapping[str, Any], after: Mapping[str, Any], *, withheld: Collection[str] = ()
) -> dict[str, Any]:
    """`{"changed": {name: [was, is]}}` for what differs, to be given as details; empty when nothing
    does. Of names in `withheld` it is only said that they changed (None)."""
    changed = {
        name: None if name in withheld else [plain(before.get(name)), plain(after.get(name))]
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    }
    return {"changed": changed} if changed else {}


def plain(value: Any) -> Any:
    """As JSON keeps it: moments and days in ISO form, texts in several languages by language, a
    record by its code."""
    if isinstance(value, Model):
        return getattr(value, "code", None) or getattr(value, "id", None)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if hasattr(value, "as_dict"):
        return value.as_dict()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [plain(item) for item in items]
    return str(value)


def blank(*which: ColumnElement[bool]) -> int:
    """Take out what the entries that meet `which` tell, and from where it was done; how many.

    That something was done, when and by whom of the team, stays. For the erasure of a person; the
    database lets nothing else be changed.
    """
    statement = update(AuditEntry).where(*which).values(details=ERASED, address="")
    done = db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire_all()
    return cast(CursorResult[Any], done).rowcount
