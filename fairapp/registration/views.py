"""Public pages of a registration: the form, and corrections and cancellation behind one's pass."""

from __future__ import annotations

import uuid
from datetime import datetime

from flask import (
    Blueprint,
    Response,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as BaseResponse

from fairapp import limiter
from fairapp.core import clock
from fairapp.core.access import public
from fairapp.core.errors import DomainError
from fairapp.events.kept import filled_in
from fairapp.events.models import Category, Event
from fairapp.events.queries import category_by_invitation
from fairapp.events.rules import Desk, desk
from fairapp.registration import actions, queries
from fairapp.registration.enrolment import enrol
from fairapp.registration.forms import RegistrationForm
from fairapp.registration.limits import OFTEN, PHONE_OFTEN, no_phone, phone_key, was_taken
from fairapp.registration.models import Registration, Source, Status
from fairapp.registration.own import keep_private, own_registration
from fairapp.registration.public_bodies import known_to_all
from fairapp.registration.questions import answers
from fairapp.registration.questions.asking import form_for
from fairapp.registration.rules import Terms
from fairapp.registration.signups.queries import offered

bp = Blueprint("registration", __name__)

_STANDING = frozenset({Status.CONFIRMED, Status.PENDING, Status.WAITING, Status.OFFERED})


@bp.route("/e/<slug>/register", methods=["GET", "POST"])
@public
@limiter.limit(OFTEN, methods=["POST"])
@limiter.limit(
    PHONE_OFTEN, key_func=phone_key, methods=["POST"], exempt_when=no_phone, deduct_when=was_taken
)
def create(event: Event) -> BaseResponse:
    """Register: one form, then straight to the pass."""
    at = clock.now()
    invited = category_by_invitation(event, request.args.get("invitation"))
    if request.method != "POST":
        return _first_page(event, invited, at)
    form = form_for(RegistrationForm, event, invited=invited)
    if form.validate_on_submit():
        try:
            return _to_pass(_enrol(event, form, invited, at))
        except DomainError as error:
            form.add_domain_error(error)
    # Whoever was still filling it in when it closed keeps what was typed.
    return _uncached(_offering(form, queries.terms(event), invited, at), 422)


@bp.get("/e/<slug>/organisations.json")
@public
def organisations(event: Event) -> Response:
    """What the form proposes as organisations; the same for everybody, and nobody's secret."""
    response = jsonify(known_to_all(event))
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@bp.route("/p/<pass_key>/details", methods=["GET", "POST"])
@public
@limiter.limit(OFTEN, methods=["POST"])
def correct(pass_key: str) -> BaseResponse:
    """Correct what one said."""
    registration = own_registration(pass_key)
    if registration.status not in _STANDING:
        return _to_pass(registration)
    form, at = (
        form_for(RegistrationForm, registration.event, registration=registration),
        clock.now(),
    )
    if form.validate_on_submit():
        try:
            actions.update_details(registration, form.details(), actor=None, at=at)
            answers.write(registration, form.answers(), actor=None, at=at)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("Your details are corrected."), "success")
            return _to_pass(registration)
    page = render_template("registration/form.html", form=form, registration=registration)
    return keep_private(make_response(page, form.http_status))


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


def _enrol(
    event: Event, form: RegistrationForm, invited: Category | None, at: datetime
) -> Registration:
    details = form.details()
    return enrol(
        event,
        details,
        given=form.answers(),
        sessions=form.sessions.data or (),
        source=Source.ONLINE,
        actor=None,
        at=at,
        submission_key=form.submission_key.data,
        is_invited=invited is not None and details.category.id == invited.id,
    )


def _first_page(event: Event, invited: Category | None, at: datetime) -> Response:
    """The empty form, or why there is none; made once for everybody while it shows the same."""
    terms = queries.terms(event)
    state = desk(terms.opens_at, terms.closes_at, at=at)
    token, key = generate_csrf(), str(uuid.uuid4())

    def make() -> str:
        form = form_for(RegistrationForm, event, invited=invited, submission_key=key)
        if state == Desk.OPEN and form.categories:
            return _offering(form, terms, invited, at)
        return render_template("registration/closed.html", state=state, terms=terms)

    shown = (state, terms.full, invited.id if invited else None)
    return _uncached(filled_in(event, (token, key), make, shown=shown))


def _offering(form: RegistrationForm, terms: Terms, invited: Category | None, at: datetime) -> str:
    """The form, with what there is room for."""
    form.offer(terms, offered(form.event, at=at))
    is_stale = bool(request.args.get("invitation")) and invited is None
    told = {"terms": terms, "invited": invited, "is_stale_invitation": is_stale}
    return render_template("registration/form.html", form=form, **told)


def _uncached(page: str, status: int = 200) -> Response:
    """A browser may show it again with what was typed."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _to_pass(registration: Registration) -> BaseResponse:
    return redirect(url_for("passes.show", pass_key=registration.pass_key), 303)
