"""The 22 delegations of 178 names: who is on which list, before anybody has a name.

Nine lists differ by one from the people who come: five lose an invitee who is not replaced, four
bring a walk-in.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from fairapp.demo.allocate import pick, shuffled
from fairapp.demo.days import before_fair, moment
from fairapp.demo.shapes import Delegation, Slot
from fairapp.demo.sources import generator, read, region_of

LISTS_ONE_SHORT, LISTS_ONE_MORE = 5, 4
NEVER_IN_DELEGATIONS = ("public", "diplomatie_ptf", "autorites")
Group = tuple[str, str]
ListFormat = Literal["excel", "paper_photo", "voice"]
LIST_FORMATS: tuple[ListFormat, ...] = ("excel",) * 10 + ("paper_photo",) * 6 + ("voice",) * 6


@dataclass
class NameList:
    """A delegation being formed; *listed* and *joined* are keys of slots."""

    key: int
    category: str
    region: str
    organisation: str
    place: str
    listed: list[int] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)


def form_delegations(rng: random.Random, slots: Sequence[Slot], first_key: int) -> list[NameList]:
    """Lists in the order of ``delegation_sizes``, largest first, each of one category and one
    region.
    """
    pools = _pools(slots)
    keys = count(first_key)
    organisations = _Organisations()
    lists: list[NameList] = []
    for size in generator()["delegation_sizes"]:
        group = _best_fit(pools, size)
        members = pick(rng, pools[group], size)
        pools[group] = [slot for slot in pools[group] if slot not in members]
        organisation, place = organisations.take(*group)
        lists.append(NameList(next(keys), *group, organisation, place, [s.key for s in members]))
    _swap_in_no_shows(rng, slots, lists)
    _bring_walk_ins(rng, slots, lists)
    return lists


def members_of(lists: Sequence[NameList], replaced: Mapping[int, int]) -> dict[int, int]:
    """The delegation of each member, by keys: listed, joined on the day, substitute of a listed."""
    belongs = {key: one.key for one in lists for key in (*one.listed, *one.joined)}
    for substitute, invitee in replaced.items():
        if invitee in belongs:
            belongs[substitute] = belongs[invitee]
    return belongs


def finish_delegations(
    rng: random.Random, lists: Sequence[NameList], slots: Sequence[Slot]
) -> list[Delegation]:
    """Delegations in the order of *lists*; the focal point is an adult of the list who came."""
    by_key = {slot.key: slot for slot in slots}
    formats = list(LIST_FORMATS)
    rng.shuffle(formats)
    delegations = []
    for one, list_format in zip(lists, formats, strict=True):
        focal = next(
            k for k in one.listed if by_key[k].role == "came" and by_key[k].band != "15-17"
        )
        day = rng.randint(5, 24)
        sent = moment(rng, before_fair(day, "08:30"), before_fair(day, "19:00"))
        delegations.append(
            Delegation(
                one.key,
                one.category,
                one.region,
                one.organisation,
                one.place,
                len(one.listed),
                focal,
                list_format,
                sent,
            )
        )
    return delegations


def _pools(slots: Sequence[Slot]) -> dict[Group, list[Slot]]:
    pools: dict[Group, list[Slot]] = {}
    for slot in slots:
        lives_here = slot.category not in NEVER_IN_DELEGATIONS and slot.region != "Étranger"
        if lives_here and slot.role in ("came", "replaced"):
            pools.setdefault((slot.category, slot.region), []).append(slot)
    return pools


def _best_fit(pools: dict[Group, list[Slot]], size: int) -> Group:
    """The smallest pool that is large enough: large ones are kept for other lists.

    When none is, the largest takes in people of its category from the other regions.
    """
    fitting = [group for group in pools if len(pools[group]) >= size]
    if fitting:
        return min(fitting, key=lambda g: (len(pools[g]), g))
    largest = max(pools, key=lambda g: (len(pools[g]), g))
    for other in sorted(pools):
        while other[0] == largest[0] and other != largest and pools[other]:
            if len(pools[largest]) >= size:
                return largest
            pools[largest].append(pools[other].pop())
    return largest


class _Organisations:
    """Hands out organisations in the file's order; one that sends several lists sends them by
    section.
    """

    def __init__(self) -> None:
        self.rows: dict[Group, list[tuple[str, str]]] = {}
        for row in read("organisations")["organisations"]:
            if row["place"]:
                group = (row["category"], region_of(row["place"]))
                self.rows.setdefault(group, []).append((row["name"], row["place"]))
        self.lists: dict[Group, int] = {}

    def take(self, category: str, region: str) -> tuple[str, str]:
        rows = self.rows[category, region]
        turn = self.lists.get((category, region), 0)
        self.lists[category, region] = turn + 1
        name, place = rows[turn % len(rows)]
        section = turn // len(rows) + 1
        return (name if section == 1 else f"{name}, section {section}"), place


def _swap_in_no_shows(rng: random.Random, slots: Sequence[Slot], lists: list[NameList]) -> None:
    by_key = {slot.key: slot for slot in slots}
    missing = shuffled(rng, [slot for slot in slots if slot.role == "no_show"])
    short = 0
    for delegation in lists:
        fitting = [
            s for s in missing if (s.category, s.region) == (delegation.category, delegation.region)
        ]
        if fitting and short < LISTS_ONE_SHORT:
            out = next(key for key in delegation.listed if by_key[key].role == "came")
            delegation.listed[delegation.listed.index(out)] = fitting[0].key
            missing.remove(fitting[0])
            short += 1
    if short < LISTS_ONE_SHORT:
        raise ValueError("too few invitees without substitute for the lists that are one short")


def _bring_walk_ins(rng: random.Random, slots: Sequence[Slot], lists: list[NameList]) -> None:
    roles = {slot.key: slot.role for slot in slots}
    extra = shuffled(rng, [slot for slot in slots if slot.role == "walk_in"])
    more = 0
    for delegation in lists:
        if any(roles[key] == "no_show" for key in delegation.listed):
            continue
        fitting = [
            s for s in extra if (s.category, s.region) == (delegation.category, delegation.region)
        ]
        if fitting and more < LISTS_ONE_MORE:
            delegation.joined.append(fitting[0].key)
            extra.remove(fitting[0])
            more += 1
    if more < LISTS_ONE_MORE:
        raise ValueError("too few walk-ins for the lists that are one more")
