"""One person's opinion, or one phone's, about a session or about the fair as a whole."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.core.db import Model, UTCDateTime

WORDS_MAX = 200


class Opinion(Model):
    """`rating` is 1, the worst, to 5. Without a session it is about the fair.

    `key` says who about what, so that nobody has two. An opinion given by a pass names the
    registration, for it may be changed and counts with whoever the person is merged into; one that
    is given at the door names nobody.
    """

    __tablename__ = "opinion"
    __table_args__ = (Index("ix_opinion_event_session", "event_id", "session_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), index=True
    )
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str] = mapped_column(String(80), unique=True)
    rating: Mapped[int]
    words: Mapped[str] = mapped_column(String(WORDS_MAX), default="")
    given_at: Mapped[datetime] = mapped_column(UTCDateTime)
    # The words are shown to nobody but the team, folded away; the rating counts as before.
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
