"""What several reads of badges have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from fairapp.badges.models import Badge
from fairapp.core.db import db
from fairapp.registration.models import Registration, registration_day

# As many as fit into one statement on every database.
_AT_ONCE = 500

CATEGORY = func.coalesce(Registration.category_id, Badge.category_id)
"""Its holder's category; a blank badge has its own."""


def portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """The ids, as many at a time as one statement takes."""
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def days_of(badge_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """Registration to the ids of the days that its person has named."""
    query = (
        select(registration_day.c.registration_id, registration_day.c.event_day_id)
        .join(Badge, Badge.registration_id == registration_day.c.registration_id)
        .where(Badge.id.in_(badge_ids))
    )
    days: dict[int, set[int]] = {}
    for registration_id, day_id in db.session.execute(query):
        days.setdefault(registration_id, set()).add(day_id)
    return {key: frozenset(found) for key, found in days.items()}
