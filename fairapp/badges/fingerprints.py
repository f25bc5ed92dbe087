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
from fairapp.badges.rows import days_of, portions
from fairapp.core.db import db
from fairapp.registration.models import Registration

_r = Registration
_OWN = (
    *(_r.category_id, _r.honorific, _r.given_names, _r.family_name, _r.name_other_script),
    *(_r.organisation, _r.position, _r.photo_consent),
)


def fingerprints(badge_ids: Sequence[int]) -> dict[int, str]:
    """Twelve characters by badge; blank ones have their own."""
    found: dict[int, str] = {}
    for ids in portions(badge_ids):
        days = days_of(ids)
        query = select(Badge.id, _r.id, *_OWN).outerjoin(_r, _r.id == Badge.registration_id)
        for key, holder, *own in db.session.execute(query.where(Badge.id.in_(ids))):
            found[key] = _digest([*own, sorted(days.get(holder, ()))])
    return found


def _digest(own: list[Any]) -> str:
    return hashlib.sha256(json.dumps(own).encode()).hexdigest()[:12]
