"""What the texts of one long document are set with: WeasyPrint, and the fonts that it has met.

A `Press` is in this process, `pdf_apart` has one in another. WeasyPrint is imported with the first
document (`pdf_layout` says why).
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fairapp.core.pdf_attachments import Attachment

Painted = tuple[Mapping[str, tuple[float, float]], list[bytes]]
"""Of a page: where its ids are, in pixels from the top left, and its operators."""

# Pango's font maps may not be used from two threads; the web server has several.
_rendering = threading.Lock()


@dataclass(frozen=True, slots=True)
class Archive:
    """A whole document for the archive, with `images` by name and `attachments` in it."""

    markup: str
    images: Mapping[str, bytes]
    title: str
    lang: str
    created: datetime | None
    attachments: Sequence[Attachment] = ()


class Press:
    """Sets the texts of one document, whose fonts learn which glyphs are used."""

    def __init__(self) -> None:
        self._fonts: dict[object, object] = {}
        self._sheet: Any = None

    def paint(self, markup: str) -> Callable[[], list[Painted]]:
        """What is drawn on each page of `markup`, of texts alone; to be asked for when it is
        needed, in the order in which it was begun.
        """
        from fairapp.core import pdf_layout

        with laying_out():
            pages = pdf_layout.paint(markup, fonts=self._fonts)
        return lambda: pages

    def lay_out(self, markup: str, images: Mapping[str, bytes]) -> None:
        """Lay out the sheet that is written last."""
        from fairapp.core import pdf_layout

        with laying_out():
            self._sheet = pdf_layout.lay_out(markup, images)

    def write(self, *, tagged: bool) -> bytes:
        """That sheet, with every glyph that any page has used."""
        from fairapp.core import pdf_layout

        with laying_out():
            written = pdf_layout.write(self._sheet, fonts=self._fonts, tagged=tagged)
            self._sheet = None
        return written

    def archive(self, whole: Archive, laid_out: Callable[[int], None] | None) -> bytes:
        """All of it as PDF/A-3; `laid_out` is told how many pages are."""
        from fairapp.core import pdf_layout

        with laying_out():
            document = pdf_layout.lay_out(whole.markup, whole.images, laid_out)
            describe(document, whole.title, whole.lang, whole.created)
            return pdf_layout.write_archive(
                document, created=whole.created, attachments=whole.attachments
            )

    def close(self) -> None:
        """The document is done, or given up."""


def describe(document: Any, title: str, lang: str, created: datetime | None) -> None:
    """What a document that was laid out says of itself."""
    document.metadata.title = title
    document.metadata.lang = lang
    if created is not None:
        document.metadata.created = created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def laying_out() -> Iterator[None]:
    """One layout at a time, with the collector held back meanwhile.

    A layout is a million small objects that all live until it is written, and looking through
    them again and again costs a fifth of the whole. Collecting right after keeps memory at one
    chunk.
    """
    with _rendering:
        gc.disable()
        try:
            yield
        finally:
            gc.enable()
    gc.collect(0)
