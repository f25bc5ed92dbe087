"""What the team decided about pairs of registrations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.db import Model, UTCDateTime
from fairapp.registration.models import Registration


class Merge(Model):
    """`merged` was found to be the same person as `kept`. `before` is what both said, for undo."""

    __tablename__ = "merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    merged_at: Mapped[datetime] = mapped_column(UTCDateTime)
    merged_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    kept: Mapped[Registration] = relationship(foreign_keys=[kept_id])
    merged: Mapped[Registration] = relationship(foreign_keys=[merged_id])


class DistinctPair(Model):
    """Two persons, though they look like one: not to be asked again. `first_id` < `second_id`."""

    __tablename__ = "distinct_pair"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
