"""What badges tell the list of participants."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.badges.models import Badge
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.people_list import facets


@facets.above("printed", _l("Badge"), facets.yes_no(_l("Printed"), _l("Not printed")))
def printed(event: Event) -> dict[str, Collection[int]]:
    """Whose badge in force is on paper."""
    query = select(Badge.registration_id).where(
        Badge.event_id == event.id,
        Badge.registration_id.is_not(None),
        Badge.revoked_at.is_(None),
        Badge.printed_at.is_not(None),
    )
    return {"yes": [id_ for id_ in db.session.scalars(query) if id_]}
