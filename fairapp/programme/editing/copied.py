"""A fair made from an earlier one begins with its programme, as a draft on its own days."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.events.copying import Part, like, moved
from fairapp.events.models import Event
from fairapp.events.signals import fair_copied
from fairapp.programme.editing.models import Draft, EditorSettings
from fairapp.programme.models import SessionKind
from fairapp.programme.usual import add_kinds

_KIND = ("code", "name", "colour", "icon", "position")
_DRAFT = (
    *("code", "title", "abstract", "capacity", "languages", "interpretation", "takes_sign_up"),
    *("records_attendance", "note", "needs", "minutes", "is_held"),
)
_SETTINGS = ("opens_at", "closes_at", "stage_change", "keeps_friday_prayer")


@fair_copied.connect
def copy_programme(
    event: Event, *, source: Event, parts: Collection[str], actor: Actor, at: datetime
) -> None:
    """Kinds always; sessions as they are planned, without anybody who was to speak or perform, and
    without files. Those that were cancelled stay behind.
    """
    kinds = _copy_kinds(source, event)
    if Part.PROGRAMME not in parts:
        return
    settings = db.session.get(EditorSettings, source.id)
    if settings is not None:
        db.session.add(like(settings, _SETTINGS, event_id=event.id))
    rooms = {room.code: room.id for room in event.rooms}
    planned = select(Draft).where(Draft.event_id == source.id, ~Draft.is_cancelled)
    for draft in db.session.scalars(planned.order_by(Draft.id)):
        other = like(draft, _DRAFT, event_id=event.id, kind_id=kinds[draft.kind.code].id)
        other.room_id = rooms.get(draft.room.code) if draft.room else None
        other.acts = tuple(replace(act, speaker=None, performers="") for act in draft.acts)
        other.documents = tuple(paper for paper in draft.documents if paper.file is None)
        if draft.starts_at is not None and draft.day is not None:
            other.starts_at = moved(draft.starts_at, source, event)
            other.day = event.day_number(draft.day.number)
        other.updated_at, other.updated_by_name = at, actor.name
        db.session.add(other)
    db.session.flush()


def _copy_kinds(source: Event, event: Event) -> dict[str, SessionKind]:
    query = select(SessionKind).where(SessionKind.event_id == source.id)
    earlier = db.session.scalars(query.order_by(SessionKind.position, SessionKind.id)).all()
    if not earlier:
        return add_kinds(event)
    kinds = {kind.code: like(kind, _KIND, event_id=event.id) for kind in earlier}
    db.session.add_all(kinds.values())
    db.session.flush()
    return kinds
