"""Badges: printed the evening before, collected at the first entry, lost, corrected, blank, never
collected.
"""

import base64
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from fairapp.demo.arrivals import Arrival
from fairapp.demo.days import at
from fairapp.demo.shapes import Person, Record
from fairapp.demo.site import Badge

BLANKS_PRINTED = 100


@dataclass(frozen=True, slots=True)
class Occasion:
    """What badges depend on: *first* is the first arrival of each person, *arrivals* all of them by
    (person, day).
    """

    people: Sequence[Person]
    staff: Sequence[Person]
    records: Sequence[Record]
    arrivals: Mapping[tuple[int, int], Arrival]

    def first(self, person: int) -> Arrival | None:
        return next((a for day in (1, 2, 3) if (a := self.arrivals.get((person, day)))), None)


def build_badges(maker: "BadgeMaker", occasion: Occasion) -> list[Badge]:
    """The badges of one fair before any is lost or corrected (reprints.py)."""
    badges = [
        maker.evening_before(person, occasion)
        for person in occasion.people
        if person.slot.role in ("came", "no_show", "replaced")
    ]
    badges += [maker.evening_before(person, occasion) for person in occasion.staff]
    badges += maker.passes_of_duplicates(occasion.records)
    badges += maker.at_the_desk(occasion)
    badges += maker.blanks(occasion)
    return badges


class BadgeMaker:
    """Numbers and tokens for badges, all from one generator."""

    def __init__(self, rng: random.Random, first_key: int) -> None:
        self.rng = rng
        self.keys = count(first_key)

    def make(
        self, person: Person | None, printed_at: datetime | None, collected_at: datetime | None
    ) -> Badge:
        key = next(self.keys)
        token = base64.b32encode(self.rng.getrandbits(80).to_bytes(10)).decode()
        return Badge(
            key,
            token,
            key + 1,
            "printed",
            person.key if person else None,
            person.key if person else None,
            printed_at,
            collected_at,
            printed_name=person.name.full if person else "",
            printed_category=person.slot.category if person else "",
        )

    def evening_before(self, person: Person, occasion: Occasion) -> Badge:
        first = occasion.first(person.key)
        printed = at(1, "18:00") - timedelta(days=1) + timedelta(seconds=self.rng.randrange(5400))
        collected = first.time if first else None
        if person.slot.role == "staff":
            collected = printed + timedelta(minutes=30)
        return self.make(person, printed, collected)

    def passes_of_duplicates(self, records: Sequence[Record]) -> list[Badge]:
        """A duplicate had a pass on the web; merging revoked it."""
        return [
            replace(
                self.make(None, None, None),
                kind="pass",
                person=record.person,
                record=record.key,
                revoked_at=record.merged_at,
                revoked_reason="merged",
            )
            for record in records
            if record.duplicate_of is not None
        ]

    def at_the_desk(self, occasion: Occasion) -> list[Badge]:
        badges = []
        for person in occasion.people:
            first = occasion.first(person.key)
            if person.slot.role == "substitute" and first:
                badges.append(self.make(person, first.time, first.time))
        return badges

    def blanks(self, occasion: Occasion) -> list[Badge]:
        """Blank badges in a stack, taken from the top as walk-ins come."""
        walk_ins = [p for p in occasion.people if p.slot.role == "walk_in"]
        firsts = {p.key: first for p in walk_ins if (first := occasion.first(p.key))}
        walk_ins.sort(key=lambda p: (firsts[p.key].time, p.key))
        printed = at(1, "17:00") - timedelta(days=1)
        owners: list[Person | None] = [*walk_ins, *[None] * (BLANKS_PRINTED - len(walk_ins))]
        return [
            replace(
                self.make(owner, printed, firsts[owner.key].time if owner else None),
                kind="blank",
                printed_name="",
                printed_category="",
            )
            for owner in owners
        ]


def badge_at(badges: Mapping[int, Sequence[Badge]], person: int, when: datetime) -> Badge | None:
    """The badge that *person* wears at *when*: collected, not yet revoked; *badges* maps persons to
    theirs.
    """
    for badge in badges.get(person, ()):
        collected = badge.collected_at is not None and badge.collected_at <= when
        if collected and (badge.revoked_at is None or when < badge.revoked_at):
            return badge
    return None
