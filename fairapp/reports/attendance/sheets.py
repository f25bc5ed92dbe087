"""The pages of the attendance list: what stands where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from fairapp.core.pdf_fitting import Fit, clean, fit
from fairapp.core.pdf_galley import Galley
from fairapp.core.pdf_marks import Inlay, Mark, Stamp
from fairapp.reports import ruling
from fairapp.reports.attendance.cells import Texts
from fairapp.reports.attendance.columns import Column
from fairapp.reports.attendance.heads import LABELS, SHORT_CATEGORY
from fairapp.reports.attendance.listing import AttendanceList, Grouping
from fairapp.reports.attendance.people import Attendee, Count
from fairapp.reports.attendance.words import count_label
from fairapp.reports.cell_fitting import set_cell
from fairapp.reports.paging import Heading, Line, Page
from fairapp.reports.pieces import lay
from fairapp.reports.ruling import PADDING
from fairapp.reports.table_sheets import WIDTH, Placed, TableSheets

FIRST_HEAD, NEXT_HEAD, TABLE_HEAD, ROW, HEADING, FOOT, CLOSING = range(7)
"""Pages of the sheet of stamps."""

_HEAD_SIZES = (6.5, 6.0, 5.5, 5.0)
_HEADING, _FOOT, _NOTE = 8.0, 7.0, 5.5
SIZES = (_HEADING, _FOOT, *_HEAD_SIZES)


class Sheets(TableSheets[Page[Attendee]]):
    """Sets the pages of a list."""

    def __init__(
        self,
        attendance: AttendanceList,
        pages: Sequence[Page[Attendee]],
        columns: Sequence[Column],
        galley: Galley,
        *,
        is_rtl: bool,
    ) -> None:
        super().__init__(pages, galley, is_rtl=is_rtl)
        self._attendance, self._columns = attendance, columns
        self._texts_of = Texts(attendance)
        self._head = self.structure.element("Sect")
        self._so_far = 0

    def texts(self, page: Page[Attendee]) -> Iterator[Placed]:
        """The table's head, its rows, and the foot."""
        yield from self._table_head(page)
        for strip in page.strips:
            yield from self._row(strip) if isinstance(strip, Line) else self._heading(strip)
        if not page.strips:
            yield from self._nobody(page)
        yield from self._foot(page)

    def stamps(self, page: Page[Attendee]) -> Iterator[Mark | Inlay]:
        """What all pages share, laid where this one wants it."""
        is_first, is_last = page.number == 1, page.number == len(self.pages)
        if is_first:
            yield Inlay(FIRST_HEAD, self._head)
        else:
            yield Stamp(NEXT_HEAD, 0, ruling.TOP)
        yield Stamp(TABLE_HEAD, 0, page.table_top)
        for strip in page.strips:
            yield Stamp(ROW if isinstance(strip, Line) else HEADING, 0, strip.top)
        if is_last:
            yield Inlay(CLOSING, self.structure.element("Sect"), page.bottom)
            yield Inlay(FOOT, self.structure.element("Sect"))
        else:
            yield Stamp(FOOT, 0, 0)

    def _table_head(self, page: Page[Attendee]) -> Iterator[Placed]:
        is_first = page.number == 1
        row = self.begin_table() if is_first else 0
        for column in self._columns:
            label = fit(clean(self._label(column.key)), column.room, _HEAD_SIZES, 2, bold=True)
            cell = self.column_head(row, label) if is_first else None
            start = column.left + PADDING
            yield from self.lay(label, "strong", start, page.table_top + 0.9, cell)

    def _label(self, key: str) -> str:
        is_letter = key == "category" and self._attendance.shape.grouping is Grouping.CATEGORY
        return str(SHORT_CATEGORY if is_letter else LABELS[key])

    def _heading(self, strip: Heading[Attendee]) -> Iterator[Placed]:
        group, cell = strip.group, None
        text = clean(group.heading)
        if strip.continued:
            text = clean(_("%(heading)s (continued)", heading=text))
        count = count_label(Count.of(group.people)) if group.people else ""
        fitted = fit(text, ruling.TABLE_WIDTH * 0.6, (_HEADING, _FOOT), 1, bold=True)
        if not strip.continued:
            self.begin_body()
            cell = self.group_head(self.row(), fitted, len(self._columns))
        top = strip.top + (ruling.HEADING - fitted.height) / 2
        yield from self.lay(fitted, "strong", PADDING, top, cell)
        if count:
            beside = Fit(_FOOT, (count,))
            top = strip.top + (ruling.HEADING - beside.height) / 2
            start = ruling.TABLE_WIDTH * 0.6 + 2 * PADDING
            yield from self.lay(beside, "plain", start, top, None)

    def _row(self, line: Line[Attendee]) -> Iterator[Placed]:
        says = self._texts_of(line)
        row = self.row()
        signs_so = line.person is not None and line.person.thumbprint
        for column in self._columns:
            if column.is_signed and signs_so:
                fitted = fit(clean(_("thumbprint")), column.room, (_NOTE,), 1, bold=False)
                top, kind = line.top + ruling.ROW - fitted.height - 0.6, "soft"
            else:
                fitted, kind = set_cell(says.get(column.key, ""), column.room), "plain"
                top = line.top + (ruling.ROW - lay(fitted, kind, is_rtl=self.is_rtl).height) / 2
            is_name = column.key == "family"
            cell = self.row_head(row, fitted) if is_name else self.cell(row, fitted)
            yield from self.lay(fitted, kind, column.left + PADDING, top, cell)

    def _nobody(self, page: Page[Attendee]) -> Iterator[Placed]:
        is_blank = self._attendance.shape.is_blank
        text = _("This list is empty.") if is_blank else _("No entry has been recorded.")
        fitted = Fit(_HEADING, (clean(text),))
        cell = self.cell(self.row(), fitted, len(self._columns))
        top = page.bottom + (ruling.HEADING - fitted.height) / 2
        yield from self.lay(fitted, "strong", PADDING, top, cell)

    def _foot(self, page: Page[Attendee]) -> Iterator[Placed]:
        top = ruling.FOOT_TOP + 1.2
        left = Fit(_FOOT, (clean(self._page_count(page)),))
        yield from self.lay(left, "plain", 0, top, None)
        number = _("Page %(page)s of %(pages)s", page=page.number, pages=len(self.pages))
        right = Fit(_FOOT, (clean(number),))
        yield from self.lay(right, "end", ruling.TABLE_WIDTH - WIDTH, top, None)

    def _page_count(self, page: Page[Attendee]) -> str:
        if self._attendance.shape.is_blank:
            return str(_("Signed on this page: F ……… · M ……… · total ………"))
        count = Count.of(page.people)
        self._so_far += count.all
        said = [_("This page: %(count)s", count=count_label(count))]
        if page.number > 1:
            said.append(_("from page 1 to here: %(count)s", count=self._so_far))
        if from_paper := sum(person.is_from_paper for person in page.people):
            said.append(_("* typed in from paper: %(count)s", count=from_paper))
        return " · ".join(map(str, said))
