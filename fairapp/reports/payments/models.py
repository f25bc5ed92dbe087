"""Rates, corrections, who is paid how, the lists as they were signed, and what was paid.

A *statement* is the payment list of one moment, kept as it was when somebody drew it up. It holds
what amounts follow from and nobody's identity document or number: those stay with the `Payee`,
where they can be erased without changing what was signed.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.db import Model, UTCDateTime
from fairapp.registration.models import Registration


class Correction(StrEnum):
    """What a correction by hand does."""

    ADD = "add"  # a day that no scan shows
    REMOVE = "remove"  # a day that the scans show
    LEAVE_OUT = "leave_out"  # not paid at all: paid by somebody else, or renounces


class Mode(StrEnum):
    """How somebody is paid."""

    CASH = "cash"
    MOBILE = "mobile"


class Document(StrEnum):
    """What somebody shows to be known by."""

    CARD = "card"
    PASSPORT = "passport"
    VOTER = "voter"
    LICENCE = "licence"
    SERVICE = "service"  # of the police, the gendarmerie, the army
    RESIDENCE = "residence"
    OTHER = "other"


class Step(StrEnum):
    """The three signatures under a statement, in their order."""

    ESTABLISHED = "established"
    VERIFIED = "verified"
    APPROVED = "approved"


class Scale(Model):
    """A fair's rates: `rates` by region as {"daily", "transport"}, `eligible` by category's code.

    Amounts are whole units of `currency`, which has no smaller one. `home` is the region where the
    fair is; `most_days` are paid at most, all of them when it is None.
    """

    __tablename__ = "payment_scale"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    currency: Mapped[str] = mapped_column(String(3), default="GNF")
    unit: Mapped[str] = mapped_column(String(5), default="day")
    home: Mapped[str] = mapped_column(String(40), default="")
    most_days: Mapped[int | None]
    rates: Mapped[dict[str, Any]] = mapped_column(JSON)
    eligible: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_by_name: Mapped[str] = mapped_column(String(200))


class Adjustment(Model):
    """A correction by hand: why, by whom, when. Taken back, it stays."""

    __tablename__ = "payment_adjustment"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(10))
    day: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by_id: Mapped[int | None]
    made_by_name: Mapped[str] = mapped_column(String(200))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_by_name: Mapped[str] = mapped_column(String(200), default="")

    registration: Mapped[Registration] = relationship()


class Payee(Model):
    """How one person is paid and known: the part that only the role of payments sees."""

    __tablename__ = "payee"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    document: Mapped[str] = mapped_column(String(10), default="")
    document_number: Mapped[str] = mapped_column(String(40), default="")
    mode: Mapped[str] = mapped_column(String(6), default=Mode.CASH)
    mobile: Mapped[str] = mapped_column(String(20), default="")  # E.164, empty when unreadable
    mobile_raw: Mapped[str] = mapped_column(String(80), default="")
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_by_name: Mapped[str] = mapped_column(String(200))


class Statement(Model):
    """The payment list as it stood at `data_at`. `lines` and `terms` never change; `digest` is
    theirs. The latest number counts.
    """

    __tablename__ = "payment_statement"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    number: Mapped[int]
    data_at: Mapped[datetime] = mapped_column(UTCDateTime)
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    lines: Mapped[list[Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    people: Mapped[int]
    total: Mapped[int] = mapped_column(BigInteger)

    signatures: Mapped[list[Signature]] = relationship(
        back_populates="statement",
        order_by="Signature.at, Signature.id",
        cascade="all, delete-orphan",
    )

    def signed(self, step: Step) -> Signature | None:
        """The signature of that step; None while it is missing."""
        return next((one for one in self.signatures if one.step == step), None)

    @property
    def is_approved(self) -> bool:
        """Whether it may be paid."""
        return self.signed(Step.APPROVED) is not None


class Signature(Model):
    """Somebody stands for a statement. One person signs once, and each step is signed once."""

    __tablename__ = "payment_signature"
    __table_args__ = (
        UniqueConstraint("statement_id", "step"),
        UniqueConstraint("statement_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(
        ForeignKey("payment_statement.id", ondelete="CASCADE")
    )
    step: Mapped[str] = mapped_column(String(12))
    user_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    digest: Mapped[str] = mapped_column(String(64))

    statement: Mapped[Statement] = relationship(back_populates="signatures")


class Payment(Model):
    """Money that somebody was given, by an approved statement. Taken back, it stays."""

    __tablename__ = "payment"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    statement_id: Mapped[int] = mapped_column(
        ForeignKey("payment_statement.id", ondelete="CASCADE"), index=True
    )
    amount: Mapped[int]
    mode: Mapped[str] = mapped_column(String(6))
    reference: Mapped[str] = mapped_column(String(60), default="")
    paid_on: Mapped[date]
    paid_by: Mapped[str] = mapped_column(String(200))
    entered_at: Mapped[datetime] = mapped_column(UTCDateTime)
    entered_by_name: Mapped[str] = mapped_column(String(200))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_by_name: Mapped[str] = mapped_column(String(200), default="")
