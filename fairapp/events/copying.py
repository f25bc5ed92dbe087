"""A fair made from an earlier one: what was set up comes along, never people, scans or messages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from fairapp.core import audit, storage
from fairapp.core.audit import Actor
from fairapp.core.db import Model, db
from fairapp.core.i18n import LocalizedText
from fairapp.core.storage import StoredFile
from fairapp.events import actions, partners
from fairapp.events.models import Checkpoint, Event, Stand
from fairapp.events.signals import fair_copied


class Part(StrEnum):
    """What may come along; those above this feature are copied by whoever they belong to."""

    TEXTS = "texts"
    CATEGORIES = "categories"
    ROOMS = "rooms"
    CHECKPOINTS = "checkpoints"
    PROGRAMME = "programme"
    BADGES = "badges"
    QUESTIONS = "questions"
    ATTESTATIONS = "attestations"
    PAYMENTS = "payments"
    TEAM = "team"


# Steps of the guide that need no second look.
_SETTLED = (Part.CATEGORIES, Part.ROOMS, Part.CHECKPOINTS)
_TEXTS = (
    *("tagline", "description", "practical", "privacy_notice", "place", "organiser", "partners"),
    *("contact", "project_code", "accent", "capacity", "offer_hours", "reminder_days"),
)
_CATEGORY = (
    *("code", "name", "colour", "letter", "position", "admission", "capacity", "is_counted"),
)
_ROOM = ("code", "name", "capacity", "position")
_CHECKPOINT = (
    *("code", "name", "scope", "is_entrance", "watches", "position", "direction", "capacity"),
    "signed_up_only",
)
_PARTNER = ("name", "url", "is_organiser", "position", "width", "height")
_Row = TypeVar("_Row", bound=Model)


def copy_event(
    source: Event,
    *,
    name: LocalizedText,
    first_day: date,
    slug: str,
    parts: Collection[Part],
    actor: Actor,
    at: datetime,
) -> Event:
    """A draft of as many days as `source`; refusals as `actions.create_event`."""
    new = actions.NewEvent(
        name=name,
        first_day=first_day,
        last_day=first_day + (source.days[-1].date - source.days[0].date),
        city=source.city,
        place=LocalizedText(),
        timezone=source.timezone,
        slug=slug,
        languages=source.languages,
    )
    event = actions.new_event(new, at=at, is_draft=True)
    event.settled = ["name", "dates", *(step for step in _SETTLED if step in parts)]
    if Part.TEXTS in parts:
        _copy_texts(source, event)
    has_categories = Part.CATEGORIES in parts
    event.categories = (
        [like(row, _CATEGORY) for row in source.categories]
        if has_categories
        else actions.usual_categories()
    )
    if Part.ROOMS in parts:
        event.rooms = [like(row, _ROOM) for row in source.rooms]
        event.stands = [Stand(number=row.number, name=row.name) for row in source.stands]
    if Part.CHECKPOINTS not in parts:
        event.checkpoints = actions.usual_checkpoints()
    actions.add(event, actor=actor, at=at)
    if Part.CHECKPOINTS in parts:
        event.checkpoints = _checkpoints(source, event, parts)
    if Part.TEXTS in parts:
        _copy_partners(source, event)
    db.session.flush()
    told = {"from": source.slug, "parts": sorted(parts)}
    audit.record("event.copied", event, at=at, actor=actor, event_id=event.id, details=told)
    fair_copied.send(event, source=source, parts=frozenset(parts), actor=actor, at=at)
    return event


def like(row: _Row, columns: Collection[str], **others: Any) -> _Row:
    """Another row with the same values in `columns`."""
    return type(row)(**{name: getattr(row, name) for name in columns}, **others)


def same_file(file: StoredFile, event: Event) -> StoredFile:
    """The same bytes as a file of `event`: each fair's files go with it."""
    with file.open() as opened:
        content = opened.read()
    return storage.store(content, name=file.name, mimetype=file.mimetype, event_id=event.id)


def moved(moment: datetime, source: Event, event: Event) -> datetime:
    """The same hour on the fair's clocks, as far from the first day as it was."""
    shown = source.local(moment)
    days = event.days[0].date - source.days[0].date
    return datetime.combine(shown.date() + days, shown.time(), event.zone).astimezone(UTC)


def _copy_texts(source: Event, event: Event) -> None:
    for name in _TEXTS:
        setattr(event, name, getattr(source, name))
    for day, earlier in zip(event.days, source.days, strict=True):
        day.capacity = earlier.capacity
    if source.registration_opens_at is not None:
        event.registration_opens_at = moved(source.registration_opens_at, source, event)
    if source.registration_closes_at is not None:
        event.registration_closes_at = moved(source.registration_closes_at, source, event)


def _checkpoints(source: Event, event: Event, parts: Collection[Part]) -> list[Checkpoint]:
    """Those whose doors are kept as they were: without its categories, or the session that it
    watches, one would let everybody in.
    """
    categories = {category.code: category for category in event.categories}
    found = []
    for gate in source.checkpoints:
        kept_to = [categories[c.code] for c in gate.categories if c.code in categories]
        is_open = gate.categories and not kept_to
        is_astray = gate.watches and not gate.is_entrance and Part.PROGRAMME not in parts
        if is_open or is_astray:
            continue
        other = like(gate, _CHECKPOINT, event_id=event.id)
        other.categories = kept_to
        numbers = {day.number for day in gate.days}
        other.days = [day for day in event.days if day.number in numbers]
        for name in ("opens_at", "closes_at"):
            moment = getattr(gate, name)
            setattr(other, name, None if moment is None else moved(moment, source, event))
        found.append(other)
    return found


def _copy_partners(source: Event, event: Event) -> None:
    for row in partners.partners_of(source):
        logo = None if row.logo is None else same_file(row.logo, event)
        db.session.add(like(row, _PARTNER, event_id=event.id, logo=logo))
