"""What the match answers to the programme."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, Select, func, select

from fairapp.core import clock
from fairapp.events import kept
from fairapp.events.models import Event
from fairapp.matches import queries
from fairapp.matches.models import Incident, Match, Player, Team
from fairapp.programme.signals import live

kept.shows(Match, Team, Player)


@live.connect
def say_scores(event: Event) -> dict[str, str]:
    """The score of every match that has begun."""
    return queries.scores(event, at=clock.now())


@kept.state_part
def state(fair: BindParameter[int]) -> Select[*tuple[Any, ...]]:
    """What differs after each line of a record, at any fair: programme pages say the score."""
    return select(func.count().label("incidents")).select_from(Incident)
