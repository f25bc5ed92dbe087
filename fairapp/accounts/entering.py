"""The way in: after the password a code, where the account has a second factor; then the session.

Between the two steps the browser's cookie says who has given the right password, and until when
that is worth something. It opens nothing but the page that asks for the code.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Response, current_app, redirect, request, session, url_for
from flask_babel import ngettext
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from fairapp.accounts import attempts, sessions
from fairapp.accounts.models import User
from fairapp.core import audit, cookies
from fairapp.core.errors import DomainError
from fairapp.core.i18n import remember_language

TRUSTED = "trusted"
TRUSTED_AGE = 14 * 24 * 3600
_HALF = "half_in"
_PATIENCE = timedelta(minutes=10)


def enter(user: User, target: str, *, remember: bool, at: datetime) -> BaseResponse:
    """On to `target`; by way of the code, unless there is none or this browser is trusted."""
    attempts.forgive(user.email)
    if user.has_factor and not _is_trusted(user):
        session[_HALF] = [user.get_id(), remember, at.timestamp()]
        return redirect(url_for("second_factor.code", next=target))
    return finish(user, target, remember=remember, at=at)


def half_in(at: datetime) -> tuple[User, bool] | None:
    """Who has given the password a moment ago in this browser, and whether to stay signed in."""
    identity, remember, since = session.get(_HALF, ("", False, 0))
    if at.timestamp() - since > _PATIENCE.total_seconds():
        return None
    user = sessions.user_of(identity)
    return (user, bool(remember)) if user is not None else None


def finish(
    user: User, target: str, *, remember: bool, at: datetime, trust: bool = False
) -> Response:
    """Begin the session, and have the browser known when it comes again."""
    audit.record("account.signed_in", user, at=at, actor=user)
    sessions.sign_in(user, remember=remember)
    response: Response = redirect(target)  # type: ignore[assignment]
    attempts.remember_device(response, user)
    if trust:
        trust_browser(response, user)
    if user.language:
        remember_language(response, user.language)
    return response


def trust_browser(response: Response, user: User) -> None:
    """Ask no code in this browser for 14 days, or until the password or the factor changes."""
    cookies.remember(response, TRUSTED, str(_signer().dumps(_mark(user))), seconds=TRUSTED_AGE)


def page_of_ours(target: str) -> str | None:
    """`target`, when a link may lead there: a path that one of our pages answers to a GET."""
    try:
        parts = urlsplit(target)
    except ValueError:  # brackets and some signs, where a host would stand
        return None
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    try:
        endpoint, _values = current_app.url_map.bind("localhost").match(parts.path, "GET")
    except HTTPException:
        return None
    if endpoint.startswith(("accounts.", "second_factor.")):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def target() -> str:
    """Where whoever signs in wanted to go; else where the role works."""
    return page_of_ours(request.args.get("next", "")) or url_for("events.staff_index")


def too_many(seconds: int, *, field: str | None = None) -> DomainError:
    """What to say of one attempt too many."""
    text = ngettext(
        "Too many attempts. Try again in %(num)s minute.",
        "Too many attempts. Try again in %(num)s minutes.",
        -(-seconds // 60),
    )
    return DomainError("too_many_attempts", text, field=field)


def _is_trusted(user: User) -> bool:
    try:
        mark = _signer().loads(cookies.remembered(TRUSTED), max_age=TRUSTED_AGE)
    except BadSignature:
        return False
    return bool(mark == _mark(user))


def _mark(user: User) -> list[str]:
    return [user.get_id(), user.factor.trust if user.factor is not None else ""]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="trusted browser")
