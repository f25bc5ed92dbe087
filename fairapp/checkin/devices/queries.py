"""Reads about devices."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from fairapp.checkin.devices import rules
from fairapp.checkin.models import Device, Roster, Scan
from fairapp.checkin.roster.following import STATE, State
from fairapp.core.db import db, placed
from fairapp.core.prepared import Prepared
from fairapp.events.context import FOR_PHONES
from fairapp.events.models import Event
from fairapp.programme.models import Session

_device, _event = Device.__table__.c, Event.__table__.c
_OF_DEVICE = (
    *(_device.id, _device.event_id, _device.code, _device.name, _device.checkpoint_id),
    *(_device.may_override, _device.may_search, _device.expires_at, _device.revoked_at),
    *(_device.last_seen_at, _device.waiting, _device.roster_revision, _device.clock_offset_ms),
    _device.battery,
)
_OF_EVENT = tuple(_event[attribute.key] for attribute in FOR_PHONES)
_DEVICE_NAMES, _EVENT_NAMES = (
    tuple(column.key for column in columns) for columns in (_OF_DEVICE, _OF_EVENT)
)
# Built once and on tables: it is asked with every scan. The fair comes with it, without the texts,
# and how its roster stands.
_BY_TOKEN = Prepared(
    select(*_OF_DEVICE, *_OF_EVENT, *STATE)
    .join_from(Device.__table__, Event.__table__, _event.id == _device.event_id)
    .outerjoin(Roster.__table__, Roster.__table__.c.event_id == _event.id)
    .where(_device.token_hash == bindparam("digest"))
)


class Asking(NamedTuple):
    """A device that asks, and how the roster of its fair stood at that moment."""

    device: Device
    state: State


def find(event: Event, code: str) -> Device | None:
    """The device of this fair with that code."""
    query = select(Device).where(Device.event_id == event.id, Device.code == code)
    return db.session.scalar(query)


def by_token(token: str) -> Asking | None:
    """The device that carries `token`, by one read."""
    found = _BY_TOKEN.rows({"digest": rules.digest(token)})
    if not found:
        return None
    row = found[0]
    event = placed(Event, dict(zip(_EVENT_NAMES, row[len(_OF_DEVICE) : -len(STATE)], strict=True)))
    of_device = dict(zip(_DEVICE_NAMES, row[: len(_OF_DEVICE)], strict=True))
    device = placed(Device, {**of_device, "event": event})
    return Asking(device, State.of(*row[-len(STATE) :]))


def by_code(code: str) -> Device | None:
    """The device that `code`, as it was typed, enrols; used codes enrol none."""
    digest = rules.digest(rules.read_code(code))
    return db.session.scalar(select(Device).where(Device.enrolment_hash == digest))


def codes(event: Event) -> set[str]:
    """The codes of all devices of a fair."""
    return set(db.session.scalars(select(Device.code).where(Device.event_id == event.id)))


def last_seq(device: Device) -> int:
    """The highest number that the device has given a scan; 0 before the first."""
    highest = select(func.max(Scan.seq)).where(Scan.device_id == device.id)
    return db.session.scalar(highest) or 0


def session_capacities(event: Event) -> dict[str, int]:
    """By code, how many people the fair's sessions take, of those that say."""
    query = select(Session.code, Session.capacity).where(
        Session.event_id == event.id, Session.capacity.is_not(None)
    )
    return {code: capacity for code, capacity in db.session.execute(query) if capacity is not None}
