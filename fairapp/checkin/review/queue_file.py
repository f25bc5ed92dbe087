"""The queue of a phone as it exports it: taken by the same path as an upload.

JSON: {"fair": slug, "device": code, "exported_at" or "sent_at", "scans": […], "problems": […],
"tallies": […]}, its rows as on the wire. Every scan and every count of heads has its uuid, so
whatever comes twice counts once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from flask_babel import lazy_gettext as _l

from fairapp.checkin.actions import record_many
from fairapp.checkin.devices import queries as devices
from fairapp.checkin.items import InvalidItem, Item, Outcome
from fairapp.checkin.models import Device
from fairapp.checkin.parsing import read_item
from fairapp.checkin.tallies.actions import record
from fairapp.checkin.tallies.parsing import read_count
from fairapp.checkin.tallies.rules import Count, Unreadable
from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.errors import DomainError
from fairapp.events.models import Event

MAX_BYTES = 4 * 1024 * 1024
_MOST_ROWS = 10_000


@dataclass(frozen=True)
class Queue:
    """What is in a file, and the device that it was taken from."""

    device: Device
    items: list[Item]
    counts: list[Count | Unreadable]


@dataclass(frozen=True, slots=True)
class Taken:
    """One row of a file and what became of it."""

    item: Item
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Counted:
    """One count of heads of a file, None when it is none; `outcome` as of `tallies.actions.record`,
    or the field because of which it is none.
    """

    count: Count | None
    outcome: str

    @property
    def status(self) -> str:
        """As an `Outcome` has it."""
        return self.outcome if self.outcome in ("stored", "already") else "invalid"


@dataclass(frozen=True, slots=True)
class Import:
    """What became of a file, in its order."""

    scans: list[Taken]
    counts: list[Counted]

    def number(self, status: str) -> int:
        """How many rows are `stored`, were there `already`, or are `invalid`."""
        scans = sum(taken.outcome.status == status for taken in self.scans)
        return scans + sum(counted.status == status for counted in self.counts)


def read(event: Event, content: str) -> Queue:
    """The queue in `content`; refusals `no_queue`, `other_fair`, `device_unknown`, `too_many`."""
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _no_queue() from error
    if not isinstance(whole, dict) or not isinstance(whole.get("scans"), list):
        raise _no_queue()
    rows, tallies = [*whole["scans"], *_rows(whole, "problems")], _rows(whole, "tallies")
    if whole.get("fair") != event.slug:
        raise DomainError("other_fair", _l("This queue is of another fair."), field="file")
    if len(rows) + len(tallies) > _MOST_ROWS:
        raise DomainError("too_many", _l("This file is too large for a queue."), field="file")
    device = _device(event, whole.get("device"))
    return Queue(device, [read_item(raw) for raw in rows], [read_count(raw) for raw in tallies])


def take(event: Event, queue: Queue, *, actor: Actor, at: datetime) -> Import:
    """Store scans and counts as the device's own, scans by time; what became of each.

    A file may come days later, so when it was written says nothing of the phone's clock; what the
    scans themselves know of it does.
    """
    sent_at = at - timedelta(milliseconds=_offset_ms(queue))
    outcomes = record_many(
        event, queue.items, actor=None, device=queue.device, received_at=at, sent_at=sent_at
    )
    counted = _count(event, queue, sent_at=sent_at, at=at)
    told = {"code": queue.device.code, "scans": len(queue.items), "counts": len(counted)}
    audit.record("queue.imported", queue.device, at=at, actor=actor, details=told)
    return Import([Taken(*taken) for taken in zip(queue.items, outcomes, strict=True)], counted)


def _count(event: Event, queue: Queue, *, sent_at: datetime, at: datetime) -> list[Counted]:
    outcomes = record(
        event, queue.counts, device=queue.device, actor=None, sent_at=sent_at, received_at=at
    )
    return [
        Counted(count if isinstance(count, Count) else None, outcome)
        for count, outcome in zip(queue.counts, outcomes, strict=True)
    ]


def _rows(whole: dict[str, Any], name: str) -> list[Any]:
    rows = whole.get(name)
    return rows if isinstance(rows, list) else []


def _device(event: Event, code: Any) -> Device:
    device = devices.find(event, code) if isinstance(code, str) else None
    if device is None:
        raise DomainError(
            "device_unknown",
            _l("The device of this queue is not one of this fair’s."),
            field="file",
        )
    return device


def _offset_ms(queue: Queue) -> int:
    known = _offsets(queue.items)
    return round(median(known)) if known else queue.device.clock_offset_ms or 0


def _offsets(items: Sequence[Item]) -> list[int]:
    scans = (item for item in items if not isinstance(item, InvalidItem))
    return [item.offset_ms for item in scans if item.offset_ms is not None]


def _no_queue() -> DomainError:
    return DomainError(
        "no_queue",
        _l("This is no queue of a phone. Export it there again."),
        field="file",
    )
