"""Verbs of the guide: a fair begins with its name, and each step puts one part of it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events import actions, addresses, categories, checkpoints, moving, rooms
from fairapp.events.categories import CategoryDetails
from fairapp.events.models import Event

ZONE = "Africa/Conakry"
# A fair is prepared for about two months, begins on a Wednesday and lasts three days.
_AHEAD, _WEDNESDAY, _LENGTH = timedelta(weeks=8), 2, 3


@dataclass(frozen=True)
class CategoryLine:
    """A category as the guide has it; `code` is empty for one that is new."""

    code: str
    is_kept: bool
    details: CategoryDetails


@dataclass(frozen=True)
class Line:
    """A room or a checkpoint; without a name it is to go, or was never meant."""

    code: str
    name: LocalizedText
    capacity: int | None = None


def proposed_day(today: date) -> date:
    """When a fair may begin that is thought of today."""
    day = today + _AHEAD
    return day + timedelta(days=(_WEDNESDAY - day.weekday()) % 7)


def begin(
    *, name: LocalizedText, languages: Sequence[str], slug: str, actor: Actor, at: datetime
) -> Event:
    """A draft with everything that can be proposed; refusals as `actions.create_event`."""
    first = proposed_day(at.date())
    new = actions.NewEvent(
        name=name,
        first_day=first,
        last_day=first + timedelta(days=_LENGTH - 1),
        city="",
        place=LocalizedText(),
        timezone=ZONE,
        slug=slug,
        languages=languages,
    )
    event = actions.create_event(new, actor=actor, at=at, is_draft=True)
    mark(event, "name")
    return event


def mark(event: Event, step: str) -> None:
    """The team has answered this step: what it holds is no longer a mere proposal."""
    if step not in event.settled:
        event.settled = [*event.settled, step]


def set_dates(
    event: Event,
    *,
    first_day: date,
    last_day: date,
    timezone: str,
    actor: Actor,
    at: datetime,
) -> None:
    """The days; an address that was proposed with the year of others takes theirs."""
    year = event.days[0].date.year
    moving.move_event(
        event, first_day=first_day, last_day=last_day, timezone=timezone, actor=actor, at=at
    )
    name = event.name.in_language("fr")
    is_proposal = event.published_at is None and "dates" not in event.settled
    if is_proposal and first_day.year != year and event.slug == addresses.propose(name, year):
        slug = actions.free_address(name, first_day.year)
        actions.change_event(event, {"slug": slug}, actor=actor, at=at)


def set_categories(
    event: Event, lines: Sequence[CategoryLine], *, actor: Actor, at: datetime
) -> None:
    """Exactly these. Refusals of `events.categories`, as when people are in one that goes."""
    known = {category.code: category for category in event.categories}
    for line in lines:
        if line.code in known and not line.is_kept:
            categories.remove_category(known.pop(line.code), actor=actor, at=at)
    _free_letters(event, {line.code: line.details.letter for line in lines if line.is_kept})
    for line in lines:
        if line.code in known:
            categories.change_category(known[line.code], line.details, actor=actor, at=at)
        elif line.is_kept:
            code = line.code or None
            categories.add_category(event, line.details, actor=actor, at=at, code=code)


def set_rooms(event: Event, lines: Sequence[Line], *, actor: Actor, at: datetime) -> None:
    """Exactly these; refusal `room_used`."""
    known = {room.code: room for room in event.rooms}
    for line in lines:
        room, name, capacity = known.get(line.code), line.name, line.capacity
        if room is None and name:
            rooms.add_room(event, name=name, capacity=capacity, actor=actor, at=at)
        elif room is not None and name:
            rooms.change_room(room, name=name, capacity=capacity, actor=actor, at=at)
        elif room is not None:
            rooms.remove_room(room, actor=actor, at=at)


def set_checkpoints(event: Event, lines: Sequence[Line], *, actor: Actor, at: datetime) -> None:
    """Exactly these, new ones as entrances; refusal `checkpoint_used`."""
    known = {gate.code: gate for gate in event.checkpoints}
    for line in lines:
        gate = known.get(line.code)
        if gate is None and line.name:
            checkpoints.add_entrance(event, name=line.name, actor=actor, at=at)
        elif gate is not None and line.name:
            checkpoints.rename(gate, line.name, actor=actor, at=at)
        elif gate is not None:
            checkpoints.remove(gate, actor=actor, at=at)


def _free_letters(event: Event, letters: dict[str, str]) -> None:
    """Let two categories exchange their letters, each of which is unique at every moment."""
    changing = [c for c in event.categories if letters.get(c.code, c.letter) != c.letter]
    taken = {category.letter for category in event.categories} | set(letters.values())
    free = (f"{n:02}" for n in range(100) if f"{n:02}" not in taken)
    for category in changing:
        category.letter = next(free)
    db.session.flush()
