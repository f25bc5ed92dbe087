"""What the board shows: registrations before the fair, presence during it, the figures after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Row, case, func, or_, select

from fairapp.accounts.models import Membership, Role
from fairapp.badges.models import Badge
from fairapp.checkin import entries
from fairapp.core.db import db
from fairapp.events.models import Category, Event, EventDay
from fairapp.programme.models import Session
from fairapp.registration.models import Registration, Sex, Source, Status
from fairapp.reports.ages import is_youth
from fairapp.reports.board_curve import Curve, curve

_LIVE = (Status.CONFIRMED, Status.PENDING, Status.WAITING)
_UNKNOWN = _l("Not given")
SOURCES = {
    Source.ONLINE: _l("Online"),
    Source.DELEGATION: _l("Delegations"),
    Source.PROTOCOL: _l("Protocol"),
    Source.STAFF: _l("By phone or on paper"),
    Source.WALK_IN: _l("On site"),
    Source.SUBSTITUTE: _l("Substitutes"),
}
SEXES = {Sex.FEMALE: _l("Women"), Sex.MALE: _l("Men"), None: _UNKNOWN}


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a breakdown; `share` is in percent of all, `width` of the longest bar."""

    label: Any
    count: int
    share: float
    width: float


@dataclass(frozen=True, slots=True)
class Missing:
    """What is still to do, in numbers."""

    pending: int
    without_phone: int
    without_sex: int
    without_region: int
    unprinted: int
    has_programme: bool
    has_gate_team: bool
    has_privacy_notice: bool


@dataclass(frozen=True, slots=True)
class Before:
    """Registrations that stand, the organising team left out."""

    confirmed: int
    pending: int
    waiting: int
    by_category: list[Bar]
    by_source: list[Bar]
    missing: Missing

    @property
    def total(self) -> int:
        """All of them."""
        return self.confirmed + self.pending + self.waiting


@dataclass(frozen=True, slots=True)
class Guest:
    """A guest of protocol who is expected today and has not come in."""

    name: str
    position: str
    organisation: str
    rank: int


@dataclass(frozen=True, slots=True)
class During:
    """Who has come in today: distinct persons, the organising team left out."""

    present: int
    youth: int
    expected: int
    by_sex: list[Bar]
    by_category: list[Bar]
    by_region: list[Bar]
    arrivals: Curve | None
    guests: list[Guest]


def before(event: Event) -> Before:
    """Registrations by standing, category and source, and what is missing."""
    counts: dict[str, Counter[Hashable]] = {k: Counter() for k in ("status", "category", "source")}
    query = (
        select(Registration.status, Category.id, Registration.source, func.count())
        .join(Category)
        .where(Registration.event_id == event.id, Registration.status.in_(_LIVE))
        .where(Category.is_counted)
        .group_by(Registration.status, Category.id, Registration.source)
    )
    for status, category, source, n in db.session.execute(query):
        counts["status"][status] += n
        counts["category"][category] += n
        counts["source"][source] += n
    return Before(
        confirmed=counts["status"][Status.CONFIRMED],
        pending=counts["status"][Status.PENDING],
        waiting=counts["status"][Status.WAITING],
        by_category=_bars(counts["category"], _category_names(event)),
        by_source=_bars(counts["source"], SOURCES),
        missing=_missing(event),
    )


def during(event: Event, day: EventDay, at: datetime) -> During:
    """Presence on `day` so far, and who is still expected."""
    people = _present(event, day.date)
    first_day = event.days[0].date
    return During(
        present=len(people),
        youth=sum(is_youth(_age(row, first_day)) for row in people),
        expected=_expected(event, day),
        by_sex=_bars(Counter(row.sex for row in people), SEXES),
        by_category=_bars(Counter(row.category_id for row in people), _category_names(event)),
        by_region=_bars(Counter(row.region for row in people), {"": _UNKNOWN}),
        arrivals=curve((event.local(row.first_at) for row in people), event.local(at)),
        guests=_guests(event, day),
    )


