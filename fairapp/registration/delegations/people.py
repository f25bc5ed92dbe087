"""One person of a list, from what was typed to what is registered, with what to look at again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import lazy_gettext as _l

from fairapp.core import clock
from fairapp.core.errors import DomainError
from fairapp.core.i18n import DEFAULT
from fairapp.events.models import Category, Event
from fairapp.registration import births, phones
from fairapp.registration.delegations import rules
from fairapp.registration.delegations.lists import FIELDS, Cells, sex_of
from fairapp.registration.details import Details
from fairapp.registration.models import Sex
from fairapp.registration.names import clean_line, clean_name, has_letter

UNSAID = "unsaid"
_LONGEST = {"given_names": 120, "family_name": 120, "phone": 80, "position": 120, "birth": 40}
_NAMES = frozenset({"given_names", "family_name"})


@dataclass(frozen=True, kw_only=True)
class Usual:
    """What all people of a list have in common."""

    category: Category
    organisation: str = ""
    region: str = ""
    locality: str = ""
    country: str = "GN"
    language: str = DEFAULT


@dataclass(frozen=True, slots=True)
class Note:
    """Something about one cell; an error has to be put right, a warning may be left as it is."""

    field: str
    message: Any
    is_error: bool = False


@dataclass(frozen=True)
class Line:
    """One person of the list as typed, and as read: `details` is None while there is an error."""

    cells: Cells
    details: Details | None = None
    notes: list[Note] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        """Whether nobody stands here."""
        return not any(self.cells.values())

    @property
    def has_errors(self) -> bool:
        """Whether this person cannot be registered as the line stands."""
        return any(note.is_error for note in self.notes)

    def notes_on(self, name: str) -> list[Note]:
        """What is to be said of one cell."""
        return [note for note in self.notes if note.field == name]


def read(event: Event, cells: Mapping[str, str], usual: Usual) -> Line:
    """The person of one line. Nothing typed is lost: what cannot be read stays in its cell."""
    clean = {name: _cleaned(name, cells.get(name, "")) for name in FIELDS}
    notes = [
        Note(name, _l("At most %(max)d characters, please.", max=most), is_error=True)
        for name, most in _LONGEST.items()
        if len(clean[name]) > most
    ]
    if not has_letter(clean["given_names"] + clean["family_name"]):
        message = _l("Write the name; one name is enough.")
        notes.append(Note("given_names", message, is_error=True))
    birth = _birth(event, clean["birth"], notes)
    number = phones.read(clean["phone"])
    if number.doubtful:
        message = _l("This does not look like a phone number. If it is right, leave it.")
        notes.append(Note("phone", message))
    if not clean["sex"]:
        notes.append(Note("sex", _l("Woman or man?")))
    if any(note.is_error for note in notes):
        return Line(clean, None, notes)
    details = Details(
        category=usual.category,
        given_names=clean["given_names"],
        family_name=clean["family_name"],
        name_raw=f"{clean['given_names']} {clean['family_name']}".strip(),
        sex=clean["sex"] if clean["sex"] in set(Sex) else None,
        phones=number,
        position=clean["position"],
        birth_year=birth.year,
        birth_date=birth.on,
        birth_approximate=birth.approximate,
        organisation=usual.organisation,
        region=usual.region,
        locality=usual.locality,
        country=usual.country,
        language=usual.language,
    )
    return Line(clean, details, notes)


def read_all(event: Event, rows: Sequence[Mapping[str, str]], usual: Usual) -> list[Line]:
    """The people of a list, and who stands in it twice; empty lines are left out."""
    lines = [line for cells in rows if not (line := read(event, cells, usual)).is_blank]
    names = [f"{line.cells['given_names']} {line.cells['family_name']}" for line in lines]
    for position, first in rules.earlier_twins(names).items():
        message = _l(
            "The same name as in line %(line)s. Leave it if they are two people.", line=first + 1
        )
        lines[position].notes.append(Note("given_names", message))
    return lines


def changed(before: Details, line: Details) -> Details:
    """`before` with what the page of one person asks about."""
    names = ("given_names", "family_name", "name_raw", "sex", "phones", "position")
    births_ = ("birth_year", "birth_date", "birth_approximate")
    return replace(before, **{name: getattr(line, name) for name in (*names, *births_)})


def _cleaned(name: str, text: str) -> str:
    if name == "sex":
        return text if text == UNSAID else sex_of(text)
    return clean_name(text) if name in _NAMES else clean_line(text)


def _birth(event: Event, text: str, notes: list[Note]) -> births.Birth:
    first_day = event.days[0].date if event.days else event.local(clock.now()).date()
    try:
        return births.read(text, first_day=first_day)
    except DomainError as error:
        notes.append(Note("birth", error.message, is_error=True))
        return births.Birth()
