"""What the match answers to the programme."""

from __future__ import annotations

from fairapp.core import clock
from fairapp.events.models import Event
from fairapp.matches import queries
from fairapp.programme.signals import live


@live.connect
def say_scores(event: Event) -> dict[str, str]:
    """The score of every match that has begun."""
    return queries.scores(event, at=clock.now())
