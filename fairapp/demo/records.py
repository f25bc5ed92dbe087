"""The 490 registrations as typed: one for each person, and twelve people registered twice."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from fairapp.demo.allocate import pick
from fairapp.demo.days import at, moment
from fairapp.demo.handwriting import NEEDS_A_HAND, Typed, without_accents, write_down
from fairapp.demo.phones import guinean_number, typed
from fairapp.demo.shapes import Channel, Delegation, Person, Record
from fairapp.demo.sources import generator

ONLY_FOCAL_POINT_PHONE = 0.41
LEFT_AS_TYPED = 0.4  # of the names that are merely in capitals, without accents or badly spaced
KINDS: dict[
    str, tuple[Channel, Channel]
] = {  # channel of the record that is kept, of the duplicate
    "self_plus_focal_point": ("delegation", "online"),
    "self_twice_days_apart": ("online", "online"),
    "protocol_list_plus_delegation": ("delegation", "protocol"),
}


def build_records(
    rng: random.Random, people: Sequence[Person], delegations: Sequence[Delegation]
) -> list[Record]:
    """First records carry the key of their person; duplicates follow with keys after the last
    person.
    """
    lists = {delegation.key: delegation for delegation in delegations}
    focal_only = _reached_through_focal_point(rng, people, lists)
    records = [_record(rng, person, lists, person.key in focal_only) for person in people]
    return records + _duplicates(rng, people, records)


def _reached_through_focal_point(
    rng: random.Random, people: Sequence[Person], lists: dict[int, Delegation]
) -> set[int]:
    """Keys of the listed names that came without any number but the focal point's."""
    listed = [person for person in people if person.channel == "delegation"]
    focal_points = {delegation.focal_point for delegation in lists.values()}
    number = round(ONLY_FOCAL_POINT_PHONE * len(listed))
    chosen = pick(
        rng,
        [person for person in listed if person.key not in focal_points],
        number,
        lambda person: 1.0 if person.contact.owner == "own" else 1e6,
    )
    return {person.key for person in chosen}


def _record(
    rng: random.Random, person: Person, lists: dict[int, Delegation], focal_only: bool
) -> Record:
    delegation = (
        lists[person.delegation] if person.channel == "delegation" and person.delegation else None
    )
    on_paper = delegation is not None and delegation.list_format == "paper_photo"
    text = write_down(rng, person.name, person.slot.sex, on_paper)
    if person.channel in ("on_site", "substitution"):
        text = Typed(person.name.given, person.name.family)  # reception asked and wrote with care
    if person.name.other_script and rng.random() < 0.5:
        text = Typed(person.name.other_script, "", ("other_script",))
    must = any(
        kind in NEEDS_A_HAND or kind in ("married_name", "other_script") for kind in text.noise
    )
    return Record(
        person.key,
        person.key,
        person.channel,
        text.given,
        text.family,
        must or rng.random() >= LEFT_AS_TYPED,
        text.noise,
        "" if focal_only else person.contact.phone_typed,
        focal_only,
        person.contact.email,
        person.registered_at,
        person.delegation,
    )


def _duplicates(
    rng: random.Random, people: Sequence[Person], records: Sequence[Record]
) -> list[Record]:
    first = {record.person: record for record in records}
    keys = count(max(first) + 1)
    merged = at(1, "18:40")
    taken: set[int] = set()
    duplicates: list[Record] = []
    for kind, (kept, other) in KINDS.items():
        number = generator()["duplicates_12"][kind]
        fitting = [p for p in people if p.channel == kept and p.key not in taken]
        fitting = [p for p in fitting if p.slot.days and p.contact.owner == "own" and p.name.family]
        if kind == "protocol_list_plus_delegation":
            fitting = [p for p in fitting if p.work.protocol_rank] or fitting
        for person in pick(rng, fitting, number):
            taken.add(person.key)
            merged += timedelta(seconds=rng.randrange(40, 150))
            turn = len(duplicates)
            duplicates.append(
                _duplicate(rng, next(keys), person, first[person.key], (kind, other), turn, merged)
            )
    return duplicates


def _duplicate(
    rng: random.Random,
    key: int,
    person: Person,
    kept: Record,
    kind: tuple[str, Channel],
    turn: int,
    merged: datetime,
) -> Record:
    """The same person once more, unlike in one or two of the listed ways, in turn."""
    ways = generator()["duplicates_12"]["differences"]
    differences = tuple(ways[i % len(ways)] for i in (turn, turn + 1)[: 1 + turn % 2])
    copy = replace(
        kept,
        key=key,
        channel=kind[1],
        given_typed=person.name.given,
        family_typed=person.name.family,
        corrected=False,
        noise=(),
        phone_typed=person.contact.phone_typed,
        phone_of_focal_point=False,
        registered_at=_other_day(rng, kept.registered_at),
        delegation=None,
        duplicate_of=kept.key,
        duplicate_kind=kind[0],
        differences=differences,
        merged_at=merged,
    )
    for difference in differences:
        copy = _made_different(rng, copy, person, difference)
    return copy


def _made_different(rng: random.Random, copy: Record, person: Person, way: str) -> Record:
    if way == "accent/case":
        given = without_accents(copy.given_typed).upper()
        return replace(
            copy, given_typed=given, family_typed=without_accents(copy.family_typed).upper()
        )
    if way == "order of names":
        return replace(copy, given_typed=copy.family_typed, family_typed=copy.given_typed)
    if way == "second SIM number":
        return replace(copy, phone_typed=typed(rng, guinean_number(person.key, 1)))
    email = "" if copy.email else _address(person)
    return replace(copy, email=email)


def _address(person: Person) -> str:
    words = without_accents(person.name.full).lower().replace("'", "").replace(" ", ".")
    return f"{words}.{person.key:03d}@example.org"


def _other_day(rng: random.Random, day: datetime) -> datetime:
    other = day.replace(hour=8, minute=0) + timedelta(days=rng.randint(2, 6))
    return moment(rng, other, other + timedelta(hours=13))
