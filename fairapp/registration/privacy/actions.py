"""Wishes to be erased, and delays: made, withdrawn, carried out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from flask_babel import lazy_gettext as _l

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.personal import Stage
from fairapp.events.models import Event
from fairapp.registration import reference
from fairapp.registration.actions import cancel, queue_at
from fairapp.registration.models import Registration, Status
from fairapp.registration.privacy import erasing, expiring, queries, rules
from fairapp.registration.privacy.models import (
    Erasure,
    Retention,
    RetentionRun,
)

_STANDING = frozenset({Status.CONFIRMED, Status.PENDING, Status.WAITING, Status.OFFERED})


def ask(registration: Registration, *, at: datetime) -> Erasure:
    """A person wants to be erased. Until the last day is over their place is given up at once and
    the rest goes after a day of grace; later the team decides, for signed lists may need a name."""
    queue_at(registration.event)
    if (known := queries.open_erasure(registration)) is not None:
        return known
    is_early = not is_over(registration.event, at)
    if is_early and registration.status in _STANDING:
        cancel(registration, actor=None, at=at)
    return _wish(registration, actor=None, at=at, due_at=at + rules.GRACE if is_early else None)


def order(registration: Registration, typed: str, *, actor: Actor, at: datetime) -> Erasure:
    """The team has somebody erased after the day of grace. DomainError when `typed` is not the
    reference, on its field."""
    queue_at(registration.event)
    if registration.erased_at is not None:
        raise DomainError("erased", _l("This person is erased already."))
    if reference.normalise(typed) != registration.reference:
        raise DomainError(
            "reference_differs",
            _l("This is not the reference of this person."),
            field="reference",
        )
    known = queries.open_erasure(registration)
    if known is None:
        return _wish(registration, actor=actor, at=at, due_at=at + rules.GRACE)
    if known.due_at is None:
        known.due_at = at + rules.GRACE
        _record("privacy.erasure_ordered", registration, actor=actor, at=at)
    return known


def withdraw(erasure: Erasure, *, actor: Actor | None, at: datetime) -> None:
    """Keep the person after all; nothing happens to one that is carried out."""
    db.session.refresh(erasure, with_for_update=True)
    if erasure.is_open:
        erasure.withdrawn_at = at
        erasure.withdrawn_by_name = actor.name if actor else ""
        _record("privacy.erasure_withdrawn", erasure.registration, actor=actor, at=at)


def carry_out(erasure: Erasure, *, at: datetime) -> None:
    """Erase; once. The trail names the reference alone."""
    db.session.refresh(erasure, with_for_update=True)
    if not erasure.is_open or erasure.due_at is None or erasure.due_at > at:
        return
    erasure.counts = dict(erasing.erase(erasure.registration, at=at))
    erasure.done_at = at
    _record("privacy.erased", erasure.registration, actor=None, at=at)


def erase_again(registration: Registration, status: str, *, at: datetime) -> None:
    """Carry out at once what was carried out before a copy brought the person back; `status` is how
    the registration stood then, for a place that was given up is given up again."""
    queue_at(registration.event)
    if status == Status.CANCELLED and registration.status in _STANDING:
        cancel(registration, actor=None, at=at)
    wish = queries.open_erasure(registration) or _wish(registration, actor=None, at=at, due_at=at)
    wish.due_at = at
    db.session.flush()
    carry_out(wish, at=at)


def set_delays(
    event: Event, days: Mapping[Stage, int], *, actor: Actor | None, at: datetime
) -> None:
    """From now on data goes so many days after the last one. DomainError when lists would outlive
    the names on them."""
    if days[Stage.EVIDENCE] < max(days.values()):
        raise DomainError(
            "evidence_first",
            _l("Names stay at least as long as everything else: lists rest on them."),
            field="evidence",
        )
    before = queries.days_of(event)
    found = db.session.get(Retention, event.id)
    values = {str(stage): n for stage, n in days.items()}
    values_with = {**values, "changed_at": at, "changed_by_name": actor.name if actor else ""}
    if found is None:
        found = Retention(event_id=event.id, **values_with)
        db.session.add(found)
    for name, value in values_with.items():
        setattr(found, name, value)
    db.session.flush()
    changed = {str(s): [before[s], days[s]] for s in days if before[s] != days[s]}
    if changed:
        told = {"changed": changed}
        audit.record(
            "privacy.delays_set", event, at=at, actor=actor, event_id=event.id, details=told
        )


def expire(event: Event, stage: Stage, *, at: datetime) -> RetentionRun | None:
    """Carry out the end of a delay; None when nothing was left."""
    counts = expiring.expire(event, stage, at=at)
    if not counts:
        return None
    run = RetentionRun(event_id=event.id, stage=stage, at=at, counts=dict(counts))
    db.session.add(run)
    db.session.flush()
    told = {"stage": stage, "counts": dict(counts)}
    audit.record("privacy.expired", run, at=at, event_id=event.id, details=told)
    return run


def is_over(event: Event, at: datetime) -> bool:
    """Whether the fair's last day is over."""
    if not event.days:
        return False
    return at >= event.utc(event.days[-1].date + timedelta(days=1), time.min)


def _wish(
    registration: Registration, *, actor: Actor | None, at: datetime, due_at: datetime | None
) -> Erasure:
    made = Erasure(
        event_id=registration.event_id,
        registration_id=registration.id,
        asked_at=at,
        asked_by_name=actor.name if actor else "",
        due_at=due_at,
        counts={},
    )
    db.session.add(made)
    db.session.flush()
    _record("privacy.erasure_asked", registration, actor=actor, at=at)
    return made


def _record(act: str, registration: Registration, *, actor: Actor | None, at: datetime) -> None:
    told = {"reference": registration.reference}
    audit.record(act, registration, at=at, actor=actor, details=told)
