"""Refusals with a reason, and the pages that tell them.

A rule or an action raises `DomainError`; the view puts its message on the field. Everything else
that goes wrong gets a plain page in the visitor's language, or problem+json below /api/.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError

from fairapp.core.i18n import current_language

log = logging.getLogger(__name__)


class DomainError(Exception):
    """A refusal that the person can understand and act on.

    `code` is stable and for machines; `message` is (lazily) translated; `field` names the form
    field it belongs to, None for the form as a whole.
    """

    def __init__(self, code: str, message: Any, *, field: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field


@dataclass(frozen=True)
class _Page:
    title: Any
    message: Any


_PAGES = {
    400: _Page(
        _l("This request could not be understood"),
        _l("Go back, check what you entered, and send it again."),
    ),
    401: _Page(_l("Please sign in"), _l("This page is for the fair’s team.")),
    403: _Page(
        _l("This page is not open to you"),
        _l("Your role does not include it. Ask an organiser if you need it."),
    ),
    404: _Page(
        _l("Page not found"),
        _l("The address may be incomplete, or the page may have moved."),
    ),
    405: _Page(_l("Not possible this way"), _l("Go back and use the buttons on the page.")),
    409: _Page(
        _l("Somebody else has just changed this"),
        _l("Reload the page to see the latest version, then try again."),
    ),
    413: _Page(
        _l("The file is too large"),
        _l(
            "At most 8 MB can be sent at once. Nothing was kept: go back and choose a smaller file."
        ),
    ),
    429: _Page(
        _l("Too many attempts"),
        _l("Please wait a minute, then try again. Nothing you entered is lost if you go back."),
    ),
    500: _Page(
        _l("Something went wrong on our side"),
        _l("Nothing was changed. Try again; if it happens again, give the team this reference."),
    ),
}
_CSRF = _Page(
    _l("This page had been open for too long"),
    _l("Go back, reload the page and send it again. Your browser keeps what you typed."),
)


# What programs are told: they have no page to go back to.
PROBLEM = "application/problem+json"
_API = "/api/"
_PROBLEMS = {
    400: ("malformed", _l("This request could not be understood.")),
    401: ("unauthorized", _l("This request needs a token that is valid.")),
    403: ("forbidden", _l("This token may not do that.")),
    404: ("not_found", _l("There is nothing at this address.")),
    405: ("method_not_allowed", _l("This address does not take this method.")),
    409: ("conflict", _l("Somebody else has just changed this.")),
    413: ("too_large", _l("The request is too large.")),
    415: ("not_json", _l("Send JSON, and say so in Content-Type.")),
    429: ("too_many_requests", _l("Too many requests. Wait before the next one.")),
    500: ("server_error", _l("Something went wrong on our side. Nothing was changed.")),
}

_BARE_PAGE = """<!doctype html>
<html lang="{{ current_language() }}" dir="{{ text_direction() }}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{ title }}</title><h1>{{ title }}</h1><p>{{ message }} {{ reference or "" }}
"""


def init_app(app: Flask) -> None:
    """Register the error pages."""
    app.register_error_handler(CSRFError, _on_csrf_error)
    app.register_error_handler(HTTPException, _on_http_error)


def _on_csrf_error(error: CSRFError) -> tuple[Any, int]:
    return _answer(400, _CSRF)


def _on_http_error(error: HTTPException) -> Any:
    if error.response is not None:
        return error.response
    code = error.code or 500
    if code < 400:
        return error
    page = _PAGES.get(code, _PAGES[500] if code >= 500 else _PAGES[400])
    reference = None
    if code in (401, 403):
        # Repeated ones are somebody trying doors; who it is stands in the server's own log.
        log.warning("%s for %s: %s %r", code, request.remote_addr, request.method, request.path)
    if isinstance(error, InternalServerError):
        reference = secrets.token_hex(4).upper()
        log.error("reference %s: %s %s", reference, request.method, request.path)
    body, status = _answer(code, page, reference)
    response = app_response(body, status)
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def problem(status: int, code: str, title: Any, **more: Any) -> Response:
    """A refusal for programs (RFC 9457), in their language; `code` is stable."""
    body = {"type": "about:blank", "title": str(title), "status": status, "code": code, **more}
    response = jsonify(body)
    response.status_code, response.mimetype = status, PROBLEM
    response.headers["Content-Language"] = current_language()
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept-Language")
    return response


def app_response(body: Any, status: int) -> Response:
    """`body` as a response object with `status`."""
    response = body if isinstance(body, Response) else Response(body, mimetype="text/html")
    response.status_code = status
    return response


def _answer(code: int, page: _Page, reference: str | None = None) -> tuple[Any, int]:
    if request.path.startswith(_API):
        name, title = _PROBLEMS.get(code, _PROBLEMS[500] if code >= 500 else _PROBLEMS[400])
        more = {"reference": reference} if reference else {}
        return problem(code, name, title, **more), code
    words = {"title": page.title, "message": page.message, "reference": reference}
    try:
        return render_template("errors/error.html", code=code, **words), code
    except SQLAlchemyError:
        # The page greets the signed-in user by name, and there is no database to ask for it.
        log.exception("the error page itself failed")
        return current_app.jinja_env.from_string(_BARE_PAGE).render(words), code
