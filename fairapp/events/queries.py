"""Reads of fairs for public pages."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from fairapp.core.db import db
from fairapp.events.models import Event, Stand


def all_fairs() -> list[Event]:
    """Every fair with its days, the latest first."""
    fairs = db.session.scalars(select(Event).options(selectinload(Event.days)).order_by(Event.id))
    return sorted(fairs, key=_first_day, reverse=True)


def stands_of(event: Event) -> list[Stand]:
    """The fair's stands by number."""
    query = select(Stand).where(Stand.event_id == event.id).order_by(Stand.number, Stand.id)
    return list(db.session.scalars(query))


def _first_day(event: Event) -> tuple[int, int]:
    return (event.days[0].date.toordinal() if event.days else 0, event.id)
