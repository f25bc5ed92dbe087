"""Sessions of a fair as the public sees them, their kinds, and the people on the programme.

What the team works on is a `Draft` (`programme.editing`); publishing copies drafts to sessions. So
whatever reads `Session` (sign-up, check-in, reports, feeds) never sees what is not yet settled.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from fairapp.core.db import Model, UTCDateTime
from fairapp.core.i18n import Localized, LocalizedText
from fairapp.events.models import Event, EventDay, Room
from fairapp.programme.parts import Act, Document, ListOf, Part


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


class Content:
    """What a session says, alike in the draft and in what is published."""

    title: Mapped[LocalizedText] = mapped_column(Localized)
    abstract: Mapped[LocalizedText] = mapped_column(Localized, default=LocalizedText)
    capacity: Mapped[int | None]
    # Language codes spoken, and those it is interpreted into, separated by blanks.
    languages: Mapped[str] = mapped_column(String(40), default="fr")
    interpretation: Mapped[str] = mapped_column(String(40), default="")
    # Whether people put their names down beforehand, for as many seats as there are.
    takes_sign_up: Mapped[bool] = mapped_column(default=False)
    records_attendance: Mapped[bool] = mapped_column(default=False)
    parts: Mapped[tuple[Part, ...]] = mapped_column(ListOf(Part), default=())
    acts: Mapped[tuple[Act, ...]] = mapped_column(ListOf(Act), default=())
    documents: Mapped[tuple[Document, ...]] = mapped_column(ListOf(Document), default=())
    # For the team only, never shown to the public: what to watch, what the stage needs.
    note: Mapped[str] = mapped_column(String(300), default="")
    needs: Mapped[str] = mapped_column(String(1000), default="")

    @declared_attr
    def kind_id(cls) -> Mapped[int]:
        """The kind of session."""
        return mapped_column(ForeignKey("session_kind.id"))

    @declared_attr
    def room_id(cls) -> Mapped[int | None]:
        """The room, where one is known."""
        return mapped_column(ForeignKey("room.id"))

    @declared_attr
    def kind(cls) -> Mapped[SessionKind]:
        """The kind of session."""
        return relationship(SessionKind)

    @declared_attr
    def room(cls) -> Mapped[Room | None]:
        """The room, where one is known."""
        return relationship(Room)


# The columns of `Content`, which publishing copies.
CONTENT = (
    *("title", "abstract", "capacity", "languages", "interpretation", "takes_sign_up"),
    *("records_attendance", "parts", "acts", "documents", "note", "needs", "kind_id", "room_id"),
)


class Session(Content, Model):
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
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    status: Mapped[str] = mapped_column(String(12), default=SessionStatus.PUBLISHED)
    # How often it changed since it was first published; calendars go by it.
    sequence: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    day: Mapped[EventDay] = relationship()


class Speaker(Model):
    """Somebody on the programme: speaks, moderates, performs. Need not be registered."""

    __tablename__ = "speaker"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    # As it is announced, title first: « S.E.M. …, Mme …, El Hadj … ».
    name: Mapped[str] = mapped_column(String(160))
    function: Mapped[LocalizedText] = mapped_column(Localized, default=LocalizedText)
    organisation: Mapped[str] = mapped_column(String(160), default="")
    biography: Mapped[LocalizedText] = mapped_column(Localized, default=LocalizedText)
    # Whom somebody stands in for: announced « représentant … », seated at the rank of who comes.
    represents: Mapped[str] = mapped_column(String(200), default="")
    # Place in the order of precedence, the smaller the higher; None for no rank. An office of
    # `speakers.protocol`, times a hundred, plus the place among those of that office.
    rank: Mapped[int | None]
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="SET NULL")
    )

    event: Mapped[Event] = relationship()
