"""The scan log, complete: what every figure comes from, without names."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fairapp.core.tasks import Progress
from fairapp.events.models import Event
from fairapp.reports import tables
from fairapp.reports.documents import evidence as evidences
from fairapp.reports.documents import kinds
from fairapp.reports.documents.evidence import Evidence
from fairapp.reports.documents.forms import DocumentForm
from fairapp.reports.documents.kinds import Choice, Group, Kind
from fairapp.reports.documents.made import Made
from fairapp.reports.tables import Table

FORMATS = ("csv", "xlsx", "json")


@kinds.register
class ScanLogKind(Kind):
    """All scans in the order in which the server received them."""

    key = "scan-log"
    title = _l("Scan log")
    summary = _l(
        "Every scan as it was received, accepted or not, undone or not, with badge numbers and"
        " references instead of names. Its digest is the one that every other document carries."
    )
    group = Group.DATA
    sketch = "data"

    def form(self, event: Event) -> DocumentForm:
        """Which file."""
        return DocumentForm(formats=FORMATS)

    def describe(self, event: Event, choice: Choice) -> str:
        """Nothing is chosen."""
        return ""

    def make(self, event: Event, choice: Choice, evidence: Evidence, progress: Progress) -> Made:
        """The rows of `evidence.scan_lines`, so that the digest can be worked out from them."""
        rows = list(evidences.scan_lines(event))
        progress(0, len(rows))
        table = Table(_("Scan log"), _columns(), rows)
        suffix = choice["format"]
        if suffix == "xlsx":
            content = tables.as_xlsx(table, created=evidence.data_at)
        elif suffix == "json":
            content = tables.as_json(Table("scans", _columns(), rows), **_head(event, evidence))
        else:
            content = tables.as_csv(table)
        name = f"{event.slug}-scans.{suffix}"
        people = len({row[3] or row[4] for row in rows if row[3] or row[4]})
        return Made(content, name, tables.MIMETYPES[suffix], people, evidence.scans_digest)


def _columns() -> dict[str, str]:
    headings = (
        *(_("Identifier"), _("Moment (UTC)"), _("Checkpoint"), _("Reference"), _("Badge")),
        *(_("Direction"), _("Verdict"), _("Counted as an entry"), _("Undoes")),
    )
    return dict(zip(evidences.FIELDS, headings, strict=True))


def _head(event: Event, evidence: Evidence) -> dict[str, object]:
    return {
        "event": event.slug,
        "number": evidence.shown_number,
        "data_at": evidence.data_at,
        "count": evidence.scans,
        "sha256": evidence.scans_digest,
    }
