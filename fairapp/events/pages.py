"""Public pages that cost little the second time: a short life, then a 304."""

from __future__ import annotations

import hashlib

from flask import Response, request, session

from fairapp.core.i18n import current_language

# Seconds. "Now" and "next" may be so late, and no later.
FRESH_FOR = 60


def cacheable(
    body: str | bytes, mimetype: str = "text/html", *, max_age: int = FRESH_FOR
) -> Response:
    """`body` as an answer that browsers keep; the language is a cookie, so only they may keep it.

    A page that carries a message for one visit is not kept. The tag is weak because the body may be
    compressed after us.
    """
    response = Response(body, mimetype=mimetype)
    response.vary.add("Cookie")
    response.headers["Content-Language"] = current_language()
    if session.modified:
        response.headers["Cache-Control"] = "no-store"
        return response
    response.headers["Cache-Control"] = f"private, max-age={max_age}"
    response.set_etag(digest(body), weak=True)
    response.make_conditional(request)
    return response


def versioned(body: str, mimetype: str, version: str) -> Response:
    """`body` under an address with its version: kept for a year when that is the present one."""
    response = Response(body, mimetype=mimetype)
    fresh = request.args.get("v") == version
    response.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if fresh else "no-cache"
    )
    response.set_etag(version, weak=True)
    response.make_conditional(request)
    return response


def version_of(body: str) -> str:
    """Short digest, for addresses."""
    return digest(body)[:10]


def digest(body: str | bytes) -> str:
    """Of what a page says, for its tag."""
    return hashlib.sha256(body.encode() if isinstance(body, str) else body).hexdigest()[:20]
