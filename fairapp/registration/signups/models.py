"""A person's seat at a session."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.db import Model, UTCDateTime
from fairapp.programme.models import Session
from fairapp.registration.models import Registration


class SeatStatus(StrEnum):
    """Standing of a sign-up."""

    SEATED = "seated"
    WAITING = "waiting"
    GIVEN_UP = "given_up"


class SignUp(Model):
    """One person at one session; whoever waits is served in the order of `status_at`."""

    __tablename__ = "sign_up"
    __table_args__ = (UniqueConstraint("registration_id", "session_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    session_id: Mapped[int] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), index=True
    )
    status: Mapped[str] = mapped_column(String(10))
    status_at: Mapped[datetime] = mapped_column(UTCDateTime)

    registration: Mapped[Registration] = relationship()
    session: Mapped[Session] = relationship()

    @property
    def is_on(self) -> bool:
        """Whether the person has a seat or waits for one."""
        return self.status != SeatStatus.GIVEN_UP

    @property
    def is_seated(self) -> bool:
        """Whether the seat is theirs."""
        return self.status == SeatStatus.SEATED
