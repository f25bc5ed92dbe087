"""Reads of registrations that the desk, badges, scans and reports share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Category, Event, EventDay
from fairapp.registration import ranking, reference
from fairapp.registration.models import Delegation, Registration, Status, registration_day
from fairapp.registration.phones import tail
from fairapp.registration.rules import Quota, Terms
from fairapp.registration.search import tokens

# Whoever has one of these takes a place: expected, looked at by the team, or offered one.
HOLDING = (Status.CONFIRMED, Status.PENDING, Status.OFFERED)
_PASS_KEY = re.compile(r"[\w-]{8,32}", re.ASCII)

# Read with every form and every registration: built once, and where they count on tables, not
# models, as building them anew costs more than the database does.
_BY_PASS_KEY = select(Registration).where(Registration.pass_key == bindparam("pass_key"))
_BY_REFERENCE = select(Registration).where(
    Registration.event_id == bindparam("event"), Registration.reference == bindparam("reference")
)
_BY_SUBMISSION = select(Registration).where(
    Registration.submission_key == bindparam("submission_key")
)
_holder, _category, _day = Registration.__table__.c, Category.__table__.c, EventDay.__table__.c
_event_id: BindParameter[Any] = bindparam("event")
_CATEGORIES = (
    select(_category.id, _category.capacity, _category.is_counted)
    .where(_category.event_id == _event_id)
    .order_by(_category.position, _category.id)
)
_DAYS = (
    select(_day.number, _day.date, _day.capacity)
    .where(_day.event_id == _event_id)
    .order_by(_day.number)
)
_HELD = (
    select(_holder.category_id, func.count())
    .where(_holder.event_id == _event_id, _holder.status.in_(HOLDING))
    .group_by(_holder.category_id)
)
_HELD_BY_DAY = (
    select(_day.number, func.count())
    .select_from(registration_day)
    .join(EventDay.__table__, _day.id == registration_day.c.event_day_id)
    .join(Registration.__table__, _holder.id == registration_day.c.registration_id)
    .join(Category.__table__, _category.id == _holder.category_id)
    .where(_holder.event_id == _event_id, _holder.status.in_(HOLDING), _category.is_counted)
    .group_by(_day.number)
)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One registration as lists show it: the name, and what tells homonyms apart.

    `phone_tail` is the last three digits; whole numbers are for those who may see contacts.
    """

    id: int
    reference: str
    status: str
    source: str
    honorific: str
    given_names: str
    family_name: str
    name_other_script: str
    precision: str
    sex: str | None
    birth_year: int | None
    birth_approximate: bool
    phone_tail: str
    organisation: str
    position: str
    region: str
    locality: str
    protocol_rank: int | None
    replaces_id: int | None
    merged_into_id: int | None
    category_id: int
    category_code: str
    category_name: LocalizedText
    category_letter: str
    delegation_id: int | None
    delegation: str
    delegation_code: str

    @property
    def full_name(self) -> str:
        """Given names, then family name, as they were given."""
        return f"{self.given_names} {self.family_name}".strip()

    @property
    def list_name(self) -> str:
        """Family name first, as on lists: `DIALLO Fatoumata Binta`."""
        return f"{self.family_name.upper()} {self.given_names}".strip()

    @property
    def reference_shown(self) -> str:
        """`K7M-4QX`."""
        return reference.display(self.reference)


def find_by_pass_key(pass_key: str) -> Registration | None:
    """The registration whose pass has this address."""
    # No database is asked about what no key looks like; PostgreSQL chokes on some of it.
    if not _PASS_KEY.fullmatch(pass_key):
        return None
    return db.session.scalar(_BY_PASS_KEY, {"pass_key": pass_key})


def find_by_reference(event: Event, text: str) -> Registration | None:
    """The registration with this reference, however it was typed; None for a wrong one."""
    if not reference.is_valid(text):
        return None
    wanted = {"event": event.id, "reference": reference.normalise(text)}
    return db.session.scalar(_BY_REFERENCE, wanted)


def find_by_submission(key: str) -> Registration | None:
    """The registration made with the form of this key."""
    return db.session.scalar(_BY_SUBMISSION, {"submission_key": key})


def terms(event: Event) -> Terms:
    """On what terms the fair takes registrations, counted now."""
    days, closes_at = _days(event), event.registration_ends_at
    if closes_at is None and days:
        closes_at = event.utc(days[-1].date + timedelta(days=1), time.min)
    return Terms(
        event.registration_opens_at,
        closes_at,
        _quotas(event, days),
        is_public=event.published_at is not None,
    )


def quotas(event: Event) -> tuple[Quota, ...]:
    """The fair's limits, each with what is taken of it; what has no limit is not counted."""
    return _quotas(event, _days(event))


def places_held(event: Event) -> dict[int, int]:
    """By category id, how many people hold a place (`HOLDING`)."""
    return {category: count for category, count in _of(event, _HELD)}


