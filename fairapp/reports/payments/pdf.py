"""The payment list on paper: A4 on its side, ruled, to be signed by everybody who is paid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _

from fairapp.core.i18n import current_language, text_direction
from fairapp.core.pdf import Progress, StampSheet
from fairapp.core.pdf_apart import press_for
from fairapp.core.pdf_attachments import Attachment
from fairapp.core.pdf_compose import compose
from fairapp.core.pdf_fitting import clean, fit
from fairapp.core.pdf_galley import Galley
from fairapp.core.pdf_marks import Inlay, Mark
from fairapp.events.text import day_month, day_range, moment_line
from fairapp.reports import cell_fitting, ruling, table_sheets
from fairapp.reports.documents.evidence import Evidence
from fairapp.reports.paging import Page, paginate
from fairapp.reports.payments import sheets
from fairapp.reports.payments.models import Adjustment, Step
from fairapp.reports.payments.paper import Paper
from fairapp.reports.payments.ruling import COLUMNS
from fairapp.reports.payments.sheets import Corrections, Sheet, Sheets, people
from fairapp.reports.payments.words import CORRECTED, STEPS, money, sum_in_words

STAMPS = "pdf/payment_list_stamps.html"
CORRECTIONS_A_PAGE = 22
_HEAD_WIDTH = 176.0


def render(
    listed: Paper,
    evidence: Evidence,
    *,
    progress: Progress | None = None,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The PDF/A-3, in the present language, carrying `attachments`. Progress counts people."""
    lists = paginate(listed.parts)
    pages: list[Sheet] = [*lists, *_corrections(listed, len(lists))]
    context = _context(listed, evidence, pages)
    galley = Galley(table_sheets.TEXTS, context, press_for(len(listed.rows)))
    made = Sheets(listed, pages, galley, is_rtl=context["direction"] == "rtl")
    return compose(
        _told(made, max(len(listed.rows), 1), progress),
        (ruling.WIDTH, ruling.HEIGHT),
        galley,
        stamps=StampSheet(STAMPS, lambda: context, is_known=True),
        title=f"{_('Payment list')} – {listed.event.name}",
        lang=current_language(),
        created=evidence.data_at,
        structure=made.structure,
        attachments=attachments,
    )


def _told(made: Sheets, total: int, progress: Progress | None) -> Iterator[Sequence[Mark | Inlay]]:
    done = 0
    for marks, page in made.marks():
        yield marks
        done += len(page.people) if isinstance(page, Page) else 0
        if progress is not None:
            progress(done, total)


def _context(listed: Paper, evidence: Evidence, pages: Sequence[Sheet]) -> dict[str, Any]:
    event, terms, language = listed.event, listed.terms, current_language()
    return {
        "listed": listed,
        "columns": COLUMNS,
        "ruling": ruling,
        "language": language,
        "direction": text_direction(),
        "sizes": {*cell_fitting.SIZES, *sheets.SIZES},
        "width": table_sheets.WIDTH,
        "notes": [page.rows for page in pages if isinstance(page, Corrections)],
        "total": money(listed.total, terms.currency),
        "people": people(len(listed.rows)),
        "sum": sum_in_words(listed.total, terms.currency, language),
        "days": day_range(event.days),
        "state": _state(listed),
        "blocks": _blocks(listed),
        "evidence": evidence,
        "data_at": moment_line(evidence.data_at, event),
        "digest": listed.digest,
        "head": {
            "organiser": fit(clean(str(event.organiser)), _HEAD_WIDTH, (8.0, 7.5), 1, bold=False),
            "partners": fit(clean(str(event.partners)), _HEAD_WIDTH, (6.5, 6.0), 2, bold=False),
            "name": fit(
                clean(str(event.name)), _HEAD_WIDTH, (12.0, 11.0, 10.0, 9.0, 8.0), 1, bold=True
            ),
        },
    }


def _state(listed: Paper) -> str:
    """What the list is worth: drawn up, verified, approved, or a draft."""
    if listed.statement is None:
        return str(_("Draft: nobody has drawn it up"))
    version = listed.statement.number
    if listed.statement.is_approved:
        return str(_("Version %(number)s, approved", number=version))
    return str(_("Version %(number)s, not yet approved", number=version))


def _blocks(listed: Paper) -> list[tuple[str, str]]:
    """Whose signature goes where: what it is, and who has signed on the screen, when."""
    statement, blocks = listed.statement, []
    for step in Step:
        signed = statement.signed(step) if statement else None
        told = f"{signed.name}, {moment_line(signed.at, listed.event)}" if signed else ""
        blocks.append((str(STEPS[step]), told))
    return [*blocks, (_("Paid by"), "")]


def _corrections(listed: Paper, before: int) -> list[Corrections]:
    rows = [_correction(one, listed) for one in listed.corrections]
    starts = range(0, len(rows), CORRECTIONS_A_PAGE)
    return [
        Corrections(before + n, tuple(rows[start : start + CORRECTIONS_A_PAGE]))
        for n, start in enumerate(starts, 1)
    ]


def _correction(one: Adjustment, listed: Paper) -> tuple[str, str, str, str]:
    what = str(CORRECTED[one.kind])  # type: ignore[index]
    told = f"{what}, {day_month(one.day)}" if one.day else what
    by = f"{one.made_by_name}, {moment_line(one.made_at, listed.event)}"
    return one.registration.list_name, told, one.reason, by
