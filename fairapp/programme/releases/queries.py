"""Reads of published versions, and of what the next one would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from fairapp.core.db import db
from fairapp.events import kept
from fairapp.events.models import Event, Room
from fairapp.programme import entries
from fairapp.programme.editing.queries import drafts
from fairapp.programme.models import Session, SessionKind, SessionStatus, Speaker
from fairapp.programme.releases.changes import Change, Seen, differences, fingerprint
from fairapp.programme.releases.models import Release
from fairapp.programme.releases.words import Names

kept.shows(Release)


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of the programme is public, and since when."""

    number: int
    published_at: datetime


def releases(event: Event) -> list[Release]:
    """Versions of the fair's programme, the latest first; what each says is read when asked for."""
    query = select(Release).where(Release.event_id == event.id)
    return list(
        db.session.scalars(query.options(defer(Release.entries)).order_by(Release.number.desc()))
    )


def find(event: Event, number: int) -> Release | None:
    """Version `number`."""
    query = select(Release).where(Release.event_id == event.id, Release.number == number)
    return db.session.scalar(query)


def latest_number(event: Event) -> int:
    """The present version; 0 while none was published."""
    query = select(Release.number).where(Release.event_id == event.id)
    return db.session.scalar(query.order_by(Release.number.desc()).limit(1)) or 0


def latest(event: Event) -> Version | None:
    """The present version; None while none was published."""
    query = select(Release.number, Release.published_at).where(Release.event_id == event.id)
    row = db.session.execute(query.order_by(Release.number.desc()).limit(1)).first()
    return Version(row.number, row.published_at) if row is not None else None


def changes_of(event: Event, code: str) -> list[Change]:
    """How one session changed, the latest version first."""
    query = select(Release.changes).where(Release.event_id == event.id, Release.number > 1)
    return [
        Change.from_dict(change)
        for changes in db.session.scalars(query.order_by(Release.number.desc()))
        for change in changes
        if change["code"] == code
    ]


def published_entries(event: Event) -> dict[str, dict[str, Any]]:
    """What the public sees now, by code."""
    query = (
        select(Session)
        .where(Session.event_id == event.id, Session.status != SessionStatus.DRAFT)
        .options(joinedload(Session.kind), joinedload(Session.room))
        .order_by(Session.starts_at, Session.code)
    )
    return {session.code: entries.of_session(session) for session in db.session.scalars(query)}


def public_codes(event: Event) -> set[str]:
    """Codes of the sessions that have a public page."""
    query = select(Session.code).where(Session.event_id == event.id)
    return set(db.session.scalars(query.where(Session.status != SessionStatus.DRAFT)))


def planned_entries(event: Event) -> dict[str, dict[str, Any]]:
    """What the next version would say, by code."""
    return {draft.code: entries.of_draft(draft) for draft in drafts(event) if draft.is_public}


@dataclass(frozen=True, slots=True)
class Next:
    """The next version: what it would change for the public, and of how many sessions it would be.

    `is_changed`: whether there is anything to publish, be it for the team's eyes alone.
    """

    seen: Seen
    changes: list[Change]
    sessions: int
    is_changed: bool


def next_version(event: Event) -> Next:
    """What would be published now."""
    before, after = published_entries(event), planned_entries(event)
    return Next(
        seen=Seen(latest_number(event) + 1, fingerprint(after)),
        changes=differences(before, after),
        sessions=len(after),
        is_changed=before != after,
    )


def pending(event: Event) -> list[Change]:
    """What the next version would change for the public."""
    return next_version(event).changes


def taking_up(release: Release) -> list[Change]:
    """What of the plan would change if `release` were taken up again."""
    return differences(planned_entries(release.event), release.entries)


def is_changed(event: Event) -> bool:
    """Whether there is anything to publish, be it for the team's eyes alone."""
    return next_version(event).is_changed


def names(event: Event) -> Names:
    """What the codes in versions mean at the fair today."""
    rooms = select(Room.code, Room.name).where(Room.event_id == event.id)
    kinds = select(SessionKind.code, SessionKind.name).where(SessionKind.event_id == event.id)
    speakers = select(Speaker.id, Speaker.name).where(Speaker.event_id == event.id)
    return Names(
        rooms={code: name for code, name in db.session.execute(rooms)},
        kinds={code: name for code, name in db.session.execute(kinds)},
        people={key: name for key, name in db.session.execute(speakers)},
    )
