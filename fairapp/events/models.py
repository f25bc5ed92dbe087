"""A fair and what it is made of: days, categories of participants, rooms, stands, checkpoints."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from datetime import date as calendar_date
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.db import Model, UTCDateTime
from fairapp.core.i18n import LANGUAGES, Localized, LocalizedText
from fairapp.core.storage import StoredFile


class Event(Model):
    """A fair of one or more days. `slug` is its address; texts are in up to three languages.

    A draft until `published_at`, which the public finds nothing of; over from `closed_at` on.
    """

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[LocalizedText] = mapped_column(Localized)
    tagline: Mapped[LocalizedText] = mapped_column(Localized, default=LocalizedText)
    description: Mapped[LocalizedText] = mapped_column(Localized, default=LocalizedText)
    practical: Mapped[LocalizedText] = mapped_column(Localized, default=LocalizedText)
    privacy_notice: Mapped[LocalizedText] = mapped_column(Localized, default=LocalizedText)
    place: Mapped[LocalizedText] = mapped_column(Localized, default=LocalizedText)
    city: Mapped[str] = mapped_column(String(80), default="")
    organiser: Mapped[LocalizedText] = mapped_column(Localized, default=LocalizedText)
    partners: Mapped[LocalizedText] = mapped_column(Localized, default=LocalizedText)
    contact: Mapped[str] = mapped_column(String(200), default="")
    project_code: Mapped[str] = mapped_column(String(60), default="")
    timezone: Mapped[str] = mapped_column(String(40), default="Africa/Conakry")
    accent: Mapped[str] = mapped_column(String(7), default="#00704a")
    registration_opens_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    registration_closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    capacity: Mapped[int | None]
    # How long somebody from the waiting list has to take a place that was offered.
    offer_hours: Mapped[int] = mapped_column(default=48)
    # Days before the first one on which participants are reminded; None for never.
    # Without `evaluates_none` a None that is given would be taken for nothing given.
    reminder_days: Mapped[int | None] = mapped_column(Integer().evaluates_none(), default=2)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    # Of whom on the team a second factor is demanded: `accounts.models.Demand`.
    second_factor: Mapped[str] = mapped_column(String(10), default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # Those in which the public is to find everything.
    languages: Mapped[list[str]] = mapped_column(JSON, default=lambda: list(LANGUAGES))
    # The steps of the guide that the team has answered; the others hold what was proposed.
    settled: Mapped[list[str]] = mapped_column(JSON, default=list)

    days: Mapped[list[EventDay]] = relationship(
        back_populates="event", order_by="EventDay.number", cascade="all, delete-orphan"
    )
    categories: Mapped[list[Category]] = relationship(
        back_populates="event", order_by="Category.position", cascade="all, delete-orphan"
    )
    rooms: Mapped[list[Room]] = relationship(
        back_populates="event", order_by="Room.position", cascade="all, delete-orphan"
    )
    stands: Mapped[list[Stand]] = relationship(
        back_populates="event", order_by="Stand.number", cascade="all, delete-orphan"
    )
    checkpoints: Mapped[list[Checkpoint]] = relationship(
        back_populates="event", order_by="Checkpoint.position", cascade="all, delete-orphan"
    )

    @property
    def registration_ends_at(self) -> datetime | None:
        """When online registration ends: at the latest when the fair is closed."""
        ends = [end for end in (self.registration_closes_at, self.closed_at) if end is not None]
        return min(ends, default=None)

    @property
    def zone(self) -> ZoneInfo:
        """The fair's time zone."""
        return ZoneInfo(self.timezone)

    def local(self, moment: datetime) -> datetime:
        """`moment` on the fair's clocks."""
        return moment.astimezone(self.zone)

    def utc(self, day: date, at: time) -> datetime:
        """The moment when the fair's clocks show `at` on `day`."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def day_of(self, moment: datetime) -> EventDay | None:
        """The fair's day on which `moment` falls, by its own clocks; None outside the fair."""
        on = self.local(moment).date()
        return next((day for day in self.days if day.date == on), None)

    def day_number(self, number: int) -> EventDay | None:
        """Day 1, 2, 3 …; None when there is no such day."""
        return next((day for day in self.days if day.number == number), None)


