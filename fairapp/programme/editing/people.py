"""People who are typed into a session: found among the fair's, or new."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.programme.models import Speaker


def named(event: Event, name: str, *, actor: Actor | None, at: datetime) -> Speaker:
    """The fair's person of that name, whatever its capitals and blanks; made if there is none."""
    wanted = _plain(name)
    own = select(Speaker).where(Speaker.event_id == event.id).order_by(Speaker.id)
    known = next((s for s in db.session.scalars(own) if _plain(s.name) == wanted), None)
    if known is not None:
        return known
    speaker = Speaker(event_id=event.id, name=" ".join(name.split()))
    db.session.add(speaker)
    db.session.flush()
    audit.record("speaker.added", speaker, actor=actor, at=at)
    return speaker


def choices(event: Event) -> list[tuple[int, str]]:
    """The fair's people by name, for a list to choose from."""
    own = select(Speaker.id, Speaker.name).where(Speaker.event_id == event.id)
    found = [(speaker, name) for speaker, name in db.session.execute(own.order_by(Speaker.id))]
    return sorted(found, key=lambda person: (_plain(person[1]), person[0]))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
