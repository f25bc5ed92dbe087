"""The lists of an entrance on paper: A4 upright, in type that is read at arm's length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _

from fairapp.core.i18n import current_language, text_direction
from fairapp.core.pdf import Progress, StampSheet
from fairapp.core.pdf_apart import press_for
from fairapp.core.pdf_attachments import Attachment
from fairapp.core.pdf_compose import compose
from fairapp.core.pdf_galley import Galley
from fairapp.core.pdf_marks import Inlay, Mark
from fairapp.events.text import moment_line
from fairapp.reports import entrances_sheets as sheets
from fairapp.reports import table_sheets
from fairapp.reports.documents.evidence import Evidence
from fairapp.reports.entrances import EntranceList

STAMPS = "pdf/entrance_list_stamps.html"


def render(
    listed: EntranceList,
    evidence: Evidence,
    *,
    progress: Progress | None = None,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The PDF/A-3, in the present language, carrying `attachments`. Progress counts people."""
    context: dict[str, Any] = {
        "listed": listed,
        "language": current_language(),
        "direction": text_direction(),
        "page_width": sheets.WIDTH,
        "page_height": sheets.HEIGHT,
        "margin": sheets.MARGIN,
        "table": sheets.TABLE,
        "top": sheets.TOP,
        "row": sheets.ROW,
        "rows": sheets.ROWS,
        "box": sheets.BOX,
        "sizes": set(sheets.SIZES),
        "width": table_sheets.WIDTH,
        "evidence": evidence,
        "data_at": moment_line(evidence.data_at, listed.event),
    }
    people = len(listed.people)
    galley = Galley(table_sheets.TEXTS, context, press_for(people))
    pages = sheets.divided(listed)
    made = sheets.Sheets(listed, pages, galley, is_rtl=context["direction"] == "rtl")
    return compose(
        _counted(made, max(1, people), progress),
        (sheets.WIDTH, sheets.HEIGHT),
        galley,
        stamps=StampSheet(STAMPS, lambda: context, is_known=True),
        title=f"{_('Entrance list')} – {listed.gate.name} – {listed.event.name}",
        lang=current_language(),
        created=evidence.data_at,
        structure=made.structure,
        attachments=attachments,
    )


def _counted(
    made: sheets.Sheets, total: int, progress: Progress | None
) -> Iterator[Sequence[Mark | Inlay]]:
    done = 0
    for marks, page in made.marks():
        yield marks
        done += len(page.people)
        if progress is not None:
            progress(done, total)
