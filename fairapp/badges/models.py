"""Badges: what is printed or shown, one random token each.

The token is of the badge, not of the person: a reprint for loss is a new badge that revokes the old
one. A badge without a registration is blank: printed and numbered, not yet anybody's.
"""

from __future__ import annotations

import base64
import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.db import Model, UTCDateTime
from fairapp.core.tasks import Job
from fairapp.events.models import Event
from fairapp.registration.models import Registration

TOKEN_BYTES = 10
TOKEN_LENGTH = 16


def new_token() -> str:
    """80 random bits as 16 characters of base32: short enough for a QR code of version 2."""
    return base64.b32encode(secrets.token_bytes(TOKEN_BYTES)).decode()


class Badge(Model):
    """One badge. `number` runs from 1 within the event and is printed in clear."""

    __tablename__ = "badge"
    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        # At most one badge of a registration is in force.
        Index(
            "uq_badge_in_force",
            "registration_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    token: Mapped[str] = mapped_column(String(TOKEN_LENGTH), unique=True)
    number: Mapped[int]
    is_blank_stock: Mapped[bool] = mapped_column(default=False)
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime)
    printed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    print_count: Mapped[int] = mapped_column(default=0)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_reason: Mapped[str] = mapped_column(String(120), default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("badge.id"), index=True)
    # What a blank badge says; whoever is given it has the category of their registration.
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id", ondelete="SET NULL"))

    event: Mapped[Event] = relationship()
    registration: Mapped[Registration | None] = relationship()


class Reason(StrEnum):
    """Why badges were put on paper."""

    FIRST = "first"
    CORRECTED = "corrected"
    LOST = "lost"
    DAMAGED = "damaged"
    AGAIN = "again"
    PAGES = "pages"


class Printing(Model):
    """An entry of the print log: `count` badges put on paper, for this reason, by this person.

    `pages` are those of the sheets of `job` that were printed again, as they were typed. What was
    marked by mistake is undone, and stays in the log.
    """

    __tablename__ = "badge_printing"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    job_id: Mapped[int | None] = mapped_column(
        ForeignKey("job.id", ondelete="SET NULL"), index=True
    )
    reason: Mapped[str] = mapped_column(String(20))
    pages: Mapped[str] = mapped_column(String(60), default="")
    count: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(200), default="")
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    undone_by_name: Mapped[str] = mapped_column(String(200), default="")

    job: Mapped[Job | None] = relationship()


class PrintedBadge(Model):
    """One badge of a printing, and the fingerprint of what it said (`fingerprints`)."""

    __tablename__ = "printed_badge"

    printing_id: Mapped[int] = mapped_column(
        ForeignKey("badge_printing.id", ondelete="CASCADE"), primary_key=True
    )
    badge_id: Mapped[int] = mapped_column(
        ForeignKey("badge.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    face: Mapped[str] = mapped_column(String(12))
