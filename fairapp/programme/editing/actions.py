"""Verbs that change the working copy of the programme. The public sees none of it until a version
is published (`programme.releases`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event, EventDay, Room
from fairapp.programme.editing import rules
from fairapp.programme.editing.models import Draft, EditorSettings
from fairapp.programme.models import CONTENT, Session, SessionKind, Speaker

CHANGEABLE = (*CONTENT, "starts_at", "minutes", "is_held", "is_cancelled")


def create(
    event: Event, values: Mapping[str, Any], *, code: str = "", actor: Actor | None, at: datetime
) -> Draft:
    """A new draft from columns of `CHANGEABLE`; without `code` it gets the next free number.

    DomainError as `rules.check`, `outside_fair` for a beginning on none of the fair's days,
    `other_fair` for a kind, room or speaker of another one, `code_taken`.
    """
    # Two at once would take the same number.
    db.session.execute(select(Event.id).where(Event.id == event.id).with_for_update())
    if code and _is_taken(event, code):
        raise DomainError("code_taken", _l("Another session has this code."), field="code")
    draft = Draft(
        event=event,
        code=code or _free_code(event),
        **{"title": LocalizedText(), "minutes": 60, "version": 1, "parts": (), "acts": ()},
        updated_at=at,
    )
    _set(draft, values, actor=actor, at=at)
    db.session.add(draft)
    db.session.flush()
    audit.record("session.drafted", draft, actor=actor, at=at, details={"code": draft.code})
    return draft


def change(
    draft: Draft, values: Mapping[str, Any], *, version: int, actor: Actor | None, at: datetime
) -> Draft:
    """Set those columns of `CHANGEABLE`; `version` is the one that the person saw.

    DomainError as `create`, and `edited_meanwhile` when somebody else changed the draft since:
    nothing is set then, and `draft` shows what that person left.
    """
    _lock(draft)
    if draft.version != version:
        raise DomainError(
            "edited_meanwhile",
            _l(
                "%(name)s has changed this session in the meantime. Look at it, then decide.",
                name=draft.updated_by_name or "–",
            ),
        )
    before = _told(draft, values)
    with db.session.no_autoflush:
        _set(draft, values, actor=actor, at=at)
    told = audit.changes(before, _told(draft, values))
    if not told:
        return draft
    draft.version += 1
    draft.updated_at = at
    draft.updated_by_name = actor.name if actor is not None else ""
    db.session.flush()
    # What was read by way of the old keys is not what the new ones lead to.
    db.session.expire(draft, ["kind", "room"])
    details = {"code": draft.code, "version": draft.version, **told}
    audit.record("session.redrafted", draft, actor=actor, at=at, details=details)
    return draft


def _told(draft: Draft, names: Iterable[str]) -> dict[str, Any]:
    """As the log keeps it: rooms and kinds by their codes, which outlive the rows."""
    told = {name: getattr(draft, name) for name in names}
    if "room_id" in told:
        room = told.pop("room_id")
        told["room"] = room and db.session.get_one(Room, room).code
    if "kind_id" in told:
        told["kind"] = db.session.get_one(SessionKind, told.pop("kind_id")).code
    return told


def remove(draft: Draft, *, version: int, actor: Actor | None, at: datetime) -> None:
    """Delete a draft that was never published; DomainError `was_published`, `edited_meanwhile`.

    What the public has seen is cancelled or kept back, never deleted: people may have signed up.
    """
    _lock(draft)
    if is_published(draft):
        raise DomainError(
            "was_published",
            _l("This session was published. Cancel it, or keep it back from the next version."),
        )
    if draft.version != version:
        raise DomainError("edited_meanwhile", _l("Somebody has changed it in the meantime."))
    details = {"code": draft.code, "title": draft.title.as_dict()}
    audit.record("session.draft_removed", draft, actor=actor, at=at, details=details)
    db.session.delete(draft)
    db.session.flush()


def is_published(draft: Draft) -> bool:
    """Whether the public has ever seen it."""
    return _session_of(draft) is not None


def set_hours(event: Event, hours: rules.Hours, *, actor: Actor | None, at: datetime) -> None:
    """When the fair's days open and close, and what its editor warns of."""
    row = db.session.get(EditorSettings, event.id)
    if row is None:
        row = EditorSettings(event_id=event.id)
        db.session.add(row)
    row.opens_at, row.closes_at = hours.opens_at, hours.closes_at
    row.stage_change, row.keeps_friday_prayer = hours.stage_change, hours.keeps_friday_prayer
    db.session.flush()
    audit.record("programme.hours_set", row, actor=actor, at=at)


