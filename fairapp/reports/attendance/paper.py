"""The attendance list on paper: A4 on its side, ruled, to be signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from fairapp.badges.faces import Logo
from fairapp.core.i18n import current_language, text_direction
from fairapp.core.pdf import Progress, StampSheet
from fairapp.core.pdf_apart import press_for
from fairapp.core.pdf_attachments import Attachment
from fairapp.core.pdf_compose import compose
from fairapp.core.pdf_fitting import LATIN_LEADING, Fit, clean, fit, leading
from fairapp.core.pdf_galley import Galley
from fairapp.core.pdf_marks import Inlay, Mark
from fairapp.events.text import moment_line
from fairapp.reports import ages, cell_fitting, ruling, table_sheets
from fairapp.reports.attendance import sheets
from fairapp.reports.attendance.columns import Column, columns
from fairapp.reports.attendance.listing import AttendanceList
from fairapp.reports.attendance.people import Count
from fairapp.reports.attendance.scope import Scope
from fairapp.reports.attendance.words import count_label
from fairapp.reports.documents.evidence import Evidence
from fairapp.reports.logos import GAP, logos_of, placed
from fairapp.reports.numbers import in_words
from fairapp.reports.paging import paginate

STAMPS = "pdf/attendance_stamps.html"

HEAD_WIDTH = 182.0
"""Room for who holds the fair and what the list is of, beside the table of facts."""

_LOGO_HEIGHT, _LOGOS_WIDTH = 10.0, 84.0


def render(
    attendance: AttendanceList,
    evidence: Evidence,
    *,
    progress: Progress | None = None,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The PDF for the archive, in the present language. Progress counts people."""
    shape = attendance.shape
    spare_heading = _("Also present") if attendance.groups else ""
    pages = paginate(attendance.groups, spare=shape.spare, spare_heading=spare_heading)
    found = columns(attendance.scope, shape)
    logos = logos_of(attendance.event)
    context = _context(attendance, evidence, found, logos)
    made = sheets.Sheets(
        attendance,
        pages,
        found,
        Galley(table_sheets.TEXTS, context, press_for(len(attendance.people) + shape.spare)),
        is_rtl=context["direction"] == "rtl",
    )
    return compose(
        _told(made, len(attendance.people), progress),
        (ruling.WIDTH, ruling.HEIGHT),
        made.galley,
        stamps=StampSheet(
            STAMPS, lambda: context, {logo.key: logo.png for logo in logos}, is_known=True
        ),
        title=f"{_('Attendance list')} – {attendance.event.name} – {of_what(attendance)}",
        lang=current_language(),
        created=evidence.data_at,
        structure=made.structure,
        attachments=attachments,
    )


def of_what(attendance: AttendanceList) -> str:
    """`Day 1 – Wednesday 2 December 2026 · 09:00–10:30 Opening`."""
    scope = attendance.scope
    return " · ".join(filter(None, (scope.label(), scope.session_label())))


def _told(
    made: sheets.Sheets, total: int, progress: Progress | None
) -> Iterator[Sequence[Mark | Inlay]]:
    done = 0
    for marks, page in made.marks():
        yield marks
        people = len(page.people)
        done += people
        if progress is not None and people:
            progress(done, total)


def _context(
    attendance: AttendanceList,
    evidence: Evidence,
    found: Sequence[Column],
    logos: Sequence[Logo],
) -> dict[str, Any]:
    people = attendance.people
    total = Count.of(people)
    return {
        "list": attendance,
        "columns": found,
        "ruling": ruling,
        "sizes": {*cell_fitting.SIZES, *sheets.SIZES},
        "width": table_sheets.WIDTH,
        "language": current_language(),
        "direction": text_direction(),
        "total": total,
        "total_label": count_label(total),
        "youth": Count.of(person for person in people if ages.is_youth(person.age)),
        "total_in_words": in_words(len(people), current_language()),
        "from_paper": attendance.from_paper,
        "halves": _halves(attendance.scope),
        "data_at": moment_line(evidence.data_at, attendance.event),
        "evidence": evidence,
        "digest": attendance.fingerprint,
        "logos": placed(logos, height=_LOGO_HEIGHT, width=_LOGOS_WIDTH),
        "head": _head(attendance, _wide(logos)),
    }


def _halves(scope: Scope) -> str:
    return scope.half.label if scope.half else str(_("morning and afternoon"))


def _head(attendance: AttendanceList, beside: float) -> Mapping[str, Fit]:
    """Who holds the fair, its name, what the list is of: the head has one height, whatever they
    wrote. `beside` is what logos take of the first.
    """
    event, room = attendance.event, HEAD_WIDTH - beside
    names = (12.0, 11.0, 10.0, 9.0, 8.0)
    return {
        "organiser": fit(clean(str(event.organiser)), room, (8.0, 7.5, 7.0), 1, bold=False),
        "partners": _partners(clean(str(event.partners)), room),
        "name": fit(clean(str(event.name)), HEAD_WIDTH, names, 1, bold=True),
        "of": fit(clean(of_what(attendance)), HEAD_WIDTH, (10.5, 9.5, 8.5, 7.5), 1, bold=False),
    }


def _partners(text: str, room: float) -> Fit:
    """Smaller where letters reach higher and lower: the title is close below."""
    sizes = (6.5, 6.0, 5.5, 5.0)
    return fit(text, room, sizes if leading(text) == LATIN_LEADING else sizes[2:], 2, bold=False)


def _wide(logos: Sequence[Logo]) -> float:
    return sum(
        width + GAP
        for _key, width, _height in placed(logos, height=_LOGO_HEIGHT, width=_LOGOS_WIDTH)
    )
