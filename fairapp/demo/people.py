"""Persons with all that is known of them, assembled from the slots."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from fairapp.demo.births import build_births
from fairapp.demo.channels import deal_channels, registered_at
from fairapp.demo.contacts import Circle, build_contacts
from fairapp.demo.delegations import NameList, finish_delegations
from fairapp.demo.homes import build_homes
from fairapp.demo.jobs import build_work
from fairapp.demo.names import build_names
from fairapp.demo.profiles import Neighbours, build_profiles
from fairapp.demo.shapes import Birth, Delegation, Home, Name, Person, Slot, Work

HONORIFIC_OF_JOB = {
    "Commissaire": "Commissaire",
    "Commissaire central": "Commissaire",
    "Commissaire centrale": "Commissaire",
    "Imam": "Imam",
    "Abbé": "Abbé",
    "Doyen": "Doyen",
    "Enseignant-chercheur": "Dr",
    "Enseignante-chercheuse": "Dr",
    "Procureur": "Me",
    "Procureure": "Me",
    "Commandant de compagnie": "Commandant",
}


@dataclass(frozen=True, slots=True)
class Guests:
    """Slots and how they belong together; mappings by key of the slot.

    *belongs* gives the delegation, *replaced* the invitee whose place a substitute took, *firsts*
    the first entry of all.
    """

    slots: Sequence[Slot]
    lists: Sequence[NameList]
    belongs: Mapping[int, int]
    replaced: Mapping[int, int]
    firsts: Mapping[int, datetime]
    replica: int

    def list_of(self, key: int) -> NameList | None:
        """The list that somebody is on, or came with."""
        mine = self.belongs.get(key)
        return next((one for one in self.lists if one.key == mine), None)


@dataclass(frozen=True, slots=True)
class _Identities:
    homes: Mapping[int, Home]
    births: Mapping[int, Birth]
    names: Mapping[int, Name]
    work: Mapping[int, Work]


def build_people(rng: random.Random, guests: Guests) -> tuple[list[Person], list[Delegation]]:
    """Every person of the slots, in their order, and their delegations."""
    known = _identities(rng, guests)
    delegations = finish_delegations(rng, guests.lists, guests.slots)
    by_key = {one.key: one for one in delegations}
    focal = {key: by_key[mine].focal_point for key, mine in guests.belongs.items()}
    contacts = build_contacts(rng, guests.slots, Circle(known.names, focal, guests.replica))
    employers = {key: one.organisation for key, one in known.work.items()}
    around = Neighbours(known.homes, known.names, employers)
    profiles = build_profiles(rng, guests.slots, around)
    channels = deal_channels(rng, guests.slots, guests.lists)
    people = []
    for slot in guests.slots:
        key = slot.key
        mine = by_key.get(guests.belongs.get(key, -1))
        entered = guests.firsts.get(key)
        people.append(
            Person(
                slot,
                _with_honorific(rng, known.names[key], slot, known.work[key].job),
                known.births[key],
                known.homes[key],
                known.work[key],
                contacts[key],
                profiles[key],
                channels[key],
                registered_at(rng, channels[key], entered, mine),
                mine.key if mine else None,
                guests.replaced.get(key),
            )
        )
    return people, delegations


def _identities(rng: random.Random, guests: Guests) -> _Identities:
    slots = guests.slots
    lists = {key: one for key in guests.belongs if (one := guests.list_of(key))}
    homes = build_homes(rng, slots, {key: one.place for key, one in lists.items()})
    births = build_births(rng, slots)
    names = build_names(rng, slots, homes)
    organisations = {key: one.organisation for key, one in lists.items()}
    work = build_work(rng, slots, homes, births, organisations, guests.replaced)
    return _Identities(homes, births, names, work)


def _with_honorific(rng: random.Random, name: Name, slot: Slot, job: str) -> Name:
    title = HONORIFIC_OF_JOB.get(job, "")
    if not title and slot.band in ("50-59", "60+") and rng.random() < 0.2:
        title = "Hadja" if slot.sex == "F" else "El Hadj"
    return replace(name, honorific=title)
