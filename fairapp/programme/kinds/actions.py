"""Verbs that change the kinds of session."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db, refusing
from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText
from fairapp.events import addresses, order
from fairapp.events.actions import assign, check_readable
from fairapp.events.models import Event
from fairapp.programme.models import SessionKind


def kinds_of(event: Event) -> list[SessionKind]:
    """The fair's kinds in their order."""
    query = select(SessionKind).where(SessionKind.event_id == event.id)
    return list(db.session.scalars(query.order_by(SessionKind.position, SessionKind.id)))


def find_kind(event: Event, code: str) -> SessionKind | None:
    """The kind of this fair with that code."""
    return next((kind for kind in kinds_of(event) if kind.code == code), None)


def add_kind(
    event: Event,
    *,
    name: LocalizedText,
    colour: str,
    icon: str,
    actor: Actor | None,
    at: datetime,
) -> SessionKind:
    """One more, at the end; refusal `colour_pale`. Its code never changes."""
    check_readable(colour, field="colour")
    known = kinds_of(event)
    taken = [kind.code for kind in known]
    kind = SessionKind(
        event_id=event.id,
        code=addresses.free_code(taken, str(name), longest=36, otherwise="kind"),
        name=name,
        colour=colour,
        icon=icon,
        position=order.next_position(known),
    )
    db.session.add(kind)
    db.session.flush()
    audit.record("kind.added", kind, actor=actor, at=at, details={"code": kind.code})
    return kind


def change_kind(
    kind: SessionKind,
    *,
    name: LocalizedText,
    colour: str,
    icon: str,
    actor: Actor | None,
    at: datetime,
) -> None:
    """Another name, colour or pictogram, seen at once on every page; refusal `colour_pale`."""
    check_readable(colour, field="colour")
    changed = assign(kind, {"name": name, "colour": colour, "icon": icon})
    if changed:
        audit.record("kind.changed", kind, actor=actor, at=at, details=changed)


def move_kind(
    event: Event, kind: SessionKind, by: int, *, actor: Actor | None, at: datetime
) -> None:
    """One step up (-1) or down (1): the order in which kinds are offered and shown."""
    if order.step(kinds_of(event), kind, by):
        details = {"code": kind.code, "position": kind.position}
        audit.record("kind.moved", kind, actor=actor, at=at, details=details)


def remove_kind(kind: SessionKind, *, actor: Actor | None, at: datetime) -> None:
    """Only while no session is of it, planned or published (`kind_used`)."""
    event_id, code = kind.event_id, kind.code
    used = DomainError(
        "kind_used",
        _l(
            "Sessions are of this kind. Give them another one, and publish the next version, first."
        ),
    )
    with refusing(used):
        db.session.delete(kind)
    audit.record("kind.removed", actor=actor, at=at, event_id=event_id, details={"code": code})