def follow_seats(session: Session, *, actor: Actor | None, at: datetime) -> None:
    """Seats are set on what is published, and hold at once; the draft must not undo them later."""
    draft = db.session.scalar(
        select(Draft).where(Draft.event_id == session.event_id, Draft.code == session.code)
    )
    if draft is None:
        return
    draft.takes_sign_up, draft.capacity = session.takes_sign_up, session.capacity
    draft.version += 1
    draft.updated_at = at
    draft.updated_by_name = actor.name if actor is not None else ""


def _set(draft: Draft, values: Mapping[str, Any], *, actor: Actor | None, at: datetime) -> None:
    unknown = set(values) - set(CHANGEABLE)
    if unknown:
        raise ValueError(f"not columns of a draft: {sorted(unknown)}")
    wanted = {name: getattr(draft, name) for name in ("title", "minutes", "capacity", "starts_at")}
    wanted |= values
    # Asked before anything is set: a draft that was refused must show what it is.
    rules.check(title=wanted["title"], minutes=wanted["minutes"], capacity=wanted["capacity"])
    day = _day(draft.event, wanted["starts_at"])
    _check_owned(draft.event, values)
    for name, value in values.items():
        setattr(draft, name, value)
    draft.day = day
    draft.updated_by_name = actor.name if actor is not None else ""


def _day(event: Event, starts_at: datetime | None) -> EventDay | None:
    if starts_at is None:
        return None
    day = event.day_of(starts_at)
    if day is None:
        raise DomainError("outside_fair", _l("The fair is not on that day."), field="starts_at")
    return day


def _check_owned(event: Event, values: Mapping[str, Any]) -> None:
    speakers = {part.speaker for part in values.get("parts", ())}
    speakers |= {a.speaker for a in values.get("acts", ()) if a.speaker is not None}
    wanted = (
        (SessionKind, {values.get("kind_id")} - {None}),
        (Room, {values.get("room_id")} - {None}),
        (Speaker, speakers),
    )
    for model, ids in wanted:
        if ids:
            own = select(model.id).where(model.event_id == event.id, model.id.in_(ids))
            if set(db.session.scalars(own)) != ids:
                raise DomainError("other_fair", _l("This belongs to another fair."))


def _lock(draft: Draft) -> None:
    # By itself: PostgreSQL locks no row through the outer joins that a refresh would make.
    own = select(Draft.id).where(Draft.id == draft.id).with_for_update()
    if db.session.scalar(own) is None:
        raise DomainError("gone", _l("This session is no longer there: somebody has removed it."))
    db.session.refresh(draft)


def _session_of(draft: Draft) -> Session | None:
    same = (Session.event_id == draft.event_id, Session.code == draft.code)
    return db.session.scalar(select(Session).where(*same))


def _free_code(event: Event) -> str:
    taken = _codes(event)
    return next(code for n in range(1, 10_000) if (code := f"S{n:02d}") not in taken)


def _is_taken(event: Event, code: str) -> bool:
    return code in _codes(event)


def _codes(event: Event) -> set[str]:
    found = set(db.session.scalars(select(Draft.code).where(Draft.event_id == event.id)))
    return found | set(db.session.scalars(select(Session.code).where(Session.event_id == event.id)))
