"""The pages of the payment list: what stands where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from fairapp.core.pdf_fitting import Fit, clean, fit
from fairapp.core.pdf_galley import Galley
from fairapp.core.pdf_marks import Inlay, Mark, Stamp
from fairapp.core.pdf_measure import millimetres
from fairapp.events.text import day_month
from fairapp.reports import ruling
from fairapp.reports.cell_fitting import SMALL, USUAL, Text, set_cell
from fairapp.reports.paging import Heading, Line, Page
from fairapp.reports.payments import paper
from fairapp.reports.payments.paper import Paper
from fairapp.reports.payments.ruling import COLUMNS, Column
from fairapp.reports.payments.words import money, number
from fairapp.reports.pieces import lay
from fairapp.reports.ruling import PADDING
from fairapp.reports.table_sheets import WIDTH, Placed, TableSheets

FIRST_HEAD, NEXT_HEAD, TABLE_HEAD, ROW, HEADING, FOOT, CLOSING, NOTES = range(8)
"""Pages of the sheet of stamps; from the last one on, those of corrections."""

_HEAD_SIZES = (6.5, 6.0, 5.5, 5.0)
_HEADING, _FOOT = 8.0, 7.0
SIZES = (_HEADING, _FOOT, *_HEAD_SIZES)


@dataclass(frozen=True, slots=True)
class Corrections:
    """A page of corrections made by hand, which the list follows."""

    number: int
    rows: tuple[tuple[str, str, str, str], ...]


Sheet = Page[paper.Row] | Corrections


class Sheets(TableSheets[Sheet]):
    """Sets the pages of a list, and of the corrections behind it."""

    def __init__(
        self, listed: Paper, pages: Sequence[Sheet], galley: Galley, *, is_rtl: bool
    ) -> None:
        super().__init__(pages, galley, is_rtl=is_rtl)
        self._listed, self._labels = listed, _labels(listed)
        self._head = self.structure.element("Sect")
        self._last = sum(isinstance(page, Page) for page in pages)
        self._carried = 0

    def texts(self, page: Sheet) -> Iterator[Placed]:
        """The table's head, its rows, and the foot; of corrections the foot alone."""
        if isinstance(page, Page):
            yield from self._table_head(page)
            for strip in page.strips:
                yield from self._row(strip) if isinstance(strip, Line) else self._heading(strip)
            if not page.strips:
                yield from self._nobody(page)
            yield from self._sums(page)
        told = _("Page %(page)s of %(pages)s", page=page.number, pages=len(self.pages))
        start = ruling.TABLE_WIDTH - WIDTH
        yield from self.lay(Fit(_FOOT, (clean(told),)), "end", start, _FOOT_LINE, None)

    def stamps(self, page: Sheet) -> Iterator[Mark | Inlay]:
        """Heads, rules and what closes the list."""
        if page.number == 1:
            yield Inlay(FIRST_HEAD, self._head)
        else:
            yield Stamp(NEXT_HEAD, 0, ruling.TOP)
        if isinstance(page, Corrections):
            yield Inlay(NOTES + page.number - self._last - 1, self.structure.element("Sect"))
            yield Stamp(FOOT, 0, 0)
            return
        yield Stamp(TABLE_HEAD, 0, page.table_top)
        for strip in page.strips:
            yield Stamp(ROW if isinstance(strip, Line) else HEADING, 0, strip.top)
        if page.number == self._last:
            yield Inlay(CLOSING, self.structure.element("Sect"), page.bottom)
            yield Inlay(FOOT, self.structure.element("Sect"))
        else:
            yield Stamp(FOOT, 0, 0)

    def _table_head(self, page: Page[paper.Row]) -> Iterator[Placed]:
        is_first = page.number == 1
        row = self.begin_table() if is_first else 0
        for column in COLUMNS:
            text = clean(self._labels[column.key])
            label = fit(text, column.room, _HEAD_SIZES, 2, bold=True)
            cell = self.column_head(row, label) if is_first else None
            for line, text in enumerate(label.lines):
                one = Fit(label.size, (text,))
                above = min(0.9, (ruling.TABLE_HEAD - label.height) / 2)
                top = page.table_top + above + line * label.height / len(label.lines)
                yield from self.lay(one, "strong", _start(column, one, bold=True), top, cell)

    def _heading(self, strip: Heading[paper.Row]) -> Iterator[Placed]:
        rows, text = strip.group.people, clean(strip.group.heading)
        if strip.continued:
            text = clean(_("%(heading)s (continued)", heading=text))
        fitted, cell = fit(text, ruling.TABLE_WIDTH * 0.6, (_HEADING, _FOOT), 1, bold=True), None
        if not strip.continued:
            self.begin_body()
            cell = self.group_head(self.row(), fitted, len(COLUMNS))
        top = strip.top + (ruling.HEADING - fitted.height) / 2
        yield from self.lay(fitted, "strong", PADDING, top, cell)
        told = f"{people(len(rows))} · {money(paper.total(rows), self._listed.terms.currency)}"
        beside = Fit(_FOOT, (clean(told),))
        top = strip.top + (ruling.HEADING - beside.height) / 2
        start = 2 * PADDING + _wide(fitted, bold=True) + 2
        yield from self.lay(beside, "plain", start, top, None)

    def _row(self, line: Line[paper.Row]) -> Iterator[Placed]:
        says, row = _cells(cast(paper.Row, line.person)), self.row()
        for column in COLUMNS:
            fitted = _set(says.get(column.key, ""), column)
            is_name = column.key == "name"
            cell = self.row_head(row, fitted) if is_name else self.cell(row, fitted)
            top = line.top + (ruling.ROW - lay(fitted, "plain", is_rtl=self.is_rtl).height) / 2
            yield from self.lay(fitted, "plain", _start(column, fitted), top, cell)

    def _nobody(self, page: Page[paper.Row]) -> Iterator[Placed]:
        fitted = Fit(_HEADING, (clean(_("Nobody is to be paid yet.")),))
        cell = self.cell(self.row(), fitted, len(COLUMNS))
        top = page.bottom + (ruling.HEADING - fitted.height) / 2
        yield from self.lay(fitted, "strong", PADDING, top, cell)

    def _sums(self, page: Page[paper.Row]) -> Iterator[Placed]:
        """Of this page, and from the first page to this one."""
        rows = page.people
        self._carried += paper.total(rows)
        told = (people(len(rows)), number(paper.total(rows)))
        here = clean(_("This page: %(people)s, %(sum)s", people=told[0], sum=told[1]))
        yield from self.lay(Fit(_FOOT, (here,)), "strong", 0, _FOOT_LINE, None)
        beside = []
        if page.number > 1:
            beside.append(_("from page 1 to here: %(sum)s", sum=number(self._carried)))
        if any(row.line.on_paper for row in self._listed.rows):
            beside.append(_("* typed in from paper"))
        if any(row.line.added for row in self._listed.rows):
            beside.append(_("+ added by hand"))
        if beside:
            start = _wide(Fit(_FOOT, (here,)), bold=True) + 3
            text = clean(" · ".join(map(str, beside)))
            yield from self.lay(Fit(_FOOT, (text,)), "soft", start, _FOOT_LINE, None)


