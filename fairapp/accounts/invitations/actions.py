"""Verbs about invitations: making one, its link, its letter; taking it, taking it back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from sqlalchemy import update
from sqlalchemy.engine import CursorResult

from fairapp.accounts.actions import new_user
from fairapp.accounts.invitations import letters
from fairapp.accounts.invitations.models import Invitation, State
from fairapp.accounts.invitations.queries import digest
from fairapp.accounts.models import Role, User
from fairapp.accounts.queries import find_user, normal_email
from fairapp.accounts.rules import check_password
from fairapp.accounts.teams import give_role
from fairapp.core import audit
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Event

LIFE = timedelta(days=7)


@dataclass(frozen=True)
class Invited:
    """Who is to join, as what, and in which language they are written to."""

    name: str
    email: str
    roles: list[str]
    language: str


def invite(event: Event, who: Invited, *, actor: User, at: datetime) -> tuple[Invitation, str]:
    """A new invitation and the secret of its link, which is not kept; with an address, a letter."""
    token = secrets.token_urlsafe(24)
    invitation = Invitation(
        event_id=event.id,
        event=event,
        digest=digest(token),
        name=who.name,
        email=normal_email(who.email),
        roles=who.roles,
        language=who.language,
        made_at=at,
        made_by_id=actor.id,
        made_by_name=actor.name,
        expires_at=at + LIFE,
    )
    db.session.add(invitation)
    db.session.flush()
    _record("team.invited", invitation, actor=actor, at=at)
    letters.write(invitation, token, at=at)
    return invitation, token


def renew(invitation: Invitation, *, actor: User, at: datetime) -> str:
    """Another link, good for as long again; the one before opens nothing any more."""
    if invitation.state(at) not in (State.WAITING, State.EXPIRED):
        raise _over()
    token = secrets.token_urlsafe(24)
    invitation.digest, invitation.expires_at = digest(token), at + LIFE
    _record("team.invited_again", invitation, actor=actor, at=at)
    letters.write(invitation, token, at=at)
    return token


def withdraw(invitation: Invitation, *, actor: User, at: datetime) -> None:
    """Take an invitation back that nobody has taken."""
    values = {"withdrawn_at": at, "withdrawn_by_name": actor.name}
    if not _settle(invitation, values):
        raise _over()
    _record("team.invitation_withdrawn", invitation, actor=actor, at=at)


def accept(invitation: Invitation, user: User, *, at: datetime) -> None:
    """Join the team with an account that is signed in; the link is used up."""
    if invitation.state(at) != State.WAITING:
        raise _over()
    if invitation.email not in ("", user.email):
        raise DomainError(
            "not_invited",
            _l(
                "This invitation is for %(email)s. Sign in with that account.",
                email=invitation.email,
            ),
        )
    inviter = db.session.get(User, invitation.made_by_id) if invitation.made_by_id else None
    values = {"accepted_at": at, "accepted_by_name": user.name, "email": user.email}
    if not _settle(invitation, values):
        raise _over()
    held = user.roles_at(invitation.event)
    for role in (Role(role) for role in invitation.roles if role not in held):
        give_role(user, invitation.event, role, actor=inviter, at=at)
    _record("team.invitation_accepted", invitation, actor=user, at=at)


def join(
    invitation: Invitation, *, name: str, email: str, password: str, language: str, at: datetime
) -> User | None:
    """Join with a new account; None when the address has one, which this opens for nobody.

    The invitation is kept to that address then: whoever holds the link learns of one at most.
    """
    if invitation.state(at) != State.WAITING:
        raise _over()
    address = invitation.email or normal_email(email)
    check_password(password, email=address, name=name)
    if find_user(address) is not None:
        invitation.email = address
        return None
    user = new_user(address, name, password, at=at)
    user.language = language
    audit.record("account.created", user, at=at, actor=user, event_id=invitation.event_id)
    accept(invitation, user, at=at)
    return user


def _settle(invitation: Invitation, values: dict[str, Any]) -> bool:
    # Two may press at once, or one twice: the row lets one of them through.
    open_ = (
        (Invitation.id == invitation.id)
        & Invitation.accepted_at.is_(None)
        & Invitation.withdrawn_at.is_(None)
    )
    done = db.session.execute(update(Invitation).where(open_).values(values))
    db.session.refresh(invitation)
    return cast(CursorResult[Any], done).rowcount == 1


def _record(act: str, invitation: Invitation, *, actor: User, at: datetime) -> None:
    details = {"name": invitation.name, "email": invitation.email, "roles": invitation.roles}
    audit.record(act, invitation, at=at, actor=actor, details=details)


def _over() -> DomainError:
    return DomainError(
        "invitation_over", _l("This invitation is no longer good. Ask for another one.")
    )
