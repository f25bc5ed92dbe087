"""What accounts do when something happens to a fair."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from fairapp.accounts.models import Membership, Role, User
from fairapp.accounts.teams import give_role
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.events.copying import Part
from fairapp.events.models import Event
from fairapp.events.signals import event_created, fair_copied


@event_created.connect
def make_creator_organiser(event: Event, *, actor: Actor | None, at: datetime) -> None:
    """Put whoever created the fair on its team; administrators may open it anyway."""
    if actor is not None:
        user = db.session.get_one(User, actor.id)
        give_role(user, event, Role.ORGANISER, actor=user, at=at)


@fair_copied.connect
def copy_team(
    event: Event, *, source: Event, parts: Collection[str], actor: Actor, at: datetime
) -> None:
    """Whoever made the copy organises it; the others come along when they are meant to, but for
    those whose account is closed.
    """
    make_creator_organiser(event, actor=actor, at=at)
    if Part.TEAM not in parts:
        return
    by = db.session.get_one(User, actor.id)
    query = select(Membership).where(Membership.event_id == source.id).order_by(Membership.id)
    for membership in db.session.scalars(query):
        user = membership.user
        if user.is_active and membership.role not in user.roles_at(event):
            give_role(user, event, Role(membership.role), actor=by, at=at)
