"""A fair made from an earlier one keeps data as long as that one did."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.events.copying import Part
from fairapp.events.models import Event
from fairapp.events.signals import fair_copied
from fairapp.registration.privacy import actions, queries
from fairapp.registration.privacy.models import Retention


@fair_copied.connect
def copy_delays(
    event: Event, *, source: Event, parts: Collection[str], actor: Actor, at: datetime
) -> None:
    """The delays that were chosen; they count from the last day of the new fair."""
    if Part.TEXTS in parts and db.session.get(Retention, source.id) is not None:
        actions.set_delays(event, queries.days_of(source), actor=actor, at=at)