class EventDay(Model):
    """One day of a fair, on the fair's calendar."""

    __tablename__ = "event_day"
    __table_args__ = (UniqueConstraint("event_id", "date"), UniqueConstraint("event_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    number: Mapped[int]
    date: Mapped[calendar_date]
    theme: Mapped[LocalizedText] = mapped_column(Localized, default=LocalizedText)
    capacity: Mapped[int | None]

    event: Mapped[Event] = relationship(back_populates="days")


class Admission(StrEnum):
    """How somebody comes into a category."""

    OPEN = "open"
    # Chosen by anybody, confirmed by the team.
    MODERATED = "moderated"
    # Given by the team, or chosen by whoever has the category's invitation.
    INVITED = "invited"


class Category(Model):
    """A kind of participant. `letter` tells it on a black-and-white badge; staff do not count."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("event_id", "code"), UniqueConstraint("event_id", "letter"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[LocalizedText] = mapped_column(Localized)
    colour: Mapped[str] = mapped_column(String(7))
    letter: Mapped[str] = mapped_column(String(2))
    position: Mapped[int]
    admission: Mapped[str] = mapped_column(String(10), default=Admission.OPEN)
    # The secret part of the address that lets people into a category by invitation.
    invitation_key: Mapped[str | None] = mapped_column(String(32), unique=True)
    capacity: Mapped[int | None]
    # Counted among participants; false for the organising team.
    is_counted: Mapped[bool] = mapped_column(default=True)

    event: Mapped[Event] = relationship(back_populates="categories")

    @property
    def is_open(self) -> bool:
        """Whether the public form offers it to everybody."""
        return self.admission != Admission.INVITED


class Room(Model):
    """A place where sessions happen."""

    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[LocalizedText] = mapped_column(Localized)
    capacity: Mapped[int | None]
    position: Mapped[int]

    event: Mapped[Event] = relationship(back_populates="rooms")


class Stand(Model):
    """A numbered stand and who holds it."""

    __tablename__ = "stand"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[LocalizedText] = mapped_column(Localized)
    held_by: Mapped[str] = mapped_column(String(80), default="")

    event: Mapped[Event] = relationship(back_populates="stands")


class Partner(Model):
    """Who organises a fair or stands behind it, as its home page names them.

    `logo` is a picture of `width` × `height` pixels; 0 × 0 without one.
    """

    __tablename__ = "partner"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    url: Mapped[str] = mapped_column(String(300), default="")
    is_organiser: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]
    logo_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id", ondelete="SET NULL"))
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)

    event: Mapped[Event] = relationship()
    logo: Mapped[StoredFile | None] = relationship()


class Scope(StrEnum):
    """How often one badge is new at a checkpoint."""

    DAY = "day"
    HALF_DAY = "half_day"
    SESSION = "session"
    MEAL = "meal"
    COUNTER = "counter"


checkpoint_category = Table(
    "checkpoint_category",
    Model.metadata,
    Column("checkpoint_id", ForeignKey("checkpoint.id", ondelete="CASCADE"), primary_key=True),
    Column("category_id", ForeignKey("category.id", ondelete="CASCADE"), primary_key=True),
)

checkpoint_day = Table(
    "checkpoint_day",
    Model.metadata,
    Column("checkpoint_id", ForeignKey("checkpoint.id", ondelete="CASCADE"), primary_key=True),
    Column("event_day_id", ForeignKey("event_day.id", ondelete="CASCADE"), primary_key=True),
)


class Checkpoint(Model):
    """Where scans happen. Only entrances make somebody a participant of the day.

    No `categories` or no `days` means all of them; without `opens_at` or `closes_at` it is open on
    that side. `direction` is `both`, `in` or `out`; `capacity` counts persons, and stands before
    that of the session which the checkpoint watches.
    """

    __tablename__ = "checkpoint"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[LocalizedText] = mapped_column(Localized)
    scope: Mapped[str] = mapped_column(String(10), default=Scope.DAY)
    is_entrance: Mapped[bool] = mapped_column(default=False)
    # Session code or stand number that this checkpoint watches, when it watches one.
    watches: Mapped[str] = mapped_column(String(20), default="")
    position: Mapped[int]
    direction: Mapped[str] = mapped_column(String(4), default="both")
    opens_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    capacity: Mapped[int | None]
    signed_up_only: Mapped[bool] = mapped_column(default=False)

    event: Mapped[Event] = relationship(back_populates="checkpoints")
    categories: Mapped[list[Category]] = relationship(
        secondary=checkpoint_category, order_by=lambda: Category.position
    )
    days: Mapped[list[EventDay]] = relationship(
        secondary=checkpoint_day, order_by=lambda: EventDay.number
    )
