"""The page behind an invitation's link: join with a new account, or with the one that one has.

Nobody learns here whether an address has an account, and no account is opened by the link: an
address that has one leads to the sign-in page, as if the link had not been there.
"""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from fairapp.accounts import entering
from fairapp.accounts.forms import JoinForm
from fairapp.accounts.invitations import actions
from fairapp.accounts.invitations.models import Invitation, State
from fairapp.accounts.invitations.queries import by_token
from fairapp.accounts.words import ROLE_DUTIES, ROLE_LABELS
from fairapp.core import clock
from fairapp.core.access import public
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.core.i18n import current_language

bp = Blueprint("invitations", __name__)


@bp.route("/i/<token>", methods=["GET", "POST"])
@public
def show(token: str) -> BaseResponse | tuple[str, int]:
    """What one is invited to, and the way in."""
    invitation, at = by_token(token), clock.now()
    if invitation is None or invitation.state(at) != State.WAITING:
        return _page("accounts/invitation_over.html", status=410)
    if current_user.is_authenticated:
        return _accept(invitation)
    form = JoinForm(name=invitation.name, email=invitation.email)
    if invitation.email:
        form.email.data = invitation.email  # whatever was sent: it is for nobody else
    if form.validate_on_submit():
        entered = form.values("name", "email", "password")
        try:
            user = actions.join(invitation, **entered, language=current_language(), at=at)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            if user is None:
                flash(_("Sign in with your address and password to join the team."), "info")
                here = url_for("invitations.show", token=token)
                return redirect(url_for("accounts.sign_in", next=here))
            return entering.finish(user, url_for("events.staff_index"), remember=True, at=at)
    return _page("accounts/invitation.html", form, invitation)


def _accept(invitation: Invitation) -> BaseResponse | tuple[str, int]:
    form = Form()
    if form.validate_on_submit():
        try:
            actions.accept(invitation, current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("You are on the team now."), "success")
            return redirect(url_for("reports_board.board", slug=invitation.event.slug))
    return _page("accounts/invitation_accept.html", form, invitation)


def _page(
    template: str,
    form: Form | None = None,
    invitation: Invitation | None = None,
    *,
    status: int = 200,
) -> tuple[str, int]:
    page = render_template(
        template, form=form, invitation=invitation, labels=ROLE_LABELS, duties=ROLE_DUTIES
    )
    return page, form.http_status if form is not None else status


@bp.after_request
def keep_secret(response: Response) -> Response:
    """No cache keeps the page, and no link from it tells its address."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
