"""Scans, the devices that make them, and tallies.

A scan is appended, never changed or deleted: undoing one is a new scan that names it. Who was
present when is a question asked of scans (`checkin.presence`), not a column.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.badges.models import Badge
from fairapp.core.db import Model, UTCDateTime
from fairapp.events.models import Checkpoint, Event
from fairapp.registration.models import Registration


class Verdict(StrEnum):
    """What the gate was told; `checkin.rules.decide` says when."""

    ADMITTED = "admitted"
    AGAIN = "again"
    PROVISIONAL = "provisional"
    ASK = "ask"
    BLANK = "blank"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    LEFT = "left"


# An accepted scan is an entry; `ask` and `refused` are entries only with an override.
ENTRIES = frozenset({Verdict.ADMITTED, Verdict.AGAIN, Verdict.PROVISIONAL})


class Method(StrEnum):
    """How the person was identified."""

    QR = "qr"
    TYPED = "typed"
    SEARCH = "search"
    WALK_IN = "walk_in"
    PAPER = "paper"


class Device(Model):
    """A phone or tablet at a gate."""

    __tablename__ = "device"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    last_seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Scan(Model):
    """One immutable record.

    `scanned_at` is what the device's clock said, `at` the corrected moment that every figure uses,
    `received_at` when the server had it. `is_entry` is the accepted-entry fact decided when it was
    stored; whether it was undone later is a question for queries.
    """

    __tablename__ = "scan"
    __table_args__ = (
        UniqueConstraint("device_id", "seq"),
        Index("ix_scan_event_at", "event_id", "at"),
        Index("ix_scan_registration_checkpoint", "registration_id", "checkpoint_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    checkpoint_id: Mapped[int] = mapped_column(ForeignKey("checkpoint.id"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))
    badge_id: Mapped[int | None] = mapped_column(ForeignKey("badge.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    seq: Mapped[int | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    direction: Mapped[str] = mapped_column(String(3), default="in")
    method: Mapped[str] = mapped_column(String(10))
    verdict: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(30), default="")
    is_entry: Mapped[bool]
    override: Mapped[str] = mapped_column(String(200), default="")
    scanned_at: Mapped[datetime] = mapped_column(UTCDateTime)
    offset_ms: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    # The clock could not be trusted: outside the fair's bounds, or it jumped.
    clock_doubtful: Mapped[bool] = mapped_column(default=False)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("scan.id"), unique=True)
    # What an unknown code looked like, shortened; never a person's data.
    raw: Mapped[str] = mapped_column(String(120), default="")

    event: Mapped[Event] = relationship()
    checkpoint: Mapped[Checkpoint] = relationship()
    registration: Mapped[Registration | None] = relationship()
    badge: Mapped[Badge | None] = relationship()
    device: Mapped[Device | None] = relationship()


class Tally(Model):
    """People counted without names (theatre, match); never added to unique participants."""

    __tablename__ = "tally"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    session_code: Mapped[str] = mapped_column(String(20))
    women: Mapped[int] = mapped_column(default=0)
    men: Mapped[int] = mapped_column(default=0)
    children: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
