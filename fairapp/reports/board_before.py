"""The board before a fair: registrations that stand, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select

from fairapp.accounts.models import Membership, Role
from fairapp.badges.models import Badge
from fairapp.core.db import db
from fairapp.events.models import Category, Event
from fairapp.programme.models import Session
from fairapp.registration.models import Registration, Status
from fairapp.reports.board_bars import SOURCES, Bar, bars, category_names

_LIVE = (Status.CONFIRMED, Status.PENDING, Status.WAITING)


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
        by_category=bars(counts["category"], category_names(event)),
        by_source=bars(counts["source"], SOURCES),
        missing=_missing(event),
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
