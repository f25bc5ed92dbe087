"""Reads of codes, and of the passes that one opens."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.models import Registration, Status
from fairapp.registration.recovery import rules
from fairapp.registration.recovery.models import PassCode

_WITHOUT_PASS = (Status.MERGED, Status.DECLINED)


def find(event: Event, key: str) -> PassCode | None:
    """The code of this fair whose page has this key."""
    wanted = select(PassCode).where(PassCode.event_id == event.id, PassCode.key == key)
    return db.session.scalar(wanted)


def asked_lately(event: Event, contact_hash: str, *, at: datetime) -> int:
    """How many codes were asked for this contact within the hour."""
    counted = select(func.count()).where(
        PassCode.event_id == event.id,
        PassCode.contact_hash == contact_hash,
        PassCode.created_at > at - timedelta(hours=1),
    )
    return db.session.scalar(counted) or 0


def passes(code: PassCode) -> list[Registration]:
    """Everybody of the fair who is reached by the contact of this code, by name.

    Of the contact only the hash is kept, so everybody's is hashed: for 40,000 people that costs
    some tenths of a second, to whoever has entered the right code and to the worker.
    """
    secret = str(current_app.config["SECRET_KEY"])
    r = Registration
    rows = db.session.execute(
        select(r.id, r.phone, r.phone_2, r.email).where(
            r.event_id == code.event_id, r.status.not_in(_WITHOUT_PASS)
        )
    )
    ids = [
        row.id
        for row in rows
        if any(
            rules.contact_hash(contact, code.event_id, secret=secret) == code.contact_hash
            for contact in (row.phone, row.phone_2, row.email)
            if contact
        )
    ]
    found = select(r).where(r.id.in_(ids)).order_by(r.family_name, r.given_names, r.id)
    return list(db.session.scalars(found))
