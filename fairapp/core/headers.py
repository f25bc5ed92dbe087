"""Security headers: nothing runs or loads but what we serve; no inline script or style anywhere."""

from __future__ import annotations

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

# A year, as browsers' own lists ask.
_STRICT = "max-age=31536000; includeSubDomains"
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self' blob:",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def policy(**extra: str) -> str:
    """The Content-Security-Policy; `script_src="'wasm-unsafe-eval'"` adds to a directive."""
    rules = dict(_POLICY)
    for name, value in extra.items():
        directive = name.replace("_", "-")
        rules[directive] = f"{rules[directive]} {value}"
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class Sessions(SecureCookieSessionInterface):
    """Sessions in signed cookies, except on answers that anybody may keep.

    Whoever brings none and takes none away, as phones at a gate, is spared all that belongs to it.

    Flask renews the cookie of a signed-in user on every answer; from a style sheet that is `public`
    a proxy would keep it and hand it to the next visitor.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie says; an empty one without."""
        if app.config["SESSION_COOKIE_NAME"] not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing for public answers, which do not depend on who asks either."""
        if response.cache_control.public:
            return
        if session or session.modified:
            super().save_session(app, session, response)
        elif session.accessed:
            response.vary.add("Cookie")


def init_app(app: Flask) -> None:
    """Set the headers on every answer; a view may set a wider policy of its own before.

    Where the fair's address is https, browsers are told to use nothing else; not of a local
    network, whose address serves another fair, or nothing, next week.
    """
    default = policy()
    is_strict = str(app.config["PUBLIC_URL"]).startswith("https://") and not app.config["LAN_URL"]
    app.session_interface = Sessions()

    @app.after_request
    def set_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", default)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        if is_strict:
            headers["Strict-Transport-Security"] = _STRICT
        if response.mimetype != "text/html":
            return response  # what follows is about pages, and every byte is paid for
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        return response
