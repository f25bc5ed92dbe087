"""The attendance report as a document that can be ordered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from fairapp.checkin import presence
from fairapp.core.tasks import Progress
from fairapp.events.models import Event
from fairapp.reports.documents import kinds
from fairapp.reports.documents.evidence import Evidence
from fairapp.reports.documents.forms import DocumentForm
from fairapp.reports.documents.kinds import Choice, Group, Kind
from fairapp.reports.documents.made import Made
from fairapp.reports.participation import exports, report_pdf
from fairapp.reports.participation.facts import Facts, gather
from fairapp.reports.participation.figure_table import FigureTable
from fairapp.reports.participation.presence_tables import all_tables
from fairapp.reports.participation.rules import THRESHOLD
from fairapp.reports.participation.sections import VERSIONS
from fairapp.reports.tables import MIMETYPES


class ReportForm(DocumentForm):
    """Which version."""

    version = RadioField(
        _l("Version"),
        choices=[SelectChoice(key, label) for key, label in VERSIONS.items()],
        default="full",
        description=_l(
            "For others than the project: numbers of fewer than three persons are left out, so"
            " that nobody can be recognised. Give one only, when the fair is over: as long as it is"
            " valid, none is made of other data."
        ),
    )

    people = 0

    def validate_version(self, field: Field) -> None:
        """Of two participants nothing can be told that is not told of one of them."""
        if field.data == "shared" and self.people < THRESHOLD:
            raise ValidationError(
                _l("Fewer than three people came: there is nothing that could be shared.")
            )

    def choice(self) -> dict[str, Any]:
        """What was chosen."""
        return {**super().choice(), "version": str(self.version.data)}


@kinds.register
class ReportKind(Kind):
    """Figures, tables, drawings and corrections in one document to hand in."""

    key = "attendance-report"
    title = _l("Attendance report")
    summary = _l(
        "The document for the donor: method, key figures, drawings, tables by day, sex, age,"
        " category and region, expected and came, sessions, corrections and evidence. With a"
        " version to share in which nobody can be recognised."
    )
    group = Group.FIGURES
    sketch = "figures"

    def form(self, event: Event) -> ReportForm:
        """Version and file."""
        form = ReportForm(formats=tuple(MIMETYPES))
        form.people = presence.unique_participants(event)
        return form

    def stands_alone(self, choice: Choice) -> bool:
        """Between two to share, of different data, lie the small numbers that neither tells."""
        return bool(choice["version"] == "shared")

    def describe(self, event: Event, choice: Choice) -> str:
        """`Version to share`."""
        return str(VERSIONS[choice["version"]])

    def make(self, event: Event, choice: Choice, evidence: Evidence, progress: Progress) -> Made:
        """The report of the scans as they are."""
        facts = gather(event, shared=choice["version"] == "shared", until=evidence.data_at)
        tables = all_tables(facts)
        digest = exports.digest(facts, tables)
        form = choice["format"]
        content = _WRITERS[form](facts, tables, evidence, progress)
        people = facts.summary.figures.unique
        return Made(content, exports.name_of(facts, form), MIMETYPES[form], people, digest)


def _xlsx(facts: Facts, tables: list[FigureTable], evidence: Evidence, progress: Progress) -> bytes:
    return exports.xlsx(facts, tables, created=evidence.data_at)


def _csv(facts: Facts, tables: list[FigureTable], evidence: Evidence, progress: Progress) -> bytes:
    return exports.csv(facts, tables)


def _json(facts: Facts, tables: list[FigureTable], evidence: Evidence, progress: Progress) -> bytes:
    return exports.as_json_file(
        facts,
        tables,
        number=evidence.shown_number,
        data_at=evidence.data_at,
        scans=evidence.scans,
        scans_sha256=evidence.scans_digest,
        check=evidence.address,
    )


_WRITERS: dict[str, Callable[[Facts, list[FigureTable], Evidence, Progress], bytes]] = {
    "pdf": report_pdf.render,
    "xlsx": _xlsx,
    "csv": _csv,
    "json": _json,
}
