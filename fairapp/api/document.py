"""The OpenAPI document, made of the operations' own declarations, and the page that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import flask_smorest
from flask import Blueprint, Response, current_app, json, render_template
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape
from marshmallow import Schema

from fairapp.api import reference as references
from fairapp.api.blueprint import PREFIX
from fairapp.api.fields import Text, Whole, many, nested
from fairapp.api.operations import bp as operations
from fairapp.core.access import public
from fairapp.core.errors import PROBLEM
from fairapp.events.pages import cacheable

bp = Blueprint("api_reference", __name__)
_VERSION = "1.0.0"
_EXTENSION = "fairapp_api_document"
_INTRODUCTION = _l(
    "What programs may read and write of a fair. An organiser makes a token for each, with the"
    " scopes it needs; it is sent as `Authorization: Bearer …`. Moments are in UTC, codes and"
    " references are those of the fair’s pages. Errors are problem documents (RFC 9457) whose words"
    " are in the language of Accept-Language: fr, en or ar. Phones that scan have tokens and"
    " addresses of their own, which are not part of this."
)
_STATUSES = (400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429)
_LIMIT_HEADERS = {
    "RateLimit": _l("How many requests are left, and in how many seconds all are there again."),
    "Retry-After": _l("Seconds to wait."),
}


class ErrorSchema(Schema):
    """What is wrong with one part of the input."""

    pointer = Text(about=_l("Into the body (RFC 6901)."))
    parameter = Text()
    header = Text()
    detail = Text(required=True)


class ProblemSchema(Schema):
    """Why a request was refused."""

    type = Text(required=True)
    title = Text(required=True, about=_l("In words, in the language that was asked for."))
    status = Whole(required=True)
    code = Text(required=True, about=_l("Stable, for programs."))
    errors = many(nested(ErrorSchema), 100)
    candidates = many(Text(), 3, about=_l("References of who it may be."))


class _Api(flask_smorest.Api):  # type: ignore[misc]
    """The making of the document alone: errors and addresses are ours."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_responses(self) -> None:
        """The refusals that operations name."""
        for status in _STATUSES:
            known = HTTPStatus(status)
            told: dict[str, Any] = {
                "description": known.phrase,
                "content": {PROBLEM: {"schema": ProblemSchema}},
            }
            if status == HTTPStatus.TOO_MANY_REQUESTS:
                told["headers"] = {
                    name: {"schema": {"type": "string"}, "description": words}
                    for name, words in _LIMIT_HEADERS.items()
                }
            self.spec.components.response(known.name, told, lazy=True)

    def _register_doc_blueprint(self) -> None:
        """It stands at addresses of ours."""

    def _register_error_handlers(self) -> None:
        """`core.errors` has them."""


@bp.get(f"{PREFIX}/openapi.json")
@public
def openapi() -> Response:
    """The document, in the language that was asked for."""
    response = cacheable(json.dumps(document(), ensure_ascii=False), "application/json")
    response.vary.add("Accept-Language")
    return response


@bp.get("/api/")
@public
def page() -> str:
    """The document for people."""
    return render_template("api/reference.html", reference=references.of(document()))


@bp.app_template_filter()
def ticked(text: str) -> Markup:
    """What stands between backticks as code; code is written from left to right."""
    code = Markup('<code dir="ltr">{}</code>')
    pieces = enumerate(text.split("`"))
    return Markup("").join(code.format(one) if n % 2 else escape(one) for n, one in pieces)


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document in the present language."""
    if _EXTENSION not in current_app.extensions:
        current_app.extensions[_EXTENSION] = _make()
    spoken: dict[str, Any] = _in_words(current_app.extensions[_EXTENSION])
    return spoken


def _make() -> dict[str, Any]:
    api = _Api(
        current_app,
        spec_kwargs={
            "title": "fairapp",
            "version": _VERSION,
            "openapi_version": "3.1.0",
            "info": {"description": _INTRODUCTION},
            "servers": [{"url": "/"}],
        },
    )
    api.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    operations.register_views_in_doc(
        api, current_app, api.spec, name=operations.name, parameters=None
    )
    made: dict[str, Any] = api.spec.to_dict()
    return made


def _in_words(part: Any) -> Any:
    """With what is translated late in the present language."""
    if isinstance(part, LazyString):
        return str(part)
    if isinstance(part, Mapping):
        return {str(name): _in_words(inner) for name, inner in part.items()}
    if isinstance(part, list | tuple):
        return [_in_words(inner) for inner in part]
    return part
