"""The payment list on paper: A4 on its side, ruled, to be signed by everybody who is paid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import ngettext

from fairapp.core.i18n import current_language, text_direction
from fairapp.core.pdf import Chunk, Progress, StampSheet, render_chunks
from fairapp.core.pdf_attachments import Attachment
from fairapp.core.pdf_fitting import clean, fit
from fairapp.core.pdf_marks import Stamp
from fairapp.events.text import day_month, day_range, moment_line
from fairapp.reports import ruling
from fairapp.reports.documents.evidence import Evidence
from fairapp.reports.lines import PADDING, TYPES, Row, Text, set_row
from fairapp.reports.paging import Heading, Line, Page, paginate
from fairapp.reports.payments import paper
from fairapp.reports.payments.models import Adjustment, Step
from fairapp.reports.payments.paper import Paper
from fairapp.reports.payments.ruling import COLUMNS, placed
from fairapp.reports.payments.words import CORRECTED, STEPS, money, number, sum_in_words

TEMPLATE = "pdf/payment_list.html"
STAMPS = "pdf/payment_list_stamps.html"
PAGES_A_CHUNK = 10
CORRECTIONS_A_PAGE = 22
_HEAD_WIDTH = 176.0

# Pages of the sheet of stamps.
_NEXT_HEAD, _TABLE_HEAD, _ROW, _HEADING, _FOOT = range(5)


@dataclass(frozen=True, slots=True)
class SetStrip:
    """A strip as the template takes it: a heading or a row."""

    heading: str = ""
    count: str = ""
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class SetPage:
    """A page as the template takes it; `carried` is the sum from the first page to this one."""

    page: Page[paper.Row]
    strips: tuple[SetStrip, ...]
    people: str
    total: str
    carried: str


@dataclass(frozen=True, slots=True)
class SetCorrections:
    """A page of corrections made by hand, which the list follows."""

    number: int
    rows: tuple[tuple[str, str, str, str], ...]


def render(
    listed: Paper,
    evidence: Evidence,
    *,
    progress: Progress | None = None,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The PDF/A-3, in the present language, carrying `attachments`. Progress counts people."""
    pages = paginate(listed.parts)
    notes = _correction_pages(listed, len(pages))
    context = _context(listed, evidence, len(pages) + len(notes), last=len(pages))
    return render_chunks(
        TEMPLATE,
        _chunks(listed, pages, notes, context),
        total=max(len(listed.rows), 1),
        title=f"{_('Payment list')} – {listed.event.name}",
        lang=current_language(),
        created=evidence.data_at,
        progress=progress,
        stamps=StampSheet(STAMPS, lambda: context),
        archive=True,
        attachments=attachments,
    )


def _context(listed: Paper, evidence: Evidence, pages: int, *, last: int) -> dict[str, Any]:
    event, terms, language = listed.event, listed.terms, current_language()
    return {
        "listed": listed,
        "columns": COLUMNS,
        "ruling": ruling,
        "language": language,
        "direction": text_direction(),
        "types": TYPES,
        "padding": PADDING,
        "pages_in_all": pages,
        "last": last,
        "total": money(listed.total, terms.currency),
        "people": _people(len(listed.rows)),
        "sum": sum_in_words(listed.total, terms.currency, language),
        "days": day_range(event.days),
        "state": _state(listed),
        "blocks": _blocks(listed),
        "has_paper": any(row.line.on_paper for row in listed.rows),
        "has_added": any(row.line.added for row in listed.rows),
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


def _people(count: int) -> str:
    return str(ngettext("%(num)d person", "%(num)d people", count))


def _chunks(
    listed: Paper,
    pages: Sequence[Page[paper.Row]],
    notes: Sequence[SetCorrections],
    context: dict[str, Any],
) -> Iterator[Chunk]:
    carried = 0
    for start in range(0, len(pages), PAGES_A_CHUNK):
        stretch, set_pages = pages[start : start + PAGES_A_CHUNK], []
        for page in stretch:
            rows = page.people
            carried += paper.total(rows)
            strips = tuple(_set_strip(strip, listed, context) for strip in page.strips)
            sums = (number(paper.total(rows)), number(carried))
            set_pages.append(SetPage(page, strips, _people(len(rows)), *sums))
        marks = [_marks(page) for page in stretch]
        weight = sum(len(page.people) for page in stretch)
        yield Chunk({**context, "pages": set_pages}, marks=marks, weight=weight)
    for note in notes:
        marks = [[Stamp(_NEXT_HEAD, 0, ruling.TOP), Stamp(_FOOT, 0, ruling.FOOT_TOP)]]
        yield Chunk({**context, "pages": (), "note": note}, marks=marks, weight=0)


def _marks(page: Page[paper.Row]) -> list[Stamp]:
    return [
        *([Stamp(_NEXT_HEAD, 0, ruling.TOP)] if page.number > 1 else []),
        Stamp(_TABLE_HEAD, 0, page.table_top),
        Stamp(_FOOT, 0, ruling.FOOT_TOP),
        *(
            Stamp(_ROW if isinstance(strip, Line) else _HEADING, 0, strip.top)
            for strip in page.strips
        ),
    ]


def _set_strip(
    strip: Heading[paper.Row] | Line[paper.Row], listed: Paper, context: dict[str, Any]
) -> SetStrip:
    if isinstance(strip, Line):
        cells = _cells(cast(paper.Row, strip.person))
        return SetStrip(row=set_row(cells, placed(cells), rtl=context["direction"] == "rtl"))
    heading, rows = strip.group.heading, strip.group.people
    if strip.continued:
        heading = _("%(heading)s (continued)", heading=heading)
    told = f"{_people(len(rows))} · {money(paper.total(rows), listed.terms.currency)}"
    return SetStrip(heading, told)


def _cells(row: paper.Row) -> dict[str, Text]:
    line = row.line
    places = dict.fromkeys(place for place in (line.locality, line.region) if place)
    return {
        "number": str(row.number),
        "name": line.name,
        "organisation": line.organisation,
        "position": line.position,
        "origin": ", ".join(places),
        "document": (row.document, row.document_number) if row.document else row.document_number,
        "phone": row.phone,
        "days": (str(line.paid_days), _("d. %(numbers)s", numbers=row.days)),
        "daily": number(line.daily),
        "transport": number(line.transport) if line.transport else "–",
        "amount": number(line.amount),
        "mode": (row.mode, row.reference) if row.reference else row.mode,
        "date": day_month(row.paid_on) if row.paid_on else "",
    }


def _correction_pages(listed: Paper, before: int) -> list[SetCorrections]:
    rows = [_correction(one, listed) for one in listed.corrections]
    starts = range(0, len(rows), CORRECTIONS_A_PAGE)
    return [
        SetCorrections(before + n, tuple(rows[start : start + CORRECTIONS_A_PAGE]))
        for n, start in enumerate(starts, 1)
    ]


def _correction(one: Adjustment, listed: Paper) -> tuple[str, str, str, str]:
    what = str(CORRECTED[one.kind])  # type: ignore[index]
    told = f"{what}, {day_month(one.day)}" if one.day else what
    by = f"{one.made_by_name}, {moment_line(one.made_at, listed.event)}"
    return one.registration.list_name, told, one.reason, by
