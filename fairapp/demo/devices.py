"""Checkpoints, and the phones that stand there: wrong clocks, hours without network, one phone
lost.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Literal
from uuid import UUID

from fairapp.demo.days import at
from fairapp.demo.site import Checkpoint, Device, Scan, Tally
from fairapp.demo.sources import generator, read

ENTRANCES = (
    Checkpoint(
        "G1", "entrance", "day", "Entrée principale, porte 1", "Main entrance, gate 1", "main"
    ),
    Checkpoint(
        "G2", "entrance", "day", "Entrée principale, porte 2", "Main entrance, gate 2", "main"
    ),
    Checkpoint("T1", "entrance", "day", "Bureau d’accueil", "Reception desk", "main"),
    Checkpoint("G3", "entrance", "day", "Terrain de football", "Football pitch", "pitch"),
)
STAND_PHONES = ("E1", "E2", "E3")
LOST_PHONE, SPARE_PHONE = "G2", "G2B"
BATCH = 50  # scans that a phone sends at once when it is back
ZONE_ERROR_S = -3600  # T1's clock was set by hand to the local hour in a zone one hour ahead


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a device recorded at *time*; *keyed_at* when it was typed later from paper."""

    uuid: UUID
    device: str
    checkpoint: str
    kind: Literal["in", "out", "undo"]
    method: Literal["qr", "typed", "search", "walk_in", "substitute", "paper"]
    person: int | None
    badge: int | None
    time: datetime
    verdict: str
    reason: str = ""
    override: str = ""
    code: str = ""
    keyed_at: datetime | None = None
    undoes: UUID | None = None
    recovered: bool = False

    @property
    def recorded_at(self) -> datetime:
        return self.keyed_at or self.time


@dataclass(frozen=True, slots=True)
class Outage:
    """A device without network from *start* to *end*; what it kept arrives at *sync*."""

    device: str
    start: datetime
    end: datetime
    sync: datetime


@cache
def outages() -> tuple[Outage, ...]:
    """When and where the network failed."""
    return (
        Outage("G1", at(1, "08:20"), at(1, "09:10"), at(1, "09:12")),
        Outage("G2", at(1, "08:20"), at(1, "09:10"), at(1, "09:12")),
        Outage("G3", at(3, "14:30"), at(3, "18:30"), at(3, "19:05")),
    )


def new_uuid(rng: random.Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def attended_sessions() -> list[dict[str, str]]:
    """Sessions whose door is scanned; for the reception hours the entrance is the record."""
    sessions = read("programme")["sessions"]
    return [s for s in sessions if s["record_attendance"] and s["type"] != "accueil"]


def checkpoints() -> list[Checkpoint]:
    doors = [
        Checkpoint(
            f"S-{s['id']}", "session", "session", s["title_fr"], s["title_en"], session=s["id"]
        )
        for s in attended_sessions()
    ]
    stands = [
        Checkpoint(f"K{s['no']:02d}", "stand", "none", s["name_fr"], s["name_en"], stand=s["no"])
        for s in read("programme")["stands"]
    ]
    return [*ENTRANCES, *doors, *stands]


def device_code(code: str, replica: int) -> str:
    """Each fair of a multiplied plan has its own phones: ``G1``, ``G1-2``, ``G1-3`` …"""
    return code if replica == 0 else f"{code}-{replica + 1}"


def devices(replica: int) -> list[Device]:
    errors = generator()["device_clocks"]
    rooms = sorted({s["room"] for s in attended_sessions()})
    first_door = {s["room"]: f"S-{s['id']}" for s in reversed(attended_sessions())}
    plain = [(one.code, one.code, errors[one.code]) for one in ENTRANCES]
    plain += [(SPARE_PHONE, "G2", 0)]
    plain += [(f"D-{room}", first_door[room], 0) for room in rooms]
    plain += [(phone, "K01", 0) for phone in STAND_PHONES]
    return [
        Device(
            device_code(code, replica), where, error, at(2, "09:25") if code == LOST_PHONE else None
        )
        for code, where, error in plain
    ]


def clock_error_s(device: str, when: datetime) -> int:
    """Seconds by which the clock of *device* (without the replica's suffix) was ahead of the true
    time.
    """
    if device == "T1" and when < at(1, "09:00"):
        return ZONE_ERROR_S
    return int(generator()["device_clocks"].get(device, 0))


def deliver(rng: random.Random, events: Iterable[Event], replica: int) -> list[Scan]:
    """Events as the server has them, in the order in which it got them.

    They are numbered per device in the order in which the device recorded them.
    """
    last: dict[str, int] = {}
    waiting: dict[Outage, int] = {}
    scans: list[Scan] = []
    for event in sorted(events, key=lambda e: (e.recorded_at, e.uuid.int)):
        seq = last[event.device] = last.get(event.device, 0) + 1
        received = event.recorded_at + timedelta(milliseconds=rng.randrange(150, 2500))
        outage = _outage(event)
        if outage:
            before = waiting[outage] = waiting.get(outage, -1) + 1
            received = outage.sync + timedelta(seconds=2 * (before // BATCH))
        scans.append(_scan(event, seq, received, outage is not None, replica))
    return sorted(scans, key=lambda scan: (scan.received_at, scan.device, scan.seq))


def _outage(event: Event) -> Outage | None:
    for outage in outages():
        if outage.device == event.device and outage.start <= event.recorded_at < outage.end:
            return outage
    return None


def _scan(event: Event, seq: int, received: datetime, offline: bool, replica: int) -> Scan:
    error = 0 if event.keyed_at else clock_error_s(event.device, event.time)
    return Scan(
        event.uuid,
        device_code(event.device, replica),
        seq,
        event.checkpoint,
        event.kind,
        event.method,
        event.person,
        event.badge,
        event.code,
        event.time,
        event.time + timedelta(seconds=error),
        -error * 1000,
        received,
        event.verdict,
        event.reason,
        event.override,
        event.undoes,
        offline,
        event.recovered,
    )


def tallies(replica: int) -> list[Tally]:
    """Heads counted where nobody is scanned; never added to unique participants."""
    sessions = {session["id"]: session for session in read("programme")["sessions"]}
    return [
        Tally(
            row["session"],
            device_code("T1", replica),
            row["n"],
            row["women"],
            row.get("children"),
            at(sessions[row["session"]]["day"], sessions[row["session"]]["start"])
            + timedelta(minutes=25),
        )
        for row in generator()["tallies_without_names"]
    ]
