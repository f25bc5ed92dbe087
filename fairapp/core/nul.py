"""No address and no form may hold the character NUL: PostgreSQL stores none, nobody types one.

An address with one leads nowhere. From a form it is taken out, so that nothing else is lost.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, request
from werkzeug.datastructures import ImmutableMultiDict

_NUL = "\x00"
_FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


def init_app(app: Flask) -> None:
    """Look before anything is looked up in the database."""
    app.url_value_preprocessor(take_out)


def take_out(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """404 for a path, 400 for a query; forms are cleaned, files keep theirs."""
    if _NUL in request.path:
        abort(404)
    if _holds_nul(request.args):
        abort(400)
    if request.mimetype in _FORMS and _holds_nul(request.form):
        pairs = request.form.items(multi=True)
        request.form = ImmutableMultiDict(
            [(key.replace(_NUL, ""), value.replace(_NUL, "")) for key, value in pairs]
        )


def _holds_nul(fields: Any) -> bool:
    return any(_NUL in key or _NUL in value for key, value in fields.items(multi=True))
