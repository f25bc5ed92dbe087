"""The lines of the checklist about badges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from fairapp.badges.models import Badge
from fairapp.badges.studio.queries import find
from fairapp.core.db import db
from fairapp.events.checklist import Item, State, When, check, checklist_part, left
from fairapp.events.models import Event
from fairapp.registration.models import Registration, Status


@checklist_part
def badges_on_checklist(event: Event, at: datetime) -> Iterable[Item]:
    """How they look, and whether they are on paper."""
    chosen = check(find(event), otherwise=State.OPTIONAL)
    yield Item(When.BEFORE, chosen, _l("Look of the badges"), "badge_studio.show")
    unprinted = _unprinted(event)
    note = left(unprinted)
    yield Item(When.EVE, check(not unprinted), _l("Badges printed"), "badges.index", note)


def _unprinted(event: Event) -> int:
    """How many people are confirmed whose badge is on no paper yet."""
    query = (
        select(func.count(Badge.id))
        .join(Registration, Registration.id == Badge.registration_id)
        .where(
            Badge.event_id == event.id,
            Badge.revoked_at.is_(None),
            Badge.printed_at.is_(None),
            Registration.status == Status.CONFIRMED,
        )
    )
    return db.session.scalar(query) or 0
