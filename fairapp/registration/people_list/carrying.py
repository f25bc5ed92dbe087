"""One act for one person of a group, as it would be done alone; and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from fairapp.core import messages
from fairapp.core.audit import Actor
from fairapp.core.errors import DomainError
from fairapp.core.messages import Message
from fairapp.registration.actions import cancel, reinstate, update_details
from fairapp.registration.details import details_of
from fairapp.registration.letters import Letter
from fairapp.registration.models import Registration, Status
from fairapp.registration.moderation import actions as moderation
from fairapp.registration.moderation.forms import told_of
from fairapp.registration.people_list.models import Act, Batch, BatchPerson, Outcome
from fairapp.registration.restoring import restore

_EXPECTED = (Status.CONFIRMED, Status.PENDING, Status.OFFERED, Status.WAITING)
# Whom each act is for, by how they stand.
MEANT: dict[Act, tuple[Status, ...]] = {
    Act.APPROVE: (Status.PENDING,),
    Act.DECLINE: (Status.PENDING,),
    Act.CATEGORY: (*_EXPECTED, Status.DECLINED, Status.CANCELLED),
    Act.CANCEL: _EXPECTED,
    Act.REINSTATE: (Status.CANCELLED,),
    Act.MESSAGE: tuple(status for status in Status if status is not Status.MERGED),
    Act.BADGES: (Status.CONFIRMED,),
}
# What people are told by each act.
_LETTERS = {
    Act.APPROVE: (Letter.APPROVED,),
    Act.DECLINE: (Letter.DECLINED,),
    Act.CANCEL: (Letter.CANCELLED,),
    Act.REINSTATE: (Letter.REGISTERED,),
}


def do(batch: Batch, person: BatchPerson, actor: Actor) -> Outcome:
    """Do it to this person, unless they stand otherwise by now."""
    registration, act = person.registration, Act(batch.act)
    person.before = registration.category.code
    if registration.status not in MEANT[act] or batch.done_at is None:
        return Outcome.LEFT
    try:
        is_done = _act(batch, act, registration, actor, batch.done_at)
    except DomainError:
        return Outcome.LEFT
    return Outcome.DONE if is_done else Outcome.LEFT


def _act(batch: Batch, act: Act, registration: Registration, actor: Actor, at: datetime) -> bool:
    match act:
        case Act.APPROVE:
            return moderation.approve(registration, actor=actor, at=at)
        case Act.DECLINE:
            reason = told_of(**batch.params)
            return moderation.decline(registration, reason=reason, actor=actor, at=at)
        case Act.CANCEL:
            cancel(registration, actor=actor, at=at)
        case Act.REINSTATE:
            reinstate(registration, actor=actor, at=at)
        case Act.CATEGORY:
            return _move(registration, batch.params["category"], actor=actor, at=at)
        case _:
            return False
    return registration.status_at == at


def take_back(batch: Batch, person: BatchPerson, actor: Actor) -> Outcome:
    """Take it back, unless something else has happened to this person since."""
    registration, act, at = person.registration, Act(batch.act), batch.undone_at
    if batch.done_at is None or at is None:
        return Outcome.CHANGED
    if act is Act.CATEGORY:
        is_undone = _move_back(batch, person, actor, done=batch.done_at, at=at)
    else:
        is_undone = restore(
            registration,
            done=batch.done_at,
            act="registration.batch_undone",
            told=_LETTERS[act],
            actor=actor,
            at=at,
        )
    return Outcome.UNDONE if is_undone else Outcome.CHANGED


def _move(registration: Registration, code: str, *, actor: Actor, at: datetime) -> bool:
    """Put somebody into another category; False where there is nothing to do."""
    category = next((c for c in registration.event.categories if c.code == code), None)
    if category is None or registration.category_id == category.id:
        return False
    details = replace(details_of(registration), category=category)
    update_details(registration, details, actor=actor, at=at)
    return True


def _move_back(
    batch: Batch, person: BatchPerson, actor: Actor, *, done: datetime, at: datetime
) -> bool:
    registration = person.registration
    if registration.category.code != batch.params["category"]:
        return False
    sent = (Message.registration_id == registration.id) & (Message.kind == Letter.CHANGED)
    is_unsent = messages.take_back(sent, Message.created_at == done)
    is_back = _move(registration, person.before, actor=actor, at=at)
    if is_back and is_unsent:
        # Whoever was told nothing need not be told that it is undone.
        messages.take_back(sent, Message.created_at == at)
    return is_back
