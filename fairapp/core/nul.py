"""No address and no form may hold the character NUL: PostgreSQL stores none, nobody types one."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, request

_NUL = "\x00"


def init_app(app: Flask) -> None:
    """Refuse it (400) before anything is looked up in the database."""
    app.url_value_preprocessor(refuse)


def refuse(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Look through path, query and form; files keep theirs."""
    texts = (request.path, *request.args.keys(), *_values(request.args))
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        texts = (*texts, *request.form.keys(), *_values(request.form))
    if any(_NUL in text for text in texts):
        abort(400)


def _values(pairs: Any) -> list[str]:
    return [value for _, value in pairs.items(multi=True)]
