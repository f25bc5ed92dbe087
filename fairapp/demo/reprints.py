"""Badges printed again: lost, with a wrong name, with a wrong category.

The old one is revoked at that moment.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from fairapp.demo.allocate import pick
from fairapp.demo.badges import BadgeMaker, Occasion
from fairapp.demo.days import at, moment
from fairapp.demo.shapes import Person
from fairapp.demo.site import Badge
from fairapp.demo.sources import categories, generator

PRINTER_DOWN = at(2, "10:40"), at(2, "13:15")


def with_reprints(
    rng: random.Random, maker: BadgeMaker, badges: Sequence[Badge], occasion: Occasion
) -> list[Badge]:
    """*badges* with the old ones revoked, and after them the new ones."""
    guests = {person.key: person for person in occasion.people if person.slot.role == "came"}
    misspelt = _misspelt(occasion)
    final = {badge.key: badge for badge in badges}
    for old, reason in _to_reprint(rng, badges, guests, misspelt):
        person = guests[old.person or 0]
        when = _reprinted_at(rng, reason, person, occasion)
        final[old.key] = replace(
            old,
            revoked_at=when,
            revoked_reason=reason,
            printed_name=misspelt[person.key] if reason == "name_corrected" else old.printed_name,
            printed_category=(
                rng.choice([c for c in categories() if c != person.slot.category])
                if reason == "category_corrected"
                else old.printed_category
            ),
        )
        new = replace(maker.make(person, when, when), replaces=old.key)
        final[new.key] = new
    return list(final.values())


def _misspelt(occasion: Occasion) -> dict[int, str]:
    """Names that were printed as they had been typed, where that was visibly wrong."""
    names = {person.key: person.name.full for person in occasion.people}
    typed = {
        record.person: " ".join(f"{record.given_typed} {record.family_typed}".split())
        for record in occasion.records
        if record.duplicate_of is None and record.corrected
    }
    return {key: text for key, text in typed.items() if text != names[key]}


def _to_reprint(
    rng: random.Random,
    badges: Sequence[Badge],
    guests: Mapping[int, Person],
    misspelt: Mapping[int, str],
) -> list[tuple[Badge, str]]:
    """Each badge at most once, with the reason."""
    numbers = generator()["badge_events"]
    left = {b.person: b for b in badges if b.kind == "printed" and b.person in guests}
    chosen: list[tuple[Badge, str]] = []
    for reason, number, fitting in (
        ("lost", "lost_and_reprinted", [k for k, p in guests.items() if len(p.slot.days) > 1]),
        ("name_corrected", "name_corrected_reprint", list(misspelt)),
        ("category_corrected", "category_corrected", list(guests)),
    ):
        for key in pick(rng, [key for key in fitting if key in left], numbers[number]):
            chosen.append((left.pop(key), reason))
    return chosen


def _reprinted_at(rng: random.Random, reason: str, person: Person, occasion: Occasion) -> datetime:
    """Losses are noticed on the person's second day, mistakes soon after the first entry."""
    day = person.slot.days[1] if reason == "lost" else person.slot.days[0]
    entered = occasion.arrivals[person.key, day].time
    when = moment(rng, entered + timedelta(minutes=2), entered + timedelta(minutes=40))
    if PRINTER_DOWN[0] <= when < PRINTER_DOWN[1]:
        return moment(rng, at(2, "13:20"), at(2, "14:10"))
    return when
