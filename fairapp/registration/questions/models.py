"""Questions that one fair asks, and the answers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.db import Model, UTCDateTime
from fairapp.core.i18n import Localized, LocalizedText
from fairapp.core.storage import StoredFile
from fairapp.events.models import Event
from fairapp.registration.models import Registration


class QuestionKind(StrEnum):
    """What an answer is."""

    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    FILE = "file"


class Question(Model):
    """One question. `code` names it in exports and never changes; asked until `retired_at`."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    label: Mapped[LocalizedText] = mapped_column(Localized)
    hint: Mapped[LocalizedText] = mapped_column(Localized, default=LocalizedText)
    # `[{"code": "a", "text": {"fr": …}}, …]`, in the order shown; for choices.
    options: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    is_required: Mapped[bool] = mapped_column(default=False)
    minimum: Mapped[int | None]
    maximum: Mapped[int | None]
    # Codes of the categories that are asked; empty for all.
    category_codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()


class Answer(Model):
    """What one person answered: a text, the codes of what was chosen (by line), or a file."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("registration_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(
        ForeignKey("question.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id", ondelete="SET NULL"))

    registration: Mapped[Registration] = relationship()
    question: Mapped[Question] = relationship()
    file: Mapped[StoredFile | None] = relationship()
