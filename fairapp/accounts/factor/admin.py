"""Second factors of a team: whether the fair demands one, and taking a lost one off."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.accounts.factor import actions
from fairapp.accounts.factor.forms import DemandForm
from fairapp.accounts.models import Demand
from fairapp.accounts.queries import find_member
from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.events.models import Event

bp = Blueprint("team_factor", __name__)


@bp.route("/staff/<slug>/team/second-factor", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def demand(event: Event) -> Response | tuple[str, int]:
    """Of whom the fair demands a second factor."""
    form = DemandForm(demand=event.second_factor)
    if form.validate_on_submit():
        actions.demand(event, Demand(form.demand.data), actor=current_user, at=clock.now())
        flash(_("The second factor is settled."), "success")
        return redirect(url_for("team.index"))
    return render_template("accounts/factor_demand.html", form=form), form.http_status


@bp.route("/staff/<slug>/team/members/<int:user_id>/second-factor", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def reset(event: Event, user_id: int) -> Response | tuple[str, int]:
    """Ask before a member's second factor is taken off, then do it."""
    user = find_member(event, user_id) or abort(404)
    form = Form()
    if form.validate_on_submit():
        try:
            actions.reset(user, event, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("%(name)s signs in with the password alone again.", name=user.name), "success")
            return redirect(url_for("team.index"))
    return render_template("accounts/factor_reset.html", form=form, user=user), form.http_status
