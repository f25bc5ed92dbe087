"""What is kept about attestations: how they look, how people write their names, what was issued."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.db import Model, UTCDateTime
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.reports.attestations.design import Design, from_dict

NAME_MAX = 160
REASON_MAX = 300


class AttestationDesign(Model):
    """How a fair's attestations look and whom they are for; made when somebody changes it first.

    `settings` has the `design`, and the one `before` the last change.
    """

    __tablename__ = "attestation_design"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)

    @property
    def design(self) -> Design:
        """As attestations are now."""
        return from_dict(self.settings["design"])

    @property
    def before(self) -> Design:
        """As they were before the last change."""
        return from_dict(self.settings["before"])


class AttestationName(Model):
    """How somebody wants the name printed, said on the pass.

    `registered` is what was registered at that moment. `waits`: it differs so much that the team
    has to look first; `judged_at` when somebody did, `is_refused` what came of it.
    """

    __tablename__ = "attestation_name"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), unique=True
    )
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    registered: Mapped[str] = mapped_column(String(250))
    said_at: Mapped[datetime] = mapped_column(UTCDateTime)
    is_far: Mapped[bool] = mapped_column(default=False)
    judged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    judged_by: Mapped[str] = mapped_column(String(200), default="")
    is_refused: Mapped[bool] = mapped_column(default=False)

    @property
    def waits(self) -> bool:
        """Whether somebody of the team has to look at it."""
        return self.is_far and self.judged_at is None

    @property
    def holds(self) -> bool:
        """Whether it is printed."""
        return not self.waits and not self.is_refused


class Attestation(Model):
    """One document that was given a number. What it says stands here and never changes.

    `serial` counts a person's documents from 1; the latest is the one that may be valid. `key` is
    the registration and the serial, so that two requests at once issue one. `days` are ISO dates.
    """

    __tablename__ = "attestation"
    __table_args__ = (Index("ix_attestation_event", "event_id", "registration_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    serial: Mapped[int]
    key: Mapped[str] = mapped_column(String(40), unique=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    other_script: Mapped[str] = mapped_column(String(160), default="")
    days: Mapped[list[str]] = mapped_column(JSON)
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime)
    replaced_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_by: Mapped[str] = mapped_column(String(200), default="")
    # Why, in words that the person may read.
    reason: Mapped[str] = mapped_column(String(REASON_MAX), default="")

    event: Mapped[Event] = relationship()
    registration: Mapped[Registration] = relationship()

    @property
    def dates(self) -> tuple[date, ...]:
        """The days attended, as it names them."""
        return tuple(date.fromisoformat(day) for day in self.days)

    @property
    def is_valid(self) -> bool:
        """Neither replaced by a newer one nor revoked."""
        return self.replaced_at is None and self.revoked_at is None
