"""Reads behind one check-in: plain columns, a handful of statements for a batch of any size."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, distinct, exists, func, or_, select
from sqlalchemy.orm import aliased

from fairapp.checkin.models import Device, Scan
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Checkpoint, EventDay
from fairapp.programme.models import Session
from fairapp.registration.models import Registration


@dataclass(frozen=True, slots=True)
class GateRow:
    """One checkpoint."""

    id: int
    code: str
    name: LocalizedText
    scope: str
    is_entrance: bool
    watches: str

    @property
    def group(self) -> str:
        """Entrances to one ground share what they have seen; one that watches stands alone."""
        return f"entrance {self.watches}" if self.is_entrance else ""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An accepted scan that nobody undid."""

    scan_id: int
    registration_id: int
    checkpoint_id: int
    at: datetime


def days(event_id: int) -> frozenset[date]:
    """The fair's calendar days."""
    return frozenset(db.session.scalars(select(EventDay.date).where(EventDay.event_id == event_id)))


def gates(event_id: int) -> dict[str, GateRow]:
    """Checkpoints by code, in their order."""
    c = Checkpoint
    query = select(c.id, c.code, c.name, c.scope, c.is_entrance, c.watches)
    rows = db.session.execute(query.where(c.event_id == event_id).order_by(c.position, c.id))
    return {row.code: GateRow(*row) for row in rows}


def stored(uuids: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """Scans that are there already, by uuid: the columns of the table."""
    if not uuids:
        return {}
    table = Scan.__table__
    rows = db.session.execute(select(table).where(table.c.uuid.in_(uuids)))
    return {row["uuid"]: dict(row) for row in rows.mappings()}


def locked_scan(event_id: int, uuid: str) -> Any:
    """The columns of a scan about to be taken back; nobody else can do so before the commit."""
    table = Scan.__table__
    query = select(table).where(table.c.event_id == event_id, table.c.uuid == uuid)
    return db.session.execute(query.with_for_update(key_share=True)).one_or_none()


def is_undone(scan_id: int) -> bool:
    """Whether a scan has been taken back."""
    return db.session.scalar(select(Scan.id).where(Scan.undoes_id == scan_id)) is not None


def lock_people(ids: Collection[int]) -> None:
    """Make other transactions that decide about these people wait; in order, so none dead-locks.

    SQLite's writers queue by themselves.
    """
    if ids and db.session.get_bind().dialect.name == "postgresql":
        locked = select(Registration.id).where(Registration.id.in_(ids)).order_by(Registration.id)
        db.session.execute(locked.with_for_update(key_share=True)).all()


def entries(event_id: int, people_ids: Collection[int]) -> list[EntryRow]:
    """Entries of these people, earliest first; those of their duplicates are theirs."""
    if not people_ids:
        return []
    duplicate = aliased(Registration)
    merged = select(duplicate.id).where(duplicate.merged_into_id.in_(people_ids))
    person = func.coalesce(Registration.merged_into_id, Registration.id)
    query = (
        select(Scan.id, person, Scan.checkpoint_id, Scan.at)
        .join(Registration, Registration.id == Scan.registration_id)
        .where(
            or_(Scan.registration_id.in_(people_ids), Scan.registration_id.in_(merged)),
            Scan.event_id == event_id,
            Scan.is_entry,
            Scan.direction == "in",
            not_undone(),
        )
        .order_by(Scan.at, Scan.id)
    )
    return [EntryRow(*row) for row in db.session.execute(query)]


def room_of(event_id: int, gate: GateRow) -> tuple[int | None, int]:
    """Capacity of the session that the gate watches (None: no limit), and how many are in."""
    query = select(Session.capacity).where(
        Session.event_id == event_id, Session.code == gate.watches
    )
    capacity = db.session.scalar(query)
    if capacity is None:
        return None, 0
    inside = select(func.count(distinct(Scan.registration_id))).where(
        Scan.event_id == event_id,
        Scan.checkpoint_id == gate.id,
        Scan.is_entry,
        Scan.direction == "in",
        not_undone(),
    )
    return capacity, db.session.scalars(inside).one()


def used_seqs(device_id: int, seqs: Collection[int]) -> set[int]:
    """Which of these running numbers the device has used; its other uploads wait meanwhile."""
    db.session.execute(select(Device.id).where(Device.id == device_id).with_for_update()).all()
    query = select(Scan.seq).where(Scan.device_id == device_id, Scan.seq.in_(seqs))
    return {seq for seq in db.session.scalars(query) if seq is not None}


def not_undone() -> ColumnElement[bool]:
    """Whether no later scan takes this one back."""
    undo = aliased(Scan)
    return ~exists().where(undo.undoes_id == Scan.id)
