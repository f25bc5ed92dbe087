"""Public pages that are made once for all who read them, while nothing that they show changes.

A thousand phones look at the same page of the same day: it is rendered, hashed and compressed for
the first, and the others get the bytes, or a 304, after two cheap reads. A page is made again as
soon as its state changes (what features tell by `state_part` and `shows`), and at each minute, for
« now » and for whatever nobody told of. Members of the team, and whoever has a message to be shown,
get a page of their own.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable, Sequence
from functools import cache, wraps
from typing import Any, TypeVar, cast

from flask import Flask, Response, current_app, request, session
from flask_login import current_user
from sqlalchemy import BindParameter, Integer, Select, bindparam, func, select, true

from fairapp.core import clock
from fairapp.core.audit import AuditEntry
from fairapp.core.db import Model, db
from fairapp.core.i18n import current_language
from fairapp.events.models import Category, Event, EventDay, Partner, Room, Stand
from fairapp.events.pages import cacheable
from fairapp.events.shelf import Shelf

StatePart = Callable[[BindParameter[int]], Select[*tuple[Any, ...]]]
_View = TypeVar("_View", bound=Callable[..., Any])
_parts: list[StatePart] = []
_subjects: set[str] = {""}
# Stands on the shelf for what is one visitor's; nobody can guess it, and so nobody can write it.
_MARK = secrets.token_hex(16)


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
        if _is_somebodys() or session.modified:
            return _for_one(view(event, **values))
        shelf, address, state = _shelf(), _address(), _state(event)
        page = shelf.find(address, state)
        if page is None:
            text = view(event, **values)
            if session.modified:  # a token, which is one visitor's
                return cacheable(text)
            page = shelf.keep(address, state, text)
        return page.answer(current_language())

    return answer


def filled_in(event: Event, own: Sequence[str], make: Callable[[], str], *, shown: Hashable) -> str:
    """The text that `make` gives, made once for all, with `own` of whoever asks.

    `own` are values that nobody else has, such as a token: where the first visitor's stand, those
    of the others are put. `shown` is what the page shows beyond what is told of. The text is not
    for browsers to keep.
    """
    if _is_somebodys():
        return make()
    shelf, address, state = _shelf(), _address(), (_state(event), shown)
    marks = [f"{_MARK}.{number}." for number in range(len(own))]
    page = shelf.find(address, state)
    if page is None:
        page = shelf.keep(address, state, _exchanged(make(), own, marks))
    return _exchanged(page.content.decode(), marks, own)


def init_app(app: Flask) -> None:
    """Give the application its shelf."""
    app.extensions["fairapp_pages"] = Shelf()


def _is_somebodys() -> bool:
    return current_app.debug or "_flashes" in session or current_user.is_authenticated


def _exchanged(text: str, those: Sequence[str], others: Sequence[str]) -> str:
    for that, other in zip(those, others, strict=True):
        text = text.replace(that, other)
    return text


def _shelf() -> Shelf:
    return cast(Shelf, current_app.extensions["fairapp_pages"])


def _address() -> Hashable:
    # Addresses on a page are made from the host that was asked for.
    return request.host_url, request.full_path, current_language()


def _for_one(text: str) -> Response:
    """A member of the team sees what was just changed: nothing is kept unasked."""
    response = cacheable(text)
    if current_user.is_authenticated and "no-store" not in response.headers["Cache-Control"]:
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _state(event: Event) -> Hashable:
    row = tuple(getattr(event, name) for name in Event.__table__.columns.keys())  # noqa: SIM118
    parts = tuple(db.session.execute(_statement(), {"event": event.id}).one())
    return row, parts, int(clock.now().timestamp()) // 60


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


shows(Event, EventDay, Category, Room, Stand, Partner)
