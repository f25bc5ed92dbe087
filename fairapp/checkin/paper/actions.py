"""Typing in what a sheet holds: scans like others, by whoever types, said to be of paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID, uuid5

from fairapp.accounts.models import User
from fairapp.checkin.actions import record_many
from fairapp.checkin.codes import Code, Kind
from fairapp.checkin.items import Outcome, ScanItem
from fairapp.checkin.models import Device, Method
from fairapp.checkin.paper.rules import Row
from fairapp.core import audit
from fairapp.core.db import db
from fairapp.events.models import Checkpoint, Event

_NAMESPACE = UUID("7d0c2f6e-5b0e-4d53-9b61-3c1f6f0a16d5")
_OPEN = ("ask", "refused")


@dataclass(frozen=True)
class Sheet:
    """What stands on it: scans at one checkpoint on one day, made in the place of a device.

    `override`: why people were let in whom the gate would have stopped; empty: they were not.
    """

    device: Device
    gate: Checkpoint
    day: date
    rows: Sequence[Row]
    override: str = ""


@dataclass(frozen=True, slots=True)
class Keyed:
    """What became of a row, or would; a row that cannot be read has no outcome."""

    row: Row
    outcome: Outcome | None


def preview(event: Event, sheet: Sheet, *, actor: User, at: datetime) -> list[Keyed]:
    """What would become of each row, in their order; nothing is stored."""
    with db.session.begin_nested() as savepoint:
        keyed = _record(event, sheet, actor, at)
        savepoint.rollback()
    return keyed


def key_in(event: Event, sheet: Sheet, *, actor: User, at: datetime) -> list[Keyed]:
    """Store the rows. The same sheet again changes nothing: a row is known by its device, place,
    time and number.
    """
    keyed = _record(event, sheet, actor, at)
    stored = sum(k.outcome is not None and k.outcome.status == "stored" for k in keyed)
    if stored:
        told = {"code": sheet.device.code, "checkpoint": sheet.gate.code, "scans": stored}
        audit.record("scans.keyed", sheet.device, at=at, actor=actor, details=told)
    return keyed


def _record(event: Event, sheet: Sheet, actor: User, at: datetime) -> list[Keyed]:
    items = {
        row.line: _item(event, sheet, row.at, row.number)
        for row in sheet.rows
        if row.at is not None and row.number is not None
    }
    if sheet.override:
        items = _overridden(event, sheet, items, actor, at)
    outcomes = dict(zip(items, _send(event, sheet, list(items.values()), actor, at), strict=True))
    return [Keyed(row, outcomes.get(row.line)) for row in sheet.rows]


def _overridden(
    event: Event, sheet: Sheet, items: dict[int, ScanItem], actor: User, at: datetime
) -> dict[int, ScanItem]:
    """The reason is of those alone whom the gate would have stopped; that is tried first."""
    with db.session.begin_nested() as savepoint:
        tried = _send(event, sheet, list(items.values()), actor, at)
        savepoint.rollback()
    stopped = {o.uuid for o in tried if o.verdict in _OPEN and not o.is_entry}
    return {
        line: replace(item, override=sheet.override) if item.uuid in stopped else item
        for line, item in items.items()
    }


def _send(
    event: Event, sheet: Sheet, items: list[ScanItem], actor: User, at: datetime
) -> list[Outcome]:
    return record_many(event, items, actor=actor, device=sheet.device, received_at=at, sent_at=at)


def _item(event: Event, sheet: Sheet, at: time, number: int) -> ScanItem:
    moment = event.utc(sheet.day, at)
    key = f"{event.id} {sheet.device.id} {sheet.gate.code} {moment.isoformat()} {number}"
    return ScanItem(
        str(uuid5(_NAMESPACE, key)),
        Code(Kind.NUMBER, str(number)),
        sheet.gate.code,
        moment,
        method=Method.PAPER,
    )
