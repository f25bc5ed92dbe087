"""What a second factor is made of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.accounts.models import User
from fairapp.core.db import Model, UTCDateTime


class SecondFactor(Model):
    """The secret that an account shares with an authenticator (RFC 6238), once it is confirmed."""

    __tablename__ = "second_factor"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True
    )
    # Sealed with a key derived from SECRET_KEY: a copy of the database opens no account.
    secret: Mapped[str] = mapped_column(String(200))
    # Another one, and no browser that was trusted is trusted any more.
    trust: Mapped[str] = mapped_column(String(16))
    begun_at: Mapped[datetime] = mapped_column(UTCDateTime)
    # None while it is being set up: it is not asked for yet.
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # The step of 30 seconds whose code was accepted last; none up to it is accepted again.
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)

    user: Mapped[User] = relationship(back_populates="factor")


class RecoveryCode(Model):
    """One code on paper, for the day on which the phone is lost."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("user_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
