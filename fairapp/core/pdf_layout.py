"""One document through WeasyPrint: the part of `core.pdf` that is slow to load.

Importing WeasyPrint looks for its system libraries by running the linker, half a second in all, so
that nothing imports this module before the first document is made.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache

from flask import current_app
from weasyprint import CSS, HTML, Document
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import FontConfiguration

from fairapp.core.pdf import FONT_FILES, FONT_STACK, FONTS, Painted
from fairapp.core.pdf_fetcher import Fetcher


def lay_out(template: str, context: Mapping[str, object], images: Mapping[str, bytes]) -> Document:
    """The pages of `template`, with `images` by name."""
    fonts, stylesheet = _fonts()
    markup = current_app.jinja_env.get_template(template).render(context)
    html = HTML(string=markup, url_fetcher=Fetcher(images))
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


def paint(
    template: str, context: Mapping[str, object], *, fonts: dict[object, object]
) -> list[Painted]:
    """What is drawn on each page of `template`, of texts alone: nothing else that a page may
    refer to is kept.
    """
    pages: list[Painted] = []
    for page in lay_out(template, context, {}).pages:
        rectangle = (0, 0, page.width, page.height)
        stream = Stream(fonts, rectangle, {"ExtGState": {}}, {}, None, {}, None)
        page.paint(stream)
        corners = {name: anchor[:2] for name, anchor in page.anchors.items()}
        pages.append((corners, [bytes(operator) for operator in stream.stream]))
    return pages


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
