"""A match of two teams, who plays, and what was noted of it.

What happened is appended, never changed or deleted: undoing it is a new row that names the first,
as for scans. The score is a question asked of these rows (`matches.rules`), not a column.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.db import Model, UTCDateTime
from fairapp.core.i18n import Localized, LocalizedText
from fairapp.events.models import Event
from fairapp.matches.facts import How, Terms
from fairapp.registration.models import Registration


class Match(Model):
    """What is played at a session; `code` is the session's, which a draft has as well."""

    __tablename__ = "match"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(20))
    half_minutes: Mapped[int] = mapped_column(default=45)
    # Of each half of extra time; 0 when none is played.
    extra_minutes: Mapped[int] = mapped_column(default=0)
    has_penalties: Mapped[bool] = mapped_column(default=False)
    # Names by `Office`, read and written as a whole.
    officials: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)

    event: Mapped[Event] = relationship()
    teams: Mapped[list[Team]] = relationship(
        back_populates="match", order_by="Team.side", cascade="all, delete-orphan"
    )

    @property
    def terms(self) -> Terms:
        """How long is played."""
        return Terms(self.half_minutes, self.extra_minutes, self.has_penalties)

    def team(self, side: int) -> Team:
        """The first team (1) or the second (2)."""
        return next(team for team in self.teams if team.side == side)


class Team(Model):
    """One of the two; the first is named first."""

    __tablename__ = "match_team"
    __table_args__ = (UniqueConstraint("match_id", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id", ondelete="CASCADE"))
    side: Mapped[int]
    name: Mapped[LocalizedText] = mapped_column(Localized, default=LocalizedText)
    short_name: Mapped[str] = mapped_column(String(12), default="")
    colour: Mapped[str] = mapped_column(String(7))
    coaches: Mapped[str] = mapped_column(String(200), default="")

    match: Mapped[Match] = relationship(back_populates="teams")
    players: Mapped[list[Player]] = relationship(
        back_populates="team", order_by="Player.number", cascade="all, delete-orphan"
    )


class Player(Model):
    """Somebody on a team's list. Whoever is registered is called as the registration says; `name`
    is for the others."""

    __tablename__ = "match_player"
    __table_args__ = (UniqueConstraint("team_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("match_team.id", ondelete="CASCADE"))
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[str] = mapped_column(String(160), default="")
    number: Mapped[int]
    is_starting: Mapped[bool] = mapped_column(default=True)
    is_captain: Mapped[bool] = mapped_column(default=False)
    is_goalkeeper: Mapped[bool] = mapped_column(default=False)
    # Agreed to be named on the public page; docs/decisions: the match.
    may_be_named: Mapped[bool] = mapped_column(default=False)

    team: Mapped[Team] = relationship(back_populates="players")
    registration: Mapped[Registration | None] = relationship()


class Incident(Model):
    """One immutable line of the record; see `facts.Fact`. `at` is when it happened, by the phone's
    clock put right, `received_at` when the server had it."""

    __tablename__ = "match_incident"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    side: Mapped[int] = mapped_column(default=0)
    player_id: Mapped[int | None] = mapped_column(ForeignKey("match_player.id"), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("match_player.id"), index=True)
    minute: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    how: Mapped[str] = mapped_column(String(10), default=How.PLAIN)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("match_incident.id"), unique=True)
