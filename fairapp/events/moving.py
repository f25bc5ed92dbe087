"""Moving a fair to other days or another zone, while nothing stands on its days."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.actions import days_between, end_of
from fairapp.events.models import (
    Category,
    Checkpoint,
    Event,
    EventDay,
    checkpoint_category,
    checkpoint_day,
)


def is_used(event: Event) -> bool:
    """Whether people, sessions or scans stand on the fair's days, categories or checkpoints."""
    # Asked of every table that refers to them, so that no feature above has to be known here.
    return any(
        db.session.scalar(select(exists().where(key.parent.in_(_own_ids(event, target)))))
        for table in db.metadata.sorted_tables
        # What a checkpoint is kept to moves along: nobody and nothing stands on it.
        if table not in (checkpoint_category, checkpoint_day)
        for key in table.foreign_keys
        for target in (EventDay, Category, Checkpoint)
        if key.column.table is target.__table__
    )


def move_event(
    event: Event,
    *,
    first_day: date,
    last_day: date,
    timezone: str,
    actor: Actor | None,
    at: datetime,
) -> None:
    """Other days or another zone; refused (`days_used`) once the fair is used.

    A checkpoint that is kept to some days is kept to those with the same numbers; refused
    (`day_kept`) where it would be left without any. Its hours move along, as the clocks show them.
    """
    days, old_days = days_between(first_day, last_day), [day.date for day in event.days]
    if days == old_days and timezone == event.timezone:
        return
    if is_used(event):
        raise DomainError(
            "days_used",
            _l("People or sessions stand on these days already; they can no longer be moved."),
            field="first_day",
        )
    kept = _days_of_checkpoints(event, len(days))
    details = {"days": [[str(d) for d in old_days], [str(d) for d in days]]}
    details["timezone"] = [[event.timezone], [timezone]]
    _move_hours(event, old_days, days, timezone)
    _move_registration(event, old_days, days, timezone)
    for gate in kept:
        gate.days = []
    db.session.flush()
    event.days.clear()
    db.session.flush()
    event.days.extend(EventDay(number=n, date=day) for n, day in enumerate(days, 1))
    for gate, numbers in kept.items():
        gate.days = [day for day in event.days if day.number in numbers]
    db.session.flush()
    audit.record("event.moved", event, at=at, actor=actor, event_id=event.id, details=details)


def _days_of_checkpoints(event: Event, count: int) -> dict[Checkpoint, set[int]]:
    """To which of the days, by number, checkpoints are kept; those kept to none are open on all."""
    kept = {gate: {day.number for day in gate.days} for gate in event.checkpoints if gate.days}
    for gate, numbers in kept.items():
        if min(numbers) > count:
            # Without its days that door would be open on all of them.
            raise DomainError(
                "day_kept",
                _l(
                    "The checkpoint %(name)s is kept to day %(number)s. Change that first.",
                    name=gate.name,
                    number=min(numbers),
                ),
                field="last_day",
            )
    return kept


def _move_hours(event: Event, old: list[date], new: list[date], timezone: str) -> None:
    """Hours of checkpoints on the days with the same numbers; others keep their distance from the
    fair's first day, or from its last if they are after it.
    """
    zone = ZoneInfo(timezone)

    def moved(day: date) -> date:
        if day in old[: len(new)]:
            return new[old.index(day)]
        end = 0 if not old or day < old[0] else -1
        return day + (new[end] - old[end]) if old else day

    for gate in event.checkpoints:
        for name in ("opens_at", "closes_at"):
            moment = getattr(gate, name)
            if moment is not None:
                shown = event.local(moment)
                there = datetime.combine(moved(shown.date()), shown.time(), tzinfo=zone)
                setattr(gate, name, there.astimezone(UTC))


def _move_registration(event: Event, old: list[date], new: list[date], timezone: str) -> None:
    """Keep what the fair's clocks say; a registration that ended with the fair still does."""
    ended_with_fair = bool(old) and event.registration_closes_at == end_of(event, old[-1])
    zone = ZoneInfo(timezone)
    for name in ("registration_opens_at", "registration_closes_at"):
        moment = getattr(event, name)
        if moment is not None:
            setattr(event, name, event.local(moment).replace(tzinfo=zone))
    event.timezone = timezone
    if ended_with_fair:
        event.registration_closes_at = end_of(event, new[-1])


def _own_ids(event: Event, model: type[EventDay] | type[Category] | type[Checkpoint]) -> Any:
    return select(model.id).where(model.event_id == event.id)
