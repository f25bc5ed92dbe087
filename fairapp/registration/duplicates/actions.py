"""Two registrations become one person's, or are told apart; both can be taken back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.registration.actions import queue_at, set_status
from fairapp.registration.duplicates.fields import FIELDS
from fairapp.registration.duplicates.models import DistinctPair, Merge
from fairapp.registration.models import Registration, Status
from fairapp.registration.queries import HOLDING
from fairapp.registration.search import search_text
from fairapp.registration.signups import actions as signups


def merge(
    kept: Registration,
    merged: Registration,
    *,
    take: Collection[str] = (),
    actor: Actor | None,
    at: datetime,
) -> Merge:
    """`merged` is the same person as `kept`, who takes over the `take` of its fields (`FIELDS`).

    Nothing is deleted: badges, scans, answers and messages stay where they are and are read as the
    kept person's; seats at sessions move. DomainError `merged` when somebody was quicker.
    """
    _wait_for(kept, merged)
    if kept.id == merged.id or kept.event_id != merged.event_id or _is_merged(kept, merged):
        raise DomainError("merged", _l("One of the two has been merged already."))
    before: dict[str, Any] = {"kept": said(kept), "merged": said(merged), "status": _standing(kept)}
    before |= {"merged_status": _standing(merged), "followers": _followers(merged)}
    for name in take:
        for column in FIELDS[name]:
            setattr(kept, column, getattr(merged, column))
    _index(kept)
    before["seats"] = signups.move(merged, kept, actor=actor, at=at)
    if kept.status not in HOLDING and merged.status in HOLDING:
        set_status(kept, Status(merged.status), "registration.placed", actor=actor, at=at)
    merged.merged_into = kept
    # One link from each duplicate to whoever counts, as the gate reads it.
    _point(before["followers"], kept)
    set_status(merged, Status.MERGED, "registration.merged", actor=actor, at=at)
    before |= {"after": said(kept), "status_after": _standing(kept)}
    done = Merge(
        event_id=kept.event_id,
        kept=kept,
        merged=merged,
        before=before,
        merged_at=at,
        merged_by=actor.id if actor else None,
    )
    db.session.add(done)
    db.session.flush()
    told = {"kept": kept.id, "merged": merged.id, "took": sorted(take)}
    audit.record("duplicates.merged", done, at=at, actor=actor, details=told)
    return done


def undo(done: Merge, *, actor: Actor | None, at: datetime) -> None:
    """Take two merged registrations apart again: both say and stand as before. Nothing happens to a
    merge undone already; DomainError `changed` when the kept one was changed or merged since."""
    kept, merged, before = done.kept, done.merged, done.before
    _wait_for(kept, merged)
    db.session.refresh(done)
    if done.undone_at is not None:
        return
    if "after" not in before:
        raise DomainError("erased", _l("This person is erased; nothing can be taken apart."))
    now = (said(kept), _standing(kept), merged.status, merged.merged_into_id)
    if now != (before["after"], before["status_after"], Status.MERGED, kept.id):
        raise DomainError(
            "changed",
            _l("The registration was changed since; correct both by hand, or undo that first."),
        )
    _restore(kept, before["kept"])
    merged.merged_into = None
    _point(before["followers"], merged)
    _stand(merged, before["merged_status"], actor, at)
    if before["status"] != before["status_after"]:
        _stand(kept, before["status"], actor, at)
    signups.move_back(merged, kept, before["seats"], actor=actor, at=at)
    done.undone_at, done.undone_by = at, actor.id if actor else None
    db.session.flush()
    told = {"kept": kept.id, "merged": merged.id}
    audit.record("duplicates.unmerged", done, at=at, actor=actor, details=told)


def tell_apart(
    one: Registration, other: Registration, *, actor: Actor | None, at: datetime
) -> None:
    """Two persons: the pair is not asked about again. Twice changes nothing."""
    queue_at(one.event)
    first, second = sorted((one, other), key=lambda registration: registration.id)
    known = select(DistinctPair.id).where(
        DistinctPair.first_id == first.id, DistinctPair.second_id == second.id
    )
    if db.session.scalar(known) is not None:
        return
    pair = DistinctPair(
        event_id=one.event_id,
        first_id=first.id,
        second_id=second.id,
        decided_at=at,
        decided_by=actor.id if actor else None,
    )
    db.session.add(pair)
    db.session.flush()
    audit.record("duplicates.told_apart", first, at=at, actor=actor, details={"other": second.id})


def ask_again(pair: DistinctPair, *, actor: Actor | None, at: datetime) -> None:
    """Undo `tell_apart`."""
    first = db.session.get_one(Registration, pair.first_id)
    told = {"other": pair.second_id}
    audit.record("duplicates.asked_again", first, at=at, actor=actor, details=told)
    db.session.delete(pair)
    db.session.flush()


def said(registration: Registration) -> dict[str, Any]:
    """Every field that a merge may change, as JSON holds it."""
    values = {c: getattr(registration, c) for columns in FIELDS.values() for c in columns}
    values["days"] = [day.number for day in registration.days]
    return {c: v.isoformat() if isinstance(v, date) else v for c, v in values.items()}


def _restore(registration: Registration, values: dict[str, Any]) -> None:
    for column in (c for columns in FIELDS.values() for c in columns if c != "days"):
        value = values[column]
        is_date = column == "birth_date" and value
        setattr(registration, column, date.fromisoformat(value) if is_date else value)
    registration.days = [d for d in registration.event.days if d.number in values["days"]]
    _index(registration)


def _index(registration: Registration) -> None:
    delegation = registration.delegation.name if registration.delegation else ""
    registration.search_text = search_text(registration, delegation=delegation)


def _wait_for(one: Registration, other: Registration) -> None:
    queue_at(one.event)
    db.session.refresh(one)
    db.session.refresh(other)


def _is_merged(*registrations: Registration) -> bool:
    return any(r.status == Status.MERGED or r.merged_into_id for r in registrations)


def _standing(registration: Registration) -> list[Any]:
    until = registration.offered_until
    return [
        registration.status,
        registration.status_at.isoformat(),
        registration.status_reason,
        until.isoformat() if until else None,
    ]


def _stand(registration: Registration, was: list[Any], actor: Actor | None, at: datetime) -> None:
    status, since, reason, until = was
    set_status(
        registration,
        Status(status),
        "registration.unmerged",
        actor=actor,
        at=at,
        since=datetime.fromisoformat(since),
        reason=reason,
        offered_until=datetime.fromisoformat(until) if until else None,
    )


def _followers(registration: Registration) -> list[int]:
    query = select(Registration.id).where(Registration.merged_into_id == registration.id)
    return list(db.session.scalars(query.order_by(Registration.id)))


def _point(ids: list[int], target: Registration) -> None:
    if ids:
        db.session.execute(
            update(Registration).where(Registration.id.in_(ids)).values(merged_into_id=target.id)
        )
