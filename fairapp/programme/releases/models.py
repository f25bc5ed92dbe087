"""A published version of the programme."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.db import Model, UTCDateTime
from fairapp.core.i18n import Localized, LocalizedText
from fairapp.events.models import Event


class Release(Model):
    """Version `number`, as it was published; never changed afterwards.

    `entries` is the whole programme by code of session, `changes` what differed from the version
    before; both as `releases.changes` writes them. `note` is the organiser's word to the public.
    """

    __tablename__ = "programme_release"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    number: Mapped[int]
    note: Mapped[LocalizedText] = mapped_column(Localized, default=LocalizedText)
    entries: Mapped[dict[str, Any]] = mapped_column(JSON)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    published_at: Mapped[datetime] = mapped_column(UTCDateTime)
    published_by_name: Mapped[str] = mapped_column(String(200), default="")

    event: Mapped[Event] = relationship()
