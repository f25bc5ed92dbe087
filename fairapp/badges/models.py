"""Badges: what is printed or shown, one random token each.

The token is of the badge, not of the person: a reprint for loss is a new badge that revokes the old
one. A badge without a registration is blank: printed and numbered, not yet anybody's.
"""

from __future__ import annotations

import base64
import secrets
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.db import Model, UTCDateTime
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

    event: Mapped[Event] = relationship()
    registration: Mapped[Registration | None] = relationship()
