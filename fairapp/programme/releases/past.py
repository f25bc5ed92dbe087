"""The programme as a version said it, drawn like the present one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event, Room
from fairapp.programme import queries as public
from fairapp.programme.items import Item, Person, Role, turns_of
from fairapp.programme.layout import Slot, slots
from fairapp.programme.models import SessionKind, SessionStatus
from fairapp.programme.parts import Act, Document, Part, from_dict
from fairapp.programme.releases.models import Release

# Before anything has begun: what is on now is no matter of an earlier version.
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a version, whether or not the fair still is on that day."""

    date: date
    slots: list[Slot[Item]]


def days(release: Release) -> list[Day]:
    """The days of a version by the clock, each session as it was announced then."""
    event = release.event
    found = items(release)
    by_date = groupby(found, key=lambda item: event.local(item.starts_at).date())
    return [Day(on, slots(list(group))) for on, group in by_date]


def items(release: Release) -> list[Item]:
    """The sessions of a version by the clock, then by room.

    Kinds, rooms and people are named as they are today; of what is gone the code is left, and
    whoever is gone is left out. Seats are today's business, so they are not shown.
    """
    fair = _Fair(release.event)
    found = [fair.item(code, entry, release) for code, entry in release.entries.items()]
    place = {code: number for number, code in enumerate(fair.rooms)}
    return sorted(found, key=lambda i: (i.starts_at, place.get(i.room_code, len(place)), i.code))


class _Fair:
    """What the codes in an entry lead to."""

    def __init__(self, event: Event) -> None:
        self.event = event
        kinds = select(SessionKind).where(SessionKind.event_id == event.id)
        self.kinds = {kind.code: kind for kind in db.session.scalars(kinds)}
        rooms = select(Room).where(Room.event_id == event.id).order_by(Room.position, Room.id)
        self.rooms = {room.code: room.name for room in db.session.scalars(rooms)}
        self.people = public.people(event)

    def item(self, code: str, entry: Mapping[str, Any], release: Release) -> Item:
        starts_at = datetime.fromisoformat(entry["starts_at"])
        day, room = self.event.day_of(starts_at), entry["room"]
        acts = tuple(from_dict(Act, act) for act in entry["acts"])
        return Item(
            code=code,
            day_number=day.number if day is not None else 0,
            **self._kind(entry["kind"]),
            room_code=room,
            room=self.rooms.get(room, LocalizedText(fr=room)) if room else None,
            title=LocalizedText(**entry["title"]),
            abstract=LocalizedText(**entry["abstract"]),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=entry["minutes"]),
            languages=tuple(entry["languages"].split()),
            interpretation=tuple(entry["interpretation"].split()),
            roles=_roles(entry["parts"], self.people),
            turns=turns_of(acts, starts_at, self.people),
            documents=tuple(from_dict(Document, document) for document in entry["documents"]),
            capacity=None,
            takes_sign_up=False,
            status=SessionStatus.CANCELLED if entry["is_cancelled"] else SessionStatus.PUBLISHED,
            sequence=0,
            updated_at=release.published_at,
        )

    def _kind(self, code: str) -> dict[str, Any]:
        kind = self.kinds.get(code)
        if kind is None:
            name = LocalizedText(fr=code.replace("_", " "))
            return {"kind_id": 0, "kind_code": code, "kind": name, "icon": code}
        return {
            "kind_id": kind.id,
            "kind_code": code,
            "kind": kind.name,
            "icon": kind.icon,
        }


def _roles(listed: list[dict[str, Any]], people: Mapping[int, Person]) -> tuple[Role, ...]:
    parts = (from_dict(Part, values) for values in listed)
    return tuple(Role(part.role, people[part.speaker]) for part in parts if part.speaker in people)
