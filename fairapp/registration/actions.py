"""What happens to a registration: made, corrected, cancelled, taken up again."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime

from sqlalchemy import select

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.events.models import Admission, Category, Event
from fairapp.registration import letters, queries, reference, rules, signals
from fairapp.registration.details import Details as Details
from fairapp.registration.details import changes, snapshot, write
from fairapp.registration.letters import Letter
from fairapp.registration.models import Delegation, Registration, Source, Status
from fairapp.registration.rules import Applicant, Place
from fairapp.registration.search import fold

# 128 bits: an address that cannot be guessed, and short enough to be sent as a text message.
PASS_KEY_BYTES = 16
STATUS_OF = {
    Place.SEAT: Status.CONFIRMED,
    Place.REVIEW: Status.PENDING,
    Place.WAITING_LIST: Status.WAITING,
}


def register(
    event: Event,
    details: Details,
    *,
    source: Source,
    actor: Actor | None,
    at: datetime,
    submission_key: str | None = None,
    delegation: Delegation | None = None,
    replaces: Registration | None = None,
    is_invited: bool = False,
    import_id: int | None = None,
) -> Registration:
    """A person's place at the fair, with its pass, badge and e-mail, in the present transaction.

    `is_invited`: whoever asks has the invitation of the category. A public visitor, and the focal
    point of a delegation, are bound by opening times and quotas; the team is not, nor is whoever
    takes somebody's place.

    The same `submission_key` with the same name gives back the registration made the first time: a
    second tap is not a second person, but a friend entered on the same phone is. DomainError when
    registration is not open to this person.
    """
    queue_at(event)
    key = _key_of(submission_key, event, details)
    made_before = _made_with(key)
    if made_before is not None:
        return made_before
    by_team = actor is not None or source not in {Source.ONLINE, Source.DELEGATION}
    applicant = _applicant(event, details, is_invited=is_invited, by_team=by_team)
    registration = Registration(
        event=event,
        reference=_free_reference(event),
        pass_key=secrets.token_urlsafe(PASS_KEY_BYTES),
        status=_status(event, applicant, at),
        source=source,
        delegation=delegation,
        replaces=replaces,
        created_at=at,
        created_by=actor.id if actor else None,
        status_at=at,
        submission_key=key,
        import_id=import_id,
    )
    write(registration, details)
    db.session.add(registration)
    db.session.flush()
    told = {"source": source, "status": registration.status}
    audit.record("registration.registered", registration, at=at, actor=actor, details=told)
    signals.registered.send(registration, at=at)
    letters.tell(registration, Letter.REGISTERED, at=at)
    return registration


def made_before(
    event: Event, details: Details, submission_key: str | None
) -> Registration | None:
    """What the same form has registered already, when somebody has tapped twice."""
    return _made_with(_key_of(submission_key, event, details))


def update_details(
    registration: Registration, details: Details, *, actor: Actor | None, at: datetime
) -> Registration:
    """Correct what a registration says; the trail keeps what it said before."""
    before = snapshot(registration)
    write(registration, details)
    db.session.flush()
    changed = changes(before, snapshot(registration))
    if changed:
        audit.record(
            "registration.corrected", registration, at=at, actor=actor, details={"changed": changed}
        )
    return registration


def cancel(registration: Registration, *, actor: Actor | None, at: datetime) -> Registration:
    """Give the place up; nothing happens to one that is cancelled already. DomainError when it is
    a duplicate, replaced or declined."""
    rules.can_cancel(registration.status)
    if registration.status != Status.CANCELLED:
        set_status(registration, Status.CANCELLED, "registration.cancelled", actor=actor, at=at)
    return registration


def reinstate(registration: Registration, *, actor: Actor | None, at: datetime) -> Registration:
    """Take a cancelled place up again, on the terms that hold now: it may be the waiting list."""
    if registration.status != Status.CANCELLED:
        return registration
    queue_at(registration.event)
    applicant = applicant_of(registration, by_team=actor is not None)
    status = _status(registration.event, applicant, at)
    set_status(registration, status, "registration.reinstated", actor=actor, at=at)
    return registration


def queue_at(event: Event) -> None:
    """Wait for whoever is registering, so capacity and references are decided one by one.

    SQLite's writers queue by themselves; PostgreSQL's queue at the event's row. NO KEY UPDATE,
    because a plain lock would also hold up every scan, whose foreign key looks at that row.
    """
    lock = select(Event.id).where(Event.id == event.id).with_for_update(key_share=True)
    db.session.execute(lock)


def applicant_of(registration: Registration, *, by_team: bool = False) -> Applicant:
    """Somebody registered, as the rules see whoever asks for a place; let in once, let in again."""
    days = frozenset(day.number for day in registration.days)
    return _asking(registration.category, days, is_invited=True, by_team=by_team)


def set_status(
    registration: Registration,
    status: Status,
    act: str,
    *,
    actor: Actor | None,
    at: datetime,
    reason: str = "",
) -> None:
    """Change the standing, with the reason that the person may read, and leave a trail of it."""
    # Before the row is written: two that wait for each other, row and queue, would wait for ever.
    queue_at(registration.event)
    before, since = registration.status, registration.status_at
    registration.status, registration.status_at = status, at
    registration.status_reason, registration.offered_until = reason, None
    db.session.flush()
    told = {"was": before, "is": status} | ({"reason": reason} if reason else {})
    audit.record(act, registration, at=at, actor=actor, details=told)
    signals.status_changed.send(registration, was=before, since=since, at=at)


def _status(event: Event, applicant: Applicant, at: datetime) -> Status:
    return STATUS_OF[rules.can_register(queries.terms(event), applicant, at=at)]


def _applicant(event: Event, details: Details, *, is_invited: bool, by_team: bool) -> Applicant:
    days = frozenset(day.number for day in details.days or event.days)
    return _asking(details.category, days, is_invited=is_invited, by_team=by_team)


def _asking(
    category: Category, days: frozenset[int], *, is_invited: bool, by_team: bool
) -> Applicant:
    return Applicant(
        category=category.id,
        days=days,
        is_open=category.is_open,
        is_moderated=category.admission == Admission.MODERATED,
        is_counted=category.is_counted,
        is_invited=is_invited,
        by_team=by_team,
    )


def _key_of(submission_key: str | None, event: Event, details: Details) -> str | None:
    if submission_key is None:
        return None
    name = fold(f"{details.given_names} {details.family_name}")
    return str(uuid.uuid5(uuid.UUID(submission_key), f"{event.id} {name}"))


def _made_with(key: str | None) -> Registration | None:
    if key is None:
        return None
    return db.session.scalar(select(Registration).where(Registration.submission_key == key))


def _free_reference(event: Event) -> str:
    while True:
        candidate = reference.new_reference()
        if queries.find_by_reference(event, candidate) is None:
            return candidate
