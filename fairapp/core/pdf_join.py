"""Joining the chunks of a long PDF, and laying on each page what many pages share.

Laying out costs WeasyPrint some 0.7 ms a box. What repeats (a badge's heading, its band in one
of thirteen colours, a page number) is laid out once as a *stamp* and referred to from wherever
it is wanted.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import pikepdf

from fairapp.core.pdf_attachments import Attachment
from fairapp.core.pdf_marks import Mark, Spoken, Stamp, draw
from fairapp.core.pdf_save import archived, saved
from fairapp.core.pdf_tags import Structure, renumbered


@dataclass(frozen=True, slots=True)
class Part:
    """Some pages as WeasyPrint made them, and for each page the marks that go under its text."""

    pdf: bytes
    pages: int
    marks: Sequence[Sequence[Mark | Spoken]] = ()


def join(
    parts: Sequence[Part],
    stamps: bytes | None,
    *,
    title: str,
    lang: str,
    created: datetime | None,
    archive: bool = False,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """One PDF of the pages of all parts; an archive, if all parts were written with tags.

    All parts must have been written with one shared dictionary of fonts, the stamps last: the
    fonts of whatever was written last then hold every glyph that the others use, and are the
    only ones kept.
    """
    joined = pikepdf.new()
    sources = [pikepdf.open(io.BytesIO(part.pdf)) for part in parts]
    last = pikepdf.open(io.BytesIO(stamps)) if stamps else sources[-1]
    fonts = joined.copy_foreign(last.pages[0].obj.Resources.Font)
    for source in {id(source): source for source in (*sources, last)}.values():
        for resources in _resources(source):
            resources.Font = pikepdf.Dictionary()
    drawings = forms(joined, last) if stamps else []
    structure = Structure() if archive else None
    for part, source in zip(parts, sources, strict=True):
        first = len(joined.pages)
        laid = [_plain(marks) for marks in part.marks]
        if structure is not None and _speaks(part):
            laid = [
                _take_page(structure, source, number, first, marks)
                for number, marks in enumerate(part.marks)
            ]
        elif structure is not None:
            _take_tags(structure, source, first)
        joined.pages.extend(source.pages)
        for offset, marks in enumerate(laid):
            _lay(joined.pages[first + offset], marks, drawings, archive=archive)
    for resources in (*_resources(joined), *(form.Resources for form in drawings)):
        resources.Font = fonts
    if structure is None:
        return saved(joined, title=title, lang=lang, created=created)
    return archived(
        joined, structure, title=title, lang=lang, created=created, attachments=attachments
    )


def forms(pdf: pikepdf.Pdf, stamps: pikepdf.Pdf) -> list[pikepdf.Object]:
    """The pages of `stamps` as drawings of `pdf`, the top left corner of each as its origin."""
    drawings = [pdf.copy_foreign(page.as_form_xobject()) for page in stamps.pages]
    for drawing in drawings:
        drawing.Matrix = pikepdf.Array([1, 0, 0, 1, 0, -drawing.BBox[3]])
    return drawings


def _resources(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Each dictionary of resources that names fonts: the pages' own and those of drawings
    within.
    """
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/Font" in thing and "/ColorSpace" in thing:
            yield thing


def _speaks(part: Part) -> bool:
    return any(isinstance(mark, Spoken) for marks in part.marks for mark in marks)


def _plain(marks: Sequence[Mark | Spoken]) -> list[Mark]:
    return [mark.stamp if isinstance(mark, Spoken) else mark for mark in marks]


def _take_page(
    structure: Structure,
    source: pikepdf.Pdf,
    place: int,
    first: int,
    marks: Sequence[Mark | Spoken],
) -> list[Mark]:
    """The same page by page, each with the stamps that are read before and after it: what it says
    itself is then on no other page.
    """
    spoken = {id(m): m for m in marks if isinstance(m, Spoken)}
    mcids: dict[int, int] = {}

    def say(*, after: bool) -> None:
        for key, mark in spoken.items():
            if mark.after is after:
                more = f"/ActualText<feff{mark.text.encode('utf-16-be').hex()}>"
                element = structure.element(mark.kind, more=more)
                mcids[key] = structure.mark(element, first + place)

    say(after=False)
    moved = structure.adopt(source, {place: first + place})
    say(after=True)
    _renumber(source.pages[place], moved[first + place])
    return [
        replace(mark.stamp, mcid=mcids[id(mark)]) if isinstance(mark, Spoken) else mark
        for mark in marks
    ]


def _take_tags(structure: Structure, source: pikepdf.Pdf, first: int) -> None:
    """What its pages say to whoever hears them; `first` is the place of its first page."""
    moved = structure.adopt(source, {i: first + i for i in range(len(source.pages))})
    for number, page in enumerate(source.pages):
        _renumber(page, moved[first + number])


def _renumber(page: pikepdf.Page, marks: Mapping[int, int]) -> None:
    content = page.obj.Contents
    content.write(renumbered(content.read_bytes(), marks))
    # Links do not survive, and one without its tag would be mute.
    if "/Annots" in page.obj:
        del page.obj.Annots


def _lay(
    page: pikepdf.Page,
    marks: Sequence[Mark],
    forms: Sequence[pikepdf.Object],
    *,
    archive: bool,
) -> None:
    """Draw the marks, under what the page has."""
    if not marks:
        return
    drawn = draw(marks, float(page.mediabox[3]), marked=archive)
    page.contents_add(drawn, prepend=True)
    used = {mark.index for mark in marks if isinstance(mark, Stamp)}
    named = page.obj.Resources.XObject
    for index in used:
        named[f"/Stamp{index}"] = forms[index]
