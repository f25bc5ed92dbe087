"""How a phone comes in: the steps, the certificate, and the same on paper. Only in `fair lan`."""

from __future__ import annotations

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Blueprint, Response, abort, current_app, render_template
from flask_babel import format_date
from flask_babel import gettext as _

from fairapp.core import qr
from fairapp.core.access import public
from fairapp.lan import authority, poster
from fairapp.lan.profile import profile

bp = Blueprint("lan", __name__, url_prefix="/lan")


@bp.get("/")
@public
def index() -> str:
    """The steps, for the phone in hand; and the code, to show them to the next person."""
    certificate = _certificate()
    door = str(current_app.config["LAN_DOOR"])
    return render_template(
        "lan/index.html",
        url=current_app.config["LAN_URL"],
        door=door,
        code=qr.svg(f"{door}/", label=_("QR code of this page")),
        fingerprint=authority.fingerprint(certificate),
        until=format_date(certificate.not_valid_after_utc, "long"),
    )


@bp.get("/fairapp.crt")
@public
def certificate() -> Response:
    """For Android and computers. No file name: with one, Safari would save it instead."""
    content = _certificate().public_bytes(Encoding.DER)
    return _download(content, "application/x-x509-ca-cert")


@bp.get("/fairapp.mobileconfig")
@public
def apple() -> Response:
    """For iPhones and iPads."""
    content = profile(
        _certificate(),
        title=_("Fair: local network"),
        explanation=_(
            "Lets this phone recognise the fair’s server in the local network. It holds for no"
            " site of the Internet."
        ),
    )
    return _download(content, "application/x-apple-aspen-config")


@bp.get("/poster.pdf")
@public
def on_paper() -> Response:
    """A page to put up where phones are made ready."""
    content = poster.make(
        _certificate(),
        url=str(current_app.config["LAN_URL"]),
        door=str(current_app.config["LAN_DOOR"]),
    )
    answer = _download(content, "application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="wifi.pdf"'
    return answer


def folder() -> Path:
    """Where the authority is kept."""
    return Path(str(current_app.config["DATA_DIR"])) / "lan"


def _certificate() -> x509.Certificate:
    if not current_app.config["LAN_URL"]:
        abort(404)
    return authority.read(folder()) or abort(404)


def _download(content: bytes, mimetype: str) -> Response:
    # Another authority may be there tomorrow under the same address.
    return Response(content, mimetype=mimetype, headers={"Cache-Control": "no-store"})
