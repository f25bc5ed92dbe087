"""Badges on paper: faces in, PDF out.

Words come in with the faces, already in the badge's language; here are only type, colour and
millimetres.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from fairapp.badges.backs import TYPE_SIZES, SetBack, set_back
from fairapp.badges.faces import BadgeFace, Squeeze
from fairapp.badges.layouts import LAYOUTS
from fairapp.badges.setting import SetBadge, set_badge
from fairapp.badges.shared import Band, Shared, head_of
from fairapp.badges.sheets import MARK, Layout, Place, Sides
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
    sides: str | None = None,
    margin: float | None = None,
) -> Printed:
    """All badges on sheets, in the order given. Progress counts badges. ValueError when there
    are none.

    Backs and margin are as the fair's design has them, unless `sides` or `margin` says otherwise.
    """
    if not faces:
        raise ValueError("no badges to print")
    look = faces[0].look
    batch = _Batch(
        faces, layout.arranged(sides or look.sides, look.margin if margin is None else margin)
    )
    pdf = render_chunks(
        TEMPLATE,
        batch.chunks(),
        total=len(faces),
        title=title,
        lang=lang,
        created=created,
        progress=progress,
        stamps=StampSheet(STAMPS, batch.stamps, batch.images()),
    )
    return Printed(pdf, tuple(batch.squeezed))


def render_badge(
    face: BadgeFace,
    *,
    size: str = "a6",
    title: str,
    lang: str,
    created: datetime | None = None,
    sides: str | None = None,
) -> bytes:
    """One badge alone on a page of its own size (a key of `SINGLES`), and its back on another."""
    layout = LAYOUTS[size]
    return render_sheets([face], layout, title=title, lang=lang, created=created, sides=sides).pdf


def badge_png(face: BadgeFace, *, size: str = "a6", lang: str, dpi: int = 200) -> bytes:
    """A picture of one badge's front."""
    pdf = render_badge(face, size=size, title=face.reference, lang=lang, sides=Sides.ONE)
    return page_png(pdf, dpi=dpi)


class _Batch:
    """Sets badges sheet by sheet and collects on the way what they share and what was squeezed."""

    def __init__(self, faces: Sequence[BadgeFace], layout: Layout) -> None:
        self.faces = faces
        self.layout = layout
        self.shared: dict[Shared | SetBack, int] = {}
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
        return {
            **self._common(),
            "shared": list(self.shared),
            "colours": colours,
            "code": qr.svg,
            "back_sizes": TYPE_SIZES,
        }

    def images(self) -> dict[str, bytes]:
        """The logos, by the names that the templates know."""
        return {logo.key: logo.png for face in self.faces[:1] for logo in face.look.logos}

    def _chunk(self, faces: Sequence[BadgeFace]) -> Chunk:
        badges = [set_badge(face, self.layout) for face in faces]
        self.squeezed.extend(squeeze for badge in badges for squeeze in badge.squeezed)
        sheets: list[Sequence[SetBadge]] = []
        marks: list[list[Mark]] = []
        for some, of_them in zip(self._sheets(badges), self._sheets(faces), strict=True):
            fronts, backs = self._fronts(some, of_them), self._backs(of_them)
            if self.layout.is_two_sided:
                sheets += [some, ()]
                marks += [fronts, backs]
            else:
                sheets.append(some)
                marks.append(fronts + backs)
        return Chunk({**self._common(), "sheets": sheets}, marks=marks, weight=len(faces))

    def _fronts(self, badges: Sequence[SetBadge], faces: Sequence[BadgeFace]) -> list[Mark]:
        """What lies under the badges' own texts: the shared parts and the QR codes."""
        marks: list[Mark] = []
        for place, badge, face in zip(self.layout.places(), badges, faces, strict=False):
            marks += [self._stamp(part, place) for part in badge.shared]
            side, bits = qr.bits(face.qr_text, scale=PIXELS_A_MODULE)
            code = self.layout.code(side // PIXELS_A_MODULE, badge.direction)
            left, top = self.layout.on_paper(place.left + code.left, place.top + code.top)
            marks.append(Bitmap(side, bits, left, top, code.width * self.layout.scale))
        return marks

    def _backs(self, faces: Sequence[BadgeFace]) -> list[Mark]:
        """The heading again, and what else stands behind each badge."""
        if self.layout.sides == Sides.ONE:
            return []
        return [
            self._stamp(part, place)
            for place, face in zip(self.layout.backs(), faces, strict=False)
            for part in (
                head_of(face, self.layout),
                set_back(face.look.back, self.layout, face.direction),
            )
        ]

    def _stamp(self, part: Shared | SetBack, place: Place) -> Stamp:
        index = self.shared.setdefault(part, len(self.shared))
        left, top = self.layout.on_paper(place.left, place.top)
        return Stamp(index, left, top, self.layout.scale, place.is_turned)

    def _sheets(self, items: Sequence[_T]) -> Iterator[Sequence[_T]]:
        step = self.layout.per_sheet
        return (items[start : start + step] for start in range(0, len(items), step))

    def _common(self) -> dict[str, object]:
        return {"layout": self.layout, "m": self.layout.measures, "mark": MARK}
