"""What the list of participants keeps: named views, groups of people, the team's notes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.db import Model, UTCDateTime
from fairapp.core.tasks import Job
from fairapp.events.models import Event
from fairapp.registration.models import Registration


class View(Model):
    """Filters, columns and order under a name, for one member of the team or for all of it.

    `wish` holds no search text, which may be somebody's name or number.
    """

    __tablename__ = "people_view"
    __table_args__ = (UniqueConstraint("event_id", "user_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(60))
    is_shared: Mapped[bool] = mapped_column(default=False)
    wish: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Act(StrEnum):
    """What can be done with many people at a time."""

    APPROVE = "approve"
    DECLINE = "decline"
    CATEGORY = "category"
    CANCEL = "cancel"
    REINSTATE = "reinstate"
    # Done on pages of their own, for the same people.
    MESSAGE = "message"
    BADGES = "badges"


class BatchStatus(StrEnum):
    """How far a group of people is."""

    CHOSEN = "chosen"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class Batch(Model):
    """People chosen for one act. `done_at` is the moment that all it did bears."""

    __tablename__ = "people_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    act: Mapped[str] = mapped_column(String(12))
    # `{"category": code}`, or why people are declined: `{"reason": key, "words": text}`.
    params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    people: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(String(8), default=BatchStatus.CHOSEN)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    created_by: Mapped[int | None]
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    undone_by_name: Mapped[str] = mapped_column(String(200), default="")

    event: Mapped[Event] = relationship()
    job: Mapped[Job | None] = relationship()


class Outcome(StrEnum):
    """What became of one person of a group."""

    CHOSEN = "chosen"
    DONE = "done"
    LEFT = "left"
    UNDONE = "undone"
    # Something else has happened to them since, which stays.
    CHANGED = "changed"


class BatchPerson(Model):
    """One person of a group. `before`: the code of the category that they were in."""

    __tablename__ = "people_batch_person"

    batch_id: Mapped[int] = mapped_column(
        ForeignKey("people_batch.id", ondelete="CASCADE"), primary_key=True
    )
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    outcome: Mapped[str] = mapped_column(String(8), default=Outcome.CHOSEN)
    before: Mapped[str] = mapped_column(String(40), default="")

    registration: Mapped[Registration] = relationship()


class Note(Model):
    """What a member of the team noted about somebody, and when; never shown to the person."""

    __tablename__ = "registration_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(String(200), default="")
