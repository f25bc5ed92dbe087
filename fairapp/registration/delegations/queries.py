"""Reads of delegations: by the focal point's address, by code, and with what has become of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload, selectinload

from fairapp.core.db import db
from fairapp.events.models import Category, Event
from fairapp.registration import reference
from fairapp.registration.models import Delegation, Registration, Status
from fairapp.registration.queries import HOLDING
from fairapp.registration.search import fold

_KEY = re.compile(r"[\w-]{8,32}", re.ASCII)
# No longer one of the list's people: somebody comes instead, or it was the same person twice.
_GONE = (Status.REPLACED, Status.MERGED, Status.CANCELLED, Status.DECLINED)


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """A delegation as lists show it. `registered`: its people but those who withdrew or were
    replaced; `holding`: those among them with a place; `waiting`: those on the waiting list."""

    id: int
    code: str
    name: str
    focal_name: str
    focal_phone: str
    announced: int | None
    has_link: bool
    registered: int
    holding: int
    waiting: int


def find_by_key(key: str) -> Delegation | None:
    """The delegation whose focal point has this address."""
    # No database is asked about what no key looks like; PostgreSQL chokes on some of it.
    if not _KEY.fullmatch(key):
        return None
    return db.session.scalar(select(Delegation).where(Delegation.key == key))


def find(event: Event, code: str) -> Delegation | None:
    """The delegation of this fair with this code."""
    if len(code) > 20 or "\x00" in code:
        return None
    query = select(Delegation).where(Delegation.event_id == event.id, Delegation.code == code)
    return db.session.scalar(query)


def members(delegation: Delegation) -> list[Registration]:
    """Everybody who was ever on its list, in the order in which they came onto it."""
    query = (
        select(Registration)
        .where(Registration.delegation_id == delegation.id)
        .options(joinedload(Registration.category), selectinload(Registration.substitutes))
        .order_by(Registration.id)
    )
    return list(db.session.scalars(query))


def member(delegation: Delegation, text: str) -> Registration | None:
    """The person of this delegation, and of no other, with this reference."""
    if not reference.is_valid(text):
        return None
    return db.session.scalar(
        select(Registration).where(
            Registration.delegation_id == delegation.id,
            Registration.reference == reference.normalise(text),
        )
    )


def delegations(event: Event, text: str = "") -> list[DelegationRow]:
    """The fair's delegations by name; only those with every word of `text`, if there is one."""
    counted = (
        select(
            Registration.delegation_id,
            func.count(case((Registration.status.not_in(_GONE), 1))).label("registered"),
            func.count(case((Registration.status.in_(HOLDING), 1))).label("holding"),
            func.count(case((Registration.status == Status.WAITING, 1))).label("waiting"),
        )
        .where(Registration.event_id == event.id, Registration.delegation_id.is_not(None))
        .group_by(Registration.delegation_id)
        .subquery()
    )
    d = Delegation
    query = (
        select(
            *(d.id, d.code, d.name, d.focal_name, d.focal_phone, d.announced),
            d.key.is_not(None),
            *(func.coalesce(counted.c[name], 0) for name in ("registered", "holding", "waiting")),
        )
        .outerjoin(counted, counted.c.delegation_id == d.id)
        .where(d.event_id == event.id)
    )
    rows = [DelegationRow(*row) for row in db.session.execute(query)]
    # Databases sort accents each in its own way; there are some dozens of them.
    return sorted(_with_words(rows, text), key=lambda row: (fold(row.name), row.id))


def first_member(delegation: Delegation) -> Registration | None:
    """Whoever came onto its list first."""
    query = select(Registration).where(Registration.delegation_id == delegation.id)
    return db.session.scalar(query.order_by(Registration.id).limit(1))


def usual_category(delegation: Delegation) -> Category | None:
    """Its category; for a list that names none, the one of most of its people."""
    if delegation.category is not None:
        return delegation.category
    query = (
        select(Category)
        .join(Registration, Registration.category_id == Category.id)
        .where(Registration.delegation_id == delegation.id)
        .group_by(Category.id)
        .order_by(func.count().desc(), Category.id)
    )
    return db.session.scalar(query.limit(1))


def codes(event: Event) -> list[str]:
    """The codes that are taken."""
    return list(db.session.scalars(select(Delegation.code).where(Delegation.event_id == event.id)))


def names(event: Event) -> list[tuple[int, str, str]]:
    """Id, name and code of each, in the order in which they were announced."""
    query = select(Delegation.id, Delegation.name, Delegation.code)
    rows = db.session.execute(query.where(Delegation.event_id == event.id).order_by(Delegation.id))
    return [(key, name, code) for key, name, code in rows]


def announced_with(submission_key: str) -> Delegation | None:
    """The delegation that the page with this key has announced already."""
    return db.session.scalar(select(Delegation).where(Delegation.submission_key == submission_key))


def _with_words(rows: list[DelegationRow], text: str) -> list[DelegationRow]:
    wanted = fold(text[:120]).split()
    said = {row.id: fold(f"{row.name} {row.focal_name} {row.code}") for row in rows}
    return [row for row in rows if all(word in said[row.id] for word in wanted)]
