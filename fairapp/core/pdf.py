"""HTML template to PDF, by WeasyPrint.

`render` makes one document; `render_chunks` a long one, some pages at a time, with progress and
the memory of one chunk. Templates may load what `pdf_fetcher` gives and nothing else. Every
document gets the bundled fonts for Latin, Arabic, N'Ko and Adlam, set on its root element. The
same input gives the same bytes: the only date in a file is the caller's `created`. WeasyPrint is
imported with the first document (`pdf_layout` says why).
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime

from flask import current_app

from fairapp.core.pdf_attachments import Attachment
from fairapp.core.pdf_join import Part, join
from fairapp.core.pdf_marks import Mark, Spoken, Stamp
from fairapp.core.pdf_press import Archive, Press, describe, laying_out

Progress = Callable[[int, int], None]
"""Called with (done, total), in the caller's own unit, after each chunk."""

# PDFium may not be used from two threads; the web server has several.
_pdfium = threading.Lock()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole pages of a long document, laid out on their own. `weight` is what they add to the
    progress.

    `marks`, one sequence a page, are drawn under the page's own content.
    """

    context: Mapping[str, object]
    images: Mapping[str, bytes] = field(default_factory=dict)
    marks: Sequence[Sequence[Mark | Spoken]] = ()
    weight: int = 1


@dataclass(frozen=True, slots=True)
class StampSheet:
    """A template with one page for each stamp. `context` is asked for when all chunks are done,
    or, when it `is_known` before, at the beginning.
    """

    template: str
    context: Callable[[], Mapping[str, object]]
    images: Mapping[str, bytes] = field(default_factory=dict)
    is_known: bool = False


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
    laid_out: Callable[[int], None] | None = None,
    press: Press | None = None,
) -> bytes:
    """One document. `tagged` adds the structure that screen readers follow; `archive` makes a
    PDF/A-3 that is tagged, with `attachments` in it as the data that it was set from. `laid_out` is
    then told how many pages are, and `press` has the work, here if there is none.
    """
    markup = markup_of(template, context)
    if archive:
        whole = Archive(markup, images or {}, title, lang, created, attachments)
        with closing(press or Press()) as used:
            return used.archive(whole, laid_out)
    from fairapp.core import pdf_layout

    with laying_out():
        document = pdf_layout.lay_out(markup, images or {})
        describe(document, title, lang, created)
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
        sheet = _stamp_sheet(stamps, fonts)
    return join(
        parts,
        sheet,
        title=title,
        lang=lang,
        created=created,
        archive=archive,
        attachments=attachments,
    )


def markup_of(template: str, context: Mapping[str, object]) -> str:
    """The template filled in."""
    return current_app.jinja_env.get_template(template).render(context)


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

    markup = markup_of(template, chunk.context)
    with laying_out():
        document = pdf_layout.lay_out(markup, chunk.images)
        written = pdf_layout.write(document, fonts=fonts, tagged=tagged)
        part = Part(written, len(document.pages), chunk.marks)
        del document
    return part


def _stamp_sheet(stamps: StampSheet, fonts: dict[object, object]) -> bytes:
    """The sheet of stamps, with every glyph that `fonts` has met."""
    from fairapp.core import pdf_layout

    markup = markup_of(stamps.template, stamps.context())
    with laying_out():
        document = pdf_layout.lay_out(markup, stamps.images)
        return pdf_layout.write(document, fonts=fonts)


def _numbered(parts: list[Part], template: str) -> tuple[list[Part], StampSheet]:
    """The parts with one more mark on each page: its number, known only now."""
    marked, number = [], 0
    for part in parts:
        marks = [*part.marks, *[()] * (part.pages - len(part.marks))]
        stamped = [[*marks[i], Stamp(number + i, 0, 0)] for i in range(part.pages)]
        marked.append(Part(part.pdf, part.pages, stamped))
        number += part.pages
    return marked, StampSheet(template, lambda: {"pages": number})
