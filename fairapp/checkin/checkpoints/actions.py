"""Verbs that change the checkpoints of a fair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from fairapp.checkin.checkpoints import rules
from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events import addresses, order
from fairapp.events.actions import assign
from fairapp.events.models import Category, Checkpoint, Event, EventDay


@dataclass(frozen=True)
class Details:
    """What the team says of a checkpoint. `watches`: a session's code or a stand's number; of an
    entrance, the ground to which it leads. No `categories` or `days`: all of them.
    """

    name: LocalizedText
    scope: str
    is_entrance: bool
    direction: str
    watches: str
    watches_session: bool
    categories: list[Category]
    days: list[EventDay]
    opens_at: datetime | None
    closes_at: datetime | None
    capacity: int | None
    signed_up_only: bool


def find(event: Event, code: str) -> Checkpoint | None:
    """The checkpoint of this fair with that code."""
    query = select(Checkpoint).where(Checkpoint.event_id == event.id, Checkpoint.code == code)
    return db.session.scalar(query)


def add(event: Event, details: Details, *, actor: Actor | None, at: datetime) -> Checkpoint:
    """One more, at the end. Its code never changes: scans, and phones without network, name it."""
    _check(details)
    taken = [gate.code for gate in event.checkpoints]
    gate = Checkpoint(
        code=addresses.free_code(taken, str(details.name), longest=16, otherwise="gate"),
        position=order.next_position(event.checkpoints),
        **_columns(details),
    )
    gate.categories, gate.days = details.categories, details.days
    event.checkpoints.append(gate)
    db.session.flush()
    audit.record("checkpoint.added", gate, actor=actor, at=at, details={"code": gate.code})
    return gate


def change(gate: Checkpoint, details: Details, *, actor: Actor | None, at: datetime) -> None:
    """Another name, other rules; phones follow once they have network, scans keep their verdict."""
    _check(details)
    changed = assign(gate, _columns(details))
    for name in ("categories", "days"):
        before, after = getattr(gate, name), getattr(details, name)
        if set(before) != set(after):
            changed[name] = [[row.id for row in before], [row.id for row in after]]
            setattr(gate, name, after)
    if changed:
        told = {"code": gate.code, **changed}
        audit.record("checkpoint.changed", gate, actor=actor, at=at, details=told)


def move(gate: Checkpoint, by: int, *, actor: Actor | None, at: datetime) -> None:
    """One step up (-1) or down (1): the order in which phones offer them."""
    if order.step(gate.event.checkpoints, gate, by):
        details = {"code": gate.code, "position": gate.position}
        audit.record("checkpoint.moved", gate, actor=actor, at=at, details=details)
        db.session.flush()
        db.session.expire(gate.event, ["checkpoints"])


def _check(details: Details) -> None:
    rules.check(
        scope=details.scope,
        is_entrance=details.is_entrance,
        watches_session=details.watches_session,
        signed_up_only=details.signed_up_only,
        opens_at=details.opens_at,
        closes_at=details.closes_at,
    )


def _columns(details: Details) -> dict[str, Any]:
    names = ("name", "scope", "is_entrance", "direction", "watches", "opens_at", "closes_at")
    return {name: getattr(details, name) for name in (*names, "capacity", "signed_up_only")}
