"""One announcement to a group of participants."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.db import Model, UTCDateTime
from fairapp.core.i18n import Localized, LocalizedText
from fairapp.events.models import Event


class Announcement(Model):
    """Words in up to three languages. `audience` is the filter that chose the people, and
    `recipients` how many those were; the messages themselves are in the outbox."""

    __tablename__ = "announcement"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    subject: Mapped[LocalizedText] = mapped_column(Localized)
    body: Mapped[LocalizedText] = mapped_column(Localized)
    audience: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    recipients: Mapped[int] = mapped_column(default=0)
    # Made by the page that sent it, so that a second tap is not a second announcement.
    submission_key: Mapped[str | None] = mapped_column(String(36), unique=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
