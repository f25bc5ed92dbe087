"""One's own account: name, language, what protects it, and where one is signed in."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.accounts import actions, sessions
from fairapp.accounts.factor.actions import end_sessions
from fairapp.accounts.forms import AccountForm
from fairapp.accounts.queries import find_account, teams_of
from fairapp.accounts.words import ROLE_LABELS
from fairapp.core import audit, clock
from fairapp.core.access import administrators, signed_in
from fairapp.core.forms import Form
from fairapp.core.i18n import current_language, remember_language
from fairapp.core.identifiers import may_exist

bp = Blueprint("account", __name__)


@bp.app_template_filter("moment_here")
def moment_here(at: datetime) -> str:
    """A moment on a page that belongs to no fair, and so to no zone: `2 déc. 2026, 08:40 UTC`."""
    at = at.astimezone(UTC)
    return f"{format_date(at.date(), 'd MMM y')}, {at:%H:%M} UTC"


@bp.route("/account", methods=["GET", "POST"])
@signed_in
def show() -> Response | tuple[str, int]:
    """The page of one's account; name and language are changed on it."""
    form = AccountForm(name=current_user.name, language=current_user.language or current_language())
    if form.validate_on_submit():
        actions.describe(current_user, **form.values("name", "language"), at=clock.now())
        flash(_("Your account is saved."), "success")
        response = redirect(url_for("account.show"))
        remember_language(response, current_user.language)  # type: ignore[arg-type]
        return response
    page = render_template(
        "accounts/account.html",
        form=form,
        user=current_user,
        sessions=sessions.of_user(current_user, at=clock.now()),
        present=sessions.present_id(),
        teams=teams_of(current_user),
        labels=ROLE_LABELS,
    )
    return page, form.http_status


@bp.post("/account/sessions/<int:session_id>/end")
@signed_in
def end(session_id: int) -> Response:
    """Sign one browser out."""
    if session_id == sessions.present_id() or not may_exist(session_id):
        abort(404)
    sessions.end(current_user, session_id)
    audit.record("account.session_ended", current_user, at=clock.now(), actor=current_user)
    flash(_("That browser is signed out."), "success")
    return redirect(url_for("account.show"))


@bp.post("/account/sessions/end")
@signed_in
def end_others() -> Response:
    """Sign every other browser out; none is trusted any more."""
    end_sessions(current_user, but=sessions.present_id(), actor=current_user, at=clock.now())
    flash(_("All other browsers are signed out."), "success")
    return redirect(url_for("account.show"))


@bp.route("/staff/accounts/<int:user_id>/sessions", methods=["GET", "POST"])
@administrators
def of_somebody(user_id: int) -> Response | tuple[str, int]:
    """Where somebody is signed in, for an administrator, who may end all of it."""
    user = find_account(user_id) or abort(404)
    form = Form()
    if form.validate_on_submit():
        end_sessions(user, but=None, actor=current_user, at=clock.now())
        flash(_("%(name)s is signed out everywhere.", name=user.name), "success")
        return redirect(url_for("account.of_somebody", user_id=user.id))
    found = sessions.of_user(user, at=clock.now())
    page = render_template("accounts/sessions.html", form=form, user=user, sessions=found)
    return page, form.http_status
