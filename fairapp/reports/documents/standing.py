"""Documents of which no two may be valid that say different things.

From a version to share small numbers are left out, and whoever holds two of different data works
them out from what lies between (decision 23). So while one is valid, only the same is issued again,
in whatever file and language; it is called back and withdrawn before another takes its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.events.text import moment_line
from fairapp.reports.documents import evidence, kinds
from fairapp.reports.documents.models import Report


def standing(event: Event, kind: str, choice: Mapping[str, Any]) -> list[Report]:
    """Those that are valid and with which another such one would be compared, the oldest first."""
    found = kinds.find(kind)
    if found is None or not found.stands_alone(choice):
        return []
    query = select(Report).where(
        Report.event_id == event.id, Report.kind == kind, Report.withdrawn_at.is_(None)
    )
    reports = db.session.scalars(query.order_by(Report.id))
    return [report for report in reports if found.stands_alone(report.choice)]


def check_order(event: Event, kind: str, choice: Mapping[str, Any]) -> None:
    """Refuse at once what would be made of other scans. DomainError."""
    found = standing(event, kind, choice)
    if found and found[-1].scans != evidence.count_scans(event):
        raise _refusal(event, found[-1])


def check_issue(event: Event, kind: str, choice: Mapping[str, Any], digest: str) -> None:
    """Refuse what says something else: persons may have been corrected, too. DomainError."""
    # One after the other: of two workers the second sees what the first has issued.
    db.session.execute(select(Event.id).where(Event.id == event.id).with_for_update())
    other = [report for report in standing(event, kind, choice) if report.digest != digest]
    if other:
        raise _refusal(event, other[-1])


def reason(event: Event, kind: str, choice: Mapping[str, Any]) -> str:
    """Why one could not be made, if it was for another."""
    found = standing(event, kind, choice)
    return str(_refusal(event, found[-1]).message) if found else ""


def _refusal(event: Event, report: Report) -> DomainError:
    message = _(
        "A version to share is valid already: No. %(number)s, data of %(moment)s. Whoever holds it"
        " and one of other data can work out from both what is left out of each. Give that one; or"
        " call it back, withdraw it on its page, and make this one then.",
        number=evidence.display(report.number),
        moment=moment_line(report.data_at, event),
    )
    return DomainError("another_is_valid", message, field="version")
