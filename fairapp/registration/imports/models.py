"""A file of people on its way into the fair."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.db import Model, UTCDateTime
from fairapp.core.storage import StoredFile
from fairapp.core.tasks import Job
from fairapp.events.models import Event
from fairapp.registration.models import Registration


class ImportStatus(StrEnum):
    """How far a file is."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    FAILED = "failed"


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    # Says exactly what somebody registered says already.
    UNCHANGED = "unchanged"
    # An earlier export, corrected: the row names somebody by reference.
    CHANGED = "changed"
    DUPLICATE = "duplicate"
    ERROR = "error"


class RegistrationImport(Model):
    """One file. `mapping` is column index (as text) to field; `options` are the defaults chosen."""

    __tablename__ = "registration_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id", ondelete="SET NULL"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    status: Mapped[str] = mapped_column(String(10))
    header: Mapped[list[str]] = mapped_column(JSON, default=list)
    mapping: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    options: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    row_count: Mapped[int] = mapped_column(default=0)
    # Outcome to number of rows, once they were checked.
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    error: Mapped[str] = mapped_column(String(300), default="")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    job: Mapped[Job | None] = relationship()


class ImportRow(Model):
    """One row: its cells as read, what becomes of it and why."""

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("import_id", "number"),
        Index("ix_import_row_outcome", "import_id", "outcome", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("registration_import.id", ondelete="CASCADE"))
    # As the spreadsheet numbers it.
    number: Mapped[int]
    cells: Mapped[list[str]] = mapped_column(JSON)
    outcome: Mapped[str] = mapped_column(String(10), default="")
    # `[{"code": "phone_doubtful", "field": "phone", …}, …]`: errors and warnings.
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    has_reasons: Mapped[bool] = mapped_column(default=False)
    # Whom the row became, or whom it seems to repeat.
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="SET NULL"), index=True
    )
    # What the organiser decided about a duplicate: `add`, `skip`; `done` once it is carried out.
    decision: Mapped[str] = mapped_column(String(10), default="")

    registration: Mapped[Registration | None] = relationship()
