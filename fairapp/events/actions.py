"""Verbs that change a fair: create one from nothing, change what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.core import audit, clock
from fairapp.core.audit import Actor
from fairapp.core.db import db, refusing
from fairapp.core.errors import DomainError
from fairapp.core.i18n import LANGUAGES, LocalizedText
from fairapp.events import addresses, colours
from fairapp.events.models import Admission, Category, Checkpoint, Event, EventDay
from fairapp.events.signals import event_created, limits_changed
from fairapp.events.usual import CATEGORIES, CHECKPOINTS

LONGEST_FAIR = 31


@dataclass(frozen=True)
class NewEvent:
    """What a fair needs to exist; with an empty `slug` one is proposed from the name."""

    name: LocalizedText
    first_day: date
    last_day: date
    city: str
    place: LocalizedText
    timezone: str
    slug: str = ""
    languages: Sequence[str] = tuple(LANGUAGES)


def create_event(
    new: NewEvent, *, actor: Actor | None, at: datetime, is_draft: bool = False
) -> Event:
    """A fair that people can register for at once, or as soon as a draft is published: days, usual
    categories, entrances, reception.
    """
    event = new_event(new, at=at, is_draft=is_draft)
    event.categories, event.checkpoints = usual_categories(), usual_checkpoints()
    add(event, actor=actor, at=at)
    event_created.send(event, actor=actor, at=at)
    return event


def new_event(new: NewEvent, *, at: datetime, is_draft: bool) -> Event:
    """A fair with its days and nothing else, not yet added."""
    days = days_between(new.first_day, new.last_day)
    slug = new.slug or free_address(new.name.in_language("fr"), new.first_day.year)
    addresses.check(slug)
    event = Event(
        slug=slug,
        name=new.name,
        city=new.city,
        place=new.place,
        timezone=new.timezone,
        languages=list(new.languages),
        registration_opens_at=at,
        created_at=at,
        published_at=None if is_draft else at,
    )
    event.registration_closes_at = end_of(event, new.last_day)
    event.days = [EventDay(number=n, date=day) for n, day in enumerate(days, 1)]
    return event


def add(event: Event, *, actor: Actor | None, at: datetime) -> None:
    """Store a new fair; refusal `slug_taken`."""
    taken = DomainError("slug_taken", _l("Another fair has this address."), field="slug")
    with refusing(taken):
        db.session.add(event)
    details = {"slug": event.slug, "days": [str(day.date) for day in event.days]}
    audit.record("event.created", event, at=at, actor=actor, event_id=event.id, details=details)


def free_address(name: str, year: int) -> str:
    """The address proposed from `name`, with a number when it is taken."""
    base = addresses.propose(name, year)
    stem = base[: addresses.LONGEST - 3].rstrip("-")
    taken = set(db.session.scalars(select(Event.slug).where(Event.slug.startswith(stem))))
    return next(c for c in (base, *(f"{stem}-{n}" for n in range(2, 1000))) if c not in taken)


def change_event(
    event: Event, changes: Mapping[str, Any], *, actor: Actor | None, at: datetime
) -> None:
    """Set those columns that differ; refusals `accent_pale`, `closes_before_opens`."""
    check_readable(str(changes.get("accent", event.accent)), field="accent")
    opens = changes.get("registration_opens_at", event.registration_opens_at)
    closes = changes.get("registration_closes_at", event.registration_closes_at)
    if opens and closes and closes <= opens:
        raise DomainError(
            "closes_before_opens",
            _l("Registration must close after it opens."),
            field="registration_closes_at",
        )
    details = assign(event, changes)
    if details:
        audit.record("event.changed", event, at=at, actor=actor, event_id=event.id, details=details)
    if "capacity" in details:
        limits_changed.send(event, at=at)


def limit_days(
    event: Event, capacities: Mapping[int, int | None], *, actor: Actor | None, at: datetime
) -> None:
    """Set the places of days, by number; None for no limit of its own."""
    before = {day.number: day.capacity for day in event.days}
    changed = {n: places for n, places in capacities.items() if before.get(n, places) != places}
    if not changed:
        return
    for day in event.days:
        day.capacity = changed.get(day.number, day.capacity)
    db.session.flush()
    details = {f"places on day {n}": [before[n], places] for n, places in changed.items()}
    audit.record("event.changed", event, at=at, actor=actor, event_id=event.id, details=details)
    limits_changed.send(event, at=at)


def check_readable(colour: str, *, field: str) -> None:
    """Refuse a colour on which white letters cannot be read (`colour_pale`); name one that can."""
    ratio = colours.contrast(colour, colours.WHITE)
    if ratio < colours.READABLE:
        raise DomainError(
            "colour_pale",
            _l(
                "White letters cannot be read on it (contrast %(ratio)s, needed 4.5). "
                "Nearest that works: %(colour)s.",
                ratio=f"{ratio:.1f}",
                colour=colours.tones(colour).fill,
            ),
            field=field,
        )


def assign(row: Any, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set the columns of `row` that differ; before and after of each, for the audit."""
    details = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            details[name] = [_plain(before), _plain(value)]
            setattr(row, name, value)
    return details


def days_between(first: date, last: date) -> list[date]:
    """The days of a fair; refusals `days_reversed`, `days_far`, `days_many`."""
    if last < first:
        raise DomainError(
            "days_reversed", _l("The last day is before the first one."), field="last_day"
        )
    count = (last - first).days + 1
    if first.year not in clock.YEARS:
        raise DomainError("days_far", _l("Check the year."), field="first_day")
    if count > LONGEST_FAIR:
        raise DomainError(
            "days_many",
            _l("At most %(count)s days. Check the year.", count=LONGEST_FAIR),
            field="last_day",
        )
    return [first + timedelta(days=n) for n in range(count)]


def end_of(event: Event, last_day: date) -> datetime:
    """Midnight after the last day, on the fair's clocks."""
    return event.utc(last_day + timedelta(days=1), time.min)


def usual_categories() -> list[Category]:
    """Those of a fair that is new."""
    return [
        Category(
            code=usual.code,
            name=usual.name,
            colour=usual.colour,
            letter=usual.letter,
            position=position,
            admission=Admission.OPEN if usual.is_counted else Admission.INVITED,
            is_counted=usual.is_counted,
        )
        for position, usual in enumerate(CATEGORIES, 1)
    ]


def usual_checkpoints() -> list[Checkpoint]:
    """Those of a fair that is new."""
    return [
        Checkpoint(code=usual.code, name=usual.name, is_entrance=True, position=position)
        for position, usual in enumerate(CHECKPOINTS, 1)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, LocalizedText):
        return value.as_dict()
    return value.isoformat() if isinstance(value, datetime) else value
