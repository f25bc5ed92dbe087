"""Public pages that are made once for all who read them, while nothing that they show changes.

A thousand phones look at the same page of the same day: it is rendered, hashed and compressed for
the first, and the others get the bytes, or a 304, after two cheap reads. A page is made again as
soon as its state changes (what features tell by `state_part` and `shows`), and at each minute, for
« now » and for whatever nobody told of. Members of the team, and whoever has a message to be shown,
get a page of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache, wraps
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request, session
from flask_login import current_user
from sqlalchemy import BindParameter, Integer, Select, bindparam, func, select, true

from fairapp.core import clock
from fairapp.core.audit import AuditEntry
from fairapp.core.db import Model, db
from fairapp.core.i18n import current_language
from fairapp.events.models import Event, EventDay, Room, Stand
from fairapp.events.pages import cacheable
from fairapp.events.shelf import Shelf

StatePart = Callable[[BindParameter[int]], Select[*tuple[Any, ...]]]
_View = TypeVar("_View", bound=Callable[..., Any])
_parts: list[StatePart] = []
_subjects: set[str] = {""}


def state_part(part: StatePart) -> StatePart:
    """Register a read of one row, by the fair's id, that differs when a public page would."""
    if part not in _parts:
        _parts.append(part)
    return part


def shows(*models: type[Model]) -> None:
    """Register what public pages show: whoever changes one of these leaves a trace in the audit."""
    _subjects.update(model.__name__ for model in models)


def kept(view: _View) -> Callable[..., Response]:
    """For a view of a fair that returns the text of a page: make it once, give it to everybody."""

    @wraps(view)
    def answer(event: Event, **values: Any) -> Response:
        if _is_of_its_own():
            return _for_one(view(event, **values))
        shelf: Shelf = current_app.extensions["fairapp_pages"]
        # Addresses on a page are made from the host that was asked for.
        address = (request.host_url, request.full_path, current_language())
        state = (_state(event), int(clock.now().timestamp()) // 60)
        page = shelf.find(address, state)
        if page is None:
            text = view(event, **values)
            if session.modified:  # a token, which is one visitor's
                return cacheable(text)
            page = shelf.keep(address, state, text)
        return page.answer(current_language())

    return answer


def init_app(app: Flask) -> None:
    """Give the application its shelf."""
    app.extensions["fairapp_pages"] = Shelf()


def _is_of_its_own() -> bool:
    is_somebodys = "_flashes" in session or current_user.is_authenticated or session.modified
    return current_app.debug or is_somebodys


def _for_one(text: str) -> Response:
    """A member of the team sees what was just changed: nothing is kept unasked."""
    response = cacheable(text)
    if current_user.is_authenticated and "no-store" not in response.headers["Cache-Control"]:
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _state(event: Event) -> Hashable:
    row = tuple(getattr(event, name) for name in Event.__table__.columns.keys())  # noqa: SIM118
    return row, tuple(db.session.execute(_statement(), {"event": event.id}).one())


@cache
def _statement() -> Select[*tuple[Any, ...]]:
    """One row of all parts, in one read."""
    fair = bindparam("event", type_=Integer)
    first, *others = (part(fair).subquery() for part in _parts)
    joined: Any = first
    for other in others:
        joined = joined.join(other, true())
    return select(*(column for part in (first, *others) for column in part.c)).select_from(joined)


@state_part
def _acts(fair: BindParameter[int]) -> Select[*tuple[Any, ...]]:
    """How often the team has changed something that pages show, at any fair."""
    return select(func.count().label("acts")).where(AuditEntry.subject_type.in_(sorted(_subjects)))


@state_part
def _days(fair: BindParameter[int]) -> Select[*tuple[Any, ...]]:
    return select(
        func.count().label("days"), func.min(EventDay.date), func.max(EventDay.date)
    ).where(EventDay.event_id == fair)


shows(Event, EventDay, Room, Stand)
