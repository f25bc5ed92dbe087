"""Static files for slow lines: style sheets bundled by manifest, all addressed by their content.

A fingerprint in the address lets a phone keep each file for a year; brotli is applied once a
process, at the best level, not at each request. There is no build step and nothing generated.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import mimetypes
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import brotli
from flask import Flask, Response, abort, current_app, request, url_for
from werkzeug.security import safe_join

from fairapp.core.access import public

_STATIC = Path(__file__).resolve().parent.parent / "static"
_COMPRESSIBLE = re.compile(r"text/|javascript|json|svg|wasm|manifest")
_STRING = re.compile(r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')")
_COMMENT = re.compile(_STRING.pattern + r"|/\*.*?\*/", re.S)
# What a module of ours says of itself before its first line of code is for its readers here; the
# scanner's thirty cost a phone two kilobytes by it. Libraries keep theirs, which is their licence.
_OPENING_WORDS = re.compile(rb"\A(?:\s*//[^\n]*\n)+")
_YEAR = "public, max-age=31536000, immutable"
_MIMETYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"}


@dataclass(frozen=True)
class Asset:
    """One file as it is sent."""

    name: str
    content: bytes
    mimetype: str

    @cached_property
    def fingerprint(self) -> str:
        """First characters of the content's digest."""
        return hashlib.sha256(self.content).hexdigest()[:10]

    @cached_property
    def brotli(self) -> bytes:
        """Compressed at the best level; made at the first request that accepts it."""
        return bytes(brotli.compress(self.content, quality=11))

    @cached_property
    def gzip(self) -> bytes:
        """For browsers without brotli, which is all of them over plain HTTP."""
        return gzip.compress(self.content, 9, mtime=0)


class Assets:
    """The application's static files, read once (again at each request in debug mode)."""

    def __init__(self) -> None:
        self._cache: dict[str, Asset] = {}
        manifest = _STATIC / "css" / "bundles.json"
        self._bundles: dict[str, list[str]] = json.loads(manifest.read_text())

    def get(self, name: str) -> Asset | None:
        """The asset called `name`: a bundle, or a path below `static/`."""
        if name not in self._cache or current_app.debug:
            content = self._read(name)
            if content is None:
                return None
            suffix = Path(name).suffix
            mimetype = _MIMETYPES.get(suffix) or mimetypes.guess_type(name)[0]
            self._cache[name] = Asset(name, content, mimetype or "application/octet-stream")
        return self._cache[name]

    def url(self, name: str) -> str:
        """Address of `name`, with its fingerprint."""
        asset = self.get(name)
        if asset is None:
            raise LookupError(f"no such asset: {name}")
        return url_for("asset", name=name, v=asset.fingerprint)

    def _read(self, name: str) -> bytes | None:
        if name in self._bundles:
            sheets = (_STATIC / "css" / part for part in self._bundles[name])
            return minify_css("\n".join(sheet.read_text() for sheet in sheets)).encode()
        path = safe_join(str(_STATIC), name)
        try:
            content = Path(path).read_bytes() if path else None
        except (OSError, ValueError):  # absent, a folder, longer than the system takes
            return None
        if content is not None and name.endswith(".js") and not name.startswith("vendor/"):
            return _OPENING_WORDS.sub(b"", content)
        return content


def minify_css(text: str) -> str:
    """Without comments and needless blanks; strings and calc() keep theirs."""
    text = _COMMENT.sub(lambda found: found[1] or "", text)
    parts = _STRING.split(text)
    # Every second part is a string.
    parts[::2] = (re.sub(r" ?([{};,]) ?", r"\1", re.sub(r"\s+", " ", p)) for p in parts[::2])
    return "".join(parts).replace(";}", "}").strip()


def init_app(app: Flask) -> None:
    """Serve `/static/…` and give templates `asset(name)`."""
    assets = Assets()
    app.extensions["fairapp_assets"] = assets
    app.jinja_env.globals["asset"] = assets.url

    @app.get("/static/<path:name>", endpoint="asset")
    @public
    def serve(name: str) -> Response:
        asset = assets.get(name)
        if asset is None:
            abort(404)
        return _respond(asset)


def _respond(asset: Asset) -> Response:
    response = Response(asset.content, mimetype=asset.mimetype)
    # Opened by itself a file loads nothing, and the policy of pages is long to send with each.
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    if _COMPRESSIBLE.search(asset.mimetype):
        response.headers["Vary"] = "Accept-Encoding"
        accepted = request.accept_encodings
        if accepted.quality("br") > 0:
            response.set_data(asset.brotli)
            response.headers["Content-Encoding"] = "br"
        elif accepted.quality("gzip") > 0:
            response.set_data(asset.gzip)
            response.headers["Content-Encoding"] = "gzip"
    fresh = request.args.get("v") == asset.fingerprint
    response.headers["Cache-Control"] = _YEAR if fresh else "no-cache"
    # A cache in between must not take one encoding for another.
    response.set_etag(f"{asset.fingerprint}-{response.headers.get('Content-Encoding', 'plain')}")
    response.make_conditional(request)
    return response
