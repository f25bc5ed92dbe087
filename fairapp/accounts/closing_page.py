"""Closing somebody's account after asking, opening it again, and leaving a team oneself."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.accounts import closing, teams
from fairapp.accounts.models import Role, User
from fairapp.accounts.queries import find_account, find_member
from fairapp.accounts.words import ROLE_LABELS
from fairapp.core import clock
from fairapp.core.access import Permission, administrators, allow, signed_in
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.core.identifiers import may_exist
from fairapp.events.models import Event

bp = Blueprint("closing", __name__)


@bp.route("/staff/<slug>/team/members/<int:user_id>/closing", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def member(event: Event, user_id: int) -> Response | tuple[str, int]:
    """Close the account of a member who works at this fair alone."""
    user = find_member(event, user_id) or abort(404)
    return _close(user, event, url_for("team.index"))


@bp.post("/staff/<slug>/team/members/<int:user_id>/opening")
@allow(Permission.MANAGE_EVENT)
def member_again(event: Event, user_id: int) -> Response:
    """Open it again."""
    user = find_member(event, user_id) or abort(404)
    return _open(user, event, url_for("team.index"))


@bp.route("/staff/accounts/<int:user_id>/closing", methods=["GET", "POST"])
@administrators
def anybody(user_id: int) -> Response | tuple[str, int]:
    """Close anybody's account, for an administrator."""
    return _close(
        find_account(user_id) or abort(404), None, url_for("account.of_somebody", user_id=user_id)
    )


@bp.post("/staff/accounts/<int:user_id>/opening")
@administrators
def anybody_again(user_id: int) -> Response:
    """Open it again."""
    return _open(
        find_account(user_id) or abort(404), None, url_for("account.of_somebody", user_id=user_id)
    )


@bp.route("/account/teams/<int:event_id>/leaving", methods=["GET", "POST"])
@signed_in
def leaving(event_id: int) -> Response | tuple[str, int]:
    """Leave the team of a fair; a fair keeps its last organiser."""
    event = db.session.get(Event, event_id) if may_exist(event_id) else None
    held = current_user.roles_at(event) if event is not None else set()
    if event is None or not held:
        abort(404)
    form = Form()
    if form.validate_on_submit():
        try:
            teams.leave(current_user, event, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("You have left the team of %(event)s.", event=str(event.name)), "success")
            return redirect(url_for("account.show"))
    roles = [ROLE_LABELS[role] for role in Role if role in held]
    page = render_template("accounts/leaving.html", form=form, fair=event, roles=roles)
    return page, form.http_status


def _close(user: User, event: Event | None, back: str) -> Response | tuple[str, int]:
    form = Form()
    if form.validate_on_submit():
        try:
            closing.close(user, event, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The account of %(name)s is closed.", name=user.name), "success")
            return redirect(back)
    page = render_template("accounts/closing.html", form=form, user=user, back=back)
    return page, form.http_status


def _open(user: User, event: Event | None, back: str) -> Response:
    try:
        closing.open_again(user, event, actor=current_user, at=clock.now())
    except DomainError as error:
        flash(str(error.message), "error")
    else:
        flash(_("The account of %(name)s is open again.", name=user.name), "success")
    return redirect(back)
