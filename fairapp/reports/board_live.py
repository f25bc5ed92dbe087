"""The board while gates work: how many have come in where, how fast, and how the phones are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import case, func, select

from fairapp.checkin.devices import listing
from fairapp.checkin.entries import within
from fairapp.checkin.models import Scan
from fairapp.checkin.queries import not_undone
from fairapp.checkin.review import queries as review
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Checkpoint, Event, EventDay

RECENT = timedelta(minutes=15)
# A phone tells of itself three times a minute while it has network.
SILENT_AFTER = timedelta(minutes=10)
# Where a checkpoint has no hours of its own: out of these, a phone that is silent is switched off.
_USUAL = time(7), time(19)


class Contact(StrEnum):
    """What is heard of a phone."""

    SENDING = "sending"
    SILENT = "silent"
    UNSEEN = "unseen"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Phone:
    """One device. `waiting` is as it told last; `is_missed`: silent while people come in."""

    code: str
    name: str
    contact: Contact
    seen_at: datetime | None
    waiting: int
    fast_min: int | None
    behind: int | None
    is_missed: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """A checkpoint today: accepted scans inwards, staff too, and those of the last 15 minutes.

    `width` is how busy it is, in percent of the busiest.
    """

    name: LocalizedText
    count: int
    recent: int
    width: float
    phones: tuple[Phone, ...]

    @property
    def rate(self) -> float:
        """Entries a minute of late."""
        return self.recent / (RECENT / timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class Live:
    """Gates in their order, phones that are at none yet, and how many scans are to be checked."""

    gates: tuple[Gate, ...]
    elsewhere: tuple[Phone, ...]
    odd: int

    @property
    def phones(self) -> tuple[Phone, ...]:
        """All of them."""
        return (*(phone for gate in self.gates for phone in gate.phones), *self.elsewhere)

    @property
    def missed(self) -> list[Phone]:
        """Those that stand out."""
        return [phone for phone in self.phones if phone.is_missed]

    @property
    def waiting(self) -> int:
        """Scans that were still on phones, as they told last."""
        return sum(phone.waiting for phone in self.phones)


@dataclass(frozen=True, slots=True)
class _Worked:
    """What one device, or the desk (None), has done today at one checkpoint."""

    checkpoint_id: int
    device_id: int | None
    count: int
    recent: int
    last_at: datetime


def live(event: Event, day: EventDay, at: datetime) -> Live:
    """Gates and phones on `day`, up to `at`."""
    worked = _worked(event, day, at)
    standing = _standing(worked)
    phones: dict[int | None, list[Phone]] = defaultdict(list)
    gates = {gate.id: gate for gate in event.checkpoints}
    for row in listing.listed(event, at=at):
        device = row.device
        place = device.checkpoint_id or standing.get(device.id)
        if _is_shown(row, event, day):
            phones[place].append(_phone(row, event, day, at, gates.get(place or 0)))
    counts, recent = _sums(worked)
    busiest = max(recent.values(), default=0) or 1
    return Live(
        tuple(
            Gate(
                gate.name,
                counts[gate.id],
                recent[gate.id],
                round(100 * recent[gate.id] / busiest, 1),
                tuple(phones[gate.id]),
            )
            for gate in event.checkpoints
            if gate.is_entrance or counts[gate.id] or phones[gate.id]
        ),
        tuple(phones[None]),
        sum(review.counts(event).values()),
    )


def is_silent(seen_at: datetime | None, at: datetime) -> bool:
    """Whether nothing has been heard of a phone for longer than it goes without telling."""
    return seen_at is None or at - seen_at > SILENT_AFTER


def _worked(event: Event, day: EventDay, at: datetime) -> list[_Worked]:
    recent = func.count(case((Scan.at > at - RECENT, 1)))
    query = (
        select(Scan.checkpoint_id, Scan.device_id, func.count(), recent, func.max(Scan.at))
        .where(Scan.event_id == event.id, Scan.at <= at)
        .where(within(Scan.__table__.c.at, event, day.date))
        .where(Scan.is_entry, Scan.direction == "in", not_undone())
        .group_by(Scan.checkpoint_id, Scan.device_id)
    )
    return [_Worked(*row) for row in db.session.execute(query)]


def _sums(worked: Iterable[_Worked]) -> tuple[dict[int, int], dict[int, int]]:
    counts: dict[int, int] = defaultdict(int)
    recent: dict[int, int] = defaultdict(int)
    for row in worked:
        counts[row.checkpoint_id] += row.count
        recent[row.checkpoint_id] += row.recent
    return counts, recent


def _standing(worked: Iterable[_Worked]) -> dict[int | None, int]:
    """By device, the checkpoint of its latest scan."""
    in_order = sorted(worked, key=lambda row: (row.last_at, row.checkpoint_id))
    return {row.device_id: row.checkpoint_id for row in in_order}


def _is_shown(row: listing.Listed, event: Event, day: EventDay) -> bool:
    """What scans; and what was cut off today, or with scans on it that somebody may miss."""
    device = row.device
    if row.state == listing.REVOKED and device.revoked_at is not None:
        return bool(device.waiting) or event.local(device.revoked_at).date() == day.date
    return row.state == listing.ENROLLED


def _phone(
    row: listing.Listed, event: Event, day: EventDay, at: datetime, gate: Checkpoint | None
) -> Phone:
    device, contact = row.device, _contact(row, event, day, at)
    is_missed = contact == Contact.SILENT and _is_open(gate, event, at)
    return Phone(
        device.code,
        device.name,
        contact,
        device.last_seen_at,
        device.waiting or 0,
        row.fast_min,
        row.behind,
        is_missed,
    )


def _contact(row: listing.Listed, event: Event, day: EventDay, at: datetime) -> Contact:
    seen = row.device.last_seen_at
    if row.state == listing.REVOKED:
        return Contact.REVOKED
    if seen is None or event.local(seen).date() != day.date:
        return Contact.UNSEEN
    return Contact.SILENT if is_silent(seen, at) else Contact.SENDING


def _is_open(gate: Checkpoint | None, event: Event, at: datetime) -> bool:
    if gate is None or (gate.opens_at is None and gate.closes_at is None):
        return _USUAL[0] <= event.local(at).time() < _USUAL[1]
    return (gate.opens_at is None or gate.opens_at <= at) and (
        gate.closes_at is None or at < gate.closes_at
    )