def people(count: int) -> str:
    """`12 people`."""
    return str(ngettext("%(num)d person", "%(num)d people", count))


_FOOT_LINE = ruling.FOOT_TOP + 1.2


def _labels(listed: Paper) -> Mapping[str, str]:
    is_by_night = listed.terms.unit == "night"
    return {
        "number": _("No."),
        "name": _("Name"),
        "organisation": _("Organisation"),
        "position": _("Position"),
        "origin": _("From"),
        "document": _("Identity document"),
        "phone": _("Phone, mobile money"),
        "days": _("Days present"),
        "daily": _("Rate a night") if is_by_night else _("Rate a day"),
        "transport": _("Transport"),
        "amount": _("Amount (%(currency)s)", currency=listed.terms.currency),
        "mode": _("Paid in, reference"),
        "date": pgettext("paid", "Date"),
        "sign": _("Signature or thumbprint"),
    }


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


def _set(text: Text, column: Column) -> Fit:
    """Numbers stay on one line, however small."""
    if column.is_number and isinstance(text, str):
        return fit(clean(text), column.room, (USUAL, SMALL, 5.5, 5.0, 4.5), 1, bold=False)
    return set_cell(text, column.room)


def _start(column: Column, fitted: Fit, *, bold: bool = False) -> float:
    """Where a text begins: numbers, and what stands above them, end where their column does."""
    if not column.is_number:
        return column.left + PADDING
    return column.left + column.width - PADDING - _wide(fitted, bold=bold)


def _wide(fitted: Fit, *, bold: bool) -> float:
    text = fitted.lines[0] if fitted.lines else ""
    return millimetres(text, fitted.size, bold=bold)
