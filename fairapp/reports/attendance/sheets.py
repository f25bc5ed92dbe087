"""The pages of the list: what stands where, and how it is read aloud.

The table is one for the whole document, whatever the pages: heads that are repeated, feet and rules
are for the eye alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import NamedTuple

from flask_babel import gettext as _

from fairapp.core.pdf_fitting import Fit, clean, fit
from fairapp.core.pdf_galley import Galley, Piece, Set, one_ahead
from fairapp.core.pdf_marks import Inlay, Mark, Stamp, Words
from fairapp.core.pdf_tags import Structure
from fairapp.reports import ruling
from fairapp.reports.attendance.cells import Texts, set_cell
from fairapp.reports.attendance.columns import PADDING, Column
from fairapp.reports.attendance.heads import LABELS, SHORT_CATEGORY
from fairapp.reports.attendance.listing import AttendanceList, Grouping
from fairapp.reports.attendance.people import Attendee, Count
from fairapp.reports.attendance.pieces import lay
from fairapp.reports.attendance.words import count_label
from fairapp.reports.paging import Heading, Line, Page

FIRST_HEAD, NEXT_HEAD, TABLE_HEAD, ROW, HEADING, FOOT, CLOSING = range(7)
"""Pages of the sheet of stamps."""

WIDTH = 150.0
"""Of the paragraphs on the galley; a text keeps to its own room."""

_AT_FIRST, _AT_ONCE = 3, 20
_HEAD_SIZES = (6.5, 6.0, 5.5, 5.0)
_HEADING, _FOOT, _NOTE = 8.0, 7.0, 5.5
SIZES = (_HEADING, _FOOT, *_HEAD_SIZES)


class Placed(NamedTuple):
    """A text on a page: where it begins, from the start of the table, and in which element."""

    piece: Piece
    start: float
    top: float
    element: int | None


_Begun = tuple[Sequence[Page[Attendee]], list[list[Placed]], Callable[[], Set]]


@dataclass(slots=True)
class Sheets:
    """Sets the pages one after the other, and notes their structure."""

    attendance: AttendanceList
    pages: Sequence[Page[Attendee]]
    columns: Sequence[Column]
    galley: Galley
    is_rtl: bool
    structure: Structure = field(default_factory=Structure)
    _so_far: int = 0
    _head: int = 0
    _table: int = 0
    _body: int = 0
    _marked: tuple[int, int] = (0, 0)
    _texts_of: Texts = field(init=False)

    def __post_init__(self) -> None:
        self._texts_of = Texts(self.attendance)

    def marks(self) -> Iterator[tuple[list[Mark | Inlay], int]]:
        """Each page's marks, and how many people stand on it."""
        self._head = self.structure.element("Sect")
        self._table = self.structure.element("Table")
        for some, placed, asked in one_ahead(self._begun()):
            lines = asked()
            for page, own in zip(some, placed, strict=True):
                words = [
                    Words(
                        lines[text.piece],
                        self._left(text.start),
                        text.top,
                        mcid=self._mark(text, page),
                    )
                    for text in own
                ]
                yield [*self._stamps(page), *words], len(page.people)

    def _begun(self) -> Iterator[_Begun]:
        """Some pages at a time, few at first, so that nobody waits long for something to do."""
        start, at_once = 0, _AT_FIRST
        while start < len(self.pages):
            some = self.pages[start : start + at_once]
            placed = [list(self._texts(page)) for page in some]
            yield some, placed, self.galley.ask(text.piece for own in placed for text in own)
            start, at_once = start + at_once, min(2 * at_once, _AT_ONCE)

    def _mark(self, text: Placed, page: Page[Attendee]) -> int | None:
        """The same for all lines of a cell, which follow each other."""
        if text.element is None:
            return None
        if self._marked[0] != text.element:
            self._marked = (text.element, self.structure.mark(text.element, page.number - 1))
        return self._marked[1]

    def _left(self, start: float) -> float:
        """Of the paragraph that begins there, from the left of the paper."""
        if self.is_rtl:
            return ruling.WIDTH - ruling.LEFT - start - WIDTH
        return ruling.LEFT + start

    def _texts(self, page: Page[Attendee]) -> Iterator[Placed]:
        yield from self._table_head(page)
        for strip in page.strips:
            yield from self._row(strip) if isinstance(strip, Line) else self._heading(strip)
        if not page.strips:
            yield from self._nobody(page)
        yield from self._foot(page)

    def _table_head(self, page: Page[Attendee]) -> Iterator[Placed]:
        is_first = page.number == 1
        if is_first:
            row = self.structure.element("TR", self.structure.element("THead", self._table))
            self._body = self.structure.element("TBody", self._table)
        for column in self.columns:
            label = fit(clean(self._label(column.key)), column.room, _HEAD_SIZES, 2, bold=True)
            cell = self._cell("TH", row, label, "/O/Table/Scope/Column") if is_first else None
            start = column.left + PADDING
            yield from self._lay(label, "strong", start, page.table_top + 0.9, cell)

    def _label(self, key: str) -> str:
        is_letter = key == "category" and self.attendance.shape.grouping is Grouping.CATEGORY
        return str(SHORT_CATEGORY if is_letter else LABELS[key])

    def _heading(self, strip: Heading[Attendee]) -> Iterator[Placed]:
        group, cell = strip.group, None
        text = clean(group.heading)
        if strip.continued:
            text = clean(_("%(heading)s (continued)", heading=text))
        count = count_label(Count.of(group.people)) if group.people else ""
        fitted = fit(text, ruling.TABLE_WIDTH * 0.6, (_HEADING, _FOOT), 1, bold=True)
        if not strip.continued:
            self._body = self.structure.element("TBody", self._table)
            row = self.structure.element("TR", self._body)
            span = f"/O/Table/ColSpan {len(self.columns)}/Scope/Row"
            cell = self._cell("TH", row, fitted, span)
        top = strip.top + (ruling.HEADING - fitted.height) / 2
        yield from self._lay(fitted, "strong", PADDING, top, cell)
        if count:
            beside = Fit(_FOOT, (count,))
            top = strip.top + (ruling.HEADING - beside.height) / 2
            start = ruling.TABLE_WIDTH * 0.6 + 2 * PADDING
            yield from self._lay(beside, "plain", start, top, None)

    def _row(self, line: Line[Attendee]) -> Iterator[Placed]:
        says = self._texts_of(line)
        row = self.structure.element("TR", self._body)
        signs_so = line.person is not None and line.person.thumbprint
        for column in self.columns:
            if column.is_signed and signs_so:
                fitted = fit(clean(_("thumbprint")), column.room, (_NOTE,), 1, bold=False)
                top, kind = line.top + ruling.ROW - fitted.height - 0.6, "soft"
            else:
                fitted, kind = set_cell(says.get(column.key, ""), column.room), "plain"
                top = line.top + (ruling.ROW - lay(fitted, kind, is_rtl=self.is_rtl).height) / 2
            # Of a row, the name says whose it is.
            is_name = column.key == "family"
            cell = self._cell(
                "TH" if is_name else "TD", row, fitted, "/O/Table/Scope/Row" if is_name else ""
            )
            yield from self._lay(fitted, kind, column.left + PADDING, top, cell)

    def _lay(
        self, fitted: Fit, kind: str, start: float, top: float, cell: int | None
    ) -> Iterator[Placed]:
        for piece, below in lay(fitted, kind, is_rtl=self.is_rtl).pieces:
            yield Placed(piece, start, top + below, cell)

    def _nobody(self, page: Page[Attendee]) -> Iterator[Placed]:
        is_blank = self.attendance.shape.is_blank
        text = _("This list is empty.") if is_blank else _("No entry has been recorded.")
        fitted = Fit(_HEADING, (clean(text),))
        row = self.structure.element("TR", self._body)
        cell = self._cell("TD", row, fitted, f"/O/Table/ColSpan {len(self.columns)}")
        top = page.bottom + (ruling.HEADING - fitted.height) / 2
        yield from self._lay(fitted, "strong", PADDING, top, cell)

    def _foot(self, page: Page[Attendee]) -> Iterator[Placed]:
        top = ruling.FOOT_TOP + 1.2
        left = Fit(_FOOT, (clean(self._page_count(page)),))
        yield from self._lay(left, "plain", 0, top, None)
        number = _("Page %(page)s of %(pages)s", page=page.number, pages=len(self.pages))
        right = Fit(_FOOT, (clean(number),))
        yield from self._lay(right, "end", ruling.TABLE_WIDTH - WIDTH, top, None)

    def _page_count(self, page: Page[Attendee]) -> str:
        if self.attendance.shape.is_blank:
            return str(_("Signed on this page: F ……… · M ……… · total ………"))
        count = Count.of(page.people)
        self._so_far += count.all
        said = [_("This page: %(count)s", count=count_label(count))]
        if page.number > 1:
            said.append(_("from page 1 to here: %(count)s", count=self._so_far))
        if from_paper := sum(person.is_from_paper for person in page.people):
            said.append(_("* typed in from paper: %(count)s", count=from_paper))
        return " · ".join(map(str, said))

    def _stamps(self, page: Page[Attendee]) -> Iterator[Mark | Inlay]:
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

    def _cell(self, kind: str, row: int, fitted: Fit, attributes: str = "") -> int:
        said = lay(fitted, "plain", is_rtl=self.is_rtl).said
        # Interned, for each of thousands of rows has the same.
        more = intern(f"/A<<{attributes}>>{said}") if attributes else said
        return self.structure.element(kind, row, more)
