"""Badges on paper: faces in, PDF out.

Words come in with the faces, already in the badge's language; here are only type, colour and
millimetres.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice

from fairapp.badges.faces import BadgeFace, Squeeze
from fairapp.badges.groups import Group, Sheet, sheets
from fairapp.badges.layouts import LAYOUTS, Layout
from fairapp.badges.setting import (
    SEPARATOR_SIZES,
    Band,
    Cuts,
    Head,
    SetBadge,
    Shared,
    separator,
    set_badge,
)
from fairapp.core import qr
from fairapp.core.pdf import Progress, StampSheet, page_png
from fairapp.core.pdf_compose import compose
from fairapp.core.pdf_galley import Galley, Set
from fairapp.core.pdf_marks import Bitmap, Mark, Stamp, Words
from fairapp.events.colours import text_on

TEMPLATE = "pdf/badges.html"
STAMPS = "pdf/badges_shared.html"
PIXELS_A_MODULE = 4
BADGES_A_CHUNK = 160

# From so many on, finding out how codes differ from each other is less than making each.
QR_SERIES = 100


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF and what whoever prints it ought to look at."""

    pdf: bytes
    squeezed: tuple[Squeeze, ...]


def render_sheets(
    faces: Iterable[BadgeFace],
    layout: Layout,
    *,
    title: str,
    lang: str,
    total: int | None = None,
    groups: Sequence[Group] = (),
    created: datetime | None = None,
    progress: Progress | None = None,
) -> Printed:
    """All badges on sheets, in the order given. Progress counts badges. ValueError when there
    are none.

    Faces may come one by one, of which there are `total`, so that no more than a few are in
    memory. `groups` of them are set apart by a sheet that names each.
    """
    if total is None:
        faces = list(faces)
        total = len(faces)
    if not total:
        raise ValueError("no badges to print")
    batch = _Batch(faces, total, layout, groups, progress)
    pdf = compose(
        batch.pages(),
        (layout.paper_width, layout.paper_height),
        batch.galley,
        stamps=StampSheet(STAMPS, batch.stamps),
        title=title,
        lang=lang,
        created=created,
    )
    return Printed(pdf, tuple(batch.squeezed))


def render_badge(
    face: BadgeFace, *, size: str = "a6", title: str, lang: str, created: datetime | None = None
) -> bytes:
    """One badge alone on a page of its own size (`a6` or `a7`)."""
    return render_sheets([face], LAYOUTS[size], title=title, lang=lang, created=created).pdf


def badge_png(face: BadgeFace, *, size: str = "a6", lang: str, dpi: int = 200) -> bytes:
    """A picture of one badge."""
    return page_png(render_badge(face, size=size, title=face.reference, lang=lang), dpi=dpi)


class _Batch:
    """Sets badges sheet by sheet and collects on the way what they share and what was squeezed."""

    def __init__(
        self,
        faces: Iterable[BadgeFace],
        total: int,
        layout: Layout,
        groups: Sequence[Group],
        progress: Progress | None,
    ) -> None:
        self.faces = iter(faces)
        self.total = total
        self.layout = layout
        self.sheets = sheets(total, layout.per_sheet, groups)
        self.progress = progress
        self.galley = Galley(TEMPLATE, self._common())
        self.shared: dict[Shared, int] = {}
        self.squeezed: list[Squeeze] = []
        if total < QR_SERIES:
            self._code: Callable[[str], tuple[int, bytes]] = partial(qr.bits, scale=PIXELS_A_MODULE)
        else:
            self._code = qr.Series(scale=PIXELS_A_MODULE).bits

    def pages(self) -> Iterator[Sequence[Mark]]:
        """Whole sheets; their texts are set some sheets at a time."""
        most = max(BADGES_A_CHUNK // self.layout.per_sheet, 1)
        while some := list(islice(self.sheets, most)):
            faces = list(islice(self.faces, some[-1].last - some[0].first))
            yield from self._sheets(some, faces)
            if self.progress is not None:
                self.progress(some[-1].last, self.total)

    def stamps(self) -> dict[str, object]:
        """What the template of shared parts needs."""
        bands = [shared for shared in self.shared if isinstance(shared, Band)]
        colours = {band.colour: text_on(band.colour) for band in bands}
        accents = [shared.accent for shared in self.shared if isinstance(shared, Head)]
        return {
            **self._common(),
            "shared": list(self.shared),
            "colours": colours,
            "accent": accents[0],
            "separator_sizes": SEPARATOR_SIZES,
        }

    def _sheets(
        self, some: Sequence[Sheet], faces: Sequence[BadgeFace]
    ) -> Iterator[Sequence[Mark]]:
        badges = [set_badge(face, self.layout) for face in faces]
        self.squeezed.extend(squeeze for badge in badges for squeeze in badge.squeezed)
        pieces = (piece for badge in badges for piece, _top in badge.pieces(self.layout.design))
        lines = self.galley.set(pieces)
        pairs = list(zip(faces, badges, strict=True))
        for sheet in some:
            if sheet.group is not None:
                yield [self._stamp(separator(sheet.group, self.layout), 0, 0)]
                continue
            start = sheet.first - some[0].first
            placed = zip(
                self.layout.places(), pairs[start : start + sheet.last - sheet.first], strict=False
            )
            marks = [mark for place, pair in placed for mark in self._marks(place, *pair, lines)]
            yield [self._stamp(Cuts(), 0, 0), *marks]

    def _marks(
        self, place: tuple[float, float], face: BadgeFace, badge: SetBadge, lines: Set
    ) -> Iterator[Mark]:
        """The shared parts, the QR code and the texts of a badge."""
        (left, top), design = place, self.layout.design
        for part in badge.shared:
            yield self._stamp(part, left, top)
        side, bits = self._code(face.qr_text)
        code_left = left + self.layout.qr_left(badge.direction)
        yield Bitmap(side, bits, code_left, top + design.qr_top, design.qr)
        for piece, below in badge.pieces(design):
            at = code_left if piece is badge.in_clear else left + design.margin
            yield Words(lines[piece], at, top + below)

    def _stamp(self, part: Shared, left: float, top: float) -> Stamp:
        return Stamp(self.shared.setdefault(part, len(self.shared)), left, top)

    def _common(self) -> dict[str, object]:
        layout = self.layout
        return {"layout": layout, "d": layout.design, "cuts": layout.cuts()}
