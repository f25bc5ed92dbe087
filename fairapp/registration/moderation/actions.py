"""The team's decisions: somebody is confirmed or declined, looked at again, or it was a mistake."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from fairapp.core.audit import Actor
from fairapp.core.errors import DomainError
from fairapp.core.i18n import DEFAULT, LANGUAGES
from fairapp.registration import letters
from fairapp.registration.actions import set_status, take_turn
from fairapp.registration.letters import Letter
from fairapp.registration.models import Registration, Status
from fairapp.registration.moderation.queries import APPROVED, DECLINED
from fairapp.registration.restoring import restore

LONGEST_REASON = 300


def approve(registration: Registration, *, actor: Actor | None, at: datetime) -> bool:
    """Confirm somebody who is to be decided, and tell them; False when they are confirmed already.

    DomainError `decided` when they stand otherwise by now.
    """
    if not _is_to_change(registration, Status.PENDING, Status.CONFIRMED):
        return False
    set_status(registration, Status.CONFIRMED, APPROVED, actor=actor, at=at)
    letters.tell(registration, Letter.APPROVED, at=at)
    return True


def decline(registration: Registration, *, reason: Any, actor: Actor | None, at: datetime) -> bool:
    """Refuse somebody who is to be decided, with a `reason` that they read in their language; False
    when they are declined already. DomainError `decided` as above."""
    if not _is_to_change(registration, Status.PENDING, Status.DECLINED):
        return False
    is_ours = registration.language in LANGUAGES
    with force_locale(registration.language if is_ours else DEFAULT):
        words = str(reason)[:LONGEST_REASON]
    set_status(registration, Status.DECLINED, DECLINED, actor=actor, at=at, reason=words)
    letters.tell(registration, Letter.DECLINED, at=at)
    return True


def reconsider(registration: Registration, *, actor: Actor | None, at: datetime) -> bool:
    """Look again at somebody who was declined; False when they are to be decided already.

    The team is bound by no limit, so they hold a place again even where the fair has filled up.
    """
    if not _is_to_change(registration, Status.DECLINED, Status.PENDING):
        return False
    set_status(registration, Status.PENDING, "registration.reconsidered", actor=actor, at=at)
    letters.tell(registration, Letter.CHANGED, at=at)
    return True


def undo(
    registration: Registration, *, decided: datetime, actor: Actor | None, at: datetime
) -> None:
    """Take back what was decided at `decided`: the person is to be decided again, since as long as
    before. A letter that has not left is taken back; else another one tells that it has changed.

    DomainError `decided` when something else has happened to them since.
    """
    is_undone = restore(
        registration,
        done=decided,
        act="registration.decision_undone",
        told=(Letter.APPROVED, Letter.DECLINED),
        was=(Status.PENDING,),
        actor=actor,
        at=at,
    )
    if not is_undone:
        raise _decided(registration)


def _is_to_change(registration: Registration, before: Status, after: Status) -> bool:
    take_turn(registration)
    if registration.status not in {before, after}:
        raise _decided(registration)
    return registration.status == before


def _decided(registration: Registration) -> DomainError:
    message = _l(
        "%(name)s: something has changed in the meantime. Nothing was done.",
        name=registration.full_name,
    )
    return DomainError("decided", message)
