"""Changing how a fair's badges look."""

from __future__ import annotations

from datetime import datetime

from fairapp.badges.studio.design import Design
from fairapp.badges.studio.models import BadgeDesign
from fairapp.badges.studio.queries import find
from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.events.models import Event


def change(event: Event, design: Design, *, actor: Actor, at: datetime) -> bool:
    """Keep `design`, and the one before for whoever regrets it; False when nothing differs.

    Paper that was printed stays as it is.
    """
    kept = find(event)
    before = kept.design if kept is not None else Design()
    if design == before:
        return False
    if kept is None:
        kept = BadgeDesign(event_id=event.id)
        db.session.add(kept)
    kept.settings = {"design": design.as_dict(), "before": before.as_dict()}
    kept.changed_at = at
    db.session.flush()
    # What opens the network is on the badges; a trail that is exported need not have it.
    told = audit.changes(before.as_dict(), design.as_dict(), withheld={"wifi_word"})
    audit.record("badges.design_changed", kept, at=at, actor=actor, details=told)
    return True


def undo(event: Event, *, actor: Actor, at: datetime) -> bool:
    """Back to the design before the last change; done twice, it is the changed one again."""
    kept = find(event)
    return kept is not None and change(event, kept.before, actor=actor, at=at)
