"""A list as a file, in each format."""

from __future__ import annotations

from functools import partial

from flask_babel import gettext as _

from fairapp.core.pdf import Progress
from fairapp.core.pdf_attachments import Attachment
from fairapp.core.sheets import CSV
from fairapp.reports import tables
from fairapp.reports.attendance import paper
from fairapp.reports.attendance.listing import AttendanceList
from fairapp.reports.attendance.rows import table
from fairapp.reports.documents.evidence import Evidence
from fairapp.reports.documents.made import Made


def make(
    attendance: AttendanceList,
    evidence: Evidence,
    suffix: str,
    *,
    progress: Progress | None = None,
) -> Made:
    """The list; a PDF carries its rows as CSV."""
    slug = f"{attendance.event.slug}-presence-{attendance.scope.slug}"
    if suffix == "pdf":
        rows = partial(tables.as_csv, table(attendance, name="people"))
        carried = Attachment(f"{slug}.csv", CSV, rows, _("The rows of this list"))
        content = paper.render(attendance, evidence, progress=progress, attachments=[carried])
    elif suffix == "xlsx":
        rows_ = table(attendance, name=_("Attendance list"))
        content = tables.as_xlsx(rows_, created=evidence.data_at)
    elif suffix == "json":
        content = tables.as_json(table(attendance, name="people"), **_head(attendance, evidence))
    else:
        content = tables.as_csv(table(attendance, name="people"))
    digest, people = attendance.fingerprint, len(attendance.people)
    return Made(content, f"{slug}.{suffix}", tables.MIMETYPES[suffix], people, digest)


def _head(attendance: AttendanceList, evidence: Evidence) -> dict[str, object]:
    return {
        "event": attendance.event.slug,
        "of": attendance.scope.key,
        "date": attendance.scope.day.date,
        "expected": attendance.shape.is_blank,
        "number": evidence.shown_number,
        "data_at": evidence.data_at,
        "scans": evidence.scans,
        "scans_sha256": evidence.scans_digest,
        "sha256": attendance.fingerprint,
    }
