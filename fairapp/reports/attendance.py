"""Who stands on the attendance list (liste de présence) of a day, and in which order.

The scans say who came and when; the list is printed with that and people sign it. The same rows are
what any other form of the list is made from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from fairapp.checkin.entries import entry_rows, presence_rows, within
from fairapp.core.db import db
from fairapp.events.models import Category, Event, EventDay
from fairapp.registration.models import Delegation, Registration, Sex
from fairapp.registration.phones import display
from fairapp.registration.search import fold


class Grouping(StrEnum):
    """What the list is divided by."""

    CATEGORY = "category"
    DELEGATION = "delegation"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person of the day. `age` in years on the first day of the fair, `first_at` in UTC;
    `is_from_paper`: that moment was typed in afterwards from a sheet of paper.

    Texts are as they were given; `category` is in the language of the list.
    """

    reference: str
    family_name: str
    given_names: str
    other_script: str
    sex: str | None
    age: int | None
    organisation: str
    position: str
    category: str
    category_letter: str
    category_position: int
    delegation: str
    region: str
    locality: str
    phone: str
    email: str
    first_time: bool | None
    first_at: datetime
    is_from_paper: bool = False

    @property
    def sort_key(self) -> tuple[str, str, str]:
        """By family name, then given names, accents and case aside; the reference breaks ties."""
        family = self.family_name or self.given_names
        return fold(family), fold(self.given_names), self.reference


@dataclass(frozen=True, slots=True)
class Count:
    """Women, men, and those whose sex was not given."""

    women: int
    men: int
    unstated: int

    @property
    def all(self) -> int:
        """Everybody."""
        return self.women + self.men + self.unstated

    def __add__(self, other: Count) -> Count:
        return Count(self.women + other.women, self.men + other.men, self.unstated + other.unstated)

    @classmethod
    def of(cls, people: Iterable[Attendee]) -> Count:
        """Count people."""
        everybody = list(people)
        women = sum(person.sex == Sex.FEMALE for person in everybody)
        men = sum(person.sex == Sex.MALE for person in everybody)
        return cls(women, men, len(everybody) - women - men)


@dataclass(frozen=True, slots=True)
class Group:
    """People under one heading; an empty heading when the list is not divided."""

    heading: str
    people: tuple[Attendee, ...]


@dataclass(frozen=True, slots=True)
class AttendanceList:
    """The list of one day, ready to be set in type or written to a file."""

    event: Event
    day: EventDay
    grouping: Grouping
    contacts: bool
    groups: tuple[Group, ...]

    @property
    def people(self) -> list[Attendee]:
        """Everybody, in the order of the list."""
        return [person for group in self.groups for person in group.people]

    @property
    def from_paper(self) -> int:
        """How many times of entry were typed in from paper."""
        return sum(person.is_from_paper for person in self.people)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what the list says, in the order in which it says it, as hexadecimal digits.

        Over UTF-8 JSON, an array and a line feed for each person; contacts only if they are shown.
        """
        digest = hashlib.sha256()
        for person in self.people:
            facts = json.dumps(_facts(person, self.contacts), ensure_ascii=False)
            digest.update(f"{facts}\n".encode())
        return digest.hexdigest()


def attendance_list(
    event: Event, day: EventDay, *, grouping: Grouping, contacts: bool
) -> AttendanceList:
    """The list of `day` as the scans have it now, its words in the present language."""
    groups = tuple(arrange(attendees(event, day), grouping))
    return AttendanceList(event, day, grouping, contacts, groups)


def attendees(event: Event, day: EventDay) -> list[Attendee]:
    """Everybody present on `day`, in one query, by family name."""
    entry = entry_rows(event)
    came = presence_rows(entry, within(entry.c.at, event, day.date))
    query = (
        select(Registration, came.c.first_at, came.c.scanned_at)
        .join(came, came.c.person_id == Registration.id)
        .join(Registration.category)
        .outerjoin(Registration.delegation)
        .options(contains_eager(Registration.category), contains_eager(Registration.delegation))
    )
    first_day = event.days[0]
    found = [
        _attendee(row, first_at, first_day, is_from_paper=scanned_at != first_at)
        for row, first_at, scanned_at in db.session.execute(query)
    ]
    return sorted(found, key=lambda person: person.sort_key)


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


def _facts(person: Attendee, contacts: bool) -> list[object]:
    facts: list[object] = [
        *(person.reference, person.family_name, person.given_names, person.other_script),
        *(person.sex, person.age, person.organisation, person.position, person.category_letter),
        *(person.delegation, person.region, person.locality, person.first_time),
        f"{person.first_at.isoformat()}{'*' if person.is_from_paper else ''}",
    ]
    return [*facts, person.phone, person.email] if contacts else facts


def _attendee(
    row: Registration, first_at: datetime, first_day: EventDay, *, is_from_paper: bool
) -> Attendee:
    category: Category = row.category
    delegation: Delegation | None = row.delegation
    return Attendee(
        reference=row.reference,
        family_name=row.family_name,
        given_names=row.given_names,
        other_script=row.name_other_script,
        sex=row.sex,
        age=row.age_on(first_day.date),
        organisation=row.organisation,
        position=row.position,
        category=str(category.name),
        category_letter=category.letter,
        category_position=category.position,
        delegation=delegation.name if delegation else "",
        region=row.region,
        locality=row.locality,
        phone=display(row.phone) if row.phone else row.phone_raw,
        email=row.email,
        first_time=row.first_time,
        first_at=first_at,
        is_from_paper=is_from_paper,
    )
