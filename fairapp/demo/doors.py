"""Scans at the doors of sessions and at the stands.

They are no entries: who is unique is decided at the entrances.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from fairapp.demo.allocate import pick
from fairapp.demo.badges import badge_at
from fairapp.demo.days import DAYS, at, moment
from fairapp.demo.devices import STAND_PHONES, Event, attended_sessions, new_uuid
from fairapp.demo.entries import Floor
from fairapp.demo.sources import generator, read

SHARE_OF_TYPE = {
    "ceremonie_ouverture": "opening",
    "ceremonie_cloture": "closing",
    "lancement": "launch",
    "bilan": "plenary",
}
VISITING_HOURS = {
    1: (("10:45", "11:30"), ("13:05", "14:10")),
    2: (("11:15", "11:45"), ("13:05", "14:10")),
    3: (("10:30", "11:00"), ("12:05", "14:20")),
}


def session_events(rng: random.Random, floor: Floor) -> Iterator[Event]:
    """One scan for each person and session; nobody attends two parallel sessions."""
    parallel: dict[str, list[int]] = {}
    for session in attended_sessions():
        day = session["day"]
        entered = {a.person: a.time for a in floor.arrivals[int(day)]}
        ends = at(int(day), session["end"])
        busy = parallel.setdefault(f"{day} {session['start']}", [])
        free = [
            k for k, time in entered.items() if time < ends - timedelta(minutes=5) and k not in busy
        ]
        chosen = pick(rng, free, attendance(session, len(entered)))
        busy += chosen
        for key in chosen:
            yield _door_scan(rng, floor, session, key, entered[key])


def attendance(session: Mapping[str, Any], persons: int) -> int:
    """How many of the *persons* of a day attend: the share of the session's kind, within the room's
    capacity.
    """
    shares = generator()["session_attendance_share_of_day"]
    if session["note"].startswith("en parallèle"):
        share = shares["parallel_each"]
    else:
        share = shares[SHARE_OF_TYPE.get(session["type"], "round_table")]
    return min(round(float(share) * persons), int(session["capacity"]))


def _door_scan(
    rng: random.Random, floor: Floor, session: Mapping[str, Any], key: int, entered: datetime
) -> Event:
    starts, ends = at(session["day"], session["start"]), at(session["day"], session["end"])
    earliest = max(entered + timedelta(minutes=1), starts - timedelta(minutes=12))
    latest = max(earliest + timedelta(minutes=2), min(starts + timedelta(minutes=20), ends))
    when = moment(rng, earliest, latest)
    badge = badge_at(floor.badges, key, when)
    return Event(
        new_uuid(rng), f"D-{session['room']}", f"S-{session['id']}", "in",
        "qr" if badge else "search", key, badge.key if badge else None, when, "admitted",
    )  # fmt: skip


def stand_events(rng: random.Random, floor: Floor) -> Iterator[Event]:
    """Visits counted by the exhibitors: a share of those who came, each stand at most once a
    person.
    """
    numbers = generator()["stands"]
    came = [key for key, person in floor.people.items() if person.slot.days]
    visitors = pick(rng, came, round(numbers["visitors_share"] * len(came)))
    visits = _visits(rng, visitors, round(numbers["mean_visits_per_visitor"] * len(visitors)))
    entered = {(a.person, day): a.time for day in DAYS for a in floor.arrivals[day]}
    stands = [f"K{stand['no']:02d}" for stand in read("programme")["stands"]]
    for key in visitors:
        for stand in pick(rng, stands, visits[key]):
            day = rng.choice(floor.people[key].slot.days)
            when = _visit_time(rng, day, entered[key, day])
            badge = badge_at(floor.badges, key, when)
            yield Event(
                new_uuid(rng), rng.choice(STAND_PHONES), stand, "in", "qr" if badge else "search",
                key, badge.key if badge else None, when, "admitted",
            )  # fmt: skip


def _visits(rng: random.Random, visitors: Sequence[int], total: int) -> dict[int, int]:
    visits = dict.fromkeys(visitors, 1)
    most = generator()["stands"]["n"]
    while sum(visits.values()) < total:
        wanting = [key for key in visitors if visits[key] < most]
        for key in pick(
            rng, wanting, min(len(wanting), total - sum(visits.values())), lambda k: k % 7 + 1
        ):
            if rng.random() < 0.6:
                visits[key] += 1
    return visits


def _visit_time(rng: random.Random, day: int, entered: datetime) -> datetime:
    opens, closes = VISITING_HOURS[day][rng.random() < 0.35]
    earliest = max(entered + timedelta(minutes=6), at(day, opens))
    return moment(rng, earliest, max(at(day, closes), earliest + timedelta(minutes=30)))
