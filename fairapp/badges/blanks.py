"""Blank badges: numbered and signed in advance, somebody's from the moment they are given."""

from __future__ import annotations

from datetime import datetime

from fairapp.badges.actions import next_number
from fairapp.badges.models import Badge, new_token
from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.events.models import Category, Event

MOST = 500


def make_blanks(
    event: Event, count: int, category: Category | None, *, actor: Actor | None, at: datetime
) -> tuple[int, int]:
    """So many badges of nobody, to be given at the desk; their first and last number.

    `category` is what they say on their band.
    """
    first = next_number(event.id)
    made = [
        Badge(
            event_id=event.id,
            token=new_token(),
            number=first + place,
            is_blank_stock=True,
            category_id=category.id if category else None,
            issued_at=at,
        )
        for place in range(count)
    ]
    db.session.add_all(made)
    db.session.flush()
    # One each: phones at the gates are told of badges by what was done to them.
    for badge in made:
        audit.record("badges.issued", badge, at=at, actor=actor, details={"blank": True})
    return first, first + count - 1
