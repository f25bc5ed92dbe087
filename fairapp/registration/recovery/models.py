"""Codes that were sent to find a pass."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.core.db import Model, UTCDateTime


class PassCode(Model):
    """One code for one phone number or e-mail address; both are kept as keyed hashes only.

    `key` names the attempt in the visitor's address. A row is made whether or not anybody is
    registered with that contact, so that neither time nor text tells.
    """

    __tablename__ = "pass_code"
    __table_args__ = (Index("ix_pass_code_contact", "event_id", "contact_hash", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(32), unique=True)
    contact_hash: Mapped[str] = mapped_column(String(64))
    code_hash: Mapped[str] = mapped_column(String(64))
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
