"""What check-in answers to the features below it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from fairapp.checkin import presence
from fairapp.checkin.delegations import people_here
from fairapp.checkin.models import Scan
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.signals import arrivals, attendances, traces


@arrivals.connect
def count_arrivals(event: Event) -> dict[int, int]:
    """How many people of each delegation have come, on any day."""
    return people_here(event)


@attendances.connect
def count_attendances(event: Event, *, until: datetime) -> dict[str, int]:
    """How many people were let in at each session that has a checkpoint."""
    return presence.session_counts(event, until=until)


@traces.connect
def count_scans(_event: Event, *, ids: Collection[int]) -> dict[str, dict[int, int]]:
    """How many scans were made of each person, whatever the gate said."""
    counted = (
        select(Scan.registration_id, func.count())
        .where(Scan.registration_id.in_(ids), Scan.undoes_id.is_(None))
        .group_by(Scan.registration_id)
    )
    return {"scans": {key: count for key, count in db.session.execute(counted) if key}}
