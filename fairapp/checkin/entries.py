"""Which scans count, as SQL that other reads build on; `checkin.presence` says what is counted.

An *entry* is a scan inwards, accepted (`is_entry`), at an entrance, that no later scan undoes, of a
person whose category counts: the organising team is left out. Its day is the calendar day of the
corrected time `at` on the fair's clocks. A duplicate's scans belong to the registration that it was
merged into, and a scan of a badge that was still blank to whoever the badge was given to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise

from sqlalchemy import (
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
    union_all,
)
from sqlalchemy.orm import aliased

from fairapp.badges.models import Badge
from fairapp.checkin.models import Method, Scan
from fairapp.core.db import db
from fairapp.events.models import Category, Checkpoint, Event
from fairapp.registration.models import Registration

# A registration merged into one that was itself merged, and so on: so far this is followed. Joins
# along the primary key cost little where there is no link; a recursive table took a second.
_MERGE_LINKS = 3


def entry_rows(event: Event, *, until: datetime | None = None) -> Subquery:
    """Entries, to join to: scan_id, person_id (the registration that counts), at, checkpoint_id,
    method.

    With `until`, those up to that moment, as a live page wants them: the demonstration fair holds
    scans that are still to come.
    """
    rows = _inwards(event).where(Checkpoint.is_entrance, Category.is_counted)
    if until is not None:
        rows = rows.where(Scan.at <= until)
    return rows.subquery("entry")


def watched_rows(event: Event, session_code: str) -> Subquery:
    """The same columns for accepted scans at the doors of one session."""
    rows = _inwards(event).where(Checkpoint.watches == session_code, Category.is_counted)
    return rows.subquery("entry")


def door_rows(event: Event, *, until: datetime) -> Subquery:
    """The same for every checkpoint that watches something, which is in the column `watches`."""
    rows = _inwards(event).where(Checkpoint.watches != "", Category.is_counted, Scan.at <= until)
    return rows.add_columns(Checkpoint.watches).subquery("entry")


def presence_rows(entry: Subquery, *conditions: ColumnElement[bool]) -> Subquery:
    """Entries gathered by person: person_id, first_at, last_at, entries; and scanned_at, the first
    that was not typed in from paper, null when all of them were.
    """
    first, last = func.min(entry.c.at).label("first_at"), func.max(entry.c.at).label("last_at")
    scanned = func.min(case((entry.c.method != Method.PAPER.value, entry.c.at)))
    rows = select(
        entry.c.person_id,
        first,
        last,
        func.count().label("entries"),
        scanned.label("scanned_at"),
    )
    return rows.where(*conditions).group_by(entry.c.person_id).subquery("presence")


def passage_rows(
    event: Event, person_ids: Collection[int], start: datetime, end: datetime
) -> Subquery:
    """Accepted scans in, and scans out, of a few persons at entrances, not undone; staff too.

    From `start` to before `end`. Columns: scan_id, person_id, at, checkpoint_id, checkpoint_code,
    direction.
    """
    way = (Scan.direction == "out") | Scan.is_entry
    # Their ids are asked for first, and of the fair nothing but them: asked for its entrances,
    # SQLite goes through all scans made there, and the desk asks this with every letter.
    ids = _scan_ids(event, person_ids, start, end)
    rows = _scans().where(Scan.id.in_(ids), Checkpoint.is_entrance, way)
    return rows.add_columns(Checkpoint.code.label("checkpoint_code"), Scan.direction).subquery("p")


@dataclass(frozen=True, slots=True)
class PersonDay:
    """How often one person entered on one calendar day."""

    person_id: int
    date: date
    entries: int


def person_days(event: Event, *, until: datetime | None = None) -> list[PersonDay]:
    """Every person and day with an entry, in one pass over the scans; by person, then day."""
    entry, days = entry_rows(event, until=until), [day.date for day in event.days]
    index = _day_index(event, days, entry.c.at)
    query = select(entry.c.person_id, index, func.count()).group_by(entry.c.person_id, index)
    found = db.session.execute(query).all()
    rows = [PersonDay(person, days[i], n) for person, i, n in found if i is not None]
    if len(rows) < len(found):
        # Days that are not the fair's are rare; only then their own dates are looked at.
        others = select(entry.c.person_id, entry.c.at).where(index.is_(None))
        seen = Counter((who, event.local(at).date()) for who, at in db.session.execute(others))
        rows += [PersonDay(who, on, n) for (who, on), n in seen.items()]
    return sorted(rows, key=lambda row: (row.person_id, row.date))


def methods(event: Event) -> dict[str, int]:
    """How many entries were made by each method; those with any, in the order of `Method`."""
    entry = entry_rows(event)
    query = select(entry.c.method, func.count()).group_by(entry.c.method)
    found = {method: count for method, count in db.session.execute(query)}
    return {method.value: found[method] for method in Method if method in found}


def persons(registration_ids: Collection[int]) -> dict[int, int]:
    """By registration id, the registration that counts: its own, unless it was merged."""
    counts = {asked: asked for asked in registration_ids}
    for _link in range(_MERGE_LINKS):
        merged = select(Registration.id, Registration.merged_into_id).where(
            Registration.id.in_(set(counts.values())), Registration.merged_into_id.is_not(None)
        )
        into = {id_: target for id_, target in db.session.execute(merged)}
        if not into:
            break
        counts = {asked: into.get(person) or person for asked, person in counts.items()}
    return counts


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


def _day_index(
    event: Event, dates: Sequence[date], column: ColumnElement[datetime]
) -> ColumnElement[int]:
    """Position in `dates` of the day on which `column` falls; null when it is none of them."""
    whens = [(within(column, event, day), literal(i)) for i, day in enumerate(dates)]
    return case(*whens, else_=null()) if whens else cast(null(), Integer)


def _scan_ids(
    event: Event, person_ids: Collection[int], start: datetime, end: datetime
) -> list[int]:
    """The scans of these persons then: of their registrations, duplicates too, or of their
    badges.
    """
    holders = with_duplicates(person_ids)
    badges = select(Badge.id).where(Badge.registration_id.in_(holders))
    scans = select(Scan.id, Scan.event_id, Scan.at)
    own = scans.where(Scan.registration_id.in_(holders))
    blank = scans.where(Scan.registration_id.is_(None), Scan.badge_id.in_(badges))
    # Asked for the day, SQLite would go through all its scans rather than those of twenty people.
    rows = db.session.execute(union_all(own, blank))
    return [id_ for id_, event_id, at in rows if event_id == event.id and start <= at < end]


def with_duplicates(person_ids: Collection[int]) -> set[int]:
    """The ids, and those of all registrations that were merged into them."""
    found, latest = set(person_ids), set(person_ids)
    while latest:
        merged = select(Registration.id).where(Registration.merged_into_id.in_(latest))
        latest = set(db.session.scalars(merged)) - found
        found |= latest
    return found


def _inwards(event: Event) -> Select[int, int, datetime, int, str]:
    rows = _scans().where(Scan.event_id == event.id, Scan.is_entry, Scan.direction == "in")
    return rows.add_columns(Scan.method)


@cache
def _scans() -> Select[int, int, datetime, int]:
    """Scans that nobody undid, each with the person who counts, the category and the checkpoint.

    Written once: the desk asks with every letter typed, and writing it costs more than reading.
    """
    holder = aliased(Registration)
    chain = [holder, *(aliased(Registration) for _link in range(_MERGE_LINKS))]
    person_id = func.coalesce(*(link.id for link in reversed(chain)))
    category_id = func.coalesce(*(link.category_id for link in reversed(chain)))
    rows = (
        select(Scan.id.label("scan_id"), person_id.label("person_id"), Scan.at, Scan.checkpoint_id)
        .join(Checkpoint, Checkpoint.id == Scan.checkpoint_id)
        .outerjoin(Badge, Badge.id == Scan.badge_id)
        .join(holder, holder.id == func.coalesce(Scan.registration_id, Badge.registration_id))
    )
    for before, link in pairwise(chain):
        rows = rows.outerjoin(link, link.id == before.merged_into_id)
    return rows.join(Category, Category.id == category_id).where(_not_undone())


@cache
def _not_undone() -> ColumnElement[bool]:
    undo = aliased(Scan)
    return ~exists().where(undo.undoes_id == Scan.id)
