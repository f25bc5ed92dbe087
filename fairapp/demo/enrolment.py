"""Planned people written as registrations and delegations."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from fairapp.accounts.models import Role
from fairapp.demo.bulk import Bulk, Row
from fairapp.demo.extras import add_answers, add_seats
from fairapp.demo.fair import Fair
from fairapp.demo.opinions import add_opinions
from fairapp.demo.registrations import (
    MEDIA,
    SOURCES,
    TYPED_BY,
    about,
    days_registered,
    own_record,
    standing,
)
from fairapp.demo.shapes import Person, Record
from fairapp.demo.site import FairPlan
from fairapp.registration.actions import PASS_KEY_BYTES
from fairapp.registration.models import Delegation, Registration, Status, registration_day
from fairapp.registration.reference import new_reference
from fairapp.registration.search import search_text

Pair = tuple[Record, Person]
Stored = dict[int, tuple[int, str]]


@dataclass
class Enrolment:
    """Writes the people of one plan after another, and gives the ids that scans need."""

    fair: Fair
    staff_ids: dict[Role, int]
    bulk: Bulk
    rng: random.Random
    references: set[str] = field(default_factory=set)
    # The workshops are as small however large the fair: its first plan fills them.
    has_seats: bool = False

    def add(self, plan: FairPlan) -> dict[int, int]:
        """Registration id of each record and member of the staff, by the plan's key."""
        delegations = self._add_delegations(plan)
        pairs = _in_writing_order(plan)
        ids = self.bulk.ids(Registration, len(pairs))
        by_key = {record.key: row_id for (record, _), row_id in zip(pairs, ids, strict=True)}
        replaced_at = {p.replaces: p.registered_at for p in plan.people if p.replaces is not None}
        rows = [
            self._row(pair, by_key, delegations) | standing(*pair, replaced_at.get(pair[0].key))
            for pair in pairs
        ]
        self.bulk.insert(Registration, rows)
        self.bulk.insert(registration_day, list(self._days(pairs, by_key)))
        self._add_extras(pairs, rows)
        return by_key

    def _add_extras(self, pairs: list[Pair], rows: Sequence[Row]) -> None:
        expected = [
            (row["id"], *pair)
            for pair, row in zip(pairs, rows, strict=True)
            if row["status"] == Status.CONFIRMED
        ]
        add_answers(self.bulk, self.fair.questions, expected)
        if not self.has_seats:
            add_seats(self.bulk, self.fair.event, expected)
            add_opinions(self.bulk, self.fair.event, expected)
            self.has_seats = True

    def _add_delegations(self, plan: FairPlan) -> Stored:
        """Id and name of each delegation, by the plan's key."""
        people = {person.key: person for person in plan.people}
        ids = self.bulk.ids(Delegation, len(plan.delegations))
        rows: list[Row] = []
        for one, row_id in zip(plan.delegations, ids, strict=True):
            focal = people[one.focal_point]
            rows.append(
                {
                    "id": row_id,
                    "event_id": self.fair.event.id,
                    "code": f"D{one.key + 1:02d}",
                    "name": one.organisation,
                    "focal_name": focal.name.full,
                    "focal_phone": focal.contact.phone,
                    "announced": one.size,
                    "medium": MEDIA[one.list_format],
                    "focal_email": focal.contact.email,
                    "category_id": self.fair.categories[one.category],
                    "key": self._secret(),
                    "created_at": one.sent_at,
                }
            )
        self.bulk.insert(Delegation, rows)
        return {
            one.key: (row_id, one.organisation)
            for one, row_id in zip(plan.delegations, ids, strict=True)
        }

    def _row(self, pair: Pair, ids: dict[int, int], delegations: Stored) -> dict[str, Any]:
        record, person = pair
        mine = delegations[record.delegation] if record.delegation is not None else (None, "")
        typist = TYPED_BY.get(record.channel)
        row = {
            "id": ids[record.key],
            "event_id": self.fair.event.id,
            "reference": self._reference(),
            "pass_key": self._secret(),
            "source": SOURCES[record.channel],
            "category_id": self.fair.categories[person.slot.category],
            "delegation_id": mine[0],
            "replaces_id": ids[person.replaces] if person.replaces is not None else None,
            "merged_into_id": ids[record.duplicate_of] if record.duplicate_of is not None else None,
            **about(record, person),
            "created_at": record.registered_at,
            "created_by": self.staff_ids[typist] if typist else None,
            "submission_key": None,
        }
        # A row in memory only: its text is folded by the same function as everybody's.
        row["search_text"] = search_text(Registration(**row), delegation=mine[1])
        return row

    def _reference(self) -> str:
        while (reference := new_reference(self.rng)) in self.references:
            pass
        self.references.add(reference)
        return reference

    def _secret(self) -> str:
        secret = self.rng.randbytes(PASS_KEY_BYTES)
        return base64.urlsafe_b64encode(secret).rstrip(b"=").decode()

    def _days(self, pairs: list[Pair], ids: dict[int, int]) -> Iterator[Row]:
        for record, person in pairs:
            for day in days_registered(person):
                yield {"registration_id": ids[record.key], "event_day_id": self.fair.days[day]}


def _in_writing_order(plan: FairPlan) -> list[Pair]:
    """Whoever is referred to comes first: invitees, then their substitutes, then duplicates."""
    people = {person.key: person for person in plan.people}
    pairs = [(record, people[record.person]) for record in plan.records]
    pairs += [(own_record(person), person) for person in plan.staff]
    return sorted(
        pairs,
        key=lambda pair: (
            pair[0].duplicate_of is not None,
            pair[1].replaces is not None,
            pair[0].registered_at,
            pair[0].key,
        ),
    )
