"""Who may come in at an entrance, in order of names, on a list to tick by hand when nothing works.

The list is divided among the lanes of an entrance, so that a queue can form under its letters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from fairapp.badges.models import Badge
from fairapp.core.db import db
from fairapp.core.folding import fold
from fairapp.events.models import Category, Checkpoint, Event, EventDay
from fairapp.registration.models import Registration, Status


@dataclass(frozen=True, slots=True)
class Expected:
    """One person with the number of the badge in force; `days`: dates registered for, of those of
    the list.
    """

    family_name: str
    given_names: str
    organisation: str
    locality: str
    category_letter: str
    reference: str
    badge: int | None
    days: frozenset[date]

    @property
    def sort_key(self) -> tuple[str, str, str]:
        """By family name, then given names, accents and case aside; the reference breaks ties."""
        return fold(self.headword), fold(self.given_names), self.reference

    @property
    def headword(self) -> str:
        """What the person is looked for under."""
        return self.family_name or self.given_names


@dataclass(frozen=True, slots=True)
class Lane:
    """Whom one lane looks for: from the first family name to the last, none of them cut."""

    number: int
    people: tuple[Expected, ...]

    @property
    def first(self) -> str:
        """The first family name; empty for a lane without people."""
        return self.people[0].headword.upper() if self.people else ""

    @property
    def last(self) -> str:
        """The last family name."""
        return self.people[-1].headword.upper() if self.people else ""


@dataclass(frozen=True)
class EntranceList:
    """The lists of one entrance."""

    event: Event
    gate: Checkpoint
    days: tuple[EventDay, ...]
    lanes: tuple[Lane, ...]

    @property
    def people(self) -> list[Expected]:
        """Everybody, in order."""
        return [person for lane in self.lanes for person in lane.people]

    @property
    def digest(self) -> str:
        """SHA-256 of what the lists say, in their order."""
        digest = hashlib.sha256()
        for lane in self.lanes:
            for person in lane.people:
                days = ",".join(sorted(day.isoformat() for day in person.days))
                told = (lane.number, person.badge, *person.sort_key, person.organisation, days)
                digest.update(f"{told}\n".encode())
        return digest.hexdigest()


def entrance_list(event: Event, gate: Checkpoint, lanes: int) -> EntranceList:
    """Everybody who is expected and may come in there, divided among `lanes`."""
    open_on = {day.id for day in gate.days}
    days = tuple(day for day in event.days if not open_on or day.id in open_on)
    people = expected(event, gate, days)
    parts = divide(people, lanes)
    numbered = tuple(Lane(n, tuple(part)) for n, part in enumerate(parts, 1))
    return EntranceList(event, gate, days, numbered)


def expected(event: Event, gate: Checkpoint, days: Sequence[EventDay]) -> list[Expected]:
    """Confirmed registrations of the categories that the entrance lets in, in order of names."""
    query = (
        select(Registration, Category.letter, Badge.number)
        .join(Category, Category.id == Registration.category_id)
        .outerjoin(Badge, (Badge.registration_id == Registration.id) & Badge.revoked_at.is_(None))
        .where(Registration.event_id == event.id, Registration.status == Status.CONFIRMED)
        .options(selectinload(Registration.days))
    )
    if gate.categories:
        query = query.where(Category.id.in_([category.id for category in gate.categories]))
    listed = frozenset(day.date for day in days)
    people = [
        Expected(
            family_name=row.family_name,
            given_names=row.given_names,
            organisation=row.organisation,
            locality=row.locality or row.region,
            category_letter=letter,
            reference=row.reference,
            badge=number,
            # Who chose no days comes on any.
            days=listed & {day.date for day in row.days} if row.days else listed,
        )
        for row, letter, number in db.session.execute(query)
    ]
    return sorted(people, key=lambda person: person.sort_key)


def divide(people: Sequence[Expected], lanes: int) -> list[list[Expected]]:
    """`people`, in order, in so many parts about as long, cut between family names alone.

    A family name that fills more than a part makes parts uneven rather than be looked for in two
    queues; some may then be empty.
    """
    parts: list[list[Expected]] = [[] for _ in range(max(1, lanes))]
    names: list[list[Expected]] = []
    for person in people:
        if names and fold(names[-1][0].headword) == fold(person.headword):
            names[-1].append(person)
        else:
            names.append([person])
    before = 0
    for name in names:
        # Where the middle of the name falls, if all parts were equal.
        middle = before + len(name) / 2
        parts[min(len(parts) - 1, int(middle * len(parts) / len(people)))].extend(name)
        before += len(name)
    return parts
