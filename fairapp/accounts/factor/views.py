"""One's own second factor: the code at the door, setting it up, recovery codes, switching off."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from fairapp.accounts import attempts, entering, sessions
from fairapp.accounts.factor import actions, queries, rules, sealing
from fairapp.accounts.factor.forms import BeginForm, CodeForm, FirstCodeForm, ProofForm
from fairapp.core import clock, qr
from fairapp.core.access import public, signed_in
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form

bp = Blueprint("second_factor", __name__)

_FEW = 3


@bp.route("/login/code", methods=["GET", "POST"])
@public
def code() -> BaseResponse | tuple[str, int]:
    """The second step of signing in, for whoever has just given the password."""
    at, target = clock.now(), entering.target()
    half = entering.half_in(at)
    if half is None:
        flash(_("Please begin again with your password."), "info")
        return redirect(url_for("accounts.sign_in", next=target))
    user, remember = half
    form = CodeForm()
    if form.validate_on_submit() and _may_try(form, user.email):
        try:
            actions.take(user, form.code.data or "", at=at, real=clock.real())
        except DomainError as error:
            attempts.note_refusal(user.email, error.code)
            form.add_domain_error(error)
        else:
            attempts.forgive(user.email, attempts.CODES)
            response = entering.finish(
                user, target, remember=remember, at=at, trust=bool(form.trust.data)
            )
            _warn_of_few(queries.codes_left(user))
            return response
    return render_template("accounts/code.html", form=form), form.http_status


@bp.route("/account/second-factor", methods=["GET", "POST"])
@signed_in
def show() -> BaseResponse | tuple[str, int]:
    """Whether there is one; how to set it up; the secret while that is under way."""
    factor = current_user.factor
    if factor is not None and factor.confirmed_at is not None:
        left = queries.codes_left(current_user)
        return render_template("accounts/factor_on.html", factor=factor, codes_left=left), 200
    form = BeginForm()
    if form.validate_on_submit() and _may_try(form, current_user.email, field="password"):
        try:
            actions.begin(current_user.email, form.password.data or "", at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return redirect(url_for("second_factor.confirmation", next=request.args.get("next")))
    return render_template("accounts/factor_off.html", form=form), form.http_status


@bp.route("/account/second-factor/confirmation", methods=["GET", "POST"])
@signed_in
def confirmation() -> BaseResponse | tuple[str, int]:
    """The secret for the phone, and the first code, which switches the factor on."""
    factor = current_user.factor
    secret = sealing.unseal(factor.secret) if factor and factor.confirmed_at is None else None
    if secret is None:
        return redirect(url_for("second_factor.show", next=request.args.get("next")))
    form = FirstCodeForm()
    if form.validate_on_submit() and _may_try(form, current_user.email):
        try:
            codes = actions.confirm(
                current_user,
                form.code.data or "",
                keep=sessions.present_id(),
                at=clock.now(),
                real=clock.real(),
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            attempts.forgive(current_user.email, attempts.CODES)
            return _shown_once(codes)
    return _secret_page(form, secret), form.http_status


@bp.route("/account/second-factor/codes", methods=["GET", "POST"])
@signed_in
def codes() -> BaseResponse | tuple[str, int]:
    """New recovery codes."""
    form = ProofForm()
    if form.validate_on_submit() and _may_try(form, current_user.email):
        proof = form.values("password", "code")
        try:
            made = actions.renew_codes(
                current_user.email, **proof, at=clock.now(), real=clock.real()
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return _shown_once(made)
    return _proof_page("accounts/factor_codes_new.html", form)


@bp.route("/account/second-factor/removal", methods=["GET", "POST"])
@signed_in
def removal() -> BaseResponse | tuple[str, int]:
    """Switch it off, with password and code."""
    form = ProofForm()
    if form.validate_on_submit() and _may_try(form, current_user.email):
        proof = form.values("password", "code")
        try:
            actions.switch_off(current_user.email, **proof, at=clock.now(), real=clock.real())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The second factor is switched off."), "success")
            return redirect(url_for("account.show"))
    return _proof_page("accounts/factor_removal.html", form)


def _may_try(form: Form, email: str, *, field: str = "code") -> bool:
    wait = attempts.seconds_to_wait(email, attempts.CODES)
    if wait:
        form.add_domain_error(entering.too_many(wait, field=field))
    return not wait


def _secret_page(form: FirstCodeForm, secret: str) -> str:
    address = rules.address(secret, account=current_user.email, issuer=_("Share fairs"))
    return render_template(
        "accounts/factor_secret.html",
        form=form,
        drawn=qr.svg(address, label=_("QR code for the authenticator")),
        address=address,
        spelt=rules.spelt(secret),
    )


def _proof_page(template: str, form: ProofForm) -> BaseResponse | tuple[str, int]:
    if not current_user.has_factor:
        return redirect(url_for("second_factor.show"))
    return render_template(template, form=form), form.http_status


def _shown_once(codes: list[str]) -> Response:
    # Shown in the answer itself: no cookie and no cache holds them.
    page = render_template("accounts/factor_codes.html", codes=codes, target=entering.target())
    response = Response(page, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


def _warn_of_few(left: int) -> None:
    if left <= _FEW:
        flash(
            ngettext(
                "%(num)s recovery code is left. Make new ones on your account’s page.",
                "%(num)s recovery codes are left. Make new ones on your account’s page.",
                left,
            ),
            "warning",
        )
