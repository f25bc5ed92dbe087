"""What the cells of a row say."""

from __future__ import annotations

from fairapp.reports.attendance.listing import AttendanceList, Grouping
from fairapp.reports.attendance.people import Attendee
from fairapp.reports.attendance.words import Wording, band_label, origin, remarks
from fairapp.reports.cell_fitting import Text
from fairapp.reports.paging import Line

FROM_PAPER = "*"
"""Beside a time that nobody scanned; each page with one says what it means."""


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
