"""Sessions of a fair and their kinds."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.db import Model, UTCDateTime
from fairapp.core.i18n import Localized, LocalizedText
from fairapp.events.models import Event, EventDay, Room


class SessionStatus(StrEnum):
    """What the public sees of a session."""

    DRAFT = "draft"
    PUBLISHED = "published"
    MOVED = "moved"
    CANCELLED = "cancelled"


class SessionKind(Model):
    """Ceremony, round table, theatre, match …: a colour and a pictogram (`icon` names a symbol)."""

    __tablename__ = "session_kind"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[LocalizedText] = mapped_column(Localized)
    colour: Mapped[str] = mapped_column(String(7))
    icon: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]


class Session(Model):
    """One item of the programme; `code` (J1-02) is its public address and its stable identity."""

    __tablename__ = "session"
    __table_args__ = (
        UniqueConstraint("event_id", "code"),
        Index("ix_session_event_start", "event_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(20))
    day_id: Mapped[int] = mapped_column(ForeignKey("event_day.id"))
    kind_id: Mapped[int] = mapped_column(ForeignKey("session_kind.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    title: Mapped[LocalizedText] = mapped_column(Localized)
    abstract: Mapped[LocalizedText] = mapped_column(Localized, default=LocalizedText)
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    capacity: Mapped[int | None]
    # Language codes spoken or interpreted, separated by blanks.
    languages: Mapped[str] = mapped_column(String(40), default="fr")
    # Whether people put their names down beforehand, for as many seats as there are.
    takes_sign_up: Mapped[bool] = mapped_column(default=False)
    records_attendance: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(12), default=SessionStatus.PUBLISHED)
    sequence: Mapped[int] = mapped_column(default=0)
    # For the team only: what to watch, never shown to the public.
    note: Mapped[str] = mapped_column(String(300), default="")
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    day: Mapped[EventDay] = relationship()
    kind: Mapped[SessionKind] = relationship()
    room: Mapped[Room | None] = relationship()
