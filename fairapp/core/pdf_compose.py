"""Pages put together from marks alone, without a layout of their own."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime

import pikepdf

from fairapp.core import pdf_join
from fairapp.core.pdf import StampSheet, stamp_sheet
from fairapp.core.pdf_galley import Galley
from fairapp.core.pdf_marks import MM, Mark, draw
from fairapp.core.pdf_save import saved


def compose(
    pages: Iterable[Sequence[Mark]],
    size: tuple[float, float],
    galley: Galley,
    *,
    stamps: StampSheet,
    title: str,
    lang: str,
    created: datetime | None = None,
) -> bytes:
    """One PDF of pages of `size` millimetres, each packed as soon as it is drawn.

    `stamps` are set after all pages, with the galley's fonts, and so embed every glyph in use.
    """
    made = pikepdf.new()
    width, height = (edge * MM for edge in size)
    resources = made.make_indirect(pikepdf.Dictionary())
    for marks in pages:
        drawn = zlib.compress(draw(marks, height))
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=[0, 0, round(width, 3), round(height, 3)],
            Contents=pikepdf.Stream(made, drawn, Filter=pikepdf.Name.FlateDecode),
            Resources=resources,
        )
        made.pages.append(pikepdf.Page(page))
    with pikepdf.open(io.BytesIO(stamp_sheet(stamps, galley.fonts))) as opened:
        resources.Font = made.copy_foreign(opened.pages[0].obj.Resources.Font)
        drawings = pdf_join.forms(made, opened)
    for drawing in drawings:
        drawing.Resources.Font = resources.Font
    resources.XObject = pikepdf.Dictionary(
        {f"/Stamp{index}": drawing for index, drawing in enumerate(drawings)}
    )
    return saved(made, title=title, lang=lang, created=created)
