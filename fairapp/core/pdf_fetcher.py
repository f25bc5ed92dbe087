"""What a document may load: three private kinds of address and no other.

- `asset:fonts/NotoSans-Regular.ttf`: a file that we ship, below fairapp/static;
- `image:map`: bytes handed over with this very document, by name;
- `upload:7f3a…`: a file that somebody uploaded, by its id.

Anything else (file, http, data, a path that climbs) is refused and logged, and the document is
made without it: an organiser's text may hold an image's address, and that must neither reach our
disk nor stop the report.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from weasyprint.urls import URLFetcher, URLFetcherResponse

log = logging.getLogger(__name__)

STATIC = Path(__file__).resolve().parent.parent / "static"

UploadSource = Callable[[str], bytes]
"""Gives the bytes of an uploaded file by its id; raises LookupError when there is none."""

_WORD = r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*"
_NAME = re.compile(rf"{_WORD}(?:/{_WORD})*")
_TYPES = {".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png", ".css": "text/css"}
_RASTER_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")
_upload_source: UploadSource | None = None


def register_uploads(source: UploadSource) -> None:
    """Tell where `upload:` addresses find their bytes; called once, by the application's wiring."""
    global _upload_source
    _upload_source = source


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Gives WeasyPrint what the three private schemes name and refuses everything else."""

    def __init__(self, images: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=("asset", "image", "upload"), allow_redirects=False)
        self._images = images

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The body that url names. LookupError for anything that it may not have, which
        WeasyPrint logs and leaves out.
        """
        scheme, _, name = url.partition(":")
        readers = {"asset": self._asset, "image": self._image, "upload": self._upload}
        if scheme not in readers or not _NAME.fullmatch(name):
            log.warning("A document asked for %.200r and was refused", url)
            raise LookupError(f"not an address a document may use: {url[:200]!r}")
        body, content_type = readers[scheme](name)
        return URLFetcherResponse(url, body, {"Content-Type": content_type})

    def _asset(self, name: str) -> tuple[bytes, str]:
        path = (STATIC / name).resolve()
        if not path.is_relative_to(STATIC) or path.suffix not in _TYPES:
            raise LookupError(name)
        return path.read_bytes(), _TYPES[path.suffix]

    def _image(self, name: str) -> tuple[bytes, str]:
        return self._images[name], "image/png"

    def _upload(self, name: str) -> tuple[bytes, str]:
        if _upload_source is None:
            raise LookupError("no source of uploads is registered")
        body = _upload_source(name)
        # Anything else would be tried as SVG, which is a program that strangers wrote.
        if not body.startswith(_RASTER_MAGIC):
            raise LookupError(f"not a picture: {name}")
        return body, "application/octet-stream"
