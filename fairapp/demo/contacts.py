"""Phones, e-mail addresses and devices.

Numbers belong to nobody: +224 63X (closed operator) and +1 202 555 01XX.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from fairapp.demo.allocate import pick
from fairapp.demo.names import fold
from fairapp.demo.phones import foreign_number, guinean_number, typed
from fairapp.demo.shapes import Contact, Name, Slot
from fairapp.demo.sources import generator

Owner = Literal["own", "shared", "none"]


@dataclass(frozen=True, slots=True)
class Circle:
    """Who can be reached through whom: *focal* maps members of a delegation to the key of its focal
    point.
    """

    names: Mapping[int, Name]
    focal: Mapping[int, int]
    replica: int


def build_contacts(rng: random.Random, slots: Sequence[Slot], circle: Circle) -> dict[int, Contact]:
    """A contact for each slot; the totals of ``contact`` hold for those who came."""
    owners = _owners(rng, slots, circle)
    marks = _Marks(rng, slots, owners)
    addresses = _Addresses(circle.replica)
    contacts: dict[int, Contact] = {}
    for slot in slots:
        key, owner = slot.key, owners[slot.key]
        first = _first_phone(key, owner, marks, circle)
        second = guinean_number(key, 1) if key in marks.two else ""
        contacts[key] = Contact(
            owner,
            first,
            typed(rng, first, second),
            second,
            addresses.make(circle.names[key]) if key in marks.email else "",
            key in marks.whatsapp,
            marks.device(key, owner),
            key in marks.foreign,
        )
    return contacts


def _owners(rng: random.Random, slots: Sequence[Slot], circle: Circle) -> dict[int, Owner]:
    numbers = generator()["contact"]
    focal_points = set(circle.focal.values())
    came = [s for s in slots if s.days and s.key not in focal_points and s.region != "Étranger"]
    in_need = {"60+": 3.0, "50-59": 1.5, "15-17": 3.0}
    chance = {s.key: in_need.get(s.band, 1.0) * (3 if s.key in circle.focal else 0.6) for s in came}
    without = [s.key for s in came if s.category not in ("autorites", "diplomatie_ptf", "medias")]
    shared = pick(rng, without, numbers["shared_or_relative_phone"], lambda k: chance[k])
    rest = [key for key in without if key not in shared]
    none = pick(rng, rest, numbers["no_phone"], lambda k: chance[k])
    owners: dict[int, Owner] = {slot.key: "own" for slot in slots}
    owners |= dict.fromkeys(shared, "shared")
    owners |= dict.fromkeys(none, "none")
    for slot in slots:
        if not slot.days and slot.key not in focal_points:
            owners[slot.key] = rng.choices(("own", "shared", "none"), (86, 12, 2))[0]
    return owners


def _first_phone(key: int, owner: Owner, marks: "_Marks", circle: Circle) -> str:
    if owner == "none":
        return ""
    if owner == "shared" and key in circle.focal:
        return guinean_number(circle.focal[key], 0)
    if key in marks.foreign:
        return foreign_number(circle.replica, marks.foreign.index(key))
    return guinean_number(key, 0)


class _Marks:
    """Which keys have a second number, a foreign one, WhatsApp, an address, which device."""

    def __init__(
        self, rng: random.Random, slots: Sequence[Slot], owners: Mapping[int, Owner]
    ) -> None:
        numbers = generator()["contact"]
        came = [slot for slot in slots if slot.days]
        own = [slot for slot in came if owners[slot.key] == "own"]
        abroad = {"Étranger": 1000.0}
        self.foreign = [
            s.key
            for s in pick(
                rng,
                own,
                numbers["foreign_number"],
                lambda s: abroad.get(s.region, float(s.category == "diplomatie_ptf")),
            )
        ]
        local = [slot.key for slot in own if slot.key not in self.foreign]
        self.two = set(pick(rng, local, numbers["two_numbers_given"]))
        with_device = [slot for slot in came if owners[slot.key] != "none"]
        self.smart = set(
            s.key for s in pick(rng, with_device, numbers["smartphone"], _smartphone_chance)
        )
        reach = [s.key for s in with_device if owners[s.key] == "own" or s.key in self.smart]
        self.whatsapp = set(
            pick(rng, reach, numbers["whatsapp"], lambda k: 40.0 if k in self.smart else 1.0)
        )
        self.email = set(s.key for s in pick(rng, came, numbers["email"], _email_chance))
        absent = [slot.key for slot in slots if not slot.days and owners[slot.key] == "own"]
        self.email |= {key for key in absent if rng.random() < 0.4}
        self.smart |= {key for key in absent if rng.random() < 0.66}
        self.whatsapp |= {key for key in absent if key in self.smart}

    def device(self, key: int, owner: Owner) -> Literal["smartphone", "feature_phone", "none"]:
        if owner == "none":
            return "none"
        return "smartphone" if key in self.smart else "feature_phone"


def _smartphone_chance(slot: Slot) -> float:
    return {"60+": 0.4, "50-59": 0.8}.get(slot.band, 1.6)


def _email_chance(slot: Slot) -> float:
    often = ("autorites", "diplomatie_ptf", "ong", "education", "medias", "gendarmerie_justice")
    return 4.0 if slot.category in often or slot.region == "Étranger" else 1.0


class _Addresses:
    """``first.last.NN@example.org``, never twice in a plan of any scale."""

    def __init__(self, replica: int) -> None:
        self.replica = replica
        self.used: dict[str, int] = {}

    def make(self, name: Name) -> str:
        words = fold(name.full).replace(" ", ".").encode("ascii", "ignore").decode()
        self.used[words] = self.used.get(words, 0) + 1
        return f"{words}.{self.replica * 100 + self.used[words]:02d}@example.org"