def places_held_by_day(event: Event) -> dict[int, int]:
    """By day number, how many participants hold a place on it (`HOLDING`)."""
    return {number: count for number, count in _of(event, _HELD_BY_DAY)}


def _quotas(event: Event, days: Sequence[Any]) -> tuple[Quota, ...]:
    categories = _of(event, _CATEGORIES)
    found: list[Quota] = []
    # Counting 40,000 people for a fair that has room for all would double the price of the form.
    if event.capacity is not None or any(c.capacity is not None for c in categories):
        held = places_held(event)
        if event.capacity is not None:
            taken = sum(held.get(c.id, 0) for c in categories if c.is_counted)
            found.append(Quota("event", 0, event.capacity, taken))
        found += [
            Quota("category", c.id, c.capacity, held.get(c.id, 0))
            for c in categories
            if c.capacity is not None
        ]
    if any(day.capacity is not None for day in days):
        on_day = places_held_by_day(event)
        found += [
            Quota("day", day.number, day.capacity, on_day.get(day.number, 0))
            for day in days
            if day.capacity is not None
        ]
    return tuple(found)


def _days(event: Event) -> Sequence[Any]:
    # Limits are read anew, since somebody may have changed them while we stood in the queue.
    return _of(event, _DAYS)


def _of(event: Event, statement: Select[*tuple[Any, ...]]) -> Sequence[Any]:
    return db.session.execute(statement, {"event": event.id}).all()


def count_by_status(event: Event) -> dict[str, int]:
    """How many registrations stand how."""
    counted = (
        select(Registration.status, func.count())
        .where(Registration.event_id == event.id)
        .group_by(Registration.status)
    )
    return {status: count for status, count in db.session.execute(counted)}


def registered_since(event: Event, at: datetime) -> int:
    """How many registrations have been made since; a duplicate is not one more."""
    counted = select(func.count()).where(
        Registration.event_id == event.id,
        Registration.created_at >= at,
        Registration.status != Status.MERGED,
    )
    return db.session.scalar(counted) or 0


def search(event: Event, text: str, *, limit: int = 25, contacts: bool = True) -> list[PersonRow]:
    """Who matches every word of `text`, the likeliest first; nobody for an empty text.

    Without `contacts` no number is looked for in phones: whoever may not see them could otherwise
    find them out digit by digit.

    An exact reference comes first, then whole words of the name, then their beginnings, then the
    rest. A duplicate is shown as the registration that it was merged into.
    """
    wanted = tokens(text)
    if not wanted:
        return []
    # A merged registration stands for the one that counts: whoever knows either is found once.
    who = func.coalesce(Registration.merged_into_id, Registration.id)
    nearest = (
        select(who)
        .where(Registration.event_id == event.id, ranking.matching(wanted, text, contacts=contacts))
        .order_by(
            ranking.distance(wanted, text, contacts=contacts),
            ranking.by_name(),
            Registration.id,
        )
    )
    return people(_distinct(nearest, limit))


def _distinct(query: Select[int], limit: int) -> list[int]:
    """The first `limit` different ids of `query`, in its order.

    Some more are read, as there are few duplicates; to have all 40,000 whom one letter finds
    grouped costs three times as much as to keep the first of them.
    """
    size = limit
    while True:
        size *= 2
        ids = db.session.scalars(query.limit(size)).all()
        found = list(dict.fromkeys(ids))
        if len(found) >= limit or len(ids) < size:
            return found[:limit]


def people(ids: Iterable[int]) -> list[PersonRow]:
    """Rows for these registrations, in the order given, in one query; unknown ids are left out."""
    order = list(ids)
    if not order:
        return []
    rows = db.session.execute(_person_rows().where(Registration.id.in_(order)))
    by_id = {row.id: row for row in map(_person, rows)}
    return [by_id[key] for key in order if key in by_id]


def _person_rows() -> Select[*tuple[Any, ...]]:
    r = Registration
    columns = select(
        *(r.id, r.reference, r.status, r.source, r.honorific, r.given_names, r.family_name),
        *(r.name_other_script, r.precision, r.sex, r.birth_year, r.birth_approximate, r.phone),
        *(r.organisation, r.position, r.region, r.locality, r.protocol_rank, r.replaces_id),
        *(r.merged_into_id, r.category_id, r.delegation_id),
        Category.code.label("category_code"),
        Category.name.label("category_name"),
        Category.letter.label("category_letter"),
        func.coalesce(Delegation.name, "").label("delegation"),
        func.coalesce(Delegation.code, "").label("delegation_code"),
    )
    joined = columns.join(Category, Category.id == r.category_id)
    return joined.outerjoin(Delegation, Delegation.id == r.delegation_id)


def _person(row: Any) -> PersonRow:
    values = dict(row._mapping)
    return PersonRow(phone_tail=tail(values.pop("phone")), **values)
