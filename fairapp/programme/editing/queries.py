"""Reads of the working copy."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.programme import signals
from fairapp.programme.editing.models import Draft, EditorSettings
from fairapp.programme.editing.rules import Hours, Slot, Warning, warnings


def drafts(event: Event) -> list[Draft]:
    """All drafts of the fair: the placed ones by the clock, then the parking list by code."""
    found = db.session.scalars(_drafts(event).order_by(Draft.starts_at, Draft.code, Draft.id))
    # Engines differ in where they put what has no beginning.
    return sorted(found, key=lambda draft: draft.starts_at is None)


def find(event: Event, code: str) -> Draft | None:
    """The draft with this code."""
    return db.session.scalar(_drafts(event).where(Draft.code == code))


def versions_of(event: Event) -> list[tuple[str, int]]:
    """Code and version of every draft; little to read, and different as soon as one is."""
    query = select(Draft.code, Draft.version).where(Draft.event_id == event.id).order_by(Draft.id)
    return [(code, version) for code, version in db.session.execute(query)]


def hours_of(event: Event) -> Hours:
    """What the editor of this fair warns of."""
    row = db.session.get(EditorSettings, event.id)
    if row is None:
        return Hours()
    return Hours(row.opens_at, row.closes_at, row.stage_change, row.keeps_friday_prayer)


def warnings_of(event: Event, plans: Iterable[Draft]) -> list[Warning]:
    """What to warn of in these drafts, as if they were the whole programme."""
    seated = seated_by_code(event)
    slots = (_slot(event, draft, seated.get(draft.code, 0)) for draft in plans)
    return warnings([slot for slot in slots if slot is not None], hours_of(event))


def seated_by_code(event: Event) -> dict[str, int]:
    """How many people have a seat, by session."""
    found: dict[str, int] = {}
    for _receiver, seats in signals.seats.send(event):
        found.update(seats)
    return found


def _drafts(event: Event) -> Select[Draft]:
    return (
        select(Draft)
        .where(Draft.event_id == event.id)
        .options(joinedload(Draft.kind), joinedload(Draft.room), joinedload(Draft.day))
    )


def _slot(event: Event, draft: Draft, seated: int) -> Slot | None:
    """None for what takes no place: it is parked, or cancelled."""
    if draft.starts_at is None or draft.ends_at is None or draft.is_cancelled:
        return None
    people = {part.speaker for part in draft.parts}
    people |= {act.speaker for act in draft.acts if act.speaker is not None}
    return Slot(
        code=draft.code,
        starts_at=event.local(draft.starts_at),
        ends_at=event.local(draft.ends_at),
        room=draft.room.code if draft.room is not None else "",
        icon=draft.kind.icon,
        people=frozenset(people),
        capacity=draft.capacity,
        room_capacity=draft.room.capacity if draft.room is not None else None,
        seated=seated,
        act_minutes=sum(act.minutes for act in draft.acts),
    )
