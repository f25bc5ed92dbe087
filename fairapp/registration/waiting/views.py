"""A place on offer is taken or left on the pass; so are the days that have room."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from fairapp import limiter
from fairapp.core import clock
from fairapp.core.access import public
from fairapp.core.errors import DomainError
from fairapp.events.models import EventDay
from fairapp.registration.models import Registration
from fairapp.registration.own import own_registration
from fairapp.registration.waiting import actions, queries

bp = Blueprint("waiting", __name__)
bp.add_app_template_global(queries.position, "waiting_position")

# A whole venue, or all customers of a phone company, may stand behind one address.
OFTEN = "60 per minute"


@bp.post("/p/<pass_key>/acceptance")
@public
@limiter.limit(OFTEN)
def accept(pass_key: str) -> Response:
    """Yes, I am coming."""
    registration = own_registration(pass_key)
    return _answer(registration, lambda: actions.accept(registration, at=clock.now()))


@bp.post("/p/<pass_key>/refusal")
@public
@limiter.limit(OFTEN)
def refuse(pass_key: str) -> Response:
    """No, give it to somebody else."""
    registration = own_registration(pass_key)
    return _answer(registration, lambda: actions.refuse(registration, at=clock.now()))


@bp.post("/p/<pass_key>/room-left")
@public
@limiter.limit(OFTEN)
def settle_for(pass_key: str) -> Response:
    """Come only on the days that have room."""
    registration = own_registration(pass_key)
    days = {int(day) for day in request.form.getlist("day") if day.isascii() and day.isdigit()}
    return _answer(registration, lambda: actions.settle_for(registration, days, at=clock.now()))


@bp.app_template_global()
def days_with_room(registration: Registration) -> list[EventDay]:
    """The days that somebody who waits could have at once."""
    free = actions.room_left(registration)
    return [day for day in registration.days if day.number in free]


def _answer(registration: Registration, act: Callable[[], None]) -> Response:
    try:
        act()
    except DomainError as error:
        flash(str(error.message), "error")
    return redirect(url_for("passes.show", pass_key=registration.pass_key), 303)
