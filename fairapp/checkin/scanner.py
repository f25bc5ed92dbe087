"""The camera page, what its script needs, and the worker that reads codes."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, jsonify, render_template, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as BaseResponse

from fairapp.checkin import gates
from fairapp.checkin.inputs import private
from fairapp.checkin.queries import GateRow
from fairapp.checkin.views import bp
from fairapp.checkin.words import OVERRIDES, PROTOCOL_OVERRIDE, REASONS, VERDICTS
from fairapp.core.access import Permission, allow, may, public
from fairapp.core.headers import policy
from fairapp.events.colours import tones
from fairapp.events.models import Event

# Compiling the decoder counts as evaluation; in a worker, the worker's own policy is asked.
POLICY = policy(script_src="'wasm-unsafe-eval'")


@bp.get("/scan/<slug>/")
@allow(Permission.CHECK_IN)
def scanner(event: Event) -> BaseResponse:
    """Camera, keyboard-wedge scanner and typing, all of them ways to the same upload."""
    known, gate = gates.chosen(event)
    page = render_template(
        "checkin/scanner.html", gates=list(known.values()), data=_data(event, known)
    )
    response = gates.remember(private(page), gate if gates.asked(known) else None)
    response.headers["Content-Security-Policy"] = POLICY
    return response


@bp.get("/api/v1/events/<slug>/token")
@allow(Permission.CHECK_IN)
def token(event: Event) -> Response:
    """A fresh token against forgery, for a page that outlived its session."""
    response = jsonify(csrf=generate_csrf())
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/scan/decoder.js")
@public
def decoder() -> BaseResponse:
    """The worker's script, under a policy that lets it compile the decoder."""
    script = current_app.extensions["fairapp_assets"].get("js/scanner/decoder-worker.js")
    response = Response(script.content, mimetype=script.mimetype)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(script.fingerprint)
    return response


def _data(event: Event, known: dict[str, GateRow]) -> dict[str, Any]:
    """What the script is told: addresses, checkpoints, and every word that it may show."""
    asset = current_app.jinja_env.globals["asset"]
    return {
        "slug": event.slug,
        "urls": {
            "scans": url_for("checkin.scans"),
            "counts": url_for("checkin.counts"),
            "token": url_for("checkin.token"),
            "worker": url_for("checkin.decoder"),
            "wasm": asset("vendor/zxing-wasm/reader/zxing_reader.wasm"),  # type: ignore[operator]
            "signIn": url_for("accounts.sign_in", next=url_for("checkin.scanner")),
            "desk": url_for("checkin.desk") if may(Permission.REGISTER_ON_SITE) else None,
        },
        "csrf": generate_csrf(),
        "gates": {code: str(gate.name) for code, gate in known.items()},
        "gate": _asked_gate(known),
        "tones": {c.code: tones(c.colour).fill for c in event.categories},
        "verdicts": {v.value: [sign.sign, str(sign.word)] for v, sign in VERDICTS.items()},
        "reasons": {code: str(text) for code, text in REASONS.items()},
        "overrides": [str(text) for text in OVERRIDES],
        "protocolOverrides": [str(PROTOCOL_OVERRIDE)],
        "words": _words(),
    }


def _asked_gate(known: dict[str, GateRow]) -> str | None:
    """The checkpoint when it goes without saying: in the address, or the only one there is."""
    if gate := gates.asked(known):
        return gate
    return next(iter(known)) if len(known) == 1 else None


def _words() -> dict[str, str]:
    return {
        "online": _("Online"),
        "offline": _("Offline"),
        "signedOut": _("Signed out"),
        "waiting": _("{count} waiting to be sent"),
        "today": _("{count} in today"),
        "here": _("{count} here today"),
        "since": _("Since {time} · {gate}"),
        "asking": _("One moment …"),
        "kept": _("Noted without network"),
        "keptMore": _(
            "The scan is kept and sent as soon as there is a connection. Decide yourself."
        ),
        "undo": _("Undo"),
        "undone": _("Undone"),
        "admitted": _("Let in"),
        "badForm": _("This is neither a badge number nor a code."),
        "noCamera": _("No camera was found. Use a scanner, type the number, or take a photo."),
        "cameraRefused": _(
            "The camera is blocked. Allow it in the browser’s settings, or take a photo."
        ),
        "cameraInsecure": _("Without https, browsers lock the camera. Take a photo, or type."),
        "cameraBusy": _("The camera could not be started. Close other apps that use it."),
        "noCode": _("No code was found in the photo. Go closer, and keep it sharp."),
        "leave": _("Scans are still waiting to be sent."),
        "in": _("Entry"),
        "out": _("Exit"),
    }
