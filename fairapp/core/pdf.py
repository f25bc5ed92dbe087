"""HTML template to PDF, by WeasyPrint.

`render` makes one document; `render_chunks` a long one, some pages at a time, with progress and
the memory of one chunk. Templates may load what `pdf_fetcher` gives and nothing else. Every
document gets the bundled fonts for Latin, Arabic, N'Ko and Adlam, set on its root element. The
same input gives the same bytes: the only date in a file is the caller's `created`. WeasyPrint is
imported with the first document (`pdf_layout` says why).
"""

from __future__ import annotations

import gc
import io
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from fairapp.core.pdf_attachments import Attachment
from fairapp.core.pdf_join import Part, join
from fairapp.core.pdf_marks import Mark, Stamp

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
FONT_STACK = ("Fair Sans", "Fair Arabic", "Fair NKo", "Fair Adlam")
FONT_FILES = {
    ("Fair Sans", 400): "NotoSans-Regular.ttf",
    ("Fair Sans", 700): "NotoSans-Bold.ttf",
    ("Fair Arabic", 400): "NotoSansArabic-Regular.ttf",
    ("Fair Arabic", 700): "NotoSansArabic-Bold.ttf",
    ("Fair NKo", 400): "NotoSansNKo-Regular.ttf",
    ("Fair Adlam", 400): "NotoSansAdlam-Regular.ttf",
    ("Fair Adlam", 700): "NotoSansAdlam-Bold.ttf",
}
"""(family, weight) to file in static/fonts. Nobody has drawn a bold N'Ko under a free licence."""

Progress = Callable[[int, int], None]
"""Called with (done, total), in the caller's own unit, after each chunk."""

# Neither Pango's font maps nor PDFium may be used from two threads; the web server has several.
_rendering = threading.Lock()
_pdfium = threading.Lock()


Painted = tuple[Mapping[str, tuple[float, float]], list[bytes]]
"""Of a page: where its ids are, in pixels from the top left, and its operators."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole pages of a long document, laid out on their own. `weight` is what they add to the
    progress.

    `marks`, one sequence a page, are drawn under the page's own content.
    """

    context: Mapping[str, object]
    images: Mapping[str, bytes] = field(default_factory=dict)
    marks: Sequence[Sequence[Mark]] = ()
    weight: int = 1


@dataclass(frozen=True, slots=True)
class StampSheet:
    """A template with one page for each stamp. `context` is asked for when all chunks are done."""

    template: str
    context: Callable[[], Mapping[str, object]]
    images: Mapping[str, bytes] = field(default_factory=dict)


def render(
    template: str,
    context: Mapping[str, object],
    *,
    title: str,
    lang: str,
    created: datetime | None = None,
    images: Mapping[str, bytes] | None = None,
    tagged: bool = False,
    archive: bool = False,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """One document. `tagged` adds the structure that screen readers follow; `archive` makes a
    PDF/A-3 that is tagged, with `attachments` in it as the data that it was set from.
    """
    from fairapp.core import pdf_layout

    with _rendering:
        document = pdf_layout.lay_out(template, context, images or {})
        document.metadata.title = title
        document.metadata.lang = lang
        if created is not None:
            moment = created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            document.metadata.created = moment
        if archive:
            return pdf_layout.write_archive(document, created=created, attachments=attachments)
        return pdf_layout.write(document, tagged=tagged)


def render_chunks(
    template: str,
    chunks: Iterable[Chunk],
    *,
    total: int,
    title: str,
    lang: str,
    created: datetime | None = None,
    progress: Progress | None = None,
    stamps: StampSheet | None = None,
    page_numbers: str | None = None,
    archive: bool = False,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """A long document. `total` is the sum of the chunks' weights.

    `page_numbers` names a template that gets `pages`, their number, and makes as many pages of
    the document's size, each with its number; it takes the place of `stamps`. Bookmarks, and
    links from page to page, do not survive the joining. `archive` and `attachments` are as for
    `render`: marks are then for the eye alone. ValueError when there is no chunk.
    """
    fonts: dict[object, object] = {}
    parts: list[Part] = []
    done = 0
    for chunk in chunks:
        parts.append(_make_part(template, chunk, fonts, tagged=archive))
        done += chunk.weight
        if progress is not None:
            progress(done, total)
    if not parts:
        raise ValueError("a document needs at least one chunk")
    if page_numbers is not None:
        parts, stamps = _numbered(parts, page_numbers)
    sheet = None
    if stamps is not None:
        sheet = stamp_sheet(stamps, fonts)
    return join(
        parts,
        sheet,
        title=title,
        lang=lang,
        created=created,
        archive=archive,
        attachments=attachments,
    )


def stamp_sheet(stamps: StampSheet, fonts: dict[object, object], *, tagged: bool = False) -> bytes:
    """The sheet of stamps, with every glyph that `fonts` has met."""
    from fairapp.core import pdf_layout

    with _laying_out():
        document = pdf_layout.lay_out(stamps.template, stamps.context(), stamps.images)
        return pdf_layout.write(document, fonts=fonts, tagged=tagged)


def painted(
    template: str, context: Mapping[str, object], *, fonts: dict[object, object]
) -> list[Painted]:
    """What is drawn on each page of `template`. `fonts` learns which glyphs are used."""
    from fairapp.core import pdf_layout

    with _laying_out():
        return pdf_layout.paint(template, context, fonts=fonts)


def page_png(pdf: bytes, page: int = 0, *, dpi: int = 96) -> bytes:
    """A picture of one page (counted from 0). IndexError when there is no such page."""
    import pypdfium2

    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if not 0 <= page < len(document):
                raise IndexError(page)
            image = document[page].render(scale=dpi / 72).to_pil()
        finally:
            document.close()
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def _make_part(template: str, chunk: Chunk, fonts: dict[object, object], *, tagged: bool) -> Part:
    """The chunk's pages."""
    from fairapp.core import pdf_layout

    with _laying_out():
        document = pdf_layout.lay_out(template, chunk.context, chunk.images)
        written = pdf_layout.write(document, fonts=fonts, tagged=tagged)
        part = Part(written, len(document.pages), chunk.marks)
        del document
    return part


@contextmanager
def _laying_out() -> Iterator[None]:
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


def _numbered(parts: list[Part], template: str) -> tuple[list[Part], StampSheet]:
    """The parts with one more mark on each page: its number, known only now."""
    marked, number = [], 0
    for part in parts:
        marks = [*part.marks, *[()] * (part.pages - len(part.marks))]
        stamped = [[*marks[i], Stamp(number + i, 0, 0)] for i in range(part.pages)]
        marked.append(Part(part.pdf, part.pages, stamped))
        number += part.pages
    return marked, StampSheet(template, lambda: {"pages": number})
