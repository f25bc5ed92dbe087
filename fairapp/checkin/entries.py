"""Which scans count, as SQL that other reads build on; `checkin.presence` says what is counted.

An *entry* is a scan inwards, accepted (`is_entry`), at an entrance, that no later scan undoes, of a
person whose category counts: the organising team is left out. Its day is the calendar day of the
corrected time `at` on the fair's clocks. A duplicate's scans belong to the registration that it was
merged into, and a scan of a badge that was still blank to whoever the badge was given to.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    Subquery,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.orm import aliased

from fairapp.badges.models import Badge
from fairapp.checkin.models import Scan
from fairapp.core.db import db
from fairapp.events.models import Category, Checkpoint, Event
from fairapp.registration.models import Registration

# A registration merged into one that was itself merged; bounded so that a loop cannot hang a gate.
_MERGE_DEPTH = 8


def entry_rows(event: Event) -> Subquery:
    """Entries, to join to: scan_id, person_id (the registration that counts), at, checkpoint_id."""
    rows = _inwards(event).where(Checkpoint.is_entrance, Category.is_counted)
    return rows.subquery("entry")


def watched_rows(event: Event, session_code: str) -> Subquery:
    """The same columns for accepted scans at the doors of one session."""
    rows = _inwards(event).where(Checkpoint.watches == session_code, Category.is_counted)
    return rows.subquery("entry")


def presence_rows(entry: Subquery, *conditions: ColumnElement[bool]) -> Subquery:
    """Entries gathered by person: person_id, first_at, last_at, entries."""
    first, last = func.min(entry.c.at).label("first_at"), func.max(entry.c.at).label("last_at")
    rows = select(entry.c.person_id, first, last, func.count().label("entries"))
    return rows.where(*conditions).group_by(entry.c.person_id).subquery("presence")


def passage_rows(event: Event, person_ids: Collection[int]) -> Subquery:
    """Accepted scans in, and scans out, of a few persons at entrances, not undone; staff too.

    Columns: scan_id, person_id, at, checkpoint_id, checkpoint_code, direction.
    """
    merged = counted_ids(event)
    duplicates = select(merged.c.id).where(merged.c.person_id.in_(person_ids))
    holders = list(person_ids) + list(db.session.scalars(duplicates))
    badges = select(Badge.id).where(Badge.registration_id.in_(holders))
    # Both sides begin with an indexed column: the desk asks this at each card it shows.
    of_them = Scan.registration_id.in_(holders) | (
        Scan.registration_id.is_(None) & Scan.badge_id.in_(badges)
    )
    way = (Scan.direction == "out") | Scan.is_entry
    rows = _scans(event).where(Checkpoint.is_entrance, of_them, way)
    return rows.add_columns(Checkpoint.code.label("checkpoint_code"), Scan.direction).subquery("p")


def unidentified(event: Event) -> int:
    """Accepted scans at entrances of a badge that is nobody's: told apart, in no other figure."""
    query = (
        select(func.count())
        .select_from(Scan)
        .join(Checkpoint, Checkpoint.id == Scan.checkpoint_id)
        .outerjoin(Badge, Badge.id == Scan.badge_id)
        .where(
            Scan.event_id == event.id,
            Checkpoint.is_entrance,
            Scan.is_entry,
            Scan.direction == "in",
            func.coalesce(Scan.registration_id, Badge.registration_id).is_(None),
            _not_undone(),
        )
    )
    return db.session.scalar(query) or 0


def bounds(event: Event, day: date) -> tuple[datetime, datetime]:
    """First moment of `day` on the fair's clocks and of the day after, in UTC."""
    return event.utc(day, time.min), event.utc(day + timedelta(days=1), time.min)


def within(column: ColumnElement[datetime], event: Event, day: date) -> ColumnElement[bool]:
    """Whether the moment in `column` falls on `day` on the fair's clocks."""
    start, end = bounds(event, day)
    return and_(column >= start, column < end)


def day_index(
    event: Event, dates: Sequence[date], column: ColumnElement[datetime]
) -> ColumnElement[int]:
    """Position in `dates` of the day on which `column` falls; null when it is none of them."""
    whens = [(within(column, event, day), literal(i)) for i, day in enumerate(dates)]
    return case(*whens, else_=null()) if whens else cast(null(), Integer)


def dates(event: Event, entry: Subquery) -> list[date]:
    """The fair's days, and every other calendar day that has an entry, in order."""
    days = [day.date for day in event.days]
    stray = select(entry.c.at).where(day_index(event, days, entry.c.at).is_(None))
    return sorted({*days, *(event.local(at).date() for at in db.session.scalars(stray))})


def counted_ids(event: Event) -> CTE:
    """Merged registrations: `id`, and `person_id`, the registration that counts in its place."""
    step = (
        select(
            Registration.id.label("id"),
            Registration.merged_into_id.label("into_id"),
            literal(1).label("depth"),
        )
        .where(Registration.event_id == event.id, Registration.merged_into_id.is_not(None))
        .cte("merge_step", recursive=True)
    )
    onward = aliased(Registration)
    step = step.union_all(
        select(step.c.id, onward.merged_into_id, step.c.depth + 1)
        .join(onward, onward.id == step.c.into_id)
        .where(onward.merged_into_id.is_not(None), step.c.depth < _MERGE_DEPTH)
    )
    end = aliased(Registration)
    last = select(step.c.id, step.c.into_id.label("person_id")).join(end, end.id == step.c.into_id)
    return last.where(end.merged_into_id.is_(None)).cte("merged")


def _inwards(event: Event) -> Select[int, int, datetime, int]:
    return _scans(event).where(Scan.is_entry, Scan.direction == "in")


def _scans(event: Event) -> Select[int, int, datetime, int]:
    """Scans that nobody undid, each with the person who counts, the category and the checkpoint."""
    merged, person = counted_ids(event), aliased(Registration)
    holder = func.coalesce(Scan.registration_id, Badge.registration_id)
    return (
        select(Scan.id.label("scan_id"), person.id.label("person_id"), Scan.at, Scan.checkpoint_id)
        .join(Checkpoint, Checkpoint.id == Scan.checkpoint_id)
        .outerjoin(Badge, Badge.id == Scan.badge_id)
        .outerjoin(merged, merged.c.id == holder)
        .join(person, person.id == func.coalesce(merged.c.person_id, holder))
        .join(Category, Category.id == person.category_id)
        .where(Scan.event_id == event.id, _not_undone())
    )


def _not_undone() -> ColumnElement[bool]:
    undo = aliased(Scan)
    return ~exists().where(undo.undoes_id == Scan.id)
