"""Verbs that change the team of a fair: members, roles, their forgotten passwords."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.accounts.models import Membership, Role, User
from fairapp.accounts.passwords import new_password
from fairapp.accounts.queries import organiser_count, others_decide
from fairapp.accounts.sessions import end_all, hash_password
from fairapp.core import audit
from fairapp.core.db import db, refusing
from fairapp.core.errors import DomainError
from fairapp.events.models import Event


def give_role(
    user: User, event: Event, role: Role, *, actor: User | None, at: datetime
) -> Membership:
    """One more role at the fair; refused when the user has it.

    Whoever organises the fair gives nobody the role that pays but others: of those who draw up,
    check and pay, no two may be one person's choice alone. Who is alone may, and it is on record.
    """
    is_own = actor is not None and actor.id == user.id
    if role == Role.FINANCE and is_own and others_decide(event, user):
        raise DomainError(
            "own_finance",
            _l("Nobody gives this role to themselves. Ask another organiser or an administrator."),
            field="role",
        )
    refusal = DomainError(
        "role_exists",
        _l("%(name)s has this role already.", name=user.name),
        field="role",
    )
    if role in user.roles_at(event):
        raise refusal
    membership = Membership(user_id=user.id, event_id=event.id, role=role)
    with refusing(refusal):  # two organisers at once
        db.session.add(membership)
    db.session.expire(user, ["memberships"])
    audit.record(
        "team.role_given",
        user,
        at=at,
        actor=actor,
        event_id=event.id,
        details={"role": role, "email": user.email},
    )
    return membership


def remove_role(membership: Membership, *, actor: User, at: datetime) -> None:
    """Take a role away; a fair keeps its last organiser."""
    # Two organisers may remove each other at the same moment: the fair's row puts them in a line.
    event = db.session.scalars(
        select(Event).where(Event.id == membership.event_id).with_for_update()
    ).one()
    user = membership.user
    if membership.role == Role.ORGANISER and not organiser_count(event, but=user):
        raise DomainError(
            "last_organiser",
            _l("A fair needs an organiser. Give this role to somebody else first."),
        )
    details = {"role": membership.role, "email": user.email}
    user.memberships.remove(membership)
    db.session.flush()
    audit.record("team.role_removed", user, at=at, actor=actor, event_id=event.id, details=details)


def leave(user: User, event: Event, *, at: datetime) -> None:
    """Give up every role of one's own at the fair; its last organiser stays."""
    for membership in [m for m in user.memberships if m.event_id == event.id]:
        remove_role(membership, actor=user, at=at)


def may_reset_password(user: User, event: Event, *, actor: User) -> bool:
    """Whether `actor`, an organiser of `event`, may give `user` a new password.

    Otherwise whoever organises one fair could take over accounts that open others.
    """
    if user.id == actor.id:
        return False
    works_elsewhere = any(m.event_id != event.id for m in user.memberships)
    return actor.is_administrator or not (user.is_administrator or works_elsewhere)


def not_yours() -> DomainError:
    """The refusal of whoever would take over an account that opens more than this fair."""
    return DomainError(
        "not_yours", _l("This account also opens other fairs. Ask an administrator for it.")
    )


def reset_password(user: User, event: Event, *, actor: User, at: datetime) -> str:
    """A new password, to be shown once; it ends the user's sessions."""
    if not may_reset_password(user, event, actor=actor):
        raise not_yours()
    if not user.is_active:
        raise DomainError("account_closed", _l("This account is closed. Open it again first."))
    password = new_password()
    user.password_hash = hash_password(password)
    end_all(user)
    audit.record("account.password_reset", user, at=at, actor=actor, event_id=event.id)
    return password
