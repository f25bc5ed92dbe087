"""The pages of an entrance's lists: what stands where. Each lane has a table of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from fairapp.core.pdf_fitting import Fit, clean, fit
from fairapp.core.pdf_galley import Galley
from fairapp.core.pdf_marks import Inlay, Mark, Stamp
from fairapp.core.pdf_measure import millimetres
from fairapp.events.text import day_month, weekday_short
from fairapp.reports.attendance.heads import SHORT_CATEGORY
from fairapp.reports.entrances import EntranceList, Expected, Lane
from fairapp.reports.table_sheets import WIDTH as PARAGRAPH
from fairapp.reports.table_sheets import Placed, TableSheets

FRAME, FOOT = range(2)
"""Pages of the sheet of stamps."""

ROWS = 28
"""Lines on a page."""
BLANK = 6
"""Empty lines at the end of each lane, at the least: somebody always stands on no list."""
WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 11.0
TABLE = WIDTH - 2 * MARGIN
TOP, ROW = 33.0, 8.9
"""Where the first row begins, and how high each is, in millimetres."""
BOX = 13.0
NUMBER, LETTER = 19.0, 9.0
_TITLES = (19.0, 17.0, 15.0, 13.0, 11.0)
_NAMES = (13.0, 12.0, 11.0, 10.0, 9.0)
_NUMBER, _GATE, _LETTER, _DASH, _TOLD, _SMALLER = 14.0, 10.0, 9.0, 11.0, 7.5, 6.5
SIZES = (*_TITLES, *_NAMES, _NUMBER, _GATE, _LETTER, _DASH, _TOLD, _SMALLER)
# Where the middle of a name stands in its row, and of what tells homonyms apart under it.
_NAME_AT, _TOLD_AT = 2.85, 6.95
_HEAD_LINE, _ABOVE_RULE = 3.0, 0.4
_BESIDE = 42.0
"""What the lane's number takes of the title's line."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some people of a lane; `sheet` counts its pages from 1, `number` those of all lanes."""

    lane: Lane
    number: int
    sheet: int
    sheets: int
    people: Sequence[Expected]


