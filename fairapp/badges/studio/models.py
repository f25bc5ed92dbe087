"""The look of a fair's badges, one row a fair, made when somebody first changes it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.badges.studio.design import Design, from_dict
from fairapp.core.db import Model, UTCDateTime


class BadgeDesign(Model):
    """`settings` has the `design`, and the one `before` the last change; both are read and kept as
    a whole, never asked for singly.
    """

    __tablename__ = "badge_design"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)

    @property
    def design(self) -> Design:
        """As badges are now."""
        return from_dict(self.settings["design"])

    @property
    def before(self) -> Design:
        """As they were before the last change."""
        return from_dict(self.settings["before"])
