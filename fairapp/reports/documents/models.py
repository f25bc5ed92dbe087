"""Documents as they were issued."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.db import Model, UTCDateTime
from fairapp.core.storage import StoredFile
from fairapp.events.models import Event


class Report(Model):
    """One issued document: what it was made of, and by which digits it is known.

    `scans` and `scans_digest` tell all scans of the fair as they were at `data_at`; `digest` is of
    what the document says, `file_digest` of its bytes. All are SHA-256 in hexadecimal. It stays
    when the job or the file has gone. One that must not be used any more is withdrawn, not deleted.
    """

    __tablename__ = "report"
    __table_args__ = (Index("ix_report_event", "event_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    job_id: Mapped[int | None] = mapped_column(
        ForeignKey("job.id", ondelete="SET NULL"), unique=True
    )
    number: Mapped[str] = mapped_column(String(12), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    choice: Mapped[dict[str, Any]] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(5))
    title: Mapped[str] = mapped_column(String(300))
    people: Mapped[int]
    data_at: Mapped[datetime] = mapped_column(UTCDateTime)
    scans: Mapped[int]
    scans_digest: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id", ondelete="SET NULL"))
    file_digest: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(200), default="")
    made_by: Mapped[int | None]
    made_by_name: Mapped[str] = mapped_column(String(200))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_by_name: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_reason: Mapped[str] = mapped_column(String(200), default="")

    event: Mapped[Event] = relationship()
    file: Mapped[StoredFile | None] = relationship()
