"""What the cells of a row say, and how each is set in its place."""

from __future__ import annotations

from functools import lru_cache

from fairapp.core.pdf_breaking import wrap
from fairapp.core.pdf_fitting import LATIN_LEADING, NOTHING, Fit, clean, fit, leading
from fairapp.core.pdf_measure import millimetres
from fairapp.reports.attendance.listing import AttendanceList, Grouping
from fairapp.reports.attendance.people import Attendee
from fairapp.reports.attendance.words import Wording, band_label, origin, remarks
from fairapp.reports.paging import Line

FROM_PAPER = "*"
"""Beside a time that nobody scanned; each page with one says what it means."""

Text = str | tuple[str, ...]
"""What a cell says; a tuple when its lines are given."""

USUAL, SMALL = 7.5, 6.0
SIZES = (USUAL, SMALL, 5.5, 5.0, 4.5)
_USUAL_LINES, _SMALL_LINES = 2, 3


class Texts:
    """What the rows of a list say."""

    def __init__(self, attendance: AttendanceList) -> None:
        self._attendance = attendance
        self._words = Wording()

    def __call__(self, line: Line[Attendee]) -> dict[str, Text]:
        """By key of the column; an empty line has its number alone."""
        number: dict[str, Text] = {"number": str(line.number)}
        if line.person is None:
            return number
        person, shape = line.person, self._attendance.shape
        by_category = shape.grouping is Grouping.CATEGORY
        return {
            **number,
            "badge": "" if person.badge is None else str(person.badge),
            "family": _with_other_script(person),
            "given": person.given_names,
            "sex": self._words.sex(person.sex),
            "age": band_label(person.age),
            "organisation": person.organisation,
            "position": person.position,
            "category": person.category_letter if by_category else person.category,
            "origin": origin(person),
            "contact": _contact(person),
            "first_time": self._words.answer(person.first_time),
            "remarks": remarks(person),
            "time": _time(person, self._attendance),
        }


@lru_cache(maxsize=4_000)
def set_cell(text: Text, room: float) -> Fit:
    """`text` in the usual type if it fits, or smaller on more lines; cut only as the last way."""
    if isinstance(text, tuple):
        return _set_lines(tuple(line for line in map(clean, text) if line), room)
    text = clean(text)
    if not text:
        return NOTHING
    if millimetres(text, USUAL, bold=False) <= room:
        return Fit(USUAL, (text,))
    if lines := wrap(text, room, USUAL, _USUAL_LINES, bold=False):
        return Fit(USUAL, lines)
    if lines := wrap(text, room, SMALL, _USUAL_LINES, bold=False):
        return Fit(SMALL, lines)
    # Three lines of letters that reach higher and lower need smaller type.
    sizes = SIZES[1:] if leading(text) == LATIN_LEADING else SIZES[2:]
    return fit(text, room, sizes, _SMALL_LINES, bold=False)


def _set_lines(lines: tuple[str, ...], room: float) -> Fit:
    if not lines:
        return NOTHING
    if len(lines) <= _USUAL_LINES and _fits(lines, USUAL, room):
        return Fit(USUAL, lines)
    lines = lines[:_SMALL_LINES]
    if _fits(lines, SMALL, room):
        return Fit(SMALL, lines)
    fitted = [fit(line, room, SIZES[1:], 1, bold=False) for line in lines]
    return Fit(min(line.size for line in fitted), tuple(line.lines[0] for line in fitted))


def _fits(lines: tuple[str, ...], size: float, room: float) -> bool:
    return all(millimetres(line, size, bold=False) <= room for line in lines)


def _with_other_script(person: Attendee) -> Text:
    """The family name, and under it the name in the person's other script."""
    family = person.family_name.upper()
    return (family, person.other_script) if person.other_script else family


def _contact(person: Attendee) -> Text:
    if not person.email:
        return person.phone
    name, _at, host = person.email.partition("@")
    return tuple(line for line in (person.phone, name, f"@{host}") if line)


def _time(person: Attendee, attendance: AttendanceList) -> str:
    if person.first_at is None:
        return ""
    arrived = attendance.event.local(person.first_at)
    return f"{arrived:%H:%M}{FROM_PAPER if person.is_from_paper else ''}"
