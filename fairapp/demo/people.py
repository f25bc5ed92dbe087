"""Persons with all that is known of them, assembled from the slots."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from fairapp.demo.allocate import pick
from fairapp.demo.arrivals import Arrival
from fairapp.demo.births import build_births
from fairapp.demo.contacts import Circle, build_contacts
from fairapp.demo.days import before_fair, moment
from fairapp.demo.delegations import NameList
from fairapp.demo.homes import build_homes
from fairapp.demo.jobs import build_work
from fairapp.demo.names import build_names
from fairapp.demo.profiles import Neighbours, build_profiles
from fairapp.demo.shapes import Channel, Delegation, Name, Person, Slot
from fairapp.demo.sources import generator

ON_PROTOCOL_LIST = {
    "autorites": 60.0,
    "diplomatie_ptf": 60.0,
    "religieux_sages": 2.0,
    "gendarmerie_justice": 2.0,
    "elus_locaux": 1.0,
    "medias": 0.0,
}
AT_THE_DESK = {"60+": 4.0, "50-59": 2.0}
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
ListFormat = Literal["excel", "paper_photo", "voice"]
LIST_FORMATS: tuple[ListFormat, ...] = ("excel",) * 10 + ("paper_photo",) * 6 + ("voice",) * 6


def build_people(
    rng: random.Random,
    slots: Sequence[Slot],
    lists: Sequence[NameList],
    arrivals: Sequence[Arrival],
    replaced: Mapping[int, int],
    replica: int,
) -> tuple[list[Person], list[Delegation]]:
    """Every person of the slots, in their order, and their delegations."""
    belongs = members_of(lists, replaced)
    by_key = {one.key: one for one in lists}
    homes = build_homes(rng, slots, {key: by_key[one].place for key, one in belongs.items()})
    births = build_births(rng, slots)
    names = build_names(rng, slots, homes)
    organisations = {key: by_key[one].organisation for key, one in belongs.items()}
    work = build_work(rng, slots, homes, births, organisations, replaced)
    delegations = _delegations(rng, lists, slots)
    focal = {one.key: one.focal_point for one in delegations}
    circle = Circle(names, {key: focal[one] for key, one in belongs.items()}, replica)
    contacts = build_contacts(rng, slots, circle)
    employers = {key: one.organisation for key, one in work.items()}
    profiles = build_profiles(rng, slots, Neighbours(homes, names, employers))
    channels = _channels(rng, slots, {key for one in lists for key in one.listed})
    sent = {one.key: one.sent_at for one in delegations}
    firsts = {arrival.person: arrival.time for arrival in reversed(arrivals)}
    people = []
    for slot in slots:
        key = slot.key
        name = _with_honorific(rng, names[key], slot, work[key].job)
        registered = _registered_at(
            rng, slot, channels[key], firsts, sent.get(belongs.get(key, -1))
        )
        people.append(
            Person(
                slot,
                name,
                births[key],
                homes[key],
                work[key],
                contacts[key],
                profiles[key],
                channels[key],
                registered,
                belongs.get(key),
                replaced.get(key),
            )
        )
    return people, delegations


def members_of(lists: Sequence[NameList], replaced: Mapping[int, int]) -> dict[int, int]:
    """Key of each member (listed, joined on the day, or substitute of a listed one) to that of the
    delegation.
    """
    belongs = {key: one.key for one in lists for key in (*one.listed, *one.joined)}
    for substitute, invitee in replaced.items():
        if invitee in belongs:
            belongs[substitute] = belongs[invitee]
    return belongs


def _delegations(
    rng: random.Random, lists: Sequence[NameList], slots: Sequence[Slot]
) -> list[Delegation]:
    """The focal point is an adult of the list who came."""
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


def _channels(rng: random.Random, slots: Sequence[Slot], listed: set[int]) -> dict[int, Channel]:
    numbers = generator()["preregistration_channel"]
    channels: dict[int, Channel] = {}
    for slot in slots:
        if slot.role == "walk_in":
            channels[slot.key] = "on_site"
        elif slot.role == "substitute":
            channels[slot.key] = "substitution"
        else:
            channels[slot.key] = "delegation" if slot.key in listed else "online"
    free = [slot for slot in slots if channels[slot.key] == "online"]
    protocol = pick(
        rng,
        free,
        numbers["protocol_invitation_list"],
        lambda s: ON_PROTOCOL_LIST.get(s.category, 0.02),
    )
    free = [slot for slot in free if slot not in protocol]
    desk = pick(
        rng,
        free,
        numbers["phone_or_paper_entered_by_staff"],
        lambda s: AT_THE_DESK.get(s.band, 1.0),
    )
    channels |= {slot.key: "protocol" for slot in protocol}
    channels |= {slot.key: "desk" for slot in desk}
    return channels


def _registered_at(
    rng: random.Random,
    slot: Slot,
    channel: Channel,
    firsts: Mapping[int, datetime],
    list_sent_at: datetime | None,
) -> datetime:
    if channel in ("on_site", "substitution"):
        return firsts[slot.key] - timedelta(seconds=rng.randrange(20, 55))
    if channel == "delegation" and list_sent_at:
        return list_sent_at + timedelta(seconds=rng.randrange(600))
    days_before = {"protocol": (10, 28), "desk": (3, 30), "online": (6, 50)}[channel]
    opens, closes = ("08:00", "17:00") if channel != "online" else ("06:30", "22:30")
    day = rng.randint(*days_before)
    return moment(rng, before_fair(day, opens), before_fair(day, closes))


def _with_honorific(rng: random.Random, name: Name, slot: Slot, job: str) -> Name:
    title = HONORIFIC_OF_JOB.get(job, "")
    if not title and slot.band in ("50-59", "60+") and rng.random() < 0.2:
        title = "Hadja" if slot.sex == "F" else "El Hadj"
    return replace(name, honorific=title)
