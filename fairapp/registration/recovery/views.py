"""Finding one's pass again: a contact, a code, then everybody who is registered with it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from fairapp import limiter
from fairapp.core import clock
from fairapp.core.access import public
from fairapp.core.errors import DomainError
from fairapp.core.i18n import current_language
from fairapp.events.models import Event
from fairapp.registration.own import keep_private
from fairapp.registration.recovery import actions, queries, rules
from fairapp.registration.recovery.forms import CodeForm, ContactForm
from fairapp.registration.recovery.models import PassCode

bp = Blueprint("recovery", __name__)

# A whole venue may stand behind one address; what one contact is sent is limited by itself.
OFTEN = "30 per minute"
# The code that this browser has entered rightly.
_FOUND = "pass_code"


@bp.route("/e/<slug>/find-my-pass", methods=["GET", "POST"])
@public
@limiter.limit(OFTEN, methods=["POST"])
def ask(event: Event) -> BaseResponse:
    """Ask for a code. The answer is the same whether or not anybody is registered."""
    form = ContactForm()
    status = form.http_status
    if form.validate_on_submit():
        if not actions.can_reach(event, form.read):
            return _page("recovery/ask.html", form=form, cannot_reach=form.read)
        try:
            code = actions.ask(event, form.read, language=current_language(), at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
            status = 429
        else:
            return _to_code(event, code.key)
    return _page("recovery/ask.html", status, form=form)


@bp.get("/e/<slug>/find-my-pass/<key>")
@public
def enter(event: Event, key: str) -> BaseResponse:
    """Where the code is entered; afterwards, in the same browser, the passes."""
    code = queries.find(event, key)
    if code is None:
        flash(_("This code is no longer known. Ask for another one."), "warning")
        return redirect(url_for("recovery.ask", slug=event.slug))
    if _is_shown(code):
        return _page("recovery/passes.html", passes=queries.passes(code))
    return _page("recovery/code.html", form=CodeForm(), is_open=_left(code) > 0)


@bp.post("/e/<slug>/find-my-pass/<key>")
@public
@limiter.limit(OFTEN)
def check(event: Event, key: str) -> BaseResponse:
    """Try a code. Always leads back: an answer above 400 would forget that it was tried."""
    code = queries.find(event, key)
    typed = rules.read_code(CodeForm().code.data or "")
    if code is None:
        return _to_code(event, key)
    if not typed:
        flash(_("Write the six digits of the message."), "error")
    elif actions.use(code, typed, at=clock.now()):
        session[_FOUND] = key
    elif left := _left(code):
        text = ngettext(
            "This is not the code. You can try %(num)s more time.",
            "This is not the code. You can try %(num)s more times.",
            left,
        )
        flash(text, "error")
    return _to_code(event, key)


def _is_shown(code: PassCode) -> bool:
    """Whether this browser has entered the code a moment ago: phones pass from hand to hand."""
    if code.used_at is None or session.get(_FOUND) != code.key:
        return False
    return clock.now() < code.used_at + rules.VALID_FOR


def _left(code: PassCode) -> int:
    return rules.attempts_left(
        code.attempts, expires_at=code.expires_at, used_at=code.used_at, at=clock.now()
    )


def _to_code(event: Event, key: str) -> BaseResponse:
    return redirect(url_for("recovery.enter", slug=event.slug, key=key), 303)


def _page(template: str, status: int = 200, **values: Any) -> BaseResponse:
    return keep_private(make_response(render_template(template, **values), status))
