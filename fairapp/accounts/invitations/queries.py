"""Reads about invitations."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from fairapp.accounts.invitations.models import Invitation
from fairapp.core.db import db
from fairapp.events.models import Event


def of_fair(event: Event) -> list[Invitation]:
    """All invitations to the fair's team, the latest first."""
    query = select(Invitation).where(Invitation.event_id == event.id)
    return list(db.session.scalars(query.order_by(Invitation.made_at.desc(), Invitation.id.desc())))


def find(event: Event, invitation_id: int) -> Invitation | None:
    """One of this fair's; None when the number is of another one."""
    query = select(Invitation).where(
        Invitation.id == invitation_id, Invitation.event_id == event.id
    )
    return db.session.scalar(query)


def by_token(token: str) -> Invitation | None:
    """Whose link this is."""
    return db.session.scalar(select(Invitation).where(Invitation.digest == digest(token)))


def digest(token: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(token.encode()).hexdigest()
