"""The queue of a phone as it exports it: taken by the same path as an upload.

JSON: {"fair": slug, "device": code, "exported_at" or "sent_at", "scans": […], "problems": […]}, its
rows as on the wire. Every scan has its uuid, so whatever comes twice counts once.
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


@dataclass(frozen=True, slots=True)
class Taken:
    """One row of a file and what became of it."""

    item: Item
    outcome: Outcome


def read(event: Event, content: str) -> Queue:
    """The queue in `content`; refusals `no_queue`, `other_fair`, `device_unknown`, `too_many`."""
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _no_queue() from error
    if not isinstance(whole, dict) or not isinstance(whole.get("scans"), list):
        raise _no_queue()
    problems = whole.get("problems")
    rows = [*whole["scans"], *(problems if isinstance(problems, list) else ())]
    if whole.get("fair") != event.slug:
        raise DomainError("other_fair", _l("This queue is of another fair."), field="file")
    if len(rows) > _MOST_ROWS:
        raise DomainError("too_many", _l("This file is too large for a queue."), field="file")
    return Queue(_device(event, whole.get("device")), [read_item(raw) for raw in rows])


def take(event: Event, queue: Queue, *, actor: Actor, at: datetime) -> list[Taken]:
    """Store the scans as the device's own, by time; what became of each, in the file's order.

    A file may come days later, so when it was written says nothing of the phone's clock; what the
    scans themselves know of it does.
    """
    sent_at = at - timedelta(milliseconds=_offset_ms(queue))
    outcomes = record_many(
        event, queue.items, actor=None, device=queue.device, received_at=at, sent_at=sent_at
    )
    told = {"code": queue.device.code, "scans": len(queue.items)}
    audit.record("queue.imported", queue.device, at=at, actor=actor, details=told)
    return [Taken(*taken) for taken in zip(queue.items, outcomes, strict=True)]


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
