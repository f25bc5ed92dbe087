"""Badges on paper: faces in, PDF out.

Words come in with the faces, already in the badge's language; here are only type, colour and
millimetres.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain, islice

from fairapp.badges.backs import TYPE_SIZES, SetBack, set_back
from fairapp.badges.faces import BadgeFace, Look, Squeeze
from fairapp.badges.groups import Group, Sheet, sheets
from fairapp.badges.layouts import LAYOUTS
from fairapp.badges.setting import SetBadge, set_badge
from fairapp.badges.shared import Band, Head, Shared, head_of
from fairapp.badges.sheets import MARK, Layout, Place, Sides
from fairapp.badges.whole_sheets import SIZES as SEPARATOR_SIZES
from fairapp.badges.whole_sheets import Cuts, Separator, separator
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

Stamped = Shared | SetBack | Cuts | Separator


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
    sides: str | None = None,
    margin: float | None = None,
) -> Printed:
    """All badges on sheets, in the order given. Progress counts badges. ValueError when there
    are none.

    Faces may come one by one, of which there are `total`, so that no more than a few are in
    memory. `groups` of them are set apart by a sheet that names each. Backs and margin are as the
    fair's design has them, unless `sides` or `margin` says otherwise.
    """
    if total is None:
        faces = list(faces)
        total = len(faces)
    faces = iter(faces)
    first = next(faces, None)
    if first is None:
        raise ValueError("no badges to print")
    look = first.look
    arranged = layout.arranged(sides or look.sides, look.margin if margin is None else margin)
    batch = _Batch(chain([first], faces), total, look, arranged, groups, progress)
    pdf = compose(
        batch.pages(),
        (arranged.paper_width, arranged.paper_height),
        batch.galley,
        stamps=StampSheet(STAMPS, batch.stamps, batch.images()),
        title=title,
        lang=lang,
        created=created,
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

    def __init__(
        self,
        faces: Iterator[BadgeFace],
        total: int,
        look: Look,
        layout: Layout,
        groups: Sequence[Group],
        progress: Progress | None,
    ) -> None:
        self.faces = faces
        self.total = total
        self.look = look
        self.layout = layout
        self.sheets = sheets(total, layout.per_sheet, groups)
        self.progress = progress
        self.galley = Galley(TEMPLATE, self._common())
        self.shared: dict[Stamped, int] = {}
        self.squeezed: list[Squeeze] = []
        if total < QR_SERIES:
            self._code: Callable[[str], tuple[int, bytes]] = partial(qr.bits, scale=PIXELS_A_MODULE)
        else:
            self._code = qr.Series(scale=PIXELS_A_MODULE).bits

    def pages(self) -> Iterator[Sequence[Mark]]:
        """Whole sheets, each followed by its back if it has one; texts are set for some at a
        time.
        """
        most = max(BADGES_A_CHUNK // self.layout.per_sheet, 1)
        while some := list(islice(self.sheets, most)):
            faces = list(islice(self.faces, some[-1].last - some[0].first))
            yield from self._pages(some, faces)
            if self.progress is not None:
                self.progress(some[-1].last, self.total)

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
            "separator_sizes": SEPARATOR_SIZES,
            "accent": next(part.accent for part in self.shared if isinstance(part, Head)),
        }

    def images(self) -> dict[str, bytes]:
        """The logos, by the names that the templates know."""
        return {logo.key: logo.png for logo in self.look.logos}

    def _pages(self, some: Sequence[Sheet], faces: Sequence[BadgeFace]) -> Iterator[Sequence[Mark]]:
        badges = [set_badge(face, self.layout) for face in faces]
        self.squeezed.extend(squeeze for badge in badges for squeeze in badge.squeezed)
        lines = self.galley.set(
            piece for badge in badges for piece, _left, _top in badge.pieces(self.layout)
        )
        for sheet in some:
            start, end = (place - some[0].first for place in (sheet.first, sheet.last))
            if sheet.group is not None:
                fronts: list[Mark] = [self._whole(separator(sheet.group, self.layout))]
            else:
                fronts = self._fronts(badges[start:end], faces[start:end], lines)
            backs = self._backs(faces[start:end])
            yield from (fronts, backs) if self.layout.is_two_sided else (fronts + backs,)

    def _fronts(
        self, badges: Sequence[SetBadge], faces: Sequence[BadgeFace], lines: Set
    ) -> list[Mark]:
        """Cut marks, and of each badge the shared parts, the QR code and its own texts."""
        layout, marks = self.layout, list[Mark]([self._whole(Cuts())])
        for place, badge, face in zip(layout.places(), badges, faces, strict=False):
            marks += [self._stamp(part, place) for part in badge.shared]
            side, bits = self._code(face.qr_text)
            code = layout.code(side // PIXELS_A_MODULE, badge.direction)
            left, top = layout.on_paper(place.left + code.left, place.top + code.top)
            marks.append(Bitmap(side, bits, left, top, code.width * layout.scale))
            for piece, x, y in badge.pieces(layout):
                left, top = layout.on_paper(place.left + x, place.top + y)
                marks.append(Words(lines[piece], left, top, layout.scale))
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
        x, y = place.left, place.top
        if place.is_turned:
            x, y = x + self.layout.width, y + self.layout.height
        left, top = self.layout.on_paper(x, y)
        return Stamp(self._index(part), left, top, self.layout.scale, place.is_turned)

    def _whole(self, part: Cuts | Separator) -> Stamp:
        return Stamp(self._index(part), 0, 0)

    def _index(self, part: Stamped) -> int:
        return self.shared.setdefault(part, len(self.shared))

    def _common(self) -> dict[str, object]:
        return {"layout": self.layout, "m": self.layout.measures, "mark": MARK}
