"""What the match answers to the programme."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, func, select

from fairapp.core import audit, clock
from fairapp.core.db import db
from fairapp.events import kept
from fairapp.events.models import Event
from fairapp.matches import queries
from fairapp.matches.models import Incident, Match, Player, Team
from fairapp.programme.signals import live
from fairapp.registration.signals import person_erased

kept.shows(Match, Team, Player)


@live.connect
def say_scores(event: Event) -> dict[str, str]:
    """The score of every match that has begun."""
    return queries.scores(event, at=clock.now())


@person_erased.connect
def forget_on_pages(_event: Event, *, ids: Collection[int], at: datetime) -> None:
    """Pages that were kept with a player's name are made anew: they go by acts about the match."""
    players = select(Player.team_id).where(Player.registration_id.in_(ids))
    teams = select(Team.match_id).where(Team.id.in_(players))
    for match in db.session.scalars(select(Match).where(Match.id.in_(teams))):
        audit.record("match.player_erased", match, at=at, details={"code": match.code})


@kept.state_part
def state(fair: BindParameter[int]) -> Select[*tuple[Any, ...]]:
    """What differs after each line of a record, at any fair: programme pages say the score."""
    return select(func.count().label("incidents")).select_from(Incident)
