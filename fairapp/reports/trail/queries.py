"""What the log holds: filtered, the newest first, page after page from one entry on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select

from fairapp.accounts.models import User
from fairapp.badges.models import Badge
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.registration.queries import search
from fairapp.reports.trail.words import GROUPS, group_of

PAGE = 50
_MOST_PEOPLE = 50
# They belong to no record: whose badge it was is among what they tell.
_OF_SCANS = ("scan_overridden", "scan_undone")


@dataclass(frozen=True)
class Filter:
    """What is looked for; everything when nothing is set. `about`: type and id of one record."""

    group: str = ""
    text: str = ""
    actor: int | None = None
    about: tuple[str, int] | None = None
    since: date | None = None
    until: date | None = None
    address: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether anything is looked for beside a group."""
        return self != Filter(group=self.group)


def page(event: Event | None, wanted: Filter, *, before: int | None = None) -> list[AuditEntry]:
    """One more than a page, so that whoever shows it knows whether more follow."""
    query = _matching(event, wanted)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return list(db.session.scalars(query.limit(PAGE + 1)))


def everything(event: Event | None, wanted: Filter) -> Iterator[AuditEntry]:
    """All entries, read as they are asked for."""
    options = {"yield_per": 1000}
    entries: Iterable[AuditEntry] = db.session.scalars(
        _matching(event, wanted), execution_options=options
    )
    yield from entries


def counts(event: Event | None, wanted: Filter) -> Counter[str]:
    """How many entries each group has."""
    where = _conditions(event, replace(wanted, group=""))
    query = select(AuditEntry.action, func.count()).where(*where).group_by(AuditEntry.action)
    found: Counter[str] = Counter()
    for action, count in db.session.execute(query):
        found[group_of(action)] += count
    return found


def actors(event: Event | None) -> Sequence[tuple[int, str]]:
    """Who has acted, by name."""
    query = (
        select(AuditEntry.actor_id, func.max(AuditEntry.actor_name))
        .where(_of(event), AuditEntry.actor_id.is_not(None))
        .group_by(AuditEntry.actor_id)
    )
    found = [(actor, name) for actor, name in db.session.execute(query) if actor is not None]
    return sorted(found, key=lambda row: (row[1].casefold(), row[0]))


def _matching(event: Event | None, wanted: Filter) -> Select[AuditEntry]:
    return select(AuditEntry).where(*_conditions(event, wanted)).order_by(AuditEntry.id.desc())


def _of(event: Event | None) -> ColumnElement[bool]:
    return AuditEntry.event_id == event.id if event else AuditEntry.event_id.is_(None)


def _conditions(event: Event | None, wanted: Filter) -> Iterator[ColumnElement[bool]]:
    yield _of(event)
    if wanted.group:
        yield AuditEntry.action.in_(_acts_of(event, wanted.group))
    if wanted.text:
        yield _about_or_by(event, wanted.text)
    if wanted.actor is not None:
        yield AuditEntry.actor_id == wanted.actor
    if wanted.about is not None:
        kind, key = wanted.about
        yield AuditEntry.subject_type == kind
        yield AuditEntry.subject_id == key
    if wanted.since is not None:
        yield AuditEntry.at >= _midnight(event, wanted.since)
    if wanted.until is not None:
        yield AuditEntry.at < _midnight(event, wanted.until + timedelta(days=1))
    if wanted.address:
        yield AuditEntry.address.startswith(wanted.address, autoescape=True)


def _acts_of(event: Event | None, group: str) -> list[str]:
    """Of those that there are: an index leads to each of them."""
    there = db.session.scalars(select(AuditEntry.action).where(_of(event)).distinct())
    return [action for action in there if group_of(action) == group and group in GROUPS]


def _about_or_by(event: Event | None, text: str) -> ColumnElement[bool]:
    """Acts on the people, badges and accounts that `text` finds, and acts of whoever is called so.
    By way of their numbers, to each of which an index leads."""
    named = func.lower(AuditEntry.actor_name).contains(text.lower(), autoescape=True)
    by = select(AuditEntry.actor_id).where(_of(event), named).distinct()
    users = select(User.id).where(func.lower(User.name).contains(text.lower(), autoescape=True))
    subject = AuditEntry.subject_type
    found: list[ColumnElement[bool]] = [AuditEntry.actor_id.in_(by)]
    found.append((subject == User.__name__) & AuditEntry.subject_id.in_(users))
    if event is not None:
        people = [row.id for row in search(event, text, limit=_MOST_PEOPLE, contacts=False)]
        badges = select(Badge.id).where(Badge.registration_id.in_(people))
        whose = AuditEntry.details["registration_id"].as_integer()
        found += [
            (subject == Registration.__name__) & AuditEntry.subject_id.in_(people),
            (subject == Badge.__name__) & AuditEntry.subject_id.in_(badges),
            AuditEntry.action.in_(_OF_SCANS) & whose.in_(people),
        ]
    ids = [select(AuditEntry.id).where(_of(event), one) for one in found]
    return or_(*(AuditEntry.id.in_(query) for query in ids))


def _midnight(event: Event | None, day: date) -> datetime:
    if event is None:
        return datetime.combine(day, time.min, UTC)
    return event.utc(day, time.min)
