"""Registrations and delegations.

A registration is a person's place at one event. It is never deleted and never an account: the pass
is an address that cannot be guessed. A phone number is how to reach somebody, never who somebody
is.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.db import Base, Model, UTCDateTime
from fairapp.events.models import Category, Event, EventDay


class Status(StrEnum):
    """Standing of a registration."""

    CONFIRMED = "confirmed"
    PENDING = "pending"
    WAITING = "waiting"
    # A place was offered from the waiting list, to be taken before `offered_until`.
    OFFERED = "offered"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    # Somebody else comes in this person's place (`substitutes` says who).
    REPLACED = "replaced"
    # A duplicate: `merged_into` is the same person's registration that counts.
    MERGED = "merged"


class Source(StrEnum):
    """How a registration came to be."""

    ONLINE = "online"
    DELEGATION = "delegation"
    PROTOCOL = "protocol"
    STAFF = "staff"  # phoned in or on paper, entered by the team beforehand
    WALK_IN = "walk_in"
    SUBSTITUTE = "substitute"
    IMPORT = "import"


class Sex(StrEnum):
    """As the lists of donors ask; may be left out."""

    FEMALE = "F"
    MALE = "M"


class Relation(StrEnum):
    """How somebody stands for another person."""

    REPLACES = "replaces"
    REPRESENTS = "represents"


class PhotoConsent(StrEnum):
    """Three states; no answer is stored as None and treated as no."""

    YES = "yes"
    INTERNAL = "internal"
    NO = "no"


registration_day = Table(
    "registration_day",
    Base.metadata,
    Column(
        "registration_id",
        Integer,
        ForeignKey("registration.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column(
        "event_day_id", Integer, ForeignKey("event_day.id", ondelete="CASCADE"), primary_key=True
    ),
)


class Delegation(Model):
    """People registered by one focal point, usually from a list."""

    __tablename__ = "delegation"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    focal_name: Mapped[str] = mapped_column(String(200), default="")
    focal_phone: Mapped[str] = mapped_column(String(60), default="")
    focal_email: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(3), default="fr")
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    # The secret part of the focal point's address; None until there is one.
    key: Mapped[str | None] = mapped_column(String(32), unique=True)
    created_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    announced: Mapped[int | None]
    # How the list arrived: excel, whatsapp_photo, voice …
    medium: Mapped[str] = mapped_column(String(30), default="")
    # Of the page that announced it, so that a second tap is not a second delegation.
    submission_key: Mapped[str | None] = mapped_column(String(36), unique=True)

    event: Mapped[Event] = relationship()
    category: Mapped[Category | None] = relationship()
    registrations: Mapped[list[Registration]] = relationship(back_populates="delegation")


class Registration(Model):
    """A person's place at one event.

    `reference` is short, printed and read out; it proves nothing. `pass_key` is the secret part of
    the address of the person's pass. `*_raw` columns keep what was typed.
    """

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("event_id", "reference"),
        Index("ix_registration_event_status", "event_id", "status"),
        Index("ix_registration_event_name", "event_id", "family_name", "given_names"),
        # The desk looks through everybody's text with each letter typed. SQLite reads this index
        # instead of whole rows; PostgreSQL finds three letters in a row.
        Index(
            "ix_registration_search",
            *("event_id", "search_text", "merged_into_id"),
            info={"dialect": "sqlite"},
        ),
        Index(
            "ix_registration_trigrams",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
            info={"dialect": "postgresql"},
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    reference: Mapped[str] = mapped_column(String(12))
    pass_key: Mapped[str] = mapped_column(String(32), unique=True)
    status: Mapped[str] = mapped_column(String(12), default=Status.CONFIRMED)
    source: Mapped[str] = mapped_column(String(12))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    # How this person stands for another one, and for whom in words when that is nobody registered.
    relation: Mapped[str] = mapped_column(String(10), default="")
    stands_for: Mapped[str] = mapped_column(String(200), default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)

    honorific: Mapped[str] = mapped_column(String(40), default="")
    given_names: Mapped[str] = mapped_column(String(120), default="")
    family_name: Mapped[str] = mapped_column(String(120), default="")
    # Name in another script than Latin, when the person gave one; printed beneath the first.
    name_other_script: Mapped[str] = mapped_column(String(160), default="")
    name_raw: Mapped[str] = mapped_column(String(250), default="")
    # What tells homonyms apart at the desk: a nickname, a mother's name, a quarter.
    precision: Mapped[str] = mapped_column(String(120), default="")
    sex: Mapped[str | None] = mapped_column(String(1))
    birth_year: Mapped[int | None]
    birth_date: Mapped[date | None]
    birth_approximate: Mapped[bool] = mapped_column(default=False)

    phone_raw: Mapped[str] = mapped_column(String(80), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")  # E.164, empty when none is usable
    phone_2: Mapped[str] = mapped_column(String(20), default="")
    phone_doubtful: Mapped[bool] = mapped_column(default=False)
    email: Mapped[str] = mapped_column(String(254), default="")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[str] = mapped_column(String(120), default="")
    # Provenance: region label of the reports, then prefecture or commune as known; or a country.
    region: Mapped[str] = mapped_column(String(40), default="")
    locality: Mapped[str] = mapped_column(String(80), default="")
    country: Mapped[str] = mapped_column(String(2), default="GN")
    language: Mapped[str] = mapped_column(String(3), default="fr")

    first_time: Mapped[bool | None]
    needs_help: Mapped[str] = mapped_column(String(300), default="")
    thumbprint: Mapped[bool] = mapped_column(default=False)
    photo_consent: Mapped[str | None] = mapped_column(String(10))
    share_name: Mapped[bool] = mapped_column(default=False)
    contact_after: Mapped[bool] = mapped_column(default=False)
    protocol_rank: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")

    # Folded text of everything the desk may search by; kept by `registration.search`.
    search_text: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    status_at: Mapped[datetime] = mapped_column(UTCDateTime)
    # Why, in words that the person may read: a decision's reason.
    status_reason: Mapped[str] = mapped_column(String(300), default="")
    # Until when a place that is offered can be taken.
    offered_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # The file that this registration came with.
    import_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration_import.id", ondelete="SET NULL"), index=True
    )
    # Made by the browser that sent the form, so that a second tap is not a second person.
    submission_key: Mapped[str | None] = mapped_column(String(36), unique=True)
    # When whatever tells who it was went; what figures ask of the row stays.
    erased_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    category: Mapped[Category] = relationship()
    delegation: Mapped[Delegation | None] = relationship(back_populates="registrations")
    days: Mapped[list[EventDay]] = relationship(
        secondary=registration_day, order_by=EventDay.number
    )
    replaces: Mapped[Registration | None] = relationship(
        foreign_keys=[replaces_id], remote_side=[id], back_populates="substitutes"
    )
    substitutes: Mapped[list[Registration]] = relationship(
        foreign_keys=[replaces_id], back_populates="replaces"
    )
    merged_into: Mapped[Registration | None] = relationship(
        foreign_keys=[merged_into_id], remote_side=[id]
    )

    @property
    def full_name(self) -> str:
        """Given names, then family name, exactly as they were given; never re-cased."""
        return f"{self.given_names} {self.family_name}".strip()

    @property
    def list_name(self) -> str:
        """Family name first, as on lists: `DIALLO Fatoumata Binta`."""
        return f"{self.family_name.upper()} {self.given_names}".strip()

    @property
    def is_good(self) -> bool:
        """Whether the person is expected at the fair."""
        return self.status == Status.CONFIRMED

    def age_on(self, day: date) -> int | None:
        """Completed years on `day`; by the year alone when only the year is known."""
        return age_on(day, born=self.birth_date, year=self.birth_year)


def age_on(day: date, *, born: date | None, year: int | None) -> int | None:
    """Completed years on `day` of somebody born then; by the year alone when that is all."""
    if born is not None:
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return day.year - year if year is not None else None
