"""What a badge says of its holder, as a short digest: two of them tell whether it has changed.

Of the person alone. When a category is renamed or the fair moves, every badge would have changed;
whoever does that knows that they print all again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from fairapp.badges.models import Badge
from fairapp.core.db import db
from fairapp.registration.models import Registration, registration_day

# As many as fit into one statement on every database.
_AT_ONCE = 500
_r = Registration
_OWN = (
    *(_r.category_id, _r.honorific, _r.given_names, _r.family_name, _r.name_other_script),
    *(_r.organisation, _r.position, _r.photo_consent),
)


def fingerprints(badge_ids: Sequence[int]) -> dict[int, str]:
    """Twelve characters by badge; blank ones have their own."""
    found: dict[int, str] = {}
    for start in range(0, len(badge_ids), _AT_ONCE):
        ids = badge_ids[start : start + _AT_ONCE]
        days = _days(ids)
        query = select(Badge.id, *_OWN).outerjoin(_r, _r.id == Badge.registration_id)
        for key, *own in db.session.execute(query.where(Badge.id.in_(ids))):
            found[key] = _digest([*own, sorted(days.get(key, ()))])
    return found


def _days(badge_ids: Sequence[int]) -> dict[int, list[int]]:
    named = registration_day.c
    query = (
        select(Badge.id, named.event_day_id)
        .join(Badge, Badge.registration_id == named.registration_id)
        .where(Badge.id.in_(badge_ids))
    )
    days: dict[int, list[int]] = {}
    for key, day in db.session.execute(query):
        days.setdefault(key, []).append(day)
    return days


def _digest(own: list[Any]) -> str:
    return hashlib.sha256(json.dumps(own).encode()).hexdigest()[:12]
