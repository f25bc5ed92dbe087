"""Signing in and out, the first organiser, one's own password."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from fairapp.accounts import actions, attempts, entering, sessions
from fairapp.accounts.forms import PasswordForm, SetupForm, SignInForm
from fairapp.accounts.queries import has_users
from fairapp.core import clock
from fairapp.core.access import public, signed_in
from fairapp.core.errors import DomainError

bp = Blueprint("accounts", __name__)


@bp.route("/login", methods=["GET", "POST"])
@public
def sign_in() -> BaseResponse | tuple[str, int]:
    """The sign-in page; then on to `next`, or to where the role works."""
    target = entering.target()
    if current_user.is_authenticated:
        return redirect(target)
    form = SignInForm()
    if form.validate_on_submit():
        if wait := attempts.seconds_to_wait(str(form.email.data)):
            return _too_many(form, wait)
        try:
            user = actions.verify(**form.values("email", "password"))
        except DomainError as error:
            attempts.note_refusal(str(form.email.data), error.code)
            form.add_domain_error(error)
        else:
            return entering.enter(user, target, remember=form.remember.data, at=clock.now())
    return _sign_in_page(form), form.http_status


@bp.post("/logout")
@public
def sign_out() -> BaseResponse:
    """End the session, and have the browser drop the pages that it kept."""
    sessions.sign_out()
    flash(_("You are signed out."), "success")
    response = redirect(url_for("accounts.sign_in"))
    # The back button of a shared laptop must not bring the lists back.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.route("/setup", methods=["GET", "POST"])
@public
def setup() -> BaseResponse | tuple[str, int]:
    """The first account: only while there is none, only with the key on the server's screen."""
    if has_users():
        return redirect(url_for("accounts.sign_in"))
    if not actions.setup_key_is(request.args.get("key", "")):
        return render_template("accounts/setup_closed.html"), 403
    form = SetupForm()
    if form.validate_on_submit():
        try:
            user = actions.create_first_organiser(
                **form.values("name", "email", "password"), at=clock.now()
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return entering.finish(user, url_for("guide.new"), remember=True, at=clock.now())
    return render_template("accounts/setup.html", form=form), form.http_status


@bp.route("/account/password", methods=["GET", "POST"])
@signed_in
def password() -> BaseResponse | tuple[str, int]:
    """Choose another password; it signs out every other device."""
    form = PasswordForm()
    if form.validate_on_submit():
        if wait := attempts.seconds_to_wait(current_user.email):
            form.add_domain_error(entering.too_many(wait, field="current"))
            return render_template("accounts/password.html", form=form), 429
        try:
            actions.change_password(
                current_user.email, **form.values("current", "password"), at=clock.now()
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            sessions.sign_in(current_user, remember=True)
            flash(_("Your password is changed. Other devices are signed out."), "success")
            return redirect(url_for("account.show"))
    return render_template("accounts/password.html", form=form), form.http_status


def _sign_in_page(form: SignInForm) -> str:
    return render_template("accounts/sign_in.html", form=form, has_users=has_users())


def _too_many(form: SignInForm, wait: int) -> Response:
    form.add_domain_error(entering.too_many(wait))
    return Response(_sign_in_page(form), 429, {"Retry-After": str(wait)}, mimetype="text/html")
