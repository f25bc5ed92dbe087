"""Somebody comes in another person's place, or speaks for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask_babel import lazy_gettext as _l

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Admission
from fairapp.registration import letters, signals
from fairapp.registration.actions import queue_at, register, set_status
from fairapp.registration.details import Details
from fairapp.registration.letters import Letter
from fairapp.registration.models import Registration, Relation, Source, Status
from fairapp.registration.search import fold
from fairapp.registration.signups import actions as seats

# Whose place can be passed on: whoever has one.
OWN_PLACES = frozenset({Status.CONFIRMED, Status.PENDING, Status.OFFERED})
# The team may also give somebody the place of whoever has just given it up; for the public that
# place is free, and for whoever waits longest.
_PLACES = OWN_PLACES | {Status.CANCELLED}


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

    The substitute counts as himself or herself, belongs to the same delegation, takes no other
    place and has the invitee's seats at sessions. Without an `actor` nobody gets further than the
    invitee was: the team looks at whoever comes for somebody that it had yet to look at. The
    invitee's badge is revoked by whoever hears the signal `replaced`. DomainError
    `not_replaceable` when the invitee has no place to take, or has been replaced already.
    """
    queue_at(invitee.event)
    # Whoever was before us in the queue may have replaced the same person.
    db.session.refresh(invitee)
    sent_before = _sent_before(invitee, details) if submission_key else None
    if sent_before is not None:
        return sent_before
    if invitee.status not in (_PLACES if actor else OWN_PLACES):
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
    # Whoever comes for a guest of protocol is received as that guest would have been.
    person.protocol_rank = invitee.protocol_rank
    if actor is None and _is_to_confirm(invitee):
        set_status(person, Status.PENDING, "registration.to_confirm", actor=None, at=at)
    # Before the invitee is gone, whose seats would go to whoever is first in line for them.
    seats.move(invitee, person, actor=actor, at=at)
    set_status(invitee, Status.REPLACED, "registration.replaced", actor=actor, at=at)
    letters.tell(invitee, Letter.REPLACED, at=at)
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
    set_status(invitee, Status.CONFIRMED, "registration.returned", actor=actor, at=at)
    for person in list(invitee.substitutes):
        if keeps_substitute:
            person.replaces, person.relation, person.source = None, "", Source.STAFF
        elif person.status != Status.CANCELLED:
            seats.move(person, invitee, actor=actor, at=at)
            set_status(person, Status.CANCELLED, "registration.cancelled", actor=actor, at=at)
    signals.returned.send(invitee, at=at)
    told = {"keeps_substitute": keeps_substitute}
    audit.record("substitution.undone", invitee, at=at, actor=actor, details=told)
    db.session.flush()
    return invitee


def _is_to_confirm(invitee: Registration) -> bool:
    is_moderated = invitee.category.admission == Admission.MODERATED
    return invitee.status == Status.PENDING or (is_moderated and invitee.status == Status.OFFERED)


def _sent_before(invitee: Registration, details: Details) -> Registration | None:
    """The substitute of the same name, when the form was taken already: a second tap."""
    if invitee.status != Status.REPLACED:
        return None
    name = fold(f"{details.given_names} {details.family_name}")
    return next((s for s in invitee.substitutes if fold(s.full_name) == name), None)
