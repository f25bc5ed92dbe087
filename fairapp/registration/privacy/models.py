"""What people were told and agreed to, how long their data stays, and what was erased."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.db import Model, UTCDateTime
from fairapp.core.i18n import Localized, LocalizedText
from fairapp.events.models import Event
from fairapp.registration.models import Registration


class Notice(Model):
    """What stood on the form from `at` on. The latest number is what stands there now."""

    __tablename__ = "privacy_notice"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    number: Mapped[int]
    purpose: Mapped[LocalizedText] = mapped_column(Localized)
    controller: Mapped[LocalizedText] = mapped_column(Localized)
    contact: Mapped[str] = mapped_column(String(200))
    basis: Mapped[LocalizedText] = mapped_column(Localized)
    retention: Mapped[LocalizedText] = mapped_column(Localized)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by_name: Mapped[str] = mapped_column(String(200))


class Matter(StrEnum):
    """What somebody agrees to."""

    PHOTO = "photo"
    PARTNERS = "partners"
    CONTACT = "contact"


class How(StrEnum):
    """In which way somebody said so."""

    FORM = "form"
    PASS = "pass"  # noqa: S105 # nosec B105
    STAFF = "staff"  # told to the team, or on paper
    LIST = "list"  # of a focal point, or a file
    # Before each consent was kept by itself.
    EARLIER = "earlier"


class Consent(Model):
    """An answer that somebody gave; the latest about a matter holds. Rows are only ever added.

    `answer` is `yes`, `internal` or `no`; `text` what stood beside it, in `language`.
    """

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_registration_matter", "registration_id", "matter", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    matter: Mapped[str] = mapped_column(String(10))
    answer: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(3))
    notice_number: Mapped[int | None]
    how: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Retention(Model):
    """After how many days from a fair's last one each kind of data goes by itself."""

    __tablename__ = "retention"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    contacts: Mapped[int]
    messages: Mapped[int]
    files: Mapped[int]
    evidence: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_by_name: Mapped[str] = mapped_column(String(200))


class RetentionRun(Model):
    """What went when a delay was over: how many rows by table, nobody's name.

    `cleaned_at`: when the database was written anew without it.
    """

    __tablename__ = "retention_run"
    __table_args__ = (Index("ix_retention_run_event", "event_id", "stage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    stage: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    cleaned_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Erasure(Model):
    """A wish that somebody be erased, and what became of it.

    `due_at`: when it is carried out; None while the team has to decide. `asked_by_name` is empty
    for the person. `counts` as of `RetentionRun`.
    """

    __tablename__ = "erasure"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    asked_by_name: Mapped[str] = mapped_column(String(200), default="")
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_by_name: Mapped[str] = mapped_column(String(200), default="")
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    cleaned_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    registration: Mapped[Registration] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether it is still to come."""
        return self.done_at is None and self.withdrawn_at is None
