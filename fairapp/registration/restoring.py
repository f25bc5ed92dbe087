"""Taking back what was done to somebody's standing at one moment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from fairapp.core import messages
from fairapp.core.audit import Actor
from fairapp.core.messages import Message
from fairapp.registration import letters
from fairapp.registration.actions import set_status, take_turn
from fairapp.registration.letters import Letter
from fairapp.registration.models import Registration, Status
from fairapp.registration.standings import before_change_at


def restore(
    registration: Registration,
    *,
    done: datetime,
    act: str,
    told: Collection[Letter],
    was: Collection[Status] = tuple(Status),
    actor: Actor | None,
    at: datetime,
) -> bool:
    """Let the person stand as before what was done at `done`, since as long; the trail calls it
    `act`. A letter of the kinds `told` that has not left is taken back; else another one tells that
    it has changed. False, and nothing is done, when something else has happened to them since, or
    when they stood otherwise than `was` before.
    """
    take_turn(registration)
    before = before_change_at(registration, done)
    if registration.status_at != done or before is None or before.status not in was:
        return False
    set_status(
        registration,
        before.status,
        act,
        actor=actor,
        at=at,
        since=before.since,
        reason=before.reason,
        offered_until=before.offered_until,
    )
    letter = (Message.registration_id == registration.id) & (Message.created_at == done)
    if not messages.take_back(letter, Message.kind.in_(told)):
        letters.tell(registration, Letter.CHANGED, at=at)
    return True
