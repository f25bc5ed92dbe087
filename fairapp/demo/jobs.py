"""Organisation and job of each person, fitting category, home, sex and age."""

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fairapp.demo.shapes import Birth, Home, Slot, Work
from fairapp.demo.sources import read, region_of

NO_ORGANISATION = "(sans structure)"
FAIR_YEAR = 2026
SEATED_BY_RANK = 11  # down to the mayors; whoever ranks lower takes a seat like everybody


def build_work(
    rng: random.Random,
    slots: Sequence[Slot],
    homes: Mapping[int, Home],
    births: Mapping[int, Birth],
    organisations: Mapping[int, str],
    replaced: Mapping[int, int],
) -> dict[int, Work]:
    """*organisations* fixes that of people in a delegation; a substitute has that of the invitee
    they replace.

    A post that exists once is given once per organisation.
    """
    taken: set[tuple[str, str]] = set()
    work: dict[int, Work] = {}
    for slot in sorted(slots, key=lambda s: (s.key in replaced, s.key)):
        name = organisations.get(slot.key) or (
            work[replaced[slot.key]].organisation
            if slot.key in replaced
            else _organisation(rng, slot.category, homes[slot.key])
        )
        age = FAIR_YEAR - births[slot.key].year
        row = _job(rng, slot.category, name, age, taken)
        if row.get("one_per_organisation"):
            taken.add((name, row["m"]))
        work[slot.key] = Work(
            "" if name == NO_ORGANISATION else name, _title(row, slot), _rank(row)
        )
    return work


def _organisation(rng: random.Random, category: str, home: Home) -> str:
    """One of the person's own town, else of the region, else a national one."""
    rows = [r for r in read("organisations")["organisations"] if r["category"] == category]
    own_town = {home.place, "Conakry"} if home.region == "Conakry" else {home.place}
    choices = (
        [row for row in rows if row["place"] in own_town],
        [row for row in rows if row["place"] and region_of(row["place"]) == home.region],
        [row for row in rows if row["place"] == "Conakry"],
        rows,
    )
    return str(rng.choice(next(near for near in choices if near))["name"])


def _job(
    rng: random.Random, category: str, organisation: str, age: int, taken: set[tuple[str, str]]
) -> dict[str, Any]:
    for rows in _from_strict_to_loose(category, organisation, age):
        free = [row for row in rows if (organisation, row["m"]) not in taken]
        if free:
            chosen: dict[str, Any] = rng.choices(free, [row["weight"] for row in free])[0]
            return chosen
    raise ValueError(f"no job for {category}, {organisation}, age {age}")


def _from_strict_to_loose(
    category: str, organisation: str, age: int
) -> Iterator[list[dict[str, Any]]]:
    rows = read("jobs")["jobs"][category]
    of_house = [
        r for r in rows if any(organisation.startswith(p) for p in r.get("only", [organisation]))
    ]
    yield [r for r in of_house if r["min_age"] <= age <= r["max_age"]]
    yield of_house
    yield rows


def _title(row: dict[str, Any], slot: Slot) -> str:
    return str(row["f"] if slot.sex == "F" else row["m"])


def _rank(row: dict[str, Any]) -> int | None:
    """The protocol rank of a guest whom the protocol desk receives."""
    rank = int(row["rank"])
    return rank if rank <= SEATED_BY_RANK else None
