"""What accounts do when something happens to a fair."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fairapp.accounts.actions import give_role
from fairapp.accounts.models import Role, User
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.events.signals import event_created


def connect() -> None:
    """Listen; connecting twice changes nothing."""
    event_created.connect(_make_creator_organiser)


def _make_creator_organiser(
    event: Event, *, actor: Actor | None, at: datetime, **_more: Any
) -> None:
    # Administrators may open every fair anyway; the role puts them on the team's list.
    if actor is not None:
        user = db.session.get_one(User, actor.id)
        give_role(user, event, Role.ORGANISER, actor=user, at=at)
