"""One document through WeasyPrint: the part of `core.pdf` that is slow to load.

Importing WeasyPrint looks for its system libraries by running the linker, half a second in all, so
that nothing imports this module before the first document is made.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from functools import cache

import pikepdf
import weasyprint
from weasyprint import CSS, HTML, Document
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import FontConfiguration

from fairapp.core import pdf_archive
from fairapp.core.pdf_attachments import Attachment
from fairapp.core.pdf_fetcher import Fetcher
from fairapp.core.pdf_fonts import FONT_FILES, FONT_STACK, FONTS
from fairapp.core.pdf_press import Painted


def lay_out(
    markup: str, images: Mapping[str, bytes], laid_out: Callable[[int], None] | None = None
) -> Document:
    """The pages of `markup`, with `images` by name. `laid_out` is told how many there are so far;
    one that is laid out again, as a number on it has become known, counts once.
    """
    fonts, stylesheet = _fonts()
    html = HTML(string=markup, url_fetcher=Fetcher(images))
    with _telling(laid_out) if laid_out else nullcontext():
        return html.render(font_config=fonts, stylesheets=[stylesheet])


def write(
    document: Document, *, fonts: dict[object, object] | None = None, tagged: bool = False
) -> bytes:
    """The PDF of a document that was laid out."""
    if fonts is not None:
        # Shared by all chunks, so that what is written last embeds every glyph that any used.
        document.fonts = fonts
    target = io.BytesIO()
    document.write_pdf(target, pdf_tags=tagged)
    return target.getvalue()


def write_archive(
    document: Document, *, created: datetime | None, attachments: Sequence[Attachment]
) -> bytes:
    """The same as PDF/A-3 and PDF/UA-1, with files in it. Title and language are asked for."""
    # The date of an embedded file is the document's own, or else a fixed one: same bytes again.
    at = (created or datetime(1970, 1, 1, tzinfo=UTC)).astimezone(UTC)
    files = [
        weasyprint.Attachment(
            string=file.content(),
            name=file.name,
            description=file.description,
            created=at,
            modified=at,
            relationship="Data",
        )
        for file in attachments
    ]
    plain, target = io.BytesIO(), io.BytesIO()
    document.write_pdf(plain, pdf_variant="pdf/a-3a", attachments=files)
    with pikepdf.open(plain) as pdf:
        metadata = document.metadata
        pdf_archive.finish(pdf, title=metadata.title, lang=metadata.lang, created=created)
        _set_mimetypes(pdf, attachments)
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def paint(markup: str, *, fonts: dict[object, object]) -> list[Painted]:
    """What is drawn on each page of `template`, of texts alone: nothing else that a page may
    refer to is kept.
    """
    pages: list[Painted] = []
    for page in lay_out(markup, {}).pages:
        rectangle = (0, 0, page.width, page.height)
        stream = Stream(fonts, rectangle, {"ExtGState": {}}, {}, None, {}, None)
        page.paint(stream)
        corners = {name: anchor[:2] for name, anchor in page.anchors.items()}
        pages.append((corners, [bytes(operator) for operator in stream.stream]))
    return pages


@contextmanager
def _telling(laid_out: Callable[[int], None]) -> Iterator[None]:
    """Pass on what WeasyPrint logs of its way. One document at a time: the logger is for all."""
    handler = _Pages(laid_out)
    before = PROGRESS_LOGGER.level, PROGRESS_LOGGER.propagate
    PROGRESS_LOGGER.setLevel(logging.INFO)
    PROGRESS_LOGGER.propagate = False
    PROGRESS_LOGGER.addHandler(handler)
    try:
        yield
    finally:
        PROGRESS_LOGGER.removeHandler(handler)
        PROGRESS_LOGGER.setLevel(before[0])
        PROGRESS_LOGGER.propagate = before[1]


class _Pages(logging.Handler):
    """Hears of each page when its layout begins: those before it are done."""

    def __init__(self, laid_out: Callable[[int], None]) -> None:
        super().__init__()
        self._laid_out, self._most = laid_out, 0

    def emit(self, record: logging.LogRecord) -> None:
        if "Creating layout - Page" in record.msg and isinstance(record.args, tuple):
            page = int(str(record.args[0]))
            if page - 1 > self._most:
                self._most = page - 1
                self._laid_out(self._most)


def _set_mimetypes(pdf: pikepdf.Pdf, attachments: Sequence[Attachment]) -> None:
    """WeasyPrint guesses the type from the name; the caller knows it."""
    types = {file.name: file.mimetype for file in attachments}
    for spec in pdf.Root.get("/AF", []):
        spec.EF.F.Subtype = pikepdf.Name("/" + types[str(spec.UF)])


@cache
def _fonts() -> tuple[FontConfiguration, CSS]:
    """The bundled faces, set up once a process: reading the system's list of fonts takes longer
    than a badge.
    """
    fonts = FontConfiguration()
    for name in FONT_FILES.values():
        if not (FONTS / name).is_file():
            raise FileNotFoundError(f"{name}: run bin/vendor")
    faces = "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};src:url("asset:fonts/{name}")}}'
        for (family, weight), name in FONT_FILES.items()
    )
    stack = ",".join(f'"{family}"' for family in FONT_STACK)
    source = f"{faces} html{{font-family:{stack}}}"
    return fonts, CSS(string=source, font_config=fonts, url_fetcher=Fetcher({}))
