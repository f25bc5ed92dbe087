"""What a checkpoint stands at: a session's door, a stand, or of an entrance, a ground.

The column `watches` holds a session's code, a stand's number or a ground's key; in the form each
has its kind before it.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from fairapp.core.db import db
from fairapp.events.models import Checkpoint, Event, Scope
from fairapp.events.text import clock_time, day_month
from fairapp.programme.models import Session, SessionStatus

NOTHING = ""
SESSION, STAND, OTHER = "session", "stand", "other"


@dataclass(frozen=True, slots=True)
class Thing:
    """One of what can be watched; `value` as the form sends it."""

    value: str
    label: str
    group: str = ""


def things(event: Event, gate: Checkpoint | None) -> list[Thing]:
    """Sessions by the clock, then stands; and what `gate` watches, should it be gone meanwhile."""
    found = [
        Thing(
            f"{SESSION}:{session.code}",
            f"{day_month(event.local(session.starts_at).date())} "
            f"{clock_time(session.starts_at, event)} – {session.title}",
            _("Sessions"),
        )
        for session in _sessions(event)
    ]
    found += [
        Thing(f"{STAND}:{stand.number}", f"{stand.number} – {stand.name}", _("Stands"))
        for stand in event.stands
    ]
    known = {thing.value for thing in found}
    if gate and not gate.is_entrance and gate.watches and value_of(gate) not in known:
        found.append(Thing(value_of(gate), _("%(code)s, which is gone", code=gate.watches)))
    return found


def value_of(gate: Checkpoint) -> str:
    """What the form shows as chosen."""
    if not gate.watches or gate.is_entrance:
        return NOTHING
    at_door = gate.scope == Scope.SESSION or gate.signed_up_only
    kind = SESSION if at_door or not gate.watches.isdigit() else STAND
    return f"{kind}:{gate.watches}"


def grounds(event: Event, gate: Checkpoint | None) -> list[Thing]:
    """The grounds to which entrances lead, each by the names of the others that lead there."""
    by_ground: dict[str, list[str]] = {}
    for other in event.checkpoints:
        if other.is_entrance and other is not gate:
            by_ground.setdefault(other.watches, []).append(str(other.name))
    return [
        Thing(f"{OTHER}:{ground}", _("The same as %(names)s", names=_(", ").join(names)))
        for ground, names in by_ground.items()
    ]


def own_ground(event: Event, gate: Checkpoint | None) -> str:
    """The key of a ground that no other entrance leads to; empty while there is none at all."""
    others = [g for g in event.checkpoints if g.is_entrance and g is not gate]
    taken = {other.watches for other in others}
    if gate and gate.is_entrance and gate.watches not in taken:
        return gate.watches
    keys = (f"ground-{n}" for n in range(1, len(taken) + 2))
    return "" if not others else next(key for key in keys if key not in taken)


def read(value: str) -> str:
    """What the column keeps of what the form sends."""
    return value.partition(":")[2]


def titles(event: Event) -> dict[str, str]:
    """By what the column keeps, what is watched in words."""
    found = {str(stand.number): str(stand.name) for stand in event.stands}
    return found | {session.code: str(session.title) for session in _sessions(event)}


def _sessions(event: Event) -> list[Session]:
    query = (
        select(Session)
        .where(Session.event_id == event.id, Session.status != SessionStatus.CANCELLED)
        .order_by(Session.starts_at, Session.id)
    )
    return list(db.session.scalars(query))
