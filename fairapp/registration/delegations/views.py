"""Announcing a delegation: about it, its people, one page; then its focal point's own."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from fairapp import limiter
from fairapp.core import clock
from fairapp.core.access import public
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.events.queries import category_by_invitation
from fairapp.events.rules import Desk, desk
from fairapp.registration import queries as registrations
from fairapp.registration.delegations import actions, queries
from fairapp.registration.delegations.list_forms import AnnounceForm, ListForm
from fairapp.registration.models import Registration, Status

bp = Blueprint("delegations", __name__)

# A list takes some tries; a room of focal points may stand behind one address.
OFTEN = "40 per minute"


@bp.route("/e/<slug>/delegations/new", methods=["GET", "POST"])
@public
@limiter.limit(OFTEN, methods=["POST"])
def announce(event: Event) -> BaseResponse:
    """Register an organisation and its people."""
    invited = category_by_invitation(event, request.args.get("invitation"))
    terms, at = registrations.terms(event), clock.now()
    form = AnnounceForm(event, invited)
    state = desk(terms.opens_at, terms.closes_at, at=at)
    is_open = state == Desk.OPEN and bool(form.categories)
    # Whoever was still writing the list when it closed keeps what was typed.
    if not form.categories or not (is_open or form.is_submitted()):
        return make_response(render_template("registration/closed.html", state=state, terms=terms))
    if form.is_submitted():
        form.validate()
        form.take(event, form.usual())
        if form.is_ready:
            try:
                delegation = actions.announce(
                    event,
                    form.about(form.chosen()),
                    [line.details for line in form.lines if line.details],
                    actor=None,
                    at=at,
                    submission_key=form.key,
                )
            except DomainError as error:
                form.add_domain_error(error)
            else:
                tell_added(queries.members(delegation))
                return redirect(url_for("delegations.show", key=delegation.key), 303)
    return list_page("delegations/announce.html", form, terms=terms)


def list_page(template: str, form: ListForm, **values: Any) -> Response:
    """The page of a list, with what is wrong or worth another look if it was sent."""
    asked_for_more = request.form.get("do", "send") != "send" or "without" in request.form
    if asked_for_more:
        form.clear_unfinished()
    is_refused = bool(form.errors) if asked_for_more else not form.is_to_review
    is_wrong = form.is_submitted() and is_refused
    page = render_template(template, form=form, asked_for_more=asked_for_more, **values)
    response = make_response(page, 422 if is_wrong else 200)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def tell_added(people: list[Registration]) -> None:
    """Say what became of people just added."""
    seated = sum(person.status == Status.CONFIRMED for person in people)
    looked_at = sum(person.status == Status.PENDING for person in people)
    waiting = sum(person.status == Status.WAITING for person in people)
    if seated:
        text = ngettext("%(num)s person is registered.", "%(num)s people are registered.", seated)
        flash(text, "success")
    if looked_at:
        text = ngettext(
            "%(num)s person will be confirmed by the organisers.",
            "%(num)s people will be confirmed by the organisers.",
            looked_at,
        )
        flash(text, "info")
    if waiting:
        names = ", ".join(p.full_name for p in people if p.status == Status.WAITING)
        flash(_("On the waiting list: %(names)s.", names=names[:1000]), "warning")