def _present(event: Event, day: date) -> list[Row[Any]]:
    entry = entries.entry_rows(event)
    presence = entries.presence_rows(entry, entries.within(entry.c.at, event, day))
    r = Registration
    columns = select(
        r.sex, r.birth_year, r.birth_date, r.category_id, r.region, presence.c.first_at
    )
    query = columns.join(presence, presence.c.person_id == r.id)
    return list(db.session.execute(query.order_by(presence.c.first_at, r.id)))


def _age(row: Any, day: date) -> int | None:
    if row.birth_date is not None:
        born = row.birth_date
        return int(day.year - born.year - ((day.month, day.day) < (born.month, born.day)))
    return day.year - row.birth_year if row.birth_year is not None else None


def _expected(event: Event, day: EventDay) -> int:
    query = _expected_today(day, func.count(Registration.id)).where(Category.is_counted)
    return db.session.scalar(query.where(Registration.event_id == event.id)) or 0


def _guests(event: Event, day: EventDay) -> list[Guest]:
    entry = entries.entry_rows(event)
    inside = select(entry.c.person_id).where(entries.within(entry.c.at, event, day.date))
    r = Registration
    query = (
        _expected_today(day, r)
        .where(r.event_id == event.id, r.protocol_rank.is_not(None), r.id.not_in(inside))
        .order_by(r.protocol_rank, r.family_name, r.given_names, r.id)
    )
    return [
        Guest(
            f"{g.honorific} {g.full_name}".strip(), g.position, g.organisation, g.protocol_rank or 0
        )
        for g in db.session.scalars(query)
    ]


def _expected_today(day: EventDay, *columns: Any) -> Any:
    """Confirmed people who named this day, or none in particular."""
    return (
        select(*columns)
        .select_from(Registration)
        .join(Category)
        .where(
            Registration.status == Status.CONFIRMED,
            or_(~Registration.days.any(), Registration.days.any(EventDay.id == day.id)),
        )
    )


def _missing(event: Event) -> Missing:
    r = Registration
    gaps = {
        "pending": r.status == Status.PENDING,
        "without_phone": r.phone_raw == "",
        "without_sex": r.sex.is_(None),
        "without_region": r.region == "",
    }
    counts = (func.count(case((gap, 1))).label(name) for name, gap in gaps.items())
    query = (
        select(*counts)
        .join(Category)
        .where(r.event_id == event.id, r.status.in_(_LIVE), Category.is_counted)
    )
    return Missing(
        **db.session.execute(query).one()._mapping,
        unprinted=_unprinted(event),
        has_programme=_any(select(Session.id).where(Session.event_id == event.id)),
        has_gate_team=_any(
            select(Membership.id).where(
                Membership.event_id == event.id,
                Membership.role.in_((Role.SCANNER, Role.RECEPTION)),
            )
        ),
        has_privacy_notice=bool(event.privacy_notice),
    )


def _unprinted(event: Event) -> int:
    query = (
        select(func.count(Badge.id))
        .join(Registration, Registration.id == Badge.registration_id)
        .where(
            Badge.event_id == event.id,
            Badge.revoked_at.is_(None),
            Badge.printed_at.is_(None),
            Registration.status == Status.CONFIRMED,
        )
    )
    return db.session.scalar(query) or 0


def _any(query: Any) -> bool:
    return db.session.scalar(query.limit(1)) is not None


def _category_names(event: Event) -> dict[int, Any]:
    return {category.id: category.name for category in event.categories}


def _bars(counts: Mapping[Any, int], labels: Mapping[Any, Any]) -> list[Bar]:
    """The longest first; what has no label in `labels` is its own label."""
    total, longest = sum(counts.values()), max(counts.values(), default=0)
    order = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return [
        Bar(labels.get(key, key), n, round(100 * n / total, 1), round(100 * n / longest, 1))
        for key, n in order
    ]
