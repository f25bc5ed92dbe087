"""Reads about devices."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import contains_eager, defer

from fairapp.checkin.devices import rules
from fairapp.checkin.models import Device, Scan
from fairapp.core.db import db
from fairapp.events.context import FOR_PHONES
from fairapp.events.models import Event
from fairapp.programme.models import Session

# Built once: it is asked with every scan. Its fair comes with it, without the texts, and it comes
# without what enrolled it.
_BY_TOKEN = (
    select(Device)
    .join(Device.event)
    .where(Device.token_hash == bindparam("digest"))
    .options(
        contains_eager(Device.event).load_only(*FOR_PHONES),
        *(defer(column) for column in (Device.enrolment_hash, Device.enrolment_expires_at)),
        *(defer(column) for column in (Device.token_hash, Device.enrolled_at)),
    )
)


def find(event: Event, code: str) -> Device | None:
    """The device of this fair with that code."""
    query = select(Device).where(Device.event_id == event.id, Device.code == code)
    return db.session.scalar(query)


def by_token(token: str) -> Device | None:
    """The device that carries `token`."""
    return db.session.scalar(_BY_TOKEN, {"digest": rules.digest(token)})


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
