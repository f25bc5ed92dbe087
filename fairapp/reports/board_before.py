"""The board before a fair: registrations that stand, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from fairapp.core.db import db
from fairapp.events.models import Category, Event
from fairapp.registration.models import Registration, Status
from fairapp.registration.queries import quotas
from fairapp.registration.rules import Quota
from fairapp.reports.board_bars import SOURCES, Bar, bars, category_names
from fairapp.reports.board_growth import Growth, growth
from fairapp.reports.board_trend import Trend, trend

_LIVE = (Status.CONFIRMED, Status.PENDING, Status.WAITING)


@dataclass(frozen=True, slots=True)
class Missing:
    """How many people have not said what the reports tell them by."""

    without_phone: int
    without_sex: int
    without_region: int


@dataclass(frozen=True, slots=True)
class Before:
    """Registrations that stand, the organising team left out."""

    confirmed: int
    pending: int
    waiting: int
    by_category: list[Bar]
    by_source: list[Bar]
    missing: Missing
    quotas: tuple[Quota, ...]
    trend: Trend | None
    growth: Growth | None

    @property
    def total(self) -> int:
        """All of them."""
        return self.confirmed + self.pending + self.waiting


def before(event: Event, at: datetime) -> Before:
    """Registrations by standing, category, source and day, places, and what is missing."""
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
    names, today = category_names(event), event.local(at).date()
    by_day = _by_day(event, at)
    return Before(
        confirmed=counts["status"][Status.CONFIRMED],
        pending=counts["status"][Status.PENDING],
        waiting=counts["status"][Status.WAITING],
        by_category=bars(counts["category"], names),
        by_source=bars(counts["source"], SOURCES),
        missing=_missing(event),
        quotas=quotas(event),
        trend=trend(sum(by_day.values(), Counter()), today),
        growth=growth(by_day, names, today),
    )


def _by_day(event: Event, at: datetime) -> dict[int, Counter[date]]:
    """How many of those who stand were registered in which category on which day, by the fair's
    clocks."""
    r, day = Registration, _local_day(event, at)
    query = (
        select(Category.id, day, func.count())
        .select_from(r)
        .join(Category)
        .where(r.event_id == event.id, r.status.in_(_LIVE), Category.is_counted, r.created_at <= at)
        .group_by(Category.id, day)
    )
    found: dict[int, Counter[date]] = {}
    for category, on, count in db.session.execute(query):
        # SQLite has days as text.
        found.setdefault(category, Counter())[date.fromisoformat(str(on))] = count
    return found


def _local_day(event: Event, at: datetime) -> ColumnElement[Any]:
    if db.engine.dialect.name == "postgresql":
        return func.date(func.timezone(event.timezone, Registration.created_at))
    # Where clocks are changed in between, a night's hour may count for the day beside it.
    minutes = (event.local(at).utcoffset() or timedelta()) // timedelta(minutes=1)
    return func.date(Registration.created_at, f"{minutes:+d} minutes")


def _missing(event: Event) -> Missing:
    r = Registration
    gaps = {
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
    return Missing(**db.session.execute(query).one()._mapping)
