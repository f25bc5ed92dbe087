"""What accounts do when something happens to a fair."""

from __future__ import annotations

from datetime import datetime

from fairapp.accounts.models import Role, User
from fairapp.accounts.teams import give_role
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.events.signals import event_created


@event_created.connect
def make_creator_organiser(event: Event, *, actor: Actor | None, at: datetime) -> None:
    """Put whoever created the fair on its team; administrators may open it anyway."""
    if actor is not None:
        user = db.session.get_one(User, actor.id)
        give_role(user, event, Role.ORGANISER, actor=user, at=at)
