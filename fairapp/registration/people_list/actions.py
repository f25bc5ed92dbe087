"""Views of the list are named, and let go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select

from fairapp.accounts.models import User
from fairapp.core import audit
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.identifiers import may_exist
from fairapp.events.models import Event
from fairapp.registration.people_list.models import View

_NAME = 60
_MOST = 50


def save_view(
    event: Event, name: str, wish: Mapping[str, Any], *, is_shared: bool, actor: User, at: datetime
) -> View:
    """Keep what is shown under a name; one's own view of that name is replaced. DomainError on
    `name` when it has none or a long one, or when there are too many."""
    name = " ".join(name.split())
    if not 0 < len(name) <= _NAME:
        text = _l("Write a name of at most %(count)s characters.", count=_NAME)
        raise DomainError("name", text, field="name")
    own = select(View).where(View.event_id == event.id, View.user_id == actor.id)
    view = db.session.scalar(own.where(View.name == name))
    if view is None:
        if (db.session.scalar(select(func.count()).select_from(own.subquery())) or 0) >= _MOST:
            text = _l("You have %(count)s views already; remove one first.", count=_MOST)
            raise DomainError("many", text, field="name")
        view = View(event_id=event.id, user_id=actor.id, name=name, created_at=at)
        db.session.add(view)
    view.wish, view.is_shared = dict(wish), is_shared
    db.session.flush()
    details = {"name": name, "shared": is_shared}
    audit.record("registrations.view_saved", view, at=at, actor=actor, details=details)
    return view


def remove_view(view: View, *, actor: User, at: datetime) -> None:
    """Let it go; a shared one is everybody's to remove, as it is everybody's to use."""
    details = {"name": view.name}
    audit.record("registrations.view_removed", view, at=at, actor=actor, details=details)
    db.session.delete(view)
    db.session.flush()


def views(event: Event, user: User) -> list[View]:
    """One's own and those of the team, by name."""
    query = select(View).where(
        View.event_id == event.id, or_(View.user_id == user.id, View.is_shared)
    )
    return list(db.session.scalars(query.order_by(func.lower(View.name), View.id)))


def find_view(event: Event, key: int, user: User) -> View | None:
    """One of those."""
    view = db.session.get(View, key) if may_exist(key) else None
    if view is None or view.event_id != event.id:
        return None
    return view if view.is_shared or view.user_id == user.id else None
