"""First entries: who enters on which day, in which window of the arrival curve, by which gate and
method.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from fairapp.demo.allocate import largest_remainder, pick, repeated, shuffled
from fairapp.demo.days import DAYS, at, moments
from fairapp.demo.shapes import Slot
from fairapp.demo.sources import generator

Method = Literal["qr", "search", "walk_in", "substitute", "paper"]
PITCH_FIRST_ENTRIES = 12  # of the late window of day 3: they come for the match only
RECOVERED_FROM_PAPER = 41  # day 2: what the lost phone of G2 had not sent
LATE_BY_CATEGORY = {"autorites": 1.1, "diplomatie_ptf": 1.0, "artistes": 0.6, "public": 0.3}
LATE_BY_ROLE = {"walk_in": 0.7, "substitute": 0.2}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A first entry of a day.

    *recovered*: the phone was lost, the entry was typed from the paper sheet.
    """

    person: int
    day: int
    time: datetime
    checkpoint: str
    method: Method
    recovered: bool = False


def build_arrivals(
    rng: random.Random, slots: Sequence[Slot], buses: Mapping[int, int]
) -> list[Arrival]:
    """One arrival for each person and day, by day then time.

    *buses* maps keys to their delegation: they travel together.
    """
    arrivals: list[Arrival] = []
    for day in DAYS:
        present = [slot for slot in slots if day in slot.days]
        times = _times(rng, day, _in_order_of_arrival(rng, day, present, buses))
        arrivals += _through_gates(rng, day, {slot.key: slot for slot in present}, times)
    return arrivals


def _in_order_of_arrival(
    rng: random.Random, day: int, slots: Sequence[Slot], buses: Mapping[int, int]
) -> list[int]:
    bus_delay: dict[int, float] = {}
    lateness: list[tuple[float, int]] = []
    for slot in slots:
        delay = LATE_BY_CATEGORY.get(slot.category, 0.0) + LATE_BY_ROLE.get(slot.role, 0.0)
        delay += 0.25 if slot.region == "Conakry" else 0.0
        if slot.days == (3,):
            delay += 2.5  # they come for the match and the closing music
        if slot.key in buses:
            bus = buses[slot.key]
            bus_delay.setdefault(bus, rng.gauss(0.0, 0.7))
            delay += bus_delay[bus] + rng.gauss(0.0, 0.08)
        else:
            delay += rng.gauss(0.0, 0.7)
        lateness.append((delay, slot.key))
    return [key for _, key in sorted(lateness)]


def _times(rng: random.Random, day: int, order: list[int]) -> dict[int, datetime]:
    times: list[datetime] = []
    for window in generator()["arrival_curves"][f"day{day}"]:
        times += _window(rng, day, window)
    return dict(zip(order, times, strict=True))


def _window(rng: random.Random, day: int, window: dict[str, Any]) -> list[datetime]:
    """Times of one window: on day 1, two buses and a minister's motorcade bunch people together."""
    number = window["n"]
    start, end = at(day, window["from"]), at(day, window["to"])
    if day == 1:
        for opens, bunch_from, seconds, bunch in (
            ("08:15", "08:17", 180, 28),
            ("08:30", "08:34", 180, 22),
            ("10:00", "10:17", 480, 17),  # the main gate was closed from 10:05 to 10:17
        ):
            if window["from"] == opens:
                begins = at(day, bunch_from)
                together = moments(rng, begins, begins + timedelta(seconds=seconds), bunch)
                until = at(day, "10:05") if opens == "10:00" else end
                return sorted(together + moments(rng, start, until, number - bunch))
    return moments(rng, start, end, number)


def _through_gates(
    rng: random.Random, day: int, slots: Mapping[int, Slot], times: dict[int, datetime]
) -> list[Arrival]:
    methods = _methods(rng, day, slots, times)
    recovered: list[int] = []
    if day == 2:
        early = [k for k, t in times.items() if methods[k] == "qr" and t < at(2, "09:20")]
        recovered = pick(rng, early, RECOVERED_FROM_PAPER)
    late = [key for key, time in times.items() if day == 3 and time >= at(3, "14:30")]
    late = [key for key in late if methods[key] == "qr"]
    pitch = pick(rng, late, PITCH_FIRST_ENTRIES) if day == 3 else []
    arrivals: list[Arrival] = []
    for key, time in times.items():
        method: Method = "paper" if key in recovered else methods[key]
        checkpoint = _checkpoint(rng, day, method)
        if key in recovered:
            checkpoint = "G2"
        if key in pitch:
            checkpoint = "G3"
        if method == "paper":
            time = time.replace(second=0, microsecond=0)  # a paper sheet has no seconds
        arrivals.append(Arrival(key, day, time, checkpoint, method, key in recovered))
    return sorted(arrivals, key=lambda arrival: (arrival.time, arrival.person))


def _methods(
    rng: random.Random, day: int, slots: Mapping[int, Slot], times: dict[int, datetime]
) -> dict[int, Method]:
    methods: dict[int, Method] = {}
    for key in times:
        slot = slots[key]
        if slot.days[0] == day and slot.role == "walk_in":
            methods[key] = "walk_in"
        elif slot.days[0] == day and slot.role == "substitute":
            methods[key] = "substitute"
    others = [key for key in times if key not in methods]
    shares = method_shares(day, len(others) - (RECOVERED_FROM_PAPER if day == 2 else 0))
    if day == 2:
        shares["qr"] += RECOVERED_FROM_PAPER  # they were scanned; only the phone was lost
    methods.update(zip(others, shuffled(rng, repeated(shares)), strict=True))
    return methods


def method_shares(day: int, persons: int) -> dict[Method, int]:
    """How many of *persons*, neither walk-ins nor substitutes of that day, are found by QR, by
    search or on paper.
    """
    if day == 1:
        row = generator()["scan_method_share_day1"]
        names = ("qr_on_phone_or_print", "name_or_phone_search", "paper_then_keyed")
    else:
        row = generator()["scan_method_share_day2_3"]
        names = ("badge_qr", "name_or_phone_search", "paper_then_keyed")
    qr, search, paper = largest_remainder(persons, [row[name] for name in names])
    return {"qr": qr, "search": search, "paper": paper}


def _checkpoint(rng: random.Random, day: int, method: Method) -> str:
    """The reception desk searches, names walk-ins and substitutes; the gates scan and keep the
    paper sheet.
    """
    if method in ("search", "walk_in", "substitute"):
        return "T1"
    return "G1" if day == 2 or rng.random() < 0.55 else "G2"
