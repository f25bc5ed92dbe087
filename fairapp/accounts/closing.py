"""Closing an account, and opening it again: it stays in every log, and signs in nowhere."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.accounts.factor.actions import end_sessions
from fairapp.accounts.models import Membership, Role, User
from fairapp.accounts.queries import administrators, organiser_count
from fairapp.accounts.teams import may_reset_password, not_yours
from fairapp.core import audit
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Event


def may_close(user: User, event: Event | None, *, actor: User) -> bool:
    """Whether `actor` may close this account, and open it again.

    An administrator anybody's but their own; an organiser of `event` those that open no other fair.
    """
    if event is None:
        return actor.is_administrator and actor.id != user.id
    return may_reset_password(user, event, actor=actor)


def close(user: User, event: Event | None, *, actor: User, at: datetime) -> None:
    """Shut the account out, at this moment and everywhere; its roles stay, for the way back.

    Refusals: `not_yours`, `last_administrator`, `last_organiser` (of fairs that are not over).
    """
    _check(user, event, actor)
    if user.disabled_at is not None:
        return
    _keep_an_administrator(user)
    _keep_organisers(user)
    user.disabled_at = at
    end_sessions(user, but=None, actor=actor, at=at)
    _record("account.closed", user, event, actor, at)


def open_again(user: User, event: Event | None, *, actor: User, at: datetime) -> None:
    """Undo `close`: the same password and roles are good again, and no session."""
    _check(user, event, actor)
    if user.disabled_at is not None:
        user.disabled_at = None
        _record("account.opened", user, event, actor, at)


def _check(user: User, event: Event | None, actor: User) -> None:
    if user.id == actor.id:
        raise DomainError(
            "own_account", _l("Nobody closes their own account. Ask another organiser.")
        )
    if not may_close(user, event, actor=actor):
        raise not_yours()


def _keep_an_administrator(user: User) -> None:
    if not user.is_administrator:
        return
    # Two administrators may close each other at the same moment: their rows put them in a line.
    rows = select(User.id).where(User.is_administrator).order_by(User.id).with_for_update()
    db.session.execute(rows).all()
    if not [other for other in administrators() if other.id != user.id]:
        raise DomainError("last_administrator", _l("There has to be an administrator."))


def _keep_organisers(user: User) -> None:
    organised = select(Membership.event_id).where(
        Membership.user_id == user.id, Membership.role == Role.ORGANISER
    )
    running = select(Event).where(Event.id.in_(organised), Event.closed_at.is_(None))
    # As `teams.remove_role` does: whoever takes organisers from a fair waits for its row.
    events = db.session.scalars(running.order_by(Event.id).with_for_update()).all()
    alone = [event for event in events if not organiser_count(event, but=user)]
    if alone:
        names = _(", ").join(str(event.name) for event in alone)
        raise DomainError(
            "last_organiser",
            _l("Nobody else organises: %(fairs)s. Give this role to somebody first.", fairs=names),
        )


def _record(act: str, user: User, event: Event | None, actor: User, at: datetime) -> None:
    audit.record(
        act,
        user,
        at=at,
        actor=actor,
        event_id=event.id if event is not None else None,
        details={"email": user.email},
    )
