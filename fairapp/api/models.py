"""Tokens of programs, and what their requests with a key have made."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.audit import Program
from fairapp.core.db import Model, UTCDateTime
from fairapp.events.models import Event


class ApiToken(Model):
    """What lets one program into one fair. Only the digest of the token itself is kept."""

    __tablename__ = "api_token"
    __table_args__ = (UniqueConstraint("event_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by_name: Mapped[str] = mapped_column(String(200))
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    # To within some minutes.
    last_used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_by_name: Mapped[str] = mapped_column(String(200), default="")

    event: Mapped[Event] = relationship()

    def can(self, scope: str, event: Event | None) -> bool:
        """Whether it has `scope` at `event`; without one the question is about its own fair."""
        return scope in self.scopes and (event is None or event.id == self.event_id)

    def is_good(self, at: datetime) -> bool:
        """Neither over nor revoked."""
        return self.revoked_at is None and self.expires_at > at

    @property
    def actor(self) -> Program:
        """Who the trail says it was."""
        return Program(f"API – {self.name}")


class ApiAnswer(Model):
    """That a request with a key was done, and what it made: digests and a reference, nobody's data.

    `key_digest` is of token and key, `body_digest` of what was asked, both with our secret.
    """

    __tablename__ = "api_answer"
    __table_args__ = (Index("ix_api_answer_token_at", "token_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("api_token.id", ondelete="CASCADE"))
    key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    body_digest: Mapped[str] = mapped_column(String(64))
    reference: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
