"""The team of a fair: who works there, with which role."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.accounts import queries, teams
from fairapp.accounts.forms import ROLE_DUTIES, ROLE_LABELS, MemberForm
from fairapp.accounts.models import Membership, Role, User
from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.events.models import Event

bp = Blueprint("team", __name__)


@bp.route("/staff/<slug>/team", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def index(event: Event) -> Response | tuple[str, int]:
    """The team, and a form to put somebody on it."""
    form = MemberForm()
    if form.validate_on_submit():
        try:
            added = teams.add_member(
                event,
                **form.values("email", "name"),
                role=Role(form.role.data),
                actor=current_user,
                at=clock.now(),
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            if added.password:
                return _shown_once(added.user, added.password)
            flash(_("%(name)s has the role now.", name=added.user.name), "success")
            return redirect(url_for("team.index"))
    return _index_page(event, form), form.http_status


@bp.route("/staff/<slug>/team/<int:membership_id>/removal", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def removal(event: Event, membership_id: int) -> Response | tuple[str, int]:
    """Ask before a role is taken away, then take it."""
    membership = queries.find_membership(event, membership_id) or abort(404)
    form = Form()
    if form.validate_on_submit():
        name, own = membership.user.name, membership.user_id == current_user.id
        try:
            teams.remove_role(membership, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("%(name)s no longer has the role.", name=name), "success")
            return redirect(url_for("events.staff_index" if own else "team.index"))
    return _removal_page(membership, form), form.http_status


@bp.route("/staff/<slug>/team/members/<int:user_id>/password", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def password(event: Event, user_id: int) -> Response | tuple[str, int]:
    """Ask before a member gets a new password, then show it once."""
    user = queries.find_member(event, user_id) or abort(404)
    form = Form()
    if form.validate_on_submit():
        try:
            new = teams.reset_password(user, event, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return _shown_once(user, new)
    page = render_template("accounts/new_password.html", form=form, user=user)
    return page, form.http_status


def _index_page(event: Event, form: MemberForm) -> str:
    return render_template(
        "accounts/team.html",
        form=form,
        members=queries.team(event),
        administrators=queries.administrators(),
        labels=ROLE_LABELS,
        duties=ROLE_DUTIES,
        may_reset=lambda user: teams.may_reset_password(user, event, actor=current_user),
    )


def _removal_page(membership: Membership, form: Form) -> str:
    return render_template(
        "accounts/removal.html",
        form=form,
        user=membership.user,
        label=ROLE_LABELS[Role(membership.role)],
        others=len(membership.user.roles_at(membership.event)) - 1,
        own=membership.user_id == current_user.id,
    )


def _shown_once(user: User, password: str) -> Response:
    # Shown in the answer itself, for a session cookie can be read by whoever holds the device.
    page = render_template("accounts/password_once.html", user=user, password=password)
    response = Response(page, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response
