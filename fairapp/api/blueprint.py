"""The operations of the API: their routes, who may ask, and what stands of them in the document."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

import flask_smorest
from flask import Response, g, request
from flask_babel import lazy_gettext as _l
from marshmallow import Schema

from fairapp.api import actions, queries, throttle
from fairapp.api.models import ApiToken
from fairapp.api.problems import Parser, Problem
from fairapp.api.rules import Scope
from fairapp.core import access, clock
from fairapp.core.db import SAFE_METHODS, transaction

PREFIX = "/api/v1"
# Whoever asks for more at once has mistaken this for a file.
MAX_BYTES = 64 * 1024
_ALWAYS = (400, 401, 403, 404, 429)
_WITH_BODY = (413, 415, 422)
_UNAUTHORIZED = {
    "token_unknown": _l("This token is not known here."),
    "token_revoked": _l("This token was revoked by the organisers."),
    "token_expired": _l("This token is over. Ask the organisers for another one."),
}
_View = TypeVar("_View", bound=Callable[..., Any])


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]
    """Routes with their declarations: what goes in, what comes out, and who may ask."""

    ARGUMENTS_PARSER = Parser()

    def arguments(
        self, schema: type[Schema], *, location: str = "json"
    ) -> Callable[[_View], _View]:
        """Check what is sent, and hand it to the view before the parts of the address."""
        decorator: Callable[[_View], _View] = super().arguments(schema, location=location)
        return decorator

    def response(self, status: int, schema: Any = None, **told: Any) -> Callable[[_View], _View]:
        """Shape what the view returns."""
        decorator: Callable[[_View], _View] = super().response(status, schema, **told)
        return decorator

    def alt_response(
        self, status: int, response: str | None = None, **told: Any
    ) -> Callable[[_View], _View]:
        """Say what else may be answered."""
        decorator: Callable[[_View], _View] = super().alt_response(status, response, **told)
        return decorator

    def operation(
        self,
        method: str,
        rule: str,
        scope: Scope,
        summary: Any,
        *,
        description: Any = "",
        tag: str,
        refuses: tuple[int, ...] = (),
    ) -> Callable[[_View], _View]:
        """Declare a view: it answers `method` at `rule` for programs that have `scope`.

        `refuses`: statuses that it may answer with beside the usual ones.
        """

        def declare(view: _View) -> _View:
            told = {"summary": summary, "security": [{"token": [str(scope)]}]}
            if description:
                told["description"] = description
            documented: Any = self.doc(**told, operationId=view.__name__)(view)
            usual = _ALWAYS if method in SAFE_METHODS else (*_ALWAYS, *_WITH_BODY)
            for status in sorted({*usual, *refuses}):
                documented = self.alt_response(status, HTTPStatus(status).name)(documented)
            access.scope(str(scope))(documented)
            self.add_url_rule(
                f"{PREFIX}{rule}", view.__name__, documented, methods=[method], tags=[tag]
            )
            return view

        return declare


bp = Blueprint("api", __name__)


@access.program_loader
def find_program(text: str) -> ApiToken:
    """The token that `text` is; `Problem` when it lets nobody in."""
    token = queries.by_token(text)
    if token is None:
        raise _unauthorized("token_unknown")
    if token.revoked_at is not None:
        raise _unauthorized("token_revoked")
    if not token.is_good(clock.now()):
        raise _unauthorized("token_expired")
    throttle.spend(token.id)
    return token


def present_token() -> ApiToken:
    """Whose token comes with this request."""
    token: ApiToken = access.present_program()
    return token


@bp.before_request  # type: ignore[untyped-decorator]
def prepare() -> None:
    """Whoever asks has shown a token by now; forms used below need none of a page's own."""
    request.max_content_length = MAX_BYTES
    g.csrf_valid = True


@bp.after_request  # type: ignore[untyped-decorator]
def tell(response: Response) -> Response:
    """Say how much may still be asked, and note that the token was used."""
    token, at = g.get("program"), clock.now()
    # What a refused change has written is undone; it would be noted in vain.
    is_kept = request.method in SAFE_METHODS or response.status_code < 400
    if token is not None and is_kept and actions.is_use_due(token, at=at):
        _note_use(token.id)
    response.headers.setdefault("Cache-Control", "private, no-store")
    return throttle.tell(response)


def _note_use(token_id: int) -> None:
    if request.method in SAFE_METHODS:
        # What is read is written down apart: reading commits nothing.
        with transaction():
            actions.note_use(token_id, at=clock.now())
    else:
        actions.note_use(token_id, at=clock.now())


def _unauthorized(code: str) -> Problem:
    headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    return Problem(401, code, _UNAUTHORIZED[code], headers=headers)
