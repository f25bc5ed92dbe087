"""Names that were changed on the pass once the fair had begun.

Whoever holds the pass may correct the registered name. After the doors have opened, a name that may
be somebody else's is shown to the team: an attestation could be passed on that way.
"""

from __future__ import annotations

from datetime import time
from typing import Any

from sqlalchemy import select

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.reports.attestations import rules

Former = tuple[str, str]
"""Given names and family name, each empty when it was not changed."""


def former_names(event: Event, person_id: int | None = None) -> dict[int, Former]:
    """Given names and family name of whoever (or of `person_id`, if he or she) has changed them on
    the pass since the fair began, as they were before. Whoever did may pass the attestation on.
    """
    if not event.days:
        return {}
    query = select(AuditEntry).where(
        AuditEntry.event_id == event.id,
        AuditEntry.action == "registration.corrected",
        AuditEntry.actor_id.is_(None),
        AuditEntry.at >= event.utc(event.days[0].date, time.min),
    )
    if person_id is not None:
        query = query.where(AuditEntry.subject_id == person_id)
    former: dict[int, Former] = {}
    # The latest first, so that what remains is how it was before all of them.
    for entry in db.session.scalars(query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc())):
        changed = entry.details.get("changed") or {}
        if entry.subject_id is not None and {"given_names", "family_name"} & changed.keys():
            given, family = former.get(entry.subject_id, ("", ""))
            former[entry.subject_id] = (
                _before(changed, "given_names", given),
                _before(changed, "family_name", family),
            )
    return former


def name_before(person: Registration, former: Former | None) -> str:
    """The former name, if the present one may be somebody else's."""
    if former is None:
        return ""
    given, family = (was or now for was, now in zip(former, _names(person), strict=True))
    was = f"{given} {family}".strip()
    return was if rules.is_far(person.full_name, was, person.honorific) else ""


def _before(changed: dict[str, Any], name: str, known: str) -> str:
    change = changed.get(name)
    return str(change[0] or "") if change else known


def _names(person: Registration) -> tuple[str, str]:
    return person.given_names, person.family_name
