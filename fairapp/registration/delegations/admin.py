"""The team's pages about delegations: announced, registered, here; the focal point's link."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.addresses import absolute
from fairapp.events.models import Event
from fairapp.registration import signals
from fairapp.registration.delegations import actions, queries
from fairapp.registration.delegations.forms import TeamAboutForm
from fairapp.registration.models import Delegation

bp = Blueprint("delegations_admin", __name__)


@bp.get("/staff/<slug>/registrations/delegations/")
@allow(Permission.MANAGE_REGISTRATIONS)
def index(event: Event) -> str:
    """All delegations: announced, registered, here."""
    text = request.args.get("q", "")[:120]
    here: dict[int, int] = {}
    for _receiver, counts in signals.arrivals.send(event):
        here |= counts
    rows = queries.delegations(event, text)
    return render_template("delegations/index.html", rows=rows, here=here, text=text)


@bp.route("/staff/<slug>/registrations/delegations/new", methods=["GET", "POST"])
@allow(Permission.MANAGE_REGISTRATIONS)
def create(event: Event) -> Response | tuple[str, int]:
    """A delegation that announced itself by phone or on paper."""
    form = TeamAboutForm(event)
    if form.validate_on_submit():
        about = form.about(form.chosen(), announced=form.announced.data)
        delegation = actions.announce(
            event,
            about,
            actor=current_user,
            at=clock.now(),
            submission_key=form.key,
        )
        flash(_("The delegation is noted. Its focal point can fill in the list."), "success")
        return _to(delegation)
    page = render_template("delegations/team.html", form=form, delegation=None)
    return page, form.http_status


@bp.route("/staff/<slug>/registrations/delegations/<code>", methods=["GET", "POST"])
@allow(Permission.MANAGE_REGISTRATIONS, contacts=True)
def show(event: Event, code: str) -> Response | tuple[str, int]:
    """One delegation: correct it, give its focal point the link."""
    delegation = _find(event, code)
    form = TeamAboutForm(event, delegation)
    if form.validate_on_submit():
        about = form.about(
            form.chosen(), announced=form.announced.data, language=delegation.language
        )
        actions.correct(delegation, about, actor=current_user, at=clock.now())
        flash(_("The delegation is corrected."), "success")
        return _to(delegation)
    url = absolute("delegations.show", key=delegation.key) if delegation.key else ""
    page = render_template(
        "delegations/team.html",
        form=form,
        delegation=delegation,
        members=queries.members(delegation),
        url=url,
        whatsapp_url=f"https://wa.me/?text={quote(url, safe='')}",
    )
    return page, form.http_status


@bp.route("/staff/<slug>/registrations/delegations/<code>/link", methods=["GET", "POST"])
@allow(Permission.MANAGE_REGISTRATIONS)
def link(event: Event, code: str) -> Response | str:
    """Give the focal point a link; a new one in place of the old, after asking."""
    delegation = _find(event, code)
    if request.method == "GET":
        return render_template("delegations/link.html", delegation=delegation)
    actions.renew_link(delegation, actor=current_user, at=clock.now())
    flash(_("The focal point has a new link."), "success")
    return _to(delegation)


def _find(event: Event, code: str) -> Delegation:
    return queries.find(event, code) or abort(404)


def _to(delegation: Delegation) -> Response:
    return redirect(url_for("delegations_admin.show", code=delegation.code), 303)
