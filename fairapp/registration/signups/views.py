"""Seats at sessions as participants take them: from the programme, and on their pass.

Pages of the programme are the same for everybody, so that browsers may keep them; the one that
knows the visitor is `ask`.
"""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, make_response, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from fairapp import limiter
from fairapp.core import clock
from fairapp.core.access import public
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.programme.models import Session, SessionStatus
from fairapp.registration import own
from fairapp.registration.models import Registration
from fairapp.registration.signups import actions, queries, rules
from fairapp.registration.signups.choices import Choices, choices_of
from fairapp.registration.signups.seats import SeatRow

bp = Blueprint("signups", __name__)

# A whole venue, or all customers of a phone company, may stand behind one address.
OFTEN = "60 per minute"


@bp.get("/e/<slug>/programme/<code>/seat")
@public
def ask(event: Event, code: str) -> Response:
    """A seat for whoever's pass this browser remembers; otherwise, how to come by a pass."""
    session = queries.find(event, code) or abort(404)
    at = clock.now()
    page = render_template(
        "signups/ask.html",
        session=session,
        refusal=_refusal(session),
        people=[(who, choices_of(who, at=at)) for who in own.remembered_people(event)],
    )
    return own.keep_private(make_response(page))


@bp.post("/p/<pass_key>/seats/<code>")
@public
@limiter.limit(OFTEN)
def take(pass_key: str, code: str) -> Response:
    """Put the name down."""
    registration = own.own_registration(pass_key)
    try:
        actions.sign_up(registration, _session(registration, code), actor=None, at=clock.now())
    except DomainError as error:
        flash(error.message, "error")
        return redirect(url_for("passes.show", pass_key=pass_key), 303)
    return _to_seats(pass_key, code)


@bp.post("/p/<pass_key>/seats/<code>/cancellation")
@public
@limiter.limit(OFTEN)
def release(pass_key: str, code: str) -> Response:
    """Give the seat up, or leave the line; the pass offers to take it back."""
    registration = own.own_registration(pass_key)
    actions.give_up(registration, _session(registration, code), actor=None, at=clock.now())
    return _to_seats(pass_key, code)


@bp.app_template_global()
def seat_of(code: str) -> SeatRow | None:
    """The seats that can be had at a session of the present fair; None when none can."""
    if "seats" not in g:
        g.seats = {row.code: row for row in queries.offered(g.event, at=clock.now())}
    row: SeatRow | None = g.seats.get(code)
    return row


@bp.app_template_global()
def seat_choices(registration: Registration) -> Choices | None:
    """The sessions of a pass."""
    return choices_of(registration, at=clock.now())


def _refusal(session: SeatRow) -> DomainError | None:
    try:
        rules.can_sign_up(
            takes_sign_up=session.takes_sign_up,
            status=session.status,
            starts_at=session.starts_at,
            is_expected=True,
            at=clock.now(),
        )
    except DomainError as refusal:
        return refusal
    return None


def _session(registration: Registration, code: str) -> Session:
    found = db.session.scalar(
        select(Session).where(
            Session.event_id == registration.event_id,
            Session.code == code,
            Session.status != SessionStatus.DRAFT,
        )
    )
    return found or abort(404)


def _to_seats(pass_key: str, code: str) -> Response:
    return redirect(url_for("passes.show", pass_key=pass_key, seat=code, _anchor="seats"), 303)