def divided(listed: EntranceList) -> list[Page]:
    """The pages of all lanes."""
    pages: list[Page] = []
    for lane in listed.lanes:
        sheets = max(1, -(-(len(lane.people) + BLANK) // ROWS))
        for sheet in range(sheets):
            people = lane.people[sheet * ROWS : (sheet + 1) * ROWS]
            pages.append(Page(lane, len(pages) + 1, sheet + 1, sheets, people))
    return pages


class Sheets(TableSheets[Page]):
    """Sets the pages of all lanes."""

    paper, left = WIDTH, MARGIN

    def __init__(
        self, listed: EntranceList, pages: Sequence[Page], galley: Galley, *, is_rtl: bool
    ) -> None:
        super().__init__(pages, galley, is_rtl=is_rtl)
        self._listed = listed
        self._room = TABLE - NUMBER - LETTER - len(listed.days) * BOX - 3

    def stamps(self, page: Page) -> Iterator[Mark | Inlay]:
        """Rules, boxes and what is to be done with them, which is read aloud at the end."""
        yield Stamp(FRAME, 0, 0)
        is_last = page.number == len(self.pages)
        yield Inlay(FOOT, self.structure.element("Sect")) if is_last else Stamp(FOOT, 0, 0)

    def texts(self, page: Page) -> Iterator[Placed]:
        """Whose letters, who, and the page's number. Lines that wait for a name say nothing."""
        yield from self._title(page)
        yield from self._table_head(page)
        for line, person in enumerate(page.people):
            yield from self._row(person, TOP + line * ROW)
        if not page.people and page.sheet == 1:
            self.cell(self.row(), Fit(0, ()), self._columns)
        told = _("Page %(page)s of %(pages)s", page=page.number, pages=len(self.pages))
        yield from self._at_end(Fit(_TOLD, (clean(told),)), TOP + ROWS * ROW + 2.8, None)

    def _title(self, page: Page) -> Iterator[Placed]:
        """Aloud where a lane begins."""
        lane, listed, is_first = page.lane, self._listed, page.sheet == 1
        gate = f"{listed.gate.name} · {listed.event.name}"
        number = _("Lane %(number)s of %(lanes)s", number=lane.number, lanes=len(listed.lanes))
        sheet = _("sheet %(sheet)s of %(sheets)s", sheet=page.sheet, sheets=page.sheets)
        title = fit(clean(_letters(lane)), TABLE - _BESIDE, _TITLES, 1, bold=True)
        place = fit(clean(gate), TABLE - _BESIDE, (_GATE, _LETTER, _TOLD), 1, bold=False)
        h1 = self.heading("H1", title) if is_first else None
        yield from self.lay(title, "strong", 0, 12.5 - title.height / 2, h1)
        at = self.heading("P", place) if is_first else None
        yield from self.lay(place, "plain", 0, 17.8, at)
        which = Fit(_GATE, (clean(number),))
        yield from self._at_end(which, 8.4, self.heading("P", which) if is_first else None)
        start = TABLE - millimetres(clean(sheet), _GATE, bold=False)
        yield from self.lay(Fit(_GATE, (clean(sheet),)), "plain", start, 13.4, None)

    def _at_end(self, fitted: Fit, top: float, element: int | None) -> Iterator[Placed]:
        yield from self.lay(fitted, "end", TABLE - PARAGRAPH, top, element)

    def _table_head(self, page: Page) -> Iterator[Placed]:
        is_first = page.sheet == 1
        row = self.begin_table() if is_first else 0
        heads = [
            (0.0, _("Badge")),
            (NUMBER, _("Name")),
            (self._letter_at, str(SHORT_CATEGORY)),
        ]
        for start, text in heads:
            label = fit(clean(text), NUMBER - 1, (_TOLD, _SMALLER), 1, bold=True)
            cell = self.column_head(row, label) if is_first else None
            top = TOP - _ABOVE_RULE - max(_HEAD_LINE, label.height)
            yield from self.lay(label, "strong", start, top, cell)
        for position, day in enumerate(self._listed.days):
            lines = (clean(weekday_short(day.date)), clean(day_month(day.date)))
            label = Fit(_TOLD, lines)
            cell = self.column_head(row, label) if is_first else None
            for number, line in enumerate(lines):
                one = fit(line, BOX, (_TOLD, _SMALLER), 1, bold=True)
                start = self._centred(one, position, bold=True)
                below = (len(lines) - number) * max(_HEAD_LINE, one.height)
                yield from self.lay(one, "strong", start, TOP - _ABOVE_RULE - below, cell)

    def _row(self, person: Expected, top: float) -> Iterator[Placed]:
        row = self.row()
        badge = Fit(_NUMBER, (str(person.badge or "–"),))
        cell = self.cell(row, badge)
        yield from self.lay(badge, "strong", 0, top + (ROW - badge.height) / 2, cell)
        name = fit(_name(person), self._room, _NAMES, 1, bold=True)
        told = fit(_told(person), self._room, (_TOLD,), 1, bold=False)
        cell = self.row_head(row, Fit(_TOLD, (*name.lines, *told.lines)))
        yield from self.lay(name, "strong", NUMBER, top + _NAME_AT - name.height / 2, cell)
        yield from self.lay(told, "soft", NUMBER, top + _TOLD_AT - told.height / 2, cell)
        letter = Fit(_LETTER, (person.category_letter,))
        cell = self.cell(row, letter)
        middle = top + (ROW - letter.height) / 2
        yield from self.lay(letter, "soft", self._letter_at, middle, cell)
        for position, day in enumerate(self._listed.days):
            comes = day.date in person.days
            dash = Fit(0, ()) if comes else Fit(_DASH, ("–",))
            cell, middle = self.cell(row, dash), top + (ROW - dash.height) / 2
            start = self._centred(dash, position, bold=False)
            yield from self.lay(dash, "soft", start, middle, cell)

    @property
    def _columns(self) -> int:
        return 3 + len(self._listed.days)

    @property
    def _letter_at(self) -> float:
        return TABLE - len(self._listed.days) * BOX - LETTER

    def _centred(self, fitted: Fit, position: int, *, bold: bool) -> float:
        """Where a text in the middle of a day's box begins."""
        text = fitted.lines[0] if fitted.lines else ""
        start = TABLE - BOX * (len(self._listed.days) - position)
        return start + (BOX - millimetres(text, fitted.size, bold=bold)) / 2


def _name(person: Expected) -> str:
    return clean(f"{person.family_name.upper()} {person.given_names}".strip())


def _told(person: Expected) -> str:
    return clean(" · ".join(part for part in (person.organisation, person.locality) if part))


def _letters(lane: Lane) -> str:
    """`BAH – CAMARA`; of a lane without people that it has lines to fill."""
    if not lane.people:
        return str(_("blank lines"))
    return lane.first if lane.first == lane.last else f"{lane.first} – {lane.last}"
