"""How many duplicates are found, and how many that are none, by threshold.

`pytest -s tests/registration/duplicates/test_accuracy.py` prints the tables.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.duplicates import blocks, rules
from fairapp.registration.duplicates.persons import Person, Population, facts, person_of
from fairapp.registration.models import Registration
from tests.registration.duplicates.noise import again

THRESHOLDS = (0.3, 0.5, 0.7, 0.9)
GENERATED = 200


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    threshold: float
    found: int
    true: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.true / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.true / self.wanted


@dataclass(frozen=True)
class List:
    """People, and which of them are the same."""

    ids: list[int]
    people: list[Person]
    same: set[tuple[int, int]]


def of_demonstration(event: Event) -> List:
    """The demonstration as it was before anything was merged."""
    rows = _rows(event)
    same = {
        (min(row.id, row.merged_into_id), max(row.id, row.merged_into_id))
        for row in rows
        if row.merged_into_id
    }
    return List([row.id for row in rows], [person_of(row) for row in rows], same)


def of_generated(event: Event, *, seed: int) -> List:
    """The demonstration without its duplicates, and other ones for as many people as wanted."""
    rng = random.Random(seed)
    rows = [row for row in _rows(event) if not row.merged_into_id]
    people = [person_of(row) for row in rows]
    ids, same = list(range(len(rows))), set()
    for i in sorted(rng.sample(ids, GENERATED)):
        same.add((i, len(people)))
        people.append(again(rng, rows[i].given_names, rows[i].family_name, people[i]))
    return List(list(range(len(people))), people, same)


def table(those: List) -> list[Row]:
    """Precision and recall at each threshold."""
    counts = Counter(fact for person in those.people for fact in facts(person))
    among = Population(len(those.people), counts)
    scores = {
        (those.ids[i], those.ids[j]): rules.likeness(those.people[i], those.people[j], among).score
        for i, near in enumerate(blocks.neighbours(those.people))
        for j in near
    }
    rows = []
    for threshold in THRESHOLDS:
        found = {pair for pair, score in scores.items() if score >= threshold}
        rows.append(Row(threshold, len(found), len(found & those.same), len(those.same)))
    return rows


def show(name: str, rows: list[Row]) -> str:
    """The table as the README has it."""
    lines = [name, "| threshold | found | true | precision | recall |", "|---|---|---|---|---|"]
    for r in rows:
        true = f"{r.true} of {r.wanted}"
        lines.append(f"| {r.threshold} | {r.found} | {true} | {r.precision:.3f} | {r.recall:.3f} |")
    return "\n".join(["", *lines])


def _rows(event: Event) -> list[Registration]:
    query = select(Registration).where(Registration.event_id == event.id)
    return list(db.session.scalars(query.order_by(Registration.id)))
