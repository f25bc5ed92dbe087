"""Registrations as the API gives them: read in two queries however many they are."""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import aliased

from fairapp.core.db import db, unindexed
from fairapp.events.models import Category, Event, EventDay
from fairapp.registration.models import Delegation, Registration, registration_day

Told = dict[str, Any]
_CONTACTS = ("phone", "phone_2", "phone_typed", "email", "needs_help")


def listed(
    event: Event, wanted: Mapping[str, Any], *, after: int, limit: int
) -> tuple[list[Told], list[int]]:
    """Those after that id, at most so many, in the order in which they came; and their ids.

    `wanted`: filters of `RegistrationQuery`.
    """
    r = Registration
    # These have indexes that hold ids in their order.
    is_indexed = {"status", "category", "delegation"} & set(wanted)
    of_fair = (r.event_id if is_indexed else unindexed(r.event_id)) == event.id
    query = _rows().where(of_fair, r.id > after, *_wanted(event, wanted))
    return _told(db.session.execute(query.order_by(r.id).limit(limit)).all())


def one(registration: Registration) -> Told:
    """One registration."""
    told, _ids = _told(db.session.execute(_rows().where(Registration.id == registration.id)).all())
    return told[0]


def shown(told: Told, *, contacts: bool) -> Told:
    """What a token may see of it."""
    return told if contacts else {name: told[name] for name in told if name != "contacts"}


def tag(told: Told) -> str:
    """Changes when the registration does. With our secret, as it is also about contacts."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, repr(told).encode(), hashlib.sha256).hexdigest()[:32]


def _wanted(event: Event, query: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if "status" in query:
        found.append(Registration.status == query["status"])
    if "source" in query:
        found.append(Registration.source == query["source"])
    if "category" in query:
        ids = [c.id for c in event.categories if c.code == query["category"]]
        found.append(Registration.category_id.in_(ids))
    if "delegation" in query:
        of_that_code = select(Delegation.id).where(
            Delegation.event_id == event.id, Delegation.code == query["delegation"]
        )
        found.append(Registration.delegation_id.in_(of_that_code))
    return found


def _rows() -> Any:
    r, replaced, merged = Registration, aliased(Registration), aliased(Registration)
    return (
        select(
            *(r.id, r.reference, r.status, r.status_at, r.source),
            Category.code.label("category"),
            *(r.honorific, r.given_names, r.family_name, r.name_other_script, r.sex),
            *(r.birth_year, r.birth_approximate.label("birth_is_approximate")),
            *(r.organisation, r.position, r.region, r.locality, r.country, r.language),
            Delegation.code.label("delegation"),
            replaced.reference.label("replaces"),
            merged.reference.label("merged_into"),
            r.created_at.label("registered_at"),
            *(r.phone, r.phone_2, r.phone_raw.label("phone_typed"), r.email, r.needs_help),
        )
        .outerjoin(Category, Category.id == r.category_id)
        .outerjoin(Delegation, Delegation.id == r.delegation_id)
        .outerjoin(replaced, replaced.id == r.replaces_id)
        .outerjoin(merged, merged.id == r.merged_into_id)
    )


def _told(rows: Sequence[Row[Any]]) -> tuple[list[Told], list[int]]:
    ids = [row.id for row in rows]
    days, found = _days(ids), []
    for row in rows:
        told = dict(row._mapping)
        row_id = told.pop("id")
        told["contacts"] = {name: told.pop(name) for name in _CONTACTS}
        found.append({**told, "days": days[row_id]})
    return found, ids


def _days(ids: Sequence[int]) -> defaultdict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    link = registration_day.c
    query = (
        select(link.registration_id, EventDay.number)
        .join(EventDay, EventDay.id == link.event_day_id)
        .where(link.registration_id.in_(ids))
        .order_by(EventDay.number)
    )
    for registration_id, number in db.session.execute(query) if ids else ():
        found[registration_id].append(number)
    return found
