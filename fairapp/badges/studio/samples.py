"""Whose badge the studio shows: somebody of the fair whose badge is hard to set, or somebody
invented.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ColumnElement, func, or_, select

from fairapp.badges import portraits
from fairapp.badges.faces import BadgeFace
from fairapp.badges.models import Badge
from fairapp.badges.studio.design import Design
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.models import Registration, Status

# Hardly an Arabic name has none of them.
_ARABIC_LETTERS = "امحيدر"


class Sample(StrEnum):
    """What is hard to set."""

    LONGEST = "longest"
    ARABIC = "arabic"
    BLANK = "blank"


def face_of(event: Event, sample: Sample, design: Design, *, base: str) -> BadgeFace:
    """A face as `design` would have it, in the present language."""
    badge_id = _badge_id(event, sample)
    if badge_id is not None:
        return portraits.faces(event, [badge_id], base=base, design=design)[0]
    given, family = {
        Sample.LONGEST: ("Mamadou Alpha Ibrahima", "Camara-Diallo"),
        Sample.ARABIC: ("محمد الأمين", "با"),
        Sample.BLANK: ("", ""),
    }[sample]
    return portraits.invented(event, given, family, base=base, design=design)


def _badge_id(event: Event, sample: Sample) -> int | None:
    if sample == Sample.BLANK:
        query = select(Badge.id).where(Badge.registration_id.is_(None))
    else:
        long = func.length(Registration.given_names) + func.length(Registration.family_name)
        query = (
            select(Badge.id)
            .join(Registration, Badge.registration_id == Registration.id)
            .where(Registration.status == Status.CONFIRMED, *_script(sample))
            .order_by(long.desc())
        )
    query = query.where(Badge.event_id == event.id, Badge.revoked_at.is_(None))
    return db.session.scalar(query.order_by(Badge.id).limit(1))


def _script(sample: Sample) -> list[ColumnElement[bool]]:
    if sample != Sample.ARABIC:
        return []
    return [or_(*(Registration.given_names.contains(letter) for letter in _ARABIC_LETTERS))]
