"""What the API refuses: problem documents (RFC 9457) in the language of the program's user.

`code` is stable. What is wrong with the input is listed in `errors`, each with where it stands:
`pointer` into the body (RFC 6901), or the `parameter` or `header`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

from flask import Request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import Schema, ValidationError
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, HTTPException, UnsupportedMediaType

from fairapp.core.errors import DomainError, problem

# What marshmallow says, in English as our own sources are, for translators to find.
_WORDS = (
    _l("Missing data for required field."),
    _l("Field may not be null."),
    _l("Unknown field."),
    _l("Not a valid string."),
    _l("Not a valid integer."),
    _l("Not a valid boolean."),
    _l("Not a valid list."),
    _l("Not a valid mapping type."),
    _l("Not a valid date."),
    _l("Invalid input type."),
    _l("This is not one of the choices."),
    _l("This is too long."),
    _l("This is out of range."),
)
INVALID = _l("Some of this is not right.")
_HEADERS = "headers"


class Problem(HTTPException):
    """A request that is refused, with more members than the plain errors have."""

    def __init__(
        self,
        status: int,
        code: str,
        title: Any,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        body = problem(status, code, title, **more)
        body.headers.extend(headers or {})
        super().__init__(str(title), response=body)


def invalid(errors: Iterable[Mapping[str, str]]) -> Problem:
    """422: understood, and wrong."""
    return Problem(422, "invalid", INVALID, errors=list(errors))


def refused(error: DomainError, pointers: Mapping[str, str] | None = None) -> Problem:
    """A refusal of the rules: 409, with the field that it is about where there is one."""
    about = (pointers or {}).get(error.field or "", error.field)
    errors = [at(about, str(error.message))] if about else []
    more: dict[str, Any] = {"errors": errors} if errors else {}
    return Problem(409, error.code, error.message, **more)


def at(pointer: str, detail: str) -> dict[str, str]:
    """One entry of `errors` about the body; `pointer` with or without its first stroke."""
    return {"pointer": f"/{pointer.lstrip('/')}", "detail": detail}


class Parser(FlaskParser):
    """Reads requests by their schemas, and refuses as above."""

    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": "raise"}

    def load_json(self, req: Request, schema: Schema) -> Any:
        """The body, which must be JSON and say so."""
        if not req.is_json:
            raise UnsupportedMediaType
        try:
            return req.get_json()
        except RecursionError as error:
            raise BadRequest from error

    def handle_error(
        self,
        error: ValidationError,
        req: Request,
        schema: Schema,
        *,
        error_status_code: int | None,
        error_headers: Any,
    ) -> NoReturn:
        """All that is wrong at once."""
        # The parser files them under the part of the request that they are about.
        found: Any = error.messages
        location, messages = next(iter(found.items()))
        raise invalid(_entries(location, messages))


def _entries(location: str, messages: Any) -> Iterator[dict[str, str]]:
    for path, words in _leaves(messages, ()):
        detail = _(words)
        if location == "json":
            yield at("/".join(map(_escaped, path)), detail)
        else:
            name = "header" if location == _HEADERS else "parameter"
            yield {name: path[0] if path else "", "detail": detail}


def _leaves(messages: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            # What is wrong with the whole stands under a name that is no field's.
            yield from _leaves(inner, path if key == "_schema" else (*path, str(key)))
    else:
        for words in messages:
            yield path, str(words)


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
