"""What happens to a registration: made, corrected, cancelled, taken up again."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import format_date
from flask_babel import lazy_gettext as _l

from fairapp.core import audit
from fairapp.core.audit import Actor, is_of_team
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Admission, Category, Event
from fairapp.registration import letters, queries, reference, rules, signals
from fairapp.registration.details import Details as Details
from fairapp.registration.details import changes, snapshot, write
from fairapp.registration.letters import Letter
from fairapp.registration.models import Delegation, Registration, Source, Status
from fairapp.registration.rules import Applicant, Place, Quota, Terms
from fairapp.registration.search import fold
from fairapp.registration.standings import Standing, last_change

# 128 bits: an address that cannot be guessed, and short enough to be sent as a text message.
PASS_KEY_BYTES = 16
STATUS_OF = {
    Place.SEAT: Status.CONFIRMED,
    Place.REVIEW: Status.PENDING,
    Place.WAITING_LIST: Status.WAITING,
}
# The team is bound by none.
NO_TERMS = Terms(None, None, ())


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
    tell: bool = True,
) -> Registration:
    """A person's place at the fair, with its pass, badge and letter, in the present transaction.

    `tell`: whether the letter is sent; who comes from a list may have been told otherwise.

    `is_invited`: whoever asks has the invitation of the category. A public visitor, and the focal
    point of a delegation, are bound by opening times and quotas; the team is not, nor is whoever
    takes somebody's place.

    The same `submission_key` with the same name gives back the registration made the first time: a
    second tap is not a second person, but a friend entered on the same phone is. DomainError when
    registration is not open to this person.
    """
    queue_at(event)
    key = key_of(submission_key, event, details)
    made_before = _made_with(key)
    if made_before is not None:
        return made_before
    by_team = is_of_team(actor) or source not in {Source.ONLINE, Source.DELEGATION}
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
    if tell:
        letters.tell(registration, Letter.REGISTERED, at=at)
    return registration


def made_before(event: Event, details: Details, submission_key: str | None) -> Registration | None:
    """What the same form has registered already, when somebody has tapped twice."""
    return _made_with(key_of(submission_key, event, details))


def update_details(
    registration: Registration, details: Details, *, actor: Actor | None, at: datetime
) -> Registration:
    """Correct what a registration says; the trail keeps what it said before.

    A person who has a place keeps it: DomainError, on its field, when they ask for a day or a
    category that has no room. In a category that the team confirms they are looked at anew.
    """
    moves = _moves(registration, details)
    if moves:
        take_turn(registration)
        _check_move(registration, details, by_team=is_of_team(actor))
    before = snapshot(registration)
    write(registration, details)
    db.session.flush()
    changed = changes(before, snapshot(registration))
    if changed:
        audit.record(
            "registration.corrected", registration, at=at, actor=actor, details={"changed": changed}
        )
        signals.corrected.send(registration, changed=changed, actor=actor, at=at)
    if "category" in changed and not is_of_team(actor):
        _stand_anew(registration, at=at)
    if moves:
        signals.moved.send(registration, at=at)
        letters.tell(registration, Letter.CHANGED, at=at)
    return registration


def cancel(registration: Registration, *, actor: Actor | None, at: datetime) -> Registration:
    """Give the place up; nothing happens to one that is cancelled already. DomainError when it is
    a duplicate, replaced or declined."""
    take_turn(registration)
    rules.can_cancel(registration.status)
    if registration.status != Status.CANCELLED:
        set_status(registration, Status.CANCELLED, "registration.cancelled", actor=actor, at=at)
        letters.tell(registration, Letter.CANCELLED, at=at)
    return registration


def reinstate(registration: Registration, *, actor: Actor | None, at: datetime) -> Registration:
    """Take a cancelled place up again, on the terms that hold now: it may be the waiting list."""
    take_turn(registration)
    if registration.status != Status.CANCELLED:
        return registration
    status = _status(registration.event, _returning(registration, by_team=is_of_team(actor)), at)
    set_status(registration, status, "registration.reinstated", actor=actor, at=at)
    letters.tell(registration, Letter.REGISTERED, at=at)
    return registration


def queue_at(event: Event) -> None:
    """Wait for whoever is registering, so capacity and references are decided one by one.

    SQLite's writers queue by themselves; PostgreSQL's queue at the event's row. NO KEY UPDATE,
    because a plain lock would also hold up every scan, whose foreign key looks at that row.
    """
    # What the fair offered before we stood in the queue may have changed since. Flushed first,
    # because refreshing forgets what is not yet written.
    db.session.flush()
    db.session.refresh(event, ["capacity"], with_for_update={"key_share": True})


def take_turn(registration: Registration) -> None:
    """Queue at the event, then see the registration as whoever was before us has left it."""
    queue_at(registration.event)
    db.session.refresh(registration)


def applicant_of(registration: Registration, *, by_team: bool = False) -> Applicant:
    """Somebody registered, as the rules see whoever asks for a place; their category is theirs."""
    days = frozenset(day.number for day in registration.days)
    applicant = _asking(registration.category, days, is_invited=False, by_team=by_team)
    return replace(applicant, is_open=True)


def set_status(
    registration: Registration,
    status: Status,
    act: str,
    *,
    actor: Actor | None,
    at: datetime,
    since: datetime | None = None,
    reason: str = "",
    offered_until: datetime | None = None,
) -> None:
    """Change the standing, with the reason that the person may read, and leave a trail of it.

    `since`: since when it has been so, when a change is undone; `at` otherwise.
    """
    # Before the row is written: two that wait for each other, row and queue, would wait for ever.
    queue_at(registration.event)
    before = Standing.of(registration)
    registration.status, registration.status_at = status, since or at
    registration.status_reason, registration.offered_until = reason, offered_until
    db.session.flush()
    told = {**before.as_dict(), "is": status} | ({"reason": reason} if reason else {})
    audit.record(act, registration, at=at, actor=actor, details=told)
    signals.status_changed.send(registration, was=before.status, since=before.since, at=at)


def _moves(registration: Registration, details: Details) -> bool:
    """Whether `details` name other days or another category."""
    days = {day.number for day in details.days or registration.event.days}
    return (
        details.category.id != registration.category_id
        or {day.number for day in registration.days} != days
    )


def _check_move(registration: Registration, details: Details, *, by_team: bool) -> None:
    if registration.status not in queries.HOLDING:
        return
    event, stays = registration.event, details.category.id == registration.category_id
    after = _applicant(event, details, is_invited=False, by_team=by_team)
    if not (after.is_open or stays or by_team):
        raise rules.category_closed()
    full = rules.missing_for(queries.terms(event), applicant_of(registration), after)
    if full:
        raise _no_room(event, full)


def _no_room(event: Event, full: Sequence[Quota]) -> DomainError:
    """Which of the wishes cannot be had; the registration stays as it was."""
    if full[0].scope == "category":
        message = _l("There is no more room in this category. Your place is kept as it was.")
        return DomainError("category_full", message, field="category")
    days = [day.date for quota in full if (day := event.day_number(quota.key))]
    if not days:
        return DomainError("full", _l("The fair is full. Your place is kept as it was."))
    named = ", ".join(format_date(day, "EEEE d MMMM") for day in days)
    message = _l("There is no more room on: %(days)s. Your place is kept as it was.", days=named)
    return DomainError("day_full", message, field="days")


def _stand_anew(registration: Registration, *, at: datetime) -> None:
    # Else whoever was let in as one thing would be in as anything.
    is_moderated = registration.category.admission == Admission.MODERATED
    if is_moderated and registration.status in {Status.CONFIRMED, Status.OFFERED}:
        set_status(registration, Status.PENDING, "registration.moved", actor=None, at=at)
    elif not is_moderated and registration.status == Status.PENDING:
        set_status(registration, Status.CONFIRMED, "registration.moved", actor=None, at=at)


def _returning(registration: Registration, *, by_team: bool) -> Applicant:
    """Whoever was in when they gave up is not looked at again."""
    last = last_change(registration)
    was_in = last is not None and last.status == Status.CONFIRMED
    return replace(applicant_of(registration, by_team=by_team), is_invited=was_in)


def _status(event: Event, applicant: Applicant, at: datetime) -> Status:
    # Counting everybody for each person that the team enters would make a long list very long.
    terms = NO_TERMS if applicant.by_team else queries.terms(event)
    return STATUS_OF[rules.can_register(terms, applicant, at=at)]


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


def key_of(submission_key: str | None, event: Event, details: Details) -> str | None:
    """What a registration keeps of the form that it came with: its key, for this name."""
    if submission_key is None:
        return None
    name = fold(f"{details.given_names} {details.family_name}")
    return str(uuid.uuid5(uuid.UUID(submission_key), f"{event.id} {name}"))


def _made_with(key: str | None) -> Registration | None:
    return None if key is None else queries.find_by_submission(key)


def _free_reference(event: Event) -> str:
    while True:
        candidate = reference.new_reference()
        if queries.find_by_reference(event, candidate) is None:
            return candidate
