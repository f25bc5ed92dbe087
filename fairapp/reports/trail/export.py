"""The log as a file, for an auditor: the entries of the page's filter, all of them, as kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from flask_babel import gettext as _

from fairapp.core import sheets
from fairapp.core.audit import AuditEntry
from fairapp.core.sheets import Sheet, Value
from fairapp.events.models import Event
from fairapp.reports.trail import queries
from fairapp.reports.trail.queries import Filter
from fairapp.reports.trail.shown import Change, Line, lines
from fairapp.reports.trail.subjects import subjects_of

_PORTION = 1000
MIMETYPES = {"xlsx": sheets.XLSX, "csv": sheets.CSV, "json": "application/json"}


@dataclass(frozen=True)
class Export:
    """A file, and how many entries it holds."""

    content: bytes
    count: int


def export(event: Event | None, wanted: Filter, *, suffix: str, at: datetime) -> Export:
    """All entries that meet `wanted`, the newest first, as `suffix` says."""
    if suffix == "json":
        found = [_plain(entry) for entry in queries.everything(event, wanted)]
        content = json.dumps(
            {"made_at": at.isoformat(), "filter": told(wanted), "entries": found},
            ensure_ascii=False,
            indent=1,
        )
        return Export(content.encode(), len(found))
    rows = list(_rows(event, wanted))
    if suffix == "csv":
        return Export(sheets.as_csv([_header(), *rows]), len(rows))
    sheet = Sheet(_("Log"), [_header(), *rows], widths=(20, 24, 28, 32, 40, 40, 16))
    return Export(sheets.as_xlsx(sheet, created=at), len(rows))


def told(wanted: Filter) -> dict[str, Any]:
    """What was looked for, as the log keeps it."""
    return {
        name: list(value)
        if isinstance(value, tuple)
        else value
        if isinstance(value, int)
        else str(value)
        for name, value in asdict(wanted).items()
        if value
    }


def _header() -> list[Value]:
    return [
        *(_("Time"), _("Done by"), _("What was done"), _("To what")),
        *(_("Before and after"), _("More"), _("Network address"), _("Name of the act"), "id"),
    ]


def _rows(event: Event | None, wanted: Filter) -> Iterator[Sequence[Value]]:
    entries = queries.everything(event, wanted)
    while portion := list(islice(entries, _PORTION)):
        for line in lines(event, portion, subjects_of(event, portion)):
            yield _row(line)


def _row(line: Line) -> Sequence[Value]:
    return (
        line.at.replace(tzinfo=None),
        line.who,
        line.act,
        str(line.subject.name) if line.subject else "",
        "\n".join(_change(change) for change in line.changes),
        "\n".join(f"{name}: {value}" for name, value in line.facts),
        line.address,
        line.action,
        line.id,
    )


def _change(change: Change) -> str:
    if change.is_withheld:
        return change.name
    pair = _("%(field)s: %(was)s → %(now)s", field=change.name, was=change.was, now=change.now)
    return str(pair)


def _plain(entry: AuditEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "by": {"id": entry.actor_id, "name": entry.actor_name},
        "action": entry.action,
        "record": {"type": entry.subject_type, "id": entry.subject_id},
        "details": entry.details,
        "address": entry.address,
    }
