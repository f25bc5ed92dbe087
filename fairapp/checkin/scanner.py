"""The scanner: a page for everybody and of no fair, which a phone keeps; and how a phone gets it.

What makes a phone a scanner is its enrolment (`checkin.devices`), so the page holds words and
nothing else. Its service worker keeps one version of it whole: `_files` says what that is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Response, current_app, render_template, request, url_for
from flask_babel import force_locale
from werkzeug.wrappers import Response as BaseResponse

from fairapp.checkin.inputs import private
from fairapp.checkin.views import bp
from fairapp.checkin.words import shell_words
from fairapp.core.access import Permission, allow, public
from fairapp.core.assets import Asset, Assets
from fairapp.core.headers import policy
from fairapp.core.i18n import LANGUAGES, current_language, text_direction
from fairapp.events.models import Event

# Compiling the decoder counts as evaluation; in a worker, the worker's own policy is asked.
POLICY = policy(script_src="'wasm-unsafe-eval'")

_SCRIPTS = "js/scanner"
_DECODER = (
    "vendor/zxing-wasm/reader/index.js",
    "vendor/zxing-wasm/share.js",
)
DECODER_WASM = "vendor/zxing-wasm/reader/zxing_reader.wasm"
# With their fingerprint in the address; scripts name each other without one.
_NAMED = ("scanner.css", "img/scan.svg", DECODER_WASM)
# Served at addresses of their own, or of no use to a phone that is a scanner already.
_ELSEWHERE = frozenset({"worker.js", "decoder-worker.js", "own-phone.js"})
_DIGEST = 16


@bp.get("/scan/")
@public
def shell() -> BaseResponse:
    """Camera, keyboard-wedge scanner and typing: the page that a phone keeps."""
    response = Response(_page(), mimetype="text/html")
    response.headers["Content-Security-Policy"] = POLICY
    return _checked(response)


@bp.get("/scan/<slug>/")
@allow(Permission.CHECK_IN)
def scanner(event: Event) -> BaseResponse:
    """Make the phone in hand a scanner of this fair by one tap."""
    return private(render_template("checkin/own_phone.html"))


@bp.get("/scan/manifest.webmanifest")
@public
def manifest() -> BaseResponse:
    """What a phone needs to put the scanner among its apps."""
    return _checked(Response(_manifest(), mimetype="application/manifest+json"))


@bp.get("/scan/worker.js")
@public
def worker() -> BaseResponse:
    """The service worker, with the version that it keeps; it may only rule below its address."""
    kept = {"files": sorted(_files()), "names": sorted(_names()), "pages": list(_pages())}
    version = _digest(json.dumps(kept).encode())
    script = _asset(f"{_SCRIPTS}/worker.js")
    content = f"const SET = {json.dumps({'version': version, **kept})};\n{script.content.decode()}"
    return _checked(Response(content, mimetype=script.mimetype))


@bp.get("/scan/decoder.js")
@public
def decoder() -> BaseResponse:
    """The worker's script, under a policy that lets it compile the decoder."""
    script = _asset(f"{_SCRIPTS}/decoder-worker.js")
    response = Response(script.content, mimetype=script.mimetype)
    response.headers["Content-Security-Policy"] = POLICY
    return _checked(response)


def _files() -> Iterator[tuple[str, str]]:
    """Every file that it needs to work: its address and the digest of its content."""
    names = [name for name in _scripts_in(_SCRIPTS) if Path(name).name not in _ELSEWHERE]
    for name in (*names, *_DECODER, *_NAMED):
        address = _assets().url(name) if name in _NAMED else url_for("asset", name=name)
        yield address, _digest(_asset(name).content)
    decoder = _asset(f"{_SCRIPTS}/decoder-worker.js")
    yield url_for("checkin.decoder"), _digest(decoder.content)


def _names() -> Iterator[tuple[str, str]]:
    """The search by name, which phones that may look people up keep as well."""
    for name in _scripts_in(f"{_SCRIPTS}/names"):
        yield url_for("asset", name=name), _digest(_asset(name).content)


def _scripts_in(folder: str) -> list[str]:
    static = Path(__file__).resolve().parent.parent / "static"
    return sorted(f"{folder}/{file.name}" for file in (static / folder).glob("*.js"))


def _pages() -> Iterator[tuple[str, str]]:
    """The page in each language, as `_files`."""
    for language in LANGUAGES:
        with force_locale(language):
            yield url_for("checkin.shell", lang=language), _digest(_page().encode())


def _page() -> str:
    return render_template("checkin/scanner.html", data=_data(), languages=LANGUAGES)


def _data() -> dict[str, Any]:
    """What the script is told: addresses, and every word that it may show."""
    return {
        "urls": {"worker": url_for("checkin.decoder"), "wasm": _assets().url(DECODER_WASM)},
        **shell_words(),
    }


def _manifest() -> str:
    assets, words = _assets(), shell_words()["words"]
    icon = {"purpose": "any maskable", "type": "image/png"}
    return json.dumps(
        {
            "id": url_for("checkin.shell"),
            "start_url": url_for("checkin.shell"),
            "scope": url_for("checkin.shell"),
            "name": words["appName"],
            "short_name": words["appShort"],
            "lang": current_language(),
            "dir": text_direction(),
            "display": "standalone",
            "orientation": "portrait",
            "background_color": "#0b0f0d",
            "theme_color": "#0b0f0d",
            "icons": [
                {"src": assets.url(f"img/scan-{side}.png"), "sizes": f"{side}x{side}", **icon}
                for side in (192, 512)
            ],
        },
        ensure_ascii=False,
    )


def _checked(response: Response) -> BaseResponse:
    """An answer that is asked for again each time, and sent only when it is new."""
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(_digest(response.get_data()))
    return response.make_conditional(request)


def _assets() -> Assets:
    assets: Assets = current_app.extensions["fairapp_assets"]
    return assets


def _asset(name: str) -> Asset:
    found = _assets().get(name)
    if found is None:
        raise LookupError(f"no such asset: {name}")
    return found


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_DIGEST]
