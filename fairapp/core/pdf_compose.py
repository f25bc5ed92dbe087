"""Pages put together from marks alone, without a layout of their own."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import datetime

import pikepdf

from fairapp.core import memory, pdf_join
from fairapp.core.pdf import StampSheet, markup_of
from fairapp.core.pdf_attachments import Attachment
from fairapp.core.pdf_galley import Galley
from fairapp.core.pdf_marks import MM, Inlay, Mark, draw
from fairapp.core.pdf_pages import Pages, packed
from fairapp.core.pdf_save import archived, saved
from fairapp.core.pdf_tags import Structure, renumbered


def compose(
    pages: Iterable[Sequence[Mark | Inlay]],
    size: tuple[float, float],
    galley: Galley,
    *,
    stamps: StampSheet,
    title: str,
    lang: str,
    created: datetime | None = None,
    structure: Structure | None = None,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """One PDF of pages of `size` millimetres, each packed as soon as it is drawn.

    `stamps` are set after all pages, with the galley's fonts, and so embed every glyph in use. With
    `structure`, which the marks of the pages belong to, it is an archive that is read aloud.
    """
    height = size[1] * MM
    made = Pages(size)
    inlays: list[tuple[int, Inlay]] = []
    with closing(galley.press) as press:
        if stamps.is_known:
            press.lay_out(markup_of(stamps.template, stamps.context()), stamps.images)
        for number, marks in enumerate(pages):
            inlays += [(number, mark) for mark in marks if isinstance(mark, Inlay)]
            drawn = (mark for mark in marks if not isinstance(mark, Inlay))
            made.add(draw(drawn, height, marked=structure is not None))
        galley.forget()
        memory.give_back()
        if not stamps.is_known:
            press.lay_out(markup_of(stamps.template, stamps.context()), stamps.images)
        sheet = press.write(tagged=structure is not None)
    pdf = made.joined()
    with pikepdf.open(io.BytesIO(sheet)) as opened:
        if structure is not None:
            _lay_in(pdf, inlays, opened, structure)
        _take_over(pdf, opened)
    if structure is None:
        return saved(pdf, title=title, lang=lang, created=created)
    return archived(
        pdf, structure, title=title, lang=lang, created=created, attachments=attachments
    )


def _lay_in(
    made: pikepdf.Pdf,
    inlays: Sequence[tuple[int, Inlay]],
    stamps: pikepdf.Pdf,
    structure: Structure,
) -> None:
    """Write inlays behind what their pages have. All other stamps are for the eye alone."""
    for number, inlay in inlays:
        marks = structure.adopt(stamps, {inlay.index: number}, inlay.element)[number]
        content = renumbered(stamps.pages[inlay.index].obj.Contents.read_bytes(), marks)
        page = made.pages[number].obj
        placed = b"q 1 0 0 1 0 %.3f cm\n%s\nQ" % (-inlay.top * MM, content)
        before = page.Contents if isinstance(page.Contents, pikepdf.Array) else [page.Contents]
        page.Contents = pikepdf.Array([*before, packed(made, placed)])
    for stamp in stamps.pages:
        stamp.obj.Contents.write(renumbered(stamp.obj.Contents.read_bytes(), {}))


def _take_over(made: pikepdf.Pdf, stamps: pikepdf.Pdf) -> None:
    """Give all pages what the stamps are drawn with, and the stamps themselves."""
    resources = made.make_indirect(pikepdf.Dictionary())
    for page in made.pages:
        page.obj.Resources = resources
    shared = made.copy_foreign(stamps.pages[0].obj.Resources)
    for key, value in shared.items():
        resources[key] = value
    drawings = pdf_join.forms(made, stamps)
    for drawing in drawings:
        drawing.Resources.Font = resources.Font
    named = {f"/Stamp{index}": drawing for index, drawing in enumerate(drawings)}
    resources.XObject = pikepdf.Dictionary({**dict(resources.XObject.items()), **named})
