"""The working copy of a session, and what the editor warns of."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import ForeignKey, String, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.db import Model, UTCDateTime
from fairapp.events.models import Event, EventDay
from fairapp.programme.models import Content


class Draft(Content, Model):
    """A session as the team plans it; one without `starts_at` is on the parking list.

    `code` joins it to the published `Session`. `version` grows with each change, and a change names
    the version it was made from, so that two organisers never overwrite each other unnoticed.
    """

    __tablename__ = "session_draft"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    day_id: Mapped[int | None] = mapped_column(ForeignKey("event_day.id"))
    starts_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    minutes: Mapped[int] = mapped_column(default=60)
    # Kept back: stays out of what is published, or is taken out of it.
    is_held: Mapped[bool] = mapped_column(default=False)
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_by_name: Mapped[str] = mapped_column(String(200), default="")

    event: Mapped[Event] = relationship()
    day: Mapped[EventDay | None] = relationship()

    @property
    def ends_at(self) -> datetime | None:
        """The end, for one that has a beginning."""
        if self.starts_at is None:
            return None
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_public(self) -> bool:
        """Whether the next version shows it."""
        return self.starts_at is not None and not self.is_held


class EditorSettings(Model):
    """What the editor of a fair shows and warns of; a fair without a row has the defaults."""

    __tablename__ = "editor_settings"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    # Hours of a day, on the fair's clocks.
    opens_at: Mapped[time] = mapped_column(Time, default=time(7))
    closes_at: Mapped[time] = mapped_column(Time, default=time(22))
    # Minutes that a stage needs between two shows.
    stage_change: Mapped[int] = mapped_column(default=15)
    # Whether Friday from 12:30 to 14:30 is left to prayer.
    keeps_friday_prayer: Mapped[bool] = mapped_column(default=True)
