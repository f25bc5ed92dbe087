"""Pages as bytes, held by each process for whoever asks next: see `events.kept`."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock

import brotli
from flask import Response, request

from fairapp.events.pages import FRESH_FOR, digest

# What a process keeps at most; a day of 200 sessions is some 300 kB.
MOST_BYTES = 24_000_000
MOST_PAGES = 300
_LEVEL = 6


@dataclass
class Page:
    """A page as bytes, plain and as browsers accept it; each variant is made when first asked."""

    content: bytes
    tag: str
    state: Hashable
    variants: dict[str, bytes] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """Bytes of memory, about."""
        return len(self.content) + sum(map(len, self.variants.values()))

    def answer(self, language: str) -> Response:
        """For browsers to keep for a minute; the language is a cookie, so only they may."""
        encoding = _encoding()
        response = Response(self._in(encoding), mimetype="text/html")
        if encoding:
            response.headers["Content-Encoding"] = encoding
        response.vary.update(("Cookie", "Accept-Encoding"))
        response.headers["Content-Language"] = language
        response.headers["Cache-Control"] = f"private, max-age={FRESH_FOR}"
        # Weak, for it is the same page in each encoding.
        response.set_etag(self.tag, weak=True)
        response.make_conditional(request)
        return response

    def _in(self, encoding: str) -> bytes:
        if not encoding:
            return self.content
        if encoding not in self.variants:
            self.variants[encoding] = (
                brotli.compress(self.content, quality=_LEVEL)
                if encoding == "br"
                else gzip.compress(self.content, _LEVEL, mtime=0)
            )
        return self.variants[encoding]


class Shelf:
    """The pages of a process, those read last kept longest; threads share it."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._lock = Lock()

    def find(self, address: Hashable, state: Hashable) -> Page | None:
        """The page, unless something has changed since."""
        with self._lock:
            page = self._pages.get(address)
            if page is None or page.state != state:
                return None
            self._pages.move_to_end(address)
            return page

    def keep(self, address: Hashable, state: Hashable, text: str) -> Page:
        """Put a page there; one that has come out the same keeps its variants."""
        content = text.encode()
        page = Page(content, digest(content), state)
        with self._lock:
            former = self._pages.pop(address, None)
            if former is not None and former.tag == page.tag:
                page.variants = former.variants
            self._pages[address] = page
            weight = sum(page.weight for page in self._pages.values())
            while weight > self._most or len(self._pages) > MOST_PAGES:
                weight -= self._pages.popitem(last=False)[1].weight
        return page

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._pages.clear()


def _encoding() -> str:
    accepted = request.accept_encodings
    return next((name for name in ("br", "gzip") if accepted.quality(name) > 0), "")
