"""Verbs that change the rooms of a fair."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db, refusing
from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText
from fairapp.events import addresses, order
from fairapp.events.actions import assign
from fairapp.events.models import Event, Room


def find_room(event: Event, code: str) -> Room | None:
    """The room of this fair with that code."""
    return db.session.scalar(select(Room).where(Room.event_id == event.id, Room.code == code))


def add_room(
    event: Event, *, name: LocalizedText, capacity: int | None, actor: Actor | None, at: datetime
) -> Room:
    """One more, at the end. Its code never changes: published versions know it by that."""
    taken = [room.code for room in event.rooms]
    room = Room(
        code=addresses.free_code(taken, str(name), longest=16, otherwise="room"),
        name=name,
        capacity=capacity,
        position=order.next_position(event.rooms),
    )
    event.rooms.append(room)
    db.session.flush()
    audit.record("room.added", room, actor=actor, at=at, details={"code": room.code})
    return room


def change_room(
    room: Room, *, name: LocalizedText, capacity: int | None, actor: Actor | None, at: datetime
) -> None:
    """Another name, more or fewer people; seen at once wherever the room is named."""
    changed = assign(room, {"name": name, "capacity": capacity})
    if changed:
        audit.record("room.changed", room, actor=actor, at=at, details=changed)


def move_room(room: Room, by: int, *, actor: Actor | None, at: datetime) -> None:
    """One step up (-1) or down (1): the order of columns in the programme."""
    if order.step(room.event.rooms, room, by):
        details = {"code": room.code, "position": room.position}
        audit.record("room.moved", room, actor=actor, at=at, details=details)
        db.session.flush()
        db.session.expire(room.event, ["rooms"])


def remove_room(room: Room, *, actor: Actor | None, at: datetime) -> None:
    """Only while no session is in it, planned or published (`room_used`)."""
    event, code = room.event, room.code
    used = DomainError(
        "room_used",
        _l(
            "Sessions are in this room. Put them into another one, and publish the next version,"
            " first."
        ),
    )
    with refusing(used):
        db.session.delete(room)
    db.session.expire(event, ["rooms"])
    audit.record("room.removed", actor=actor, at=at, event_id=event.id, details={"code": code})
