"""Synthetic names, drawn by the repertoire rule of names.json.

No ethnic group is kept: only the name leaves this file.
"""

import random
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from fairapp.demo.allocate import pick
from fairapp.demo.shapes import Home, Name, Slot
from fairapp.demo.sources import natural_region_of, read

GROUPS = ("basse", "moyenne", "haute", "forestiere")
COMPOUND_SHARE = {"M": 0.28, "F": 0.22}
FROM_GENERAL, FROM_HOME_GROUP = 0.55, 0.35
SINGLE_NAMES = {"Doussouba": "F", "Kandet": "M", "Wassolon": "M", "Petit Lion": "M"}
NICKNAMES = ("Piscine", "II", "Pharmacie")


def fold(text: str) -> str:
    """Lower case without accents, apostrophes, hyphens or dots: what makes two spellings the same
    name.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (c for c in plain if not unicodedata.combining(c) and c not in "'’-.")
    return " ".join("".join(kept).split())


@cache
def forbidden_names() -> tuple[frozenset[str], ...]:
    """Tokens of each combination that a well-known living person bears."""
    return tuple(frozenset(fold(name).split()) for name in read("names")["do_not_generate"])


def is_forbidden(full_name: str) -> bool:
    """True when *full_name* holds, in any order, all the words of a name not to generate."""
    words = frozenset(fold(full_name).split())
    return any(name <= words for name in forbidden_names())


@cache
def reserved_names() -> frozenset[str]:
    """Folded names that are dealt on purpose (homonyms, other scripts) and never by chance."""
    names = read("names")
    dealt = [cluster["name"] for cluster in names["homonym_clusters"]]
    dealt += [f"{p['given']} {p['family']}" for p in read("scripts")["persons"]]
    return frozenset(fold(name) for name in dealt)


def build_names(
    rng: random.Random, slots: Sequence[Slot], homes: Mapping[int, Home]
) -> dict[int, Name]:
    """A name for each slot; homonym clusters, single names and other scripts hold exactly."""
    names = _dealt_names(rng, slots, homes)
    for slot in slots:
        if slot.key not in names:
            names[slot.key] = draw_name(rng, slot.sex, homes[slot.key])
    return names


def draw_name(rng: random.Random, sex: str, home: Home) -> Name:
    """One name by the repertoire rule; drawn again while it is forbidden or reserved."""
    region = natural_region_of(home.prefecture)
    while True:
        family = _draw_family(rng, region)
        name = Name(_draw_given(rng, sex, family), family["name"])
        if not is_forbidden(name.full) and fold(name.full) not in reserved_names():
            return name


def _draw_family(rng: random.Random, region: str) -> dict[str, Any]:
    table = read("names")["family"]
    chosen: dict[str, Any] = rng.choices(table, [row[f"w_{region}"] for row in table])[0]
    return chosen


def _draw_given(rng: random.Random, sex: str, family: dict[str, Any]) -> str:
    key = "male" if sex == "M" else "female"
    names = read("names")
    first = _first_name(rng, names[f"{key}_first"], family)
    if rng.random() >= COMPOUND_SHARE[sex]:
        return first
    if rng.random() < 0.5:
        return str(rng.choice(names[f"compound_{key}"]))
    second = _first_name(rng, names[f"{key}_first"], family)
    return first if second == first else f"{first} {second}"


def _first_name(rng: random.Random, table: list[dict[str, Any]], family: dict[str, Any]) -> str:
    home_group = max(GROUPS, key=lambda group: (family[f"w_{group}"], group))
    draw = rng.random()
    if draw < FROM_GENERAL:
        table = [row for row in table if row["group"] == "general"]
    elif draw < FROM_GENERAL + FROM_HOME_GROUP:
        table = [row for row in table if row["group"] == home_group]
    return str(rng.choices(table, [row["weight"] for row in table])[0]["name"])


def _dealt_names(
    rng: random.Random, slots: Sequence[Slot], homes: Mapping[int, Home]
) -> dict[int, Name]:
    names: dict[int, Name] = {}
    for person in read("scripts")["persons"]:
        fitting = [s for s in slots if s.sex == person["sex"] and s.key not in names and s.days]
        likely = [slot for slot in fitting if slot.category in person["categories"]]
        slot = rng.choice(likely or fitting)
        names[slot.key] = Name(person["given"], person["family"], other_script=person["text"])
    for single, sex in SINGLE_NAMES.items():
        fitting = [s for s in slots if s.sex == sex and s.key not in names and s.days]
        slot = pick(rng, fitting, 1, lambda s: float(s.category == "artistes"))[0]
        names[slot.key] = Name(single, "")
    for cluster in read("names")["homonym_clusters"]:
        names.update(_homonyms(rng, cluster, [s for s in slots if s.key not in names], homes))
    return names


def _homonyms(
    rng: random.Random, cluster: dict[str, Any], slots: Sequence[Slot], homes: Mapping[int, Home]
) -> dict[int, Name]:
    given, _, upper = str(cluster["name"]).rpartition(" ")
    names = read("names")
    family = next(row["name"] for row in names["family"] if row["name_upper"] == upper)
    women = {row["name"] for row in names["female_first"]}
    sex = "F" if given in women else "M"
    chosen = pick(rng, [s for s in slots if s.sex == sex], cluster["n"])
    marks = ("", *NICKNAMES)
    return {
        slot.key: Name(given, family, precision=mark or homes[slot.key].place)
        for slot, mark in zip(chosen, marks, strict=False)
    }
