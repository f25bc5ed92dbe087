"""Scans at the entrances: first entries, second ones, doubles, exits, mistakes undone, badges
refused.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from fairapp.demo.allocate import pick
from fairapp.demo.arrivals import Arrival
from fairapp.demo.badges import badge_at
from fairapp.demo.days import DAYS, at, moment
from fairapp.demo.devices import SPARE_PHONE, Event, new_uuid
from fairapp.demo.shapes import Person
from fairapp.demo.site import Badge
from fairapp.demo.sources import generator

BEHIND_THE_MOTORCADE = 2  # with the 17 first entries, the 19 who waited at the closed gate
SEEN_BY_BOTH_GATES = 2  # both phones offline, both green: the later one is « again »
TO_THE_MATCH = 45
RECEIVED_BY_PROTOCOL = "Accueil protocolaire"
FOUND_BADGES = 4


@dataclass(frozen=True, slots=True)
class Floor:
    """What the entrances know: *arrivals* of each day in order of time, *badges* of each person."""

    people: Mapping[int, Person]
    staff: Sequence[Person]
    arrivals: Mapping[int, Sequence[Arrival]]
    badges: Mapping[int, Sequence[Badge]]


def entrance_events(rng: random.Random, floor: Floor) -> list[Event]:
    """All events at entrances but mistakes (mistakes.py); people and staff."""
    events: list[Event] = []
    for day in DAYS:
        arrivals = floor.arrivals[day]
        first = [_first_entry(rng, floor, arrival) for arrival in arrivals]
        second = _second_entries(rng, floor, day)
        events += [*first, *_doubles(rng, first), *second, *_exits(rng, floor, day, second)]
        events += [_staff_entry(rng, member, day) for member in floor.staff]
    return events


def gate_device(checkpoint: str, when: datetime) -> str:
    """The phone at a gate; the lost phone of G2 was replaced on day 3."""
    return SPARE_PHONE if checkpoint == "G2" and when >= at(3, "00:00") else checkpoint


def share_of_day(name: str, persons: int) -> int:
    """A share of ``scan_noise``, as a whole number of the *persons* of a day."""
    return round(float(generator()["scan_noise"][name]) * persons)


def _first_entry(rng: random.Random, floor: Floor, arrival: Arrival) -> Event:
    badge = badge_at(floor.badges, arrival.person, arrival.time)
    device, keyed = gate_device(arrival.checkpoint, arrival.time), None
    if arrival.method == "paper":
        evening = at(arrival.day, "18:45")
        device, keyed = "T1", moment(rng, evening, evening + timedelta(minutes=40))
    method: Literal["qr", "typed", "search", "walk_in", "substitute", "paper"] = arrival.method
    if (
        method == "qr"
        and rng.random() < generator()["scan_noise"]["qr_unreadable_folded_wet_photocopy"]
    ):
        method = "typed"
    return Event(
        new_uuid(rng),
        device,
        arrival.checkpoint,
        "in",
        method,
        arrival.person,
        badge.key if badge and method != "search" else None,
        arrival.time,
        *newcomer(floor, arrival.person),
        keyed_at=keyed,
        recovered=arrival.recovered,
    )


def _doubles(rng: random.Random, first: Sequence[Event]) -> Iterator[Event]:
    """The same badge once more at the same gate, within a minute."""
    scanned = [event for event in first if event.method == "qr"]
    for event in pick(rng, scanned, share_of_day("accidental_double_within_60s", len(first))):
        later = event.time + timedelta(milliseconds=rng.randrange(3200, 55000))
        yield replace(
            event, uuid=new_uuid(rng), time=later, verdict="again", reason="already_in", override=""
        )


def _second_entries(rng: random.Random, floor: Floor, day: int) -> list[Event]:
    arrivals = floor.arrivals[day]
    number = share_of_day("second_entry_same_day", len(arrivals))
    events: list[Event] = []
    if day == 1:
        early = [
            a for a in arrivals if a.checkpoint == "G1" and at(1, "08:22") < a.time < at(1, "08:50")
        ]
        for arrival in pick(rng, early, SEEN_BY_BOTH_GATES):
            when = arrival.time + timedelta(seconds=rng.randrange(300, 1100))
            events.append(_entry(rng, floor, arrival.person, "G2", when))
        in_time = [a for a in arrivals if a.time < at(1, "09:40") and not _taken(events, a)]
        for arrival in pick(rng, in_time, BEHIND_THE_MOTORCADE):
            when = moment(rng, at(1, "10:17"), at(1, "10:25"))
            events.append(_entry(rng, floor, arrival.person, "G1", when))
    if day == 3:
        in_time = [a for a in arrivals if a.time < at(3, "15:30") and a.checkpoint != "G3"]
        for arrival in pick(rng, in_time, TO_THE_MATCH):
            when = moment(rng, at(3, "16:16"), at(3, "17:05"))
            events.append(_entry(rng, floor, arrival.person, "G3", when))
    left = [a for a in arrivals if a.time < at(day, "15:30") and a.checkpoint != "G3"]
    left = [a for a in left if not _taken(events, a)]
    for arrival in pick(rng, left, number - len(events)):
        earliest = max(arrival.time + timedelta(minutes=25), at(day, "10:30"))
        when = moment(rng, earliest, max(at(day, "15:45"), earliest + timedelta(minutes=40)))
        gate = "G1" if day == 2 or rng.random() < 0.5 else "G2"
        events.append(_entry(rng, floor, arrival.person, gate, when))
    return events


def _taken(events: Sequence[Event], arrival: Arrival) -> bool:
    return any(event.person == arrival.person for event in events)


def newcomer(floor: Floor, person: int) -> tuple[str, str, str]:
    """Verdict, reason and override of who is new at an entrance.

    The desk lets in a guest of protocol with one tap.
    """
    if floor.people[person].work.protocol_rank is None:
        return "admitted", "", ""
    return "ask", "protocol", RECEIVED_BY_PROTOCOL


def _entry(rng: random.Random, floor: Floor, person: int, gate: str, when: datetime) -> Event:
    """An entry of who is in already; the pitch has an entrance of its own."""
    badge = badge_at(floor.badges, person, when)
    again = ("again", "already_in", "")
    return Event(
        new_uuid(rng),
        gate_device(gate, when),
        gate,
        "in",
        "qr" if badge else "search",
        person,
        badge.key if badge else None,
        when,
        *(newcomer(floor, person) if gate == "G3" else again),
    )


def _exits(rng: random.Random, floor: Floor, day: int, second: Sequence[Event]) -> Iterator[Event]:
    """Most people leave without a scan."""
    arrivals = floor.arrivals[day]
    latest = {arrival.person: arrival.time for arrival in arrivals}
    latest |= {event.person: event.time for event in second if event.person is not None}
    scanned = 1 - generator()["scan_noise"]["left_without_exit_scan"]
    for arrival in pick(rng, arrivals, round(scanned * len(arrivals))):
        earliest = max(latest[arrival.person] + timedelta(minutes=20), at(day, "15:00"))
        when = moment(rng, earliest, max(at(day, "18:15"), earliest + timedelta(minutes=30)))
        badge = badge_at(floor.badges, arrival.person, when)
        yield Event(
            new_uuid(rng), "G1", "G1", "out", "qr", arrival.person, badge.key if badge else None,
            when, "left",
        )  # fmt: skip


def _staff_entry(rng: random.Random, member: Person, day: int) -> Event:
    when = moment(rng, at(day, "06:20"), at(day, "07:20"))
    return Event(new_uuid(rng), "T1", "T1", "in", "search", member.key, None, when, "admitted")
