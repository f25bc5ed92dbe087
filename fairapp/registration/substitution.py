"""Somebody comes in another person's place, or speaks for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask_babel import lazy_gettext as _l

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.registration import signals
from fairapp.registration.actions import queue_at, register, set_status
from fairapp.registration.details import Details
from fairapp.registration.models import Registration, Relation, Source, Status
from fairapp.registration.search import fold

# Whose place can be taken: whoever has one, or has just given it up.
_PLACES = frozenset({Status.CONFIRMED, Status.PENDING, Status.OFFERED, Status.CANCELLED})


def substitute(
    invitee: Registration,
    details: Details,
    *,
    relation: Relation,
    actor: Actor | None,
    at: datetime,
    submission_key: str | None = None,
) -> Registration:
    """Register the person of `details` in the place of `invitee`, who will count as a no-show.

    The substitute counts as himself or herself, belongs to the same delegation and takes no other
    place. The invitee's badge is revoked by whoever hears the signal `replaced`. DomainError
    `not_replaceable` when the invitee has no place to take, or has been replaced already.
    """
    queue_at(invitee.event)
    # Whoever was before us in the queue may have replaced the same person.
    db.session.refresh(invitee)
    sent_before = _sent_before(invitee, details) if submission_key else None
    if sent_before is not None:
        return sent_before
    if invitee.status not in _PLACES:
        raise DomainError(
            "not_replaceable", _l("Nobody can come in place of this person any more.")
        )
    person = register(
        invitee.event,
        replace(details, relation=relation),
        source=Source.SUBSTITUTE,
        actor=actor,
        at=at,
        submission_key=submission_key,
        delegation=invitee.delegation,
        replaces=invitee,
    )
    set_status(invitee, Status.REPLACED, "registration.replaced", actor=actor, at=at)
    signals.replaced.send(invitee, by=person, at=at)
    told = {"replaces": invitee.reference, "relation": relation}
    audit.record("registration.substitutes", person, at=at, actor=actor, details=told)
    db.session.flush()
    return person


def undo(
    invitee: Registration, *, keeps_substitute: bool, actor: Actor, at: datetime
) -> Registration:
    """The invitee comes after all, with a new badge; the substitute stays, as somebody whom the
    team has registered, or is cancelled. Twice changes nothing."""
    queue_at(invitee.event)
    db.session.refresh(invitee)
    if invitee.status != Status.REPLACED:
        return invitee
    for person in list(invitee.substitutes):
        if keeps_substitute:
            person.replaces, person.relation, person.source = None, "", Source.STAFF
        elif person.status != Status.CANCELLED:
            set_status(person, Status.CANCELLED, "registration.cancelled", actor=actor, at=at)
    set_status(invitee, Status.CONFIRMED, "registration.returned", actor=actor, at=at)
    signals.returned.send(invitee, at=at)
    told = {"keeps_substitute": keeps_substitute}
    audit.record("substitution.undone", invitee, at=at, actor=actor, details=told)
    db.session.flush()
    return invitee


def _sent_before(invitee: Registration, details: Details) -> Registration | None:
    """The substitute of the same name, when the form was taken already: a second tap."""
    if invitee.status != Status.REPLACED:
        return None
    name = fold(f"{details.given_names} {details.family_name}")
    return next((s for s in invitee.substitutes if fold(s.full_name) == name), None)
