"""An attendance list, ready to be set in type or written to a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cached_property

from flask_babel import gettext as _

from fairapp.events.models import Event
from fairapp.registration.search import fold
from fairapp.reports.attendance import queries
from fairapp.reports.attendance.people import Attendee
from fairapp.reports.attendance.scope import Scope
from fairapp.reports.documents.made import digest_of


class Grouping(StrEnum):
    """What the list is divided by."""

    CATEGORY = "category"
    DELEGATION = "delegation"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Group:
    """People under one heading; an empty heading when the list is not divided."""

    heading: str
    people: tuple[Attendee, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a list is to be: divided by what, with which columns that may be left out; `is_blank`,
    with those expected and `spare` empty lines at the end, to be signed at the door.
    """

    grouping: Grouping = Grouping.CATEGORY
    contacts: bool = False
    badges: bool = False
    remarks: bool = False
    is_blank: bool = False
    spare: int = 0


@dataclass(frozen=True)
class AttendanceList:
    """The list: of what, how, and who."""

    event: Event
    scope: Scope
    shape: Shape
    groups: tuple[Group, ...]

    @property
    def people(self) -> list[Attendee]:
        """Everybody, in the order of the list."""
        return [person for group in self.groups for person in group.people]

    @property
    def from_paper(self) -> int:
        """How many times of entry were typed in from paper."""
        return sum(person.is_from_paper for group in self.groups for person in group.people)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of what the list says, in the order in which it says it, as hexadecimal digits.

        Over UTF-8 JSON, an object and a line feed for each person; contacts only if they are shown.
        """
        return digest_of(
            _facts(person, self.shape.contacts) for group in self.groups for person in group.people
        )


def attendance_list(event: Event, scope: Scope, shape: Shape) -> AttendanceList:
    """The list as the data has it now, its words in the present language."""
    read = queries.expected if shape.is_blank else queries.attendees
    groups = arrange(read(event, scope), shape.grouping)
    return AttendanceList(event, scope, shape, tuple(groups))


def arrange(people: Sequence[Attendee], grouping: Grouping) -> list[Group]:
    """`people`, who are in order of names, under the headings of `grouping`."""
    if grouping is Grouping.NAME:
        return [Group("", tuple(people))] if people else []
    key = _category_key if grouping is Grouping.CATEGORY else _delegation_key
    gathered: dict[tuple[int, str, str], list[Attendee]] = {}
    for person in people:
        gathered.setdefault(key(person), []).append(person)
    return [
        Group(heading or _("Without delegation"), tuple(gathered[position, folded, heading]))
        for position, folded, heading in sorted(gathered)
    ]


def _category_key(person: Attendee) -> tuple[int, str, str]:
    return person.category_position, "", person.category


def _delegation_key(person: Attendee) -> tuple[int, str, str]:
    """Whoever came alone stands after the delegations."""
    return int(not person.delegation), fold(person.delegation), person.delegation


# What a category is called depends on the language; its letter does not.
_FACTS = [f.name for f in fields(Attendee) if f.name not in {"category", "category_position"}]


def _facts(person: Attendee, contacts: bool) -> dict[str, object]:
    facts = {key: getattr(person, key) for key in _FACTS}
    if not contacts:
        del facts["phone"], facts["email"]
    return {**facts, "first_at": person.first_at.isoformat() if person.first_at else None}
