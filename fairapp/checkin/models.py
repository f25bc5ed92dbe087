"""Scans, the devices that make them, and tallies.

A scan is appended, never changed or deleted: undoing one is a new scan that names it. Who was
present when is a question asked of scans (`checkin.presence`), not a column.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.accounts.models import User
from fairapp.badges.models import Badge
from fairapp.core.access import Permission
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
    """A phone or tablet at a gate, known by a token of which only the hash is here.

    It is enrolled with a code shown once (`enrolment_hash`), works at `checkpoint_id` alone or,
    when that is None, at any, until `expires_at` or `revoked_at`. `may_override` lets people in
    against the verdict, as the reception does; `may_search` keeps a sealed list of names.
    `waiting`, `roster_revision`, `clock_offset_ms` and `battery` are what it told last.
    """

    __tablename__ = "device"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    checkpoint_id: Mapped[int | None] = mapped_column(ForeignKey("checkpoint.id"))
    may_override: Mapped[bool] = mapped_column(default=False)
    may_search: Mapped[bool] = mapped_column(default=False)
    enrolment_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    enrolment_expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    enrolled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    waiting: Mapped[int | None]
    roster_revision: Mapped[int | None]
    clock_offset_ms: Mapped[int | None]
    # In percent; None from a browser that does not tell.
    battery: Mapped[int | None]

    event: Mapped[Event] = relationship()
    checkpoint: Mapped[Checkpoint | None] = relationship()

    def can(self, permission: Permission, event: Event | None) -> bool:
        """Whether it holds `permission` at `event`: two at most, and at its own fair alone."""
        is_held = permission == Permission.CHECK_IN or (
            permission == Permission.OVERRIDE_REFUSAL and self.may_override
        )
        return is_held and event is not None and event.id == self.event_id


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
        Index("ix_scan_checkpoint_at", "checkpoint_id", "at"),
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
    # What the phone showed when it decided by itself; empty when the server was asked first.
    device_verdict: Mapped[str] = mapped_column(String(12), default="")
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


class RosterEntry(Model):
    """One badge as phones hold it: found by an index of its token, sealed under the token itself.

    `body` opens only with the badge in hand; `digest` says whether what it holds has changed.
    """

    __tablename__ = "roster_entry"
    __table_args__ = (
        UniqueConstraint("event_id", "code"),
        Index("ix_roster_entry_event_revision", "event_id", "revision"),
    )

    badge_id: Mapped[int] = mapped_column(
        ForeignKey("badge.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(20))
    body: Mapped[bytes]
    digest: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int]


class Roster(Model):
    """How far the entries of one fair follow it: up to which act of the audit."""

    __tablename__ = "roster"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    revision: Mapped[int] = mapped_column(default=0)
    audit_entry_id: Mapped[int] = mapped_column(default=0)


class Tally(Model):
    """People counted without names (theatre, match); never added to unique participants.

    What a clicker counted since its last row, so rows are summed; one that corrects is negative.
    """

    __tablename__ = "tally"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    session_code: Mapped[str] = mapped_column(String(20))
    women: Mapped[int] = mapped_column(default=0)
    men: Mapped[int] = mapped_column(default=0)
    children: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    received_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    device: Mapped[Device | None] = relationship()
    user: Mapped[User | None] = relationship()
