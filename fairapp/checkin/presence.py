"""Who was there, when: the figures of presence, each defined once, all of them read from scans.

From the entries of `checkin.entries` (accepted scans inwards at an entrance, not undone; staff left
out, duplicates resolved):

    unique participants   distinct persons with at least one entry
    person-days           distinct (person, day on the fair's clocks)
    entries               all of them: a second one on a day counts here and nowhere else

Nothing is dropped: an entry on a day that is not of the fair (a rehearsal, a wrong clock) counts on
its date; accepted scans of badges that are nobody's are told apart by `entries.unidentified`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Subquery, distinct, func, select

from fairapp.checkin import entries as rows
from fairapp.core.db import db
from fairapp.events.models import Event

# On the fair's clocks: entries before are of the morning, the others of the afternoon.
AFTERNOON_FROM = time(13, 0)


@dataclass(frozen=True, slots=True)
class Presence:
    """One person on one day or at one session; times in UTC."""

    registration_id: int
    first_at: datetime
    last_at: datetime
    entries: int


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One calendar day: how many persons came, and how often they came in."""

    date: date
    persons: int
    entries: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The three numbers of a fair, and its days in order (those without anybody too)."""

    unique: int
    days: tuple[DayFigures, ...]

    @property
    def person_days(self) -> int:
        """Distinct (person, day)."""
        return sum(day.persons for day in self.days)

    @property
    def entries(self) -> int:
        """All entries, second ones included."""
        return sum(day.entries for day in self.days)


@dataclass(frozen=True, slots=True)
class HalfDays:
    """Whether a person came in during the morning, and during the afternoon, of one day."""

    morning: bool
    afternoon: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """One scan of a person at an entrance that counts; `direction` is in or out, `at` in UTC."""

    scan_id: int
    at: datetime
    direction: str
    checkpoint_id: int
    checkpoint_code: str


@dataclass(frozen=True, slots=True)
class State:
    """One person on one day: passages at entrances, earliest first."""

    passages: tuple[Passage, ...] = ()

    @property
    def first(self) -> Passage | None:
        """The entry that made the person present; None when there is none."""
        return next((p for p in self.passages if p.direction == "in"), None)

    @property
    def last_entry(self) -> Passage | None:
        """The latest entry, which is the one that an undo names."""
        return next((p for p in reversed(self.passages) if p.direction == "in"), None)

    @property
    def is_inside(self) -> bool:
        """Came in, and was not seen leaving since."""
        return bool(self.passages) and self.passages[-1].direction == "in"


def figures(event: Event, *, until: datetime | None = None) -> Figures:
    """Unique participants, person-days and entries, in all and by day; up to `until` if given."""
    return figures_of(event, rows.person_days(event, until=until))


def figures_of(event: Event, person_days: Iterable[rows.PersonDay]) -> Figures:
    """The figures of rows that were read before."""
    persons, people, times = set(), Counter[date](), Counter[date]()
    for row in person_days:
        persons.add(row.person_id)
        people[row.date] += 1
        times[row.date] += row.entries
    dates = sorted({*(day.date for day in event.days), *people})
    return Figures(len(persons), tuple(DayFigures(on, people[on], times[on]) for on in dates))


def unique_participants(event: Event) -> int:
    """Distinct persons with at least one entry."""
    entry = rows.entry_rows(event)
    return db.session.scalar(select(func.count(distinct(entry.c.person_id)))) or 0


def person_days(event: Event) -> int:
    """Distinct (person, day)."""
    return figures(event).person_days


def entries(event: Event) -> int:
    """All entries, second ones included."""
    return db.session.scalar(select(func.count()).select_from(rows.entry_rows(event))) or 0


def count_today(event: Event, day: date, *, until: datetime | None = None) -> int:
    """Distinct persons with an entry on `day`, a date on the fair's clocks; up to `until`."""
    entry = rows.entry_rows(event, until=until)
    here = rows.within(entry.c.at, event, day)
    return db.session.scalar(select(func.count(distinct(entry.c.person_id))).where(here)) or 0


def present(event: Event, day: date) -> list[Presence]:
    """Everybody present on `day`, by first entry; the id breaks ties."""
    entry = rows.entry_rows(event)
    return _presences(rows.presence_rows(entry, rows.within(entry.c.at, event, day)))


def session_presence(event: Event, session_code: str) -> list[Presence]:
    """Everybody let in at a checkpoint that watches the session, by first scan there."""
    return _presences(rows.presence_rows(rows.watched_rows(event, session_code)))


def session_counts(event: Event, *, until: datetime) -> dict[str, int]:
    """By code of a session, how many people were let in at its doors; those with anybody."""
    entry = rows.door_rows(event, until=until)
    query = select(entry.c.watches, func.count(distinct(entry.c.person_id)))
    return {code: count for code, count in db.session.execute(query.group_by(entry.c.watches))}


def half_days(event: Event, day: date) -> dict[int, HalfDays]:
    """By registration id, the halves of `day` in which the person came in.

    Only entries speak: who came in at nine and stayed has the morning alone, which is why the list
    has two columns to sign.
    """
    noon = event.utc(day, AFTERNOON_FROM)
    return {
        one.registration_id: HalfDays(one.first_at < noon, one.last_at >= noon)
        for one in present(event, day)
    }


def state(event: Event, day: date, registration_id: int, *, until: datetime | None = None) -> State:
    """What happened to one person on `day`, up to `until`, for the desk; staff too."""
    return states(event, day, [registration_id], until=until)[registration_id]


def states(
    event: Event,
    day: date,
    registration_ids: Collection[int],
    *,
    until: datetime | None = None,
) -> dict[int, State]:
    """`state` of several people in a few queries, by the ids that were asked for.

    A duplicate that was merged has the state of the registration that counts.
    """
    persons = rows.persons(registration_ids)
    start, end = rows.bounds(event, day)
    if until is not None:
        end = min(end, until + timedelta.resolution)
    passage = rows.passage_rows(event, set(persons.values()), start, end)
    query = select(passage).order_by(passage.c.at, passage.c.scan_id)
    seen: dict[int, list[Passage]] = {person: [] for person in persons.values()}
    for row in db.session.execute(query):
        if row.person_id in seen:
            seen[row.person_id].append(
                Passage(row.scan_id, row.at, row.direction, row.checkpoint_id, row.checkpoint_code)
            )
    return {asked: State(tuple(seen[person])) for asked, person in persons.items()}


def _presences(presence: Subquery) -> list[Presence]:
    rows = presence.c
    query = select(rows.person_id, rows.first_at, rows.last_at, rows.entries)
    query = query.order_by(rows.first_at, rows.person_id)
    return [Presence(*row) for row in db.session.execute(query)]
