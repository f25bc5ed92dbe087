"""The lines of the checklist about documents: what is printed the evening before, and what a fair
leaves behind.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select

from fairapp.core.db import db
from fairapp.events.checklist import Item, State, When, check, checklist_part
from fairapp.events.models import Event
from fairapp.reports.attestations.models import Attestation
from fairapp.reports.documents.models import Report
from fairapp.reports.payments import queries as payments
from fairapp.reports.payments.models import Step

_OPTIONAL = State.OPTIONAL


@checklist_part
def documents_on_checklist(event: Event, at: datetime) -> Iterable[Item]:
    """Lists for the gates and for signatures; attestations, the report, the payment list."""
    made = set(
        db.session.scalars(
            select(Report.kind)
            .where(Report.event_id == event.id, Report.withdrawn_at.is_(None))
            .distinct()
        )
    )
    paper = check("entrance-lists" in made, otherwise=_OPTIONAL)
    yield Item(
        When.EVE, paper, _l("Entrance lists on paper"), "documents.new", **_key("entrance-lists")
    )
    lists = check("attendance-list" in made)
    yield Item(
        When.AFTER, lists, _l("Attendance lists"), "documents.new", **_key("attendance-list")
    )
    issued = select(exists().where(Attestation.event_id == event.id))
    given = check(db.session.scalar(issued), otherwise=_OPTIONAL)
    yield Item(When.AFTER, given, _l("Attestations issued"), "attestations.index")
    report = check("attendance-report" in made)
    yield Item(
        When.AFTER, report, _l("Attendance report"), "documents.new", **_key("attendance-report")
    )
    if payments.scale(event) is not None:
        latest = payments.latest(event)
        signed = latest is not None and len(latest.signatures) == len(Step)
        yield Item(When.AFTER, check(signed), _l("Payment list signed"), "payments.index")


def _key(kind: str) -> dict[str, Any]:
    return {"values": {"key": kind}}
