"""Reads of fairs for public pages."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from fairapp.core.db import db
from fairapp.events.models import Category, Event, Stand

_INVITATION_KEY = re.compile(r"[\w-]{8,32}", re.ASCII)


def public_fairs() -> list[Event]:
    """Every fair that is not a draft, with its days, the latest first."""
    query = select(Event).where(Event.published_at.is_not(None)).options(selectinload(Event.days))
    return sorted(db.session.scalars(query.order_by(Event.id)), key=_first_day, reverse=True)


def stands_of(event: Event) -> list[Stand]:
    """The fair's stands by number."""
    query = select(Stand).where(Stand.event_id == event.id).order_by(Stand.number, Stand.id)
    return list(db.session.scalars(query))


def category_by_invitation(event: Event, key: str | None) -> Category | None:
    """The category of this fair that the invitation `key` of an address lets people into.

    None for a wrong key, one that was withdrawn, and one of another fair.
    """
    # No database is asked about what no key looks like; PostgreSQL chokes on some of it.
    if key is None or not _INVITATION_KEY.fullmatch(key):
        return None
    query = select(Category).where(Category.event_id == event.id, Category.invitation_key == key)
    return db.session.scalar(query)


def _first_day(event: Event) -> tuple[int, int]:
    return (event.days[0].date.toordinal() if event.days else 0, event.id)
