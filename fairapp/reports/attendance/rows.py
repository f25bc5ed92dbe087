"""The same list for programs and spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from flask_babel import gettext as _

from fairapp.core.sheets import Value
from fairapp.reports import ages
from fairapp.reports.attendance.listing import AttendanceList
from fairapp.reports.attendance.people import Attendee
from fairapp.reports.attendance.words import Wording, remarks
from fairapp.reports.tables import Table

_CONTACTS = frozenset({"phone", "email"})


def table(attendance: AttendanceList, *, name: str) -> Table:
    """One row for each person, in the order of the list. Times are naive, on the fair's clocks.

    What nobody told is an empty cell. Contacts only if the list shows them.
    """
    headings = _headings()
    if not attendance.shape.contacts:
        headings = {key: text for key, text in headings.items() if key not in _CONTACTS}
    if attendance.shape.is_blank:
        del headings["time"], headings["from_paper"]
    return Table(name, headings, _Rows(attendance, tuple(headings)))


class _Rows(Sequence[list[Value]]):
    """Rows made when they are asked for: those of a large fair would take as much again."""

    def __init__(self, attendance: AttendanceList, keys: tuple[str, ...]) -> None:
        self._attendance, self._keys = attendance, keys
        self._people = attendance.people
        self._words = Wording()

    def __len__(self) -> int:
        return len(self._people)

    @overload
    def __getitem__(self, at: int) -> list[Value]: ...
    @overload
    def __getitem__(self, at: slice) -> list[list[Value]]: ...
    def __getitem__(self, at: int | slice) -> list[Value] | list[list[Value]]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        facts = _values(at + 1, self._people[at], self._attendance, self._words)
        return [facts[key] for key in self._keys]


def _headings() -> dict[str, str]:
    return {
        "number": _("No."),
        "reference": _("Reference"),
        "badge": _("Badge"),
        "family_name": _("Family name"),
        "given_names": _("Given names"),
        "other_script": _("Name in another script"),
        "sex": _("Sex"),
        "age_group": _("Age group"),
        "organisation": _("Organisation"),
        "position": _("Position"),
        "category": _("Category"),
        "delegation": _("Delegation"),
        "region": _("Region"),
        "locality": _("Commune or place"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "first_time": _("First time"),
        "time": _("Time of entry"),
        "from_paper": _("Typed in from paper"),
        "thumbprint": _("Signs with a thumbprint"),
        "remarks": _("Remarks"),
    }


def _values(
    number: int, person: Attendee, attendance: AttendanceList, words: Wording
) -> dict[str, Value]:
    at = attendance.event.local(person.first_at) if person.first_at else None
    band = ages.band_of(person.age)
    return {
        "number": number,
        "reference": person.reference,
        "badge": person.badge,
        "family_name": person.family_name,
        "given_names": person.given_names,
        "other_script": person.other_script,
        "sex": words.sex(person.sex) if person.sex else "",
        "age_group": "" if band == ages.UNKNOWN else band,
        "organisation": person.organisation,
        "position": person.position,
        "category": person.category,
        "delegation": person.delegation,
        "region": person.region,
        "locality": person.locality,
        "phone": person.phone,
        "email": person.email,
        "first_time": "" if person.first_time is None else words.answer(person.first_time),
        "time": at.replace(tzinfo=None, microsecond=0) if at else None,
        "from_paper": words.answer(person.is_from_paper),
        "thumbprint": words.answer(person.thumbprint),
        "remarks": remarks(person),
    }
