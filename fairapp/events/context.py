"""The fair of the address: every view below `<slug>` gets it as `event`."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, current_app, g, request
from flask_login import current_user
from sqlalchemy import bindparam, select
from sqlalchemy.orm import load_only

from fairapp.core.access import Permission, access_of, present_device, present_program
from fairapp.core.db import db
from fairapp.events.models import Event

# Built once. Phones ask often, and for none of the texts, which take the longest to read.
_BY_SLUG = select(Event).where(Event.slug == bindparam("slug"))
FOR_PHONES = (Event.id, Event.slug, Event.timezone, Event.created_at, Event.second_factor)
_FOR_PHONES = _BY_SLUG.options(load_only(*FOR_PHONES))


def init_app(app: Flask) -> None:
    """Turn `<slug>` into `event` on the way in, and fill `slug` in on the way out."""
    app.url_value_preprocessor(_load_event)
    app.url_defaults(_fill_slug)
    app.context_processor(_context)


def find_event(slug: str) -> Event | None:
    """The fair at this address."""
    return db.session.scalar(_BY_SLUG, {"slug": slug})


def _load_event(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if not values or "slug" not in values:
        return
    slug, program = values.pop("slug"), present_program()
    asking = program or present_device()
    event = asking.event if asking is not None and asking.event.slug == slug else None
    # A program learns of no fair but its own.
    if event is None and program is None:
        event = _find(slug)
    if event is None or _is_hidden(event, endpoint):
        abort(404)
    g.event = values["event"] = event


def _find(slug: str) -> Event | None:
    statement = _FOR_PHONES if request.path.startswith("/api/") else _BY_SLUG
    return db.session.scalar(statement, {"slug": slug})


def _is_hidden(event: Event, endpoint: str | None) -> bool:
    """Whether this is a public page of a draft, and nobody of its team asks."""
    access = access_of(endpoint) if endpoint else None
    if access is None or not access.public or event.published_at is not None:
        return False
    return not current_user.is_authenticated or not any(
        current_user.can(permission, event) for permission in Permission
    )


def _fill_slug(endpoint: str, values: dict[str, Any]) -> None:
    if "slug" in values or "event" not in g:
        return
    if current_app.url_map.is_endpoint_expecting(endpoint, "slug"):
        values["slug"] = g.event.slug


def _context() -> dict[str, Any]:
    return {"event": g.get("event")}
