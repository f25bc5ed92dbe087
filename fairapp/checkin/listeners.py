"""What check-in answers to the features below it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from fairapp.badges.models import Badge
from fairapp.checkin import presence
from fairapp.checkin.delegations import people_here
from fairapp.checkin.entries import with_duplicates
from fairapp.checkin.models import RosterEntry, Scan
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.events.text import moment_line
from fairapp.registration.models import Registration
from fairapp.registration.sections import Section
from fairapp.registration.signals import arrivals, attendances, known, person_erased, traces


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


@person_erased.connect
def forget_on_phones(event: Event, *, ids: Collection[int], at: datetime) -> None:
    """What phones are told of their badges is sealed anew, without the name, when one next asks."""
    badges = select(Badge.id).where(Badge.registration_id.in_(ids))
    entries = db.session.scalars(select(RosterEntry).where(RosterEntry.badge_id.in_(badges)))
    for entry in entries:
        entry.body, entry.digest = b"", ""
    db.session.flush()


@known.connect
def show_scans(registration: Registration) -> list[Section]:
    """When somebody was let in, and where."""
    undone = select(Scan.undoes_id).where(Scan.undoes_id.is_not(None))
    query = (
        select(Scan)
        .where(
            Scan.registration_id.in_(with_duplicates({registration.id})),
            Scan.is_entry,
            Scan.id.not_in(undone),
        )
        .order_by(Scan.at, Scan.id)
        .options(joinedload(Scan.checkpoint))
    )
    event = registration.event
    rows = [(moment_line(s.at, event), str(s.checkpoint.name)) for s in db.session.scalars(query)]
    return [Section("scans", _("When you came in"), rows)]
