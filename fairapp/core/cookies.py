"""Cookies beside the session's: what a browser is to remember, set in one way.

Where the page came by https, they are kept for https, and their names begin with `__Host-`: no
other host of the same domain, and nobody on the way who answers in plain text, can then set them
for us (RFC 6265bis, 4.1.3.2). Scripts cannot read them.
"""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

PREFIX = "__Host-"


def remember(response: Response, name: str, value: str, *, seconds: int) -> None:
    """Have the browser that asks keep `value` for so long."""
    response.set_cookie(
        _name(name),
        value,
        max_age=seconds,
        httponly=True,
        secure=request.is_secure,
        samesite="Lax",
    )


def remembered(name: str) -> str:
    """What this browser has kept by that name, or says that it has; else empty."""
    return request.cookies.get(_name(name), "")


def _name(name: str) -> str:
    return PREFIX + name if request.is_secure else name
