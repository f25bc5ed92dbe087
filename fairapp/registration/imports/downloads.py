"""Files that the team takes along: rows to be corrected, and everybody; who took them is noted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response, abort, request
from flask_babel import gettext as _
from flask_login import current_user

from fairapp.core import audit, clock, sheets
from fairapp.core.access import Permission, allow
from fairapp.core.sheets import Sheet
from fairapp.events.models import Event
from fairapp.registration.imports import export, queries
from fairapp.registration.imports.admin import AT, find
from fairapp.registration.imports.mapping import bp as bp


@bp.get(f"{AT}<int:list_id>/failed.<suffix>")
@allow(Permission.MANAGE_REGISTRATIONS)
def failed(event: Event, list_id: int, suffix: str) -> Response:
    """The rows that became nobody, with the reason, to be corrected and sent again."""
    list_ = find(event, list_id)
    rows = export.failures(queries.failed(list_), list_.header)
    return as_file(rows, f"{event.slug}-liste-{list_.id}-a-corriger", suffix, _("To correct"))


@bp.post("/staff/<slug>/registrations/export")
@allow(Permission.MANAGE_REGISTRATIONS)
def export_all(event: Event) -> Response:
    """Everybody, as a table; who took it is noted."""
    suffix, name = request.form.get("format", ""), event.slug
    details = {"format": suffix}
    audit.record(
        "registrations.exported",
        event_id=event.id,
        at=clock.now(),
        actor=current_user,
        details=details,
    )
    return as_file(export.table(event), f"{name}-inscriptions", suffix, _("Registrations"))


def as_file(rows: Iterable[Sequence[str]], name: str, suffix: str, title: str) -> Response:
    """The rows as `xlsx` or `csv`; 404 for anything else."""
    if suffix == "xlsx":
        content = sheets.as_xlsx(Sheet(title, rows), created=clock.now())
        answer = Response(content, mimetype=sheets.XLSX)
    elif suffix == "csv":
        answer = Response(sheets.as_csv(rows), mimetype=sheets.CSV)
    else:
        abort(404)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return answer
