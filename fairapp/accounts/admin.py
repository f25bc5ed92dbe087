"""The team of a fair: who works there, with which role, and who is invited."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.accounts import closing, queries, teams
from fairapp.accounts.factor.forms import DEMANDS
from fairapp.accounts.forms import InvitationForm, RoleForm
from fairapp.accounts.invitations import actions as invitations
from fairapp.accounts.invitations.actions import Invited
from fairapp.accounts.invitations.letters import is_leaving, link
from fairapp.accounts.invitations.models import Invitation
from fairapp.accounts.invitations.queries import find, of_fair
from fairapp.accounts.models import Membership, Role, User
from fairapp.accounts.words import ROLE_DUTIES, ROLE_LABELS
from fairapp.core import clock, qr
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.core.i18n import current_language
from fairapp.events.models import Event

bp = Blueprint("team", __name__)


@bp.route("/staff/<slug>/team", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def index(event: Event) -> Response | tuple[str, int]:
    """The team, who is invited to it, and a form to invite somebody."""
    form, at = InvitationForm(language=current_language()), clock.now()
    if form.validate_on_submit():
        who = Invited(**form.values("name", "email", "roles", "language"))
        invitation, token = invitations.invite(event, who, actor=current_user, at=at)
        return _link_shown_once(invitation, token)
    return _index_page(event, form, at), form.http_status


@bp.route("/staff/<slug>/team/invitations/<int:invitation_id>", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def invitation(event: Event, invitation_id: int) -> Response | tuple[str, int]:
    """One invitation: make its link anew, or take it back."""
    found, at = find(event, invitation_id) or abort(404), clock.now()
    form = Form()
    if form.validate_on_submit():
        try:
            if request.form.get("do") != "withdraw":
                return _link_shown_once(found, invitations.renew(found, actor=current_user, at=at))
            invitations.withdraw(found, actor=current_user, at=at)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The invitation of %(name)s is withdrawn.", name=found.name), "success")
            return redirect(url_for("team.index"))
    page = render_template(
        "accounts/invitation_manage.html",
        form=form,
        invitation=found,
        state=invitations.standing(found, at=at),
        labels=ROLE_LABELS,
    )
    return page, form.http_status


@bp.route("/staff/<slug>/team/members/<int:user_id>/roles", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def roles(event: Event, user_id: int) -> Response | tuple[str, int]:
    """One more role for a member."""
    user, form = queries.find_member(event, user_id) or abort(404), RoleForm()
    if form.validate_on_submit():
        try:
            teams.give_role(user, event, Role(form.role.data), actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("%(name)s has the role now.", name=user.name), "success")
            return redirect(url_for("team.index"))
    page = render_template("accounts/role.html", form=form, user=user, duties=ROLE_DUTIES)
    return page, form.http_status


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


def _index_page(event: Event, form: InvitationForm, at: datetime) -> str:
    return render_template(
        "accounts/team.html",
        form=form,
        members=queries.team(event),
        invitations=[(one, invitations.standing(one, at=at)) for one in of_fair(event)],
        administrators=queries.administrators(closed=current_user.is_administrator),
        labels=ROLE_LABELS,
        duties=ROLE_DUTIES,
        demands=DEMANDS,
        may_close=lambda user: closing.may_close(user, event, actor=current_user),
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


def _link_shown_once(invitation: Invitation, token: str) -> Response:
    url = link(token)
    words = _("Your invitation to the team of %(event)s:", event=str(invitation.event.name))
    page = render_template(
        "accounts/invitation_link.html",
        invitation=invitation,
        url=url,
        drawn=qr.svg(url, label=_("QR code of the invitation")),
        whatsapp_url=f"https://wa.me/?text={quote(f'{words} {url}', safe='')}",
        labels=ROLE_LABELS,
        is_leaving=is_leaving(invitation),
    )
    return _kept_nowhere(page)


def _shown_once(user: User, password: str) -> Response:
    return _kept_nowhere(
        render_template("accounts/password_once.html", user=user, password=password)
    )


def _kept_nowhere(page: str) -> Response:
    # Shown in the answer itself, for a session cookie can be read by whoever holds the device.
    response = Response(page, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response
