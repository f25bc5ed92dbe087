"""Joining the chunks of a long PDF, and laying on each page what many pages share.

Laying out costs WeasyPrint some 0.7 ms a box. What repeats (a badge's heading, its band in one
of thirteen colours, a page number) is laid out once as a *stamp* and referred to from wherever
it is wanted, and a QR code, which is only pixels, never passes through layout at all.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pikepdf

MM = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Page `index` of the sheet of stamps, its top left corner `left` and `top` millimetres from
    the page's; `scale` times as large, and on its head when `is_turned`.
    """

    index: int
    left: float
    top: float
    scale: float = 1
    is_turned: bool = False


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A square of `side` × `side` black or white pixels, `size` millimetres wide.

    `bits` are its rows from the top, each filled up to whole bytes, 1 for white.
    """

    side: int
    bits: bytes
    left: float
    top: float
    size: float


Mark = Stamp | Bitmap


@dataclass(frozen=True, slots=True)
class Part:
    """Some pages as WeasyPrint made them, and for each page the marks that go under its text."""

    pdf: bytes
    pages: int
    marks: Sequence[Sequence[Mark]] = ()


def join(
    parts: Sequence[Part], stamps: bytes | None, *, title: str, lang: str, created: datetime | None
) -> bytes:
    """One PDF of the pages of all parts.

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
    forms = [joined.copy_foreign(page.as_form_xobject()) for page in last.pages] if stamps else []
    for part, source in zip(parts, sources, strict=True):
        first = len(joined.pages)
        joined.pages.extend(source.pages)
        for offset, marks in enumerate(part.marks):
            _lay(joined.pages[first + offset], marks, forms)
    for resources in (*_resources(joined), *(form.Resources for form in forms)):
        resources.Font = fonts
    _describe(joined, title, lang, created)
    target = io.BytesIO()
    joined.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _resources(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Each dictionary of resources that names fonts: the pages' own and those of drawings
    within.
    """
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/Font" in thing and "/ColorSpace" in thing:
            yield thing


def _lay(page: pikepdf.Page, marks: Sequence[Mark], forms: Sequence[pikepdf.Object]) -> None:
    """Draw the marks, under what the page has."""
    if not marks:
        return
    height = float(page.mediabox[3])
    drawn = b"\n".join(
        _bitmap(mark, height) if isinstance(mark, Bitmap) else _stamp(mark, height, forms)
        for mark in marks
    )
    page.contents_add(drawn, prepend=True)
    used = {mark.index for mark in marks if isinstance(mark, Stamp)}
    named = page.obj.Resources.XObject
    for index in used:
        named[f"/Stamp{index}"] = forms[index]


def _stamp(stamp: Stamp, height: float, forms: Sequence[pikepdf.Object]) -> bytes:
    wide, high = (float(edge) * stamp.scale for edge in forms[stamp.index].BBox[2:])
    left, bottom, scale = stamp.left * MM, height - stamp.top * MM - high, stamp.scale
    if stamp.is_turned:
        left, bottom, scale = left + wide, bottom + high, -scale
    place = f"{scale:g} 0 0 {scale:g} {left:.3f} {bottom:.3f}"
    return f"q {place} cm /Stamp{stamp.index} Do Q".encode()


def _bitmap(bitmap: Bitmap, height: float) -> bytes:
    """An inline image: with so few pixels, an object of its own would be mostly wrapping."""
    size = bitmap.size * MM
    left, bottom = bitmap.left * MM, height - bitmap.top * MM - size
    place = f"q {size:.3f} 0 0 {size:.3f} {left:.3f} {bottom:.3f} cm"
    head = f"{place} BI /W {bitmap.side} /H {bitmap.side} /BPC 1 /CS /G /F /AHx ID "
    return head.encode() + bitmap.bits.hex().encode() + b"> EI Q"


def _describe(pdf: pikepdf.Pdf, title: str, lang: str, created: datetime | None) -> None:
    pdf.Root.Lang = pikepdf.String(lang)
    pdf.docinfo["/Title"] = pikepdf.String(title)
    if created is not None:
        moment = created.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
        pdf.docinfo["/CreationDate"] = pikepdf.String(moment)
