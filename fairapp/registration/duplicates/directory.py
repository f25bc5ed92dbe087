"""Everybody of a fair in memory, to compare many with many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.details import Details
from fairapp.registration.duplicates import blocks, rules
from fairapp.registration.duplicates.candidates import Candidate, asked, best
from fairapp.registration.duplicates.columns import TOLD, who
from fairapp.registration.duplicates.persons import Population, facts, person_of
from fairapp.registration.duplicates.rules import PROBABLE, Likeness
from fairapp.registration.duplicates.sieve import Sieve
from fairapp.registration.models import Registration, Status


@dataclass(frozen=True, slots=True)
class Pair:
    """Two registrations that may be one person's; `first_id` < `second_id`."""

    first_id: int
    second_id: int
    likeness: Likeness


class Directory:
    """Everybody of a fair, or those who stand so."""

    def __init__(self, event: Event, *, statuses: Sequence[Status] | None = None) -> None:
        r = Registration
        query = select(r.id, r.merged_into_id, *TOLD).where(r.event_id == event.id)
        if statuses is not None:
            query = query.where(r.status.in_(statuses))
        rows = db.session.execute(query.order_by(r.id)).all()
        self._who = [who(row) for row in rows]
        self.people = [person_of(row) for row in rows]
        counts = Counter(fact for person in self.people for fact in facts(person))
        self.among = Population(len(rows), counts)
        self._index: dict[str, list[int]] | None = None

    def candidates(
        self, details: Details, *, limit: int = 5, least: float = PROBABLE
    ) -> list[Candidate]:
        """As `queries.candidates`, without asking the database but for the rows to show."""
        if self._index is None:
            self._index = blocks.index(self.people)
        person = asked(details)
        near = {i for key in blocks.keys(person) for i in self._index.get(key, ())}
        scored = (
            (self._who[i], rules.likeness(person, self.people[i], self.among)) for i in sorted(near)
        )
        return best(scored, limit, least)

    def pairs(
        self, *, least: float = PROBABLE, progress: Callable[[int, int], None] | None = None
    ) -> list[Pair]:
        """Probable pairs, the likeliest first."""
        sieve = Sieve(self.people, self.among, least)
        found = []
        for i, near in enumerate(blocks.neighbours(self.people)):
            for j in near:
                if not sieve.lets_through(i, j):
                    continue
                likeness = rules.likeness(self.people[i], self.people[j], self.among)
                if likeness.score >= least:
                    found.append(Pair(self._who[i], self._who[j], likeness))
            if progress:
                progress(i + 1, len(self.people))
        return sorted(found, key=lambda p: (-p.likeness.score, p.first_id, p.second_id))
