"""Public pages: the notice; and behind a pass, what the fair knows of one, with consents to
withdraw and the wish to be erased."""

from __future__ import annotations

from flask import (
    Blueprint,
    abort,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from fairapp import limiter
from fairapp.core import clock
from fairapp.core.access import public
from fairapp.core.forms import Form
from fairapp.events.models import Event
from fairapp.registration.limits import OFTEN
from fairapp.registration.models import Registration
from fairapp.registration.own import keep_private, own_registration
from fairapp.registration.privacy import actions, consents, known, queries, telling, wording
from fairapp.registration.privacy.models import Matter

bp = Blueprint("privacy", __name__)


@bp.get("/e/<slug>/privacy")
@public
def read_notice(event: Event) -> str:
    """The whole notice, and until when it is promised."""
    notice = queries.notice(event)
    if notice is None and event.privacy_notice:
        notice = wording.unversioned(event)
    if notice is None:
        abort(404)
    return render_template("privacy/notice.html", told=notice)


@bp.get("/p/<pass_key>/privacy")
@public
@limiter.limit(OFTEN)
def own(pass_key: str) -> Response:
    """Everything that the fair knows of whoever holds this pass."""
    registration = _person(pass_key)
    page = render_template(
        "privacy/own.html",
        registration=registration,
        sections=known.sections(registration),
        standings=consents.standings(registration),
        asked=consents.ASKED,
        answers=consents.ANSWERS,
        how=consents.HOW,
        wish=queries.open_erasure(registration),
        told=queries.notice(registration.event),
        delays=queries.delays(registration.event),
    )
    return keep_private(make_response(page))


@bp.get("/p/<pass_key>/privacy.json")
@public
@limiter.limit(OFTEN)
def own_json(pass_key: str) -> Response:
    """The same as a file."""
    registration = _person(pass_key)
    answer = jsonify(known.as_dict(registration))
    name = f"{registration.event.slug}-{registration.reference}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return keep_private(answer)


@bp.post("/p/<pass_key>/consents/<matter>")
@public
@limiter.limit(OFTEN)
def consent(pass_key: str, matter: str) -> Response:
    """Withdraw what was agreed to, or agree: one tap either way."""
    registration = _person(pass_key)
    if matter not in set(Matter):
        abort(404)
    if Form().validate_on_submit():
        act = telling.give_consent if "give" in request.form else telling.withdraw_consent
        act(registration, Matter(matter), at=clock.now())
        flash(_("Your answer is kept."), "success")
    return _to(registration)


@bp.get("/p/<pass_key>/erasure")
@public
def confirm_erasure(pass_key: str) -> Response:
    """Ask once more, with the consequence in words."""
    registration = _person(pass_key)
    page = render_template(
        "privacy/ask.html",
        registration=registration,
        is_over=actions.is_over(registration.event, clock.now()),
        wish=queries.open_erasure(registration),
    )
    return keep_private(make_response(page))


@bp.post("/p/<pass_key>/erasure")
@public
@limiter.limit(OFTEN)
def ask_erasure(pass_key: str) -> Response:
    """Be erased."""
    registration = _person(pass_key)
    if Form().validate_on_submit():
        actions.ask(registration, at=clock.now())
        flash(_("Your wish is noted."), "success")
    return _to(registration)


@bp.post("/p/<pass_key>/erasure/withdrawal")
@public
@limiter.limit(OFTEN)
def keep_me(pass_key: str) -> Response:
    """Not be erased after all."""
    registration = _person(pass_key)
    wish = queries.open_erasure(registration)
    if Form().validate_on_submit() and wish is not None and not wish.asked_by_name:
        actions.withdraw(wish, actor=None, at=clock.now())
        flash(_("Nothing will be erased. If you had given your place up, take it up again."))
    return _to(registration)


def _person(pass_key: str) -> Registration:
    registration = own_registration(pass_key)
    return registration.merged_into or registration


def _to(registration: Registration) -> Response:
    answer = redirect(url_for("privacy.own", pass_key=registration.pass_key), 303)
    return keep_private(make_response(answer))
