"""All attestations in one file, as a document that can be ordered."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from fairapp.core.db import db, transaction
from fairapp.core.i18n import current_language
from fairapp.core.tasks import Progress
from fairapp.events.models import Event
from fairapp.reports.attestations import actions, bundle, listing, paper, queries
from fairapp.reports.attestations.listing import Flag, Row
from fairapp.reports.attestations.paper import Said
from fairapp.reports.documents import kinds
from fairapp.reports.documents.evidence import Evidence
from fairapp.reports.documents.forms import DocumentForm
from fairapp.reports.documents.kinds import Choice, Group, Kind
from fairapp.reports.documents.made import Made, digest_of


@kinds.register
class AttestationsKind(Kind):
    """A page for everybody who is entitled, behind the list by which they are handed over."""

    key = "attestations"
    title = _l("All attestations in one file")
    summary = _l(
        "A certificate of participation for everybody who came on days enough, to be printed and"
        " signed, with the list on which each person signs for it."
    )
    group = Group.PEOPLE
    sketch = "certificate"

    def form(self, event: Event) -> DocumentForm:
        """Nothing but what every document asks."""
        return DocumentForm()

    def describe(self, event: Event, choice: Choice) -> str:
        """Nothing is chosen."""
        return ""

    def make(self, event: Event, choice: Choice, evidence: Evidence, progress: Progress) -> Made:
        """Give a number to whoever has none or needs another; then draw them all."""
        rows = [
            row for row in listing.rows(event) if row.is_entitled and Flag.REVOKED not in row.flags
        ]
        design, event_id = queries.design_of(event), event.id
        people = _issued(event_id, rows, evidence)
        progress(0, len(people))
        event = db.session.get_one(Event, event_id)
        pdf = bundle.render_all(
            event,
            people,
            design,
            language=current_language(),
            evidence=evidence,
            progress=progress,
        )
        name = f"{event.slug}-attestations.pdf"
        return Made(pdf, name, "application/pdf", len(people), _digest(people))


def _issued(event_id: int, rows: Sequence[Row], evidence: Evidence) -> list[Said]:
    """Written before anything is drawn: a paper that is out has a number that is known."""
    # What was read is of one moment and that transaction is over; it must not be written in.
    db.session.rollback()
    with transaction():
        event = db.session.get_one(Event, event_id)
        return [paper.said_by(actions.issue_row(event, row, at=evidence.data_at)) for row in rows]


def _digest(people: Sequence[Said]) -> str:
    """Of name, other script and days of each."""
    return digest_of(
        [said.name, said.other_script, [day.isoformat() for day in said.days]] for said in people
    )
