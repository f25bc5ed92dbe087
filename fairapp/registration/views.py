"""Public pages of a registration: the form, and corrections and cancellation behind one's pass."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from fairapp import limiter
from fairapp.core import clock
from fairapp.core.access import public
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.events.rules import Desk, desk
from fairapp.registration import actions, queries
from fairapp.registration.forms import RegistrationForm
from fairapp.registration.models import Registration, Source, Status
from fairapp.registration.own import keep_private, own_registration

bp = Blueprint("registration", __name__)

# A whole venue, or all customers of a phone company, may stand behind one address.
OFTEN = "60 per minute"
_STANDING = frozenset({Status.CONFIRMED, Status.PENDING, Status.WAITING})


@bp.route("/e/<slug>/register", methods=["GET", "POST"])
@public
@limiter.limit(OFTEN, methods=["POST"])
def create(event: Event) -> BaseResponse:
    """Register: one form, then straight to the pass."""
    at = clock.now()
    form = RegistrationForm(event)
    if form.validate_on_submit():
        try:
            registration = actions.register(
                event,
                form.details(),
                source=Source.ONLINE,
                actor=None,
                at=at,
                submission_key=form.submission_key.data,
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return _to_pass(registration)
    terms = queries.terms(event)
    state = desk(terms.opens_at, terms.closes_at, at=at)
    is_open = state == Desk.OPEN and bool(form.categories)
    # Whoever was still filling it in when it closed keeps what was typed.
    if not is_open and not form.is_submitted():
        return make_response(render_template("registration/closed.html", state=state, terms=terms))
    return _page("registration/form.html", form, terms=terms)


@bp.route("/p/<pass_key>/details", methods=["GET", "POST"])
@public
@limiter.limit(OFTEN, methods=["POST"])
def correct(pass_key: str) -> BaseResponse:
    """Correct what one said."""
    registration = own_registration(pass_key)
    if registration.status not in _STANDING:
        return _to_pass(registration)
    form = RegistrationForm(registration.event, registration=registration)
    if form.validate_on_submit():
        actions.update_details(registration, form.details(), actor=None, at=clock.now())
        flash(_("Your details are corrected."), "success")
        return _to_pass(registration)
    return keep_private(_page("registration/form.html", form, registration=registration))


@bp.get("/p/<pass_key>/cancellation")
@public
def confirm_cancellation(pass_key: str) -> BaseResponse:
    """Ask once more, with the consequence in words."""
    registration = own_registration(pass_key)
    if registration.status not in _STANDING:
        return _to_pass(registration)
    page = render_template("registration/cancel.html", registration=registration)
    return keep_private(make_response(page))


@bp.post("/p/<pass_key>/cancellation")
@public
@limiter.limit(OFTEN)
def cancel(pass_key: str) -> BaseResponse:
    """Give the place up."""
    registration = own_registration(pass_key)
    try:
        actions.cancel(registration, actor=None, at=clock.now())
    except DomainError as error:
        flash(error.message, "error")
    return _to_pass(registration)


@bp.post("/p/<pass_key>/reinstatement")
@public
@limiter.limit(OFTEN)
def reinstate(pass_key: str) -> BaseResponse:
    """Take a cancelled place up again."""
    registration = own_registration(pass_key)
    try:
        actions.reinstate(registration, actor=None, at=clock.now())
    except DomainError as error:
        flash(error.message, "error")
    return _to_pass(registration)


def _page(template: str, form: RegistrationForm, **values: Any) -> Response:
    """The form, with its errors if it was sent; a browser may show it again with what was typed."""
    status = 422 if form.is_submitted() else 200
    response = make_response(render_template(template, form=form, **values), status)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _to_pass(registration: Registration) -> BaseResponse:
    return redirect(url_for("passes.show", pass_key=registration.pass_key), 303)
