"""Badges on paper: faces in, PDF out.

Words come in with the faces, already in the badge's language; here are only type, colour and
millimetres.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from fairapp.badges.faces import BadgeFace, Squeeze
from fairapp.badges.layouts import LAYOUTS, MARK, Layout
from fairapp.badges.setting import SetBadge, set_badge
from fairapp.badges.shared import Band, Shared
from fairapp.core import qr
from fairapp.core.pdf import Chunk, Progress, StampSheet, page_png, render_chunks
from fairapp.core.pdf_join import Bitmap, Mark, Stamp
from fairapp.events.colours import text_on

TEMPLATE = "pdf/badges.html"
STAMPS = "pdf/badges_shared.html"
PIXELS_A_MODULE = 4
BADGES_A_CHUNK = 80

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF and what whoever prints it ought to look at."""

    pdf: bytes
    squeezed: tuple[Squeeze, ...]


def render_sheets(
    faces: Sequence[BadgeFace],
    layout: Layout,
    *,
    title: str,
    lang: str,
    created: datetime | None = None,
    progress: Progress | None = None,
) -> Printed:
    """All badges on sheets, in the order given. Progress counts badges. ValueError when there
    are none.
    """
    if not faces:
        raise ValueError("no badges to print")
    batch = _Batch(faces, layout)
    pdf = render_chunks(
        TEMPLATE,
        batch.chunks(),
        total=len(faces),
        title=title,
        lang=lang,
        created=created,
        progress=progress,
        stamps=StampSheet(STAMPS, batch.stamps),
    )
    return Printed(pdf, tuple(batch.squeezed))


def render_badge(
    face: BadgeFace, *, size: str = "a6", title: str, lang: str, created: datetime | None = None
) -> bytes:
    """One badge alone on a page of its own size (a key of `SINGLES`)."""
    return render_sheets([face], LAYOUTS[size], title=title, lang=lang, created=created).pdf


def badge_png(face: BadgeFace, *, size: str = "a6", lang: str, dpi: int = 200) -> bytes:
    """A picture of one badge."""
    return page_png(render_badge(face, size=size, title=face.reference, lang=lang), dpi=dpi)


class _Batch:
    """Sets badges sheet by sheet and collects on the way what they share and what was squeezed."""

    def __init__(self, faces: Sequence[BadgeFace], layout: Layout) -> None:
        self.faces = faces
        self.layout = layout
        self.shared: dict[Shared, int] = {}
        self.squeezed: list[Squeeze] = []

    def chunks(self) -> Iterator[Chunk]:
        """Whole sheets, some at a time."""
        step = max(BADGES_A_CHUNK // self.layout.per_sheet, 1) * self.layout.per_sheet
        for start in range(0, len(self.faces), step):
            yield self._chunk(self.faces[start : start + step])

    def stamps(self) -> dict[str, object]:
        """What the template of shared parts needs."""
        bands = [shared for shared in self.shared if isinstance(shared, Band)]
        colours = {band.colour: text_on(band.colour) for band in bands}
        return {**self._common(), "shared": list(self.shared), "colours": colours}

    def _chunk(self, faces: Sequence[BadgeFace]) -> Chunk:
        places = self.layout.places()
        badges = [set_badge(face, self.layout) for face in faces]
        self.squeezed.extend(squeeze for badge in badges for squeeze in badge.squeezed)
        sheets = [*self._sheets(badges)]
        marks = [
            [
                mark
                for place in zip(places, stretch, sheet, strict=False)
                for mark in self._marks(*place)
            ]
            for stretch, sheet in zip(self._sheets(faces), sheets, strict=True)
        ]
        return Chunk({**self._common(), "sheets": sheets}, marks=marks, weight=len(faces))

    def _marks(
        self, place: tuple[float, float], face: BadgeFace, badge: SetBadge
    ) -> Iterator[Mark]:
        """What lies under a badge's own text: the shared parts and the QR code."""
        left, top = place
        for part in badge.shared:
            yield Stamp(self.shared.setdefault(part, len(self.shared)), left, top)
        side, bits = qr.bits(face.qr_text, scale=PIXELS_A_MODULE)
        code = self.layout.code(side // PIXELS_A_MODULE, badge.direction)
        yield Bitmap(side, bits, left + code.left, top + code.top, code.width)

    def _sheets(self, items: Sequence[_T]) -> Iterator[Sequence[_T]]:
        step = self.layout.per_sheet
        return (items[start : start + step] for start in range(0, len(items), step))

    def _common(self) -> dict[str, object]:
        return {"layout": self.layout, "m": self.layout.measures, "mark": MARK}
