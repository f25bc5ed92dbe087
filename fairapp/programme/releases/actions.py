"""Publishing what the team works on, and taking an earlier version up again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event, Room
from fairapp.programme import parts, signals
from fairapp.programme.editing.models import Draft
from fairapp.programme.editing.queries import drafts, seated_by_code
from fairapp.programme.models import CONTENT, Session, SessionKind, SessionStatus, Speaker
from fairapp.programme.releases import queries
from fairapp.programme.releases.changes import Change, Seen, differences, fingerprint
from fairapp.programme.releases.models import Release


def publish(
    event: Event,
    *,
    note: LocalizedText | None = None,
    seen: Seen | None = None,
    actor: Actor | None,
    at: datetime,
) -> Release:
    """Make the drafts public as the next version; receivers of `signals.published` tell people.

    DomainError `nothing_changed`; `seats_taken` when more people have a seat at a session than it
    would have; and with `seen`, what somebody decided on: `published_already` when that version is
    out, as after a double tap, `changed_meanwhile` when it would say something else by now. What
    only the team sees is taken over too, and is no change.
    """
    _queue(event)
    before, after = queries.published_entries(event), queries.planned_entries(event)
    changes = differences(before, after)
    number = queries.latest_number(event) + 1
    _check_seen(seen, Seen(number, fingerprint(after)))
    if before == after and number > 1:
        raise DomainError("nothing_changed", _l("Nothing has changed since the last version."))
    _check_seats(event)
    _take_over(event, {change.code: change for change in changes}, is_first=not before, at=at)
    release = Release(
        event=event,
        number=number,
        note=note or LocalizedText(),
        entries=after,
        changes=[change.as_dict() for change in changes],
        published_at=at,
        published_by_name=actor.name if actor is not None else "",
    )
    db.session.add(release)
    db.session.flush()
    details = {"number": number, "changes": len(changes)}
    audit.record("programme.published", release, actor=actor, at=at, details=details)
    signals.published.send(release, changes=changes, at=at)
    return release


def take_up(release: Release, *, actor: Actor | None, at: datetime) -> list[str]:
    """Set the drafts back to what `release` said; the public sees it with the next version.

    What was added since is kept back, not deleted. Returns the codes of the drafts that changed.
    A kind, room or speaker that is no longer there is left out; so is a day. Seats stay as they
    are: people have taken some since.
    """
    event = release.event
    _queue(event)
    names = _Names(event)
    changed = []
    for draft in drafts(event):
        entry = release.entries.get(draft.code)
        values = {"is_held": True} if entry is None else names.columns(entry, draft)
        if any(getattr(draft, name) != value for name, value in values.items()):
            _set(draft, values, actor=actor, at=at)
            changed.append(draft.code)
        db.session.flush()
        db.session.expire(draft, ["kind", "room"])
    details = {"number": release.number, "sessions": changed}
    audit.record("programme.taken_up", release, actor=actor, at=at, details=details)
    return sorted(changed)


def _queue(event: Event) -> None:
    """Let one after the other publish: numbers have no gaps, and no draft slips in between.

    NO KEY UPDATE, for a plain lock would hold up every scan, whose foreign key looks at that row.
    """
    query = select(Event.id).where(Event.id == event.id)
    db.session.execute(query.with_for_update(key_share=True))


def _check_seen(seen: Seen | None, found: Seen) -> None:
    if seen is None or seen == found:
        return
    if seen.number < found.number:
        raise DomainError(
            "published_already", _l("Version %(number)s is published.", number=seen.number)
        )
    raise DomainError(
        "changed_meanwhile",
        _l("Somebody has changed the programme in the meantime. Look at it again, then publish."),
    )


def _check_seats(event: Event) -> None:
    seated = seated_by_code(event)
    short = [
        draft.code
        for draft in drafts(event)
        if draft.is_public and draft.capacity is not None
        if seated.get(draft.code, 0) > draft.capacity
    ]
    if short:
        raise DomainError(
            "seats_taken",
            _l(
                "More people have a seat than these sessions would have: %(codes)s.",
                codes=", ".join(short),
            ),
        )


def _take_over(
    event: Event, changes: Mapping[str, Change], *, is_first: bool, at: datetime
) -> None:
    of_fair = select(Session).where(Session.event_id == event.id)
    sessions = {session.code: session for session in db.session.scalars(of_fair)}
    for draft in drafts(event):
        code = draft.code
        _apply(draft, sessions.get(code), changes.get(code), is_first=is_first, at=at)
    db.session.flush()
    # What was read by way of the old keys is not what the new ones lead to.
    for session in sessions.values():
        db.session.expire(session, ["kind", "room"])


def _apply(
    draft: Draft, session: Session | None, change: Change | None, *, is_first: bool, at: datetime
) -> None:
    if not draft.is_public:
        if session is not None and session.status != SessionStatus.DRAFT:
            session.status = SessionStatus.DRAFT
            _touch(session, at)
        return
    if session is None:
        session = Session(event=draft.event, code=draft.code, sequence=0, updated_at=at)
        db.session.add(session)
    elif change is not None:
        _touch(session, at)
    session.status = _status(draft, session, change, is_first=is_first)
    for name in CONTENT:
        setattr(session, name, getattr(draft, name))
    session.day = draft.day  # type: ignore[assignment]  # one that is public has a day
    session.starts_at, session.ends_at = draft.starts_at, draft.ends_at  # type: ignore[assignment]


def _touch(session: Session, at: datetime) -> None:
    session.sequence += 1
    session.updated_at = at


def _status(
    draft: Draft, session: Session, change: Change | None, *, is_first: bool
) -> SessionStatus:
    """« Moved » stays with a session until it is over: who read an old leaflet must be warned."""
    if draft.is_cancelled:
        return SessionStatus.CANCELLED
    is_moved = change is not None and change.is_elsewhere
    if not is_first and (is_moved or session.status == SessionStatus.MOVED):
        return SessionStatus.MOVED
    return SessionStatus.PUBLISHED


def _set(draft: Draft, values: Mapping[str, Any], *, actor: Actor | None, at: datetime) -> None:
    for name, value in values.items():
        setattr(draft, name, value)
    draft.day = draft.event.day_of(draft.starts_at) if draft.starts_at is not None else None
    draft.version += 1
    draft.updated_at = at
    draft.updated_by_name = actor.name if actor is not None else ""


class _Names:
    """What the codes of an entry mean at a fair today."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.kinds = self._by_code(SessionKind)
        self.rooms = self._by_code(Room)
        speakers = select(Speaker.id).where(Speaker.event_id == event.id)
        self.speakers = set(db.session.scalars(speakers))

    def columns(self, entry: Mapping[str, Any], draft: Draft) -> dict[str, Any]:
        """Columns of a draft, from an entry of a version."""
        starts_at: datetime | None = datetime.fromisoformat(entry["starts_at"])
        if self.event.day_of(datetime.fromisoformat(entry["starts_at"])) is None:
            starts_at = None
        lists = {
            "parts": self._known(parts.Part, entry["parts"]),
            "acts": self._known(parts.Act, entry["acts"]),
            "documents": tuple(parts.from_dict(parts.Document, d) for d in entry["documents"]),
        }
        kept = {*lists, "takes_sign_up", "capacity"}
        plain = {name: entry[name] for name in CONTENT if name in entry and name not in kept}
        return {
            **plain,
            **lists,
            "title": LocalizedText(**entry["title"]),
            "abstract": LocalizedText(**entry["abstract"]),
            "kind_id": self.kinds.get(entry["kind"], draft.kind_id),
            "room_id": self.rooms.get(entry["room"]),
            "starts_at": starts_at,
            "minutes": entry["minutes"],
            "is_cancelled": entry["is_cancelled"],
            "is_held": False,
        }

    def _known(self, kind: Any, values: list[dict[str, Any]]) -> tuple[Any, ...]:
        found = (parts.from_dict(kind, value) for value in values)
        if kind is parts.Part:
            return tuple(part for part in found if part.speaker in self.speakers)
        return tuple(found)

    def _by_code(self, model: type[SessionKind] | type[Room]) -> dict[str, int]:
        rows = db.session.execute(
            select(model.code, model.id).where(model.event_id == self.event.id)
        )
        return {code: row_id for code, row_id in rows}
