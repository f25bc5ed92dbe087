"""The checkpoints of a fair, as far as the guide goes: named, added as entrances, removed.

All that one may be besides is the check-in’s, which stands on this feature.
"""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db, refusing
from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText
from fairapp.events import addresses, order
from fairapp.events.actions import assign
from fairapp.events.models import Checkpoint, Event


def add_entrance(
    event: Event, *, name: LocalizedText, actor: Actor | None, at: datetime
) -> Checkpoint:
    """One more, at the end, where each badge is new once a day."""
    taken = [gate.code for gate in event.checkpoints]
    gate = Checkpoint(
        code=addresses.free_code(taken, str(name), longest=16, otherwise="gate"),
        name=name,
        is_entrance=True,
        position=order.next_position(event.checkpoints),
    )
    event.checkpoints.append(gate)
    db.session.flush()
    audit.record("checkpoint.added", gate, actor=actor, at=at, details={"code": gate.code})
    return gate


def rename(gate: Checkpoint, name: LocalizedText, *, actor: Actor | None, at: datetime) -> None:
    """Another name; its code stays, for scans and phones know it by that."""
    if changed := assign(gate, {"name": name}):
        told = {"code": gate.code, **changed}
        audit.record("checkpoint.changed", gate, actor=actor, at=at, details=told)


def remove(gate: Checkpoint, *, actor: Actor | None, at: datetime) -> None:
    """Only while nobody was scanned there and no device is bound to it (`checkpoint_used`)."""
    event, code = gate.event, gate.code
    used = DomainError(
        "checkpoint_used",
        _l("People were scanned here, or a device works here: what was counted needs its place."),
    )
    with refusing(used):
        db.session.delete(gate)
    db.session.expire(event, ["checkpoints"])
    details = {"code": code}
    audit.record("checkpoint.removed", actor=actor, at=at, event_id=event.id, details=details)
