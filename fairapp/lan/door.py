"""The plain-HTTP port of `fair lan`: how a phone that trusts nothing yet gets the certificate.

It shows the steps and what they need, and sends everybody else on to HTTPS; nothing that anybody
types or reads ever passes here in clear.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from werkzeug.utils import redirect
from werkzeug.wrappers import Request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_OPEN = ("/lan/", "/static/", "/healthz")


def door(app: WSGIApplication, url: str) -> WSGIApplication:
    """`app` behind a door: steps and style sheets pass, all else is sent on to `url`."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        if request.path.startswith(_OPEN) and request.method in {"GET", "HEAD"}:
            return app(environ, start_response)
        # 303, so that a form is not sent on: what was typed has been read by anybody already.
        onward = redirect("/lan/" if request.path == "/" else url + _same_page(request), 303)
        onward.headers["Cache-Control"] = "no-store"
        return onward(environ, start_response)

    return answer


def _same_page(request: Request) -> str:
    query = quote(request.query_string, safe="=&%+")
    return f"/{quote(request.path.lstrip('/'))}" + (f"?{query}" if query else "")


def make() -> WSGIApplication:
    """The door as granian starts it (`--factory`)."""
    from fairapp import create_app

    app = create_app()
    return door(app, str(app.config["LAN_URL"]))
