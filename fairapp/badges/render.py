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
from fairapp.badges.groups import Group, Sheet
from fairapp.badges.groups import sheets as lie_on
from fairapp.badges.layouts import LAYOUTS
from fairapp.badges.separators import SIZES as SEPARATOR_SIZES
from fairapp.badges.separators import Separator, separator
from fairapp.badges.setting import SetBadge, set_badge
from fairapp.badges.shared import Band, Cuts, Head, Shared, head_of
from fairapp.badges.sheets import MARK, Layout, Place, Sides
from fairapp.core import qr
from fairapp.core.pdf import Progress, StampSheet, page_png
from fairapp.core.pdf_apart import press_for
from fairapp.core.pdf_compose import compose
from fairapp.core.pdf_galley import Galley, Set, one_ahead
from fairapp.core.pdf_marks import Bitmap, Mark, Stamp, Words
from fairapp.core.qr_series import Series
from fairapp.events.colours import text_on

TEMPLATE = "pdf/badges.html"
STAMPS = "pdf/badges_shared.html"
PIXELS_A_MODULE = 4
BADGES_A_CHUNK = 200

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
    sides: str | None = None,
) -> Printed:
    """All badges on sheets, in the order given. Progress counts badges. ValueError when there
    are none.

    Faces may come one by one, of which there are `total`, so that no more than a few are in
    memory. `groups` of them are set apart by a sheet that names each. Backs and margin are as the
    fair's design has them, which all faces share, unless `sides` says otherwise.
    """
    if total is None:
        faces = list(faces)
        total = len(faces)
    faces = iter(faces)
    first = next(faces, None)
    if first is None:
        raise ValueError("no badges to print")
    look = first.look
    layout = layout.arranged(sides or look.sides, look.margin)
    batch = _Batch(chain([first], faces), total, layout, look, groups, progress)
    pdf = compose(
        batch.pages(),
        (layout.paper_width, layout.paper_height),
        batch.galley,
        stamps=StampSheet(STAMPS, batch.stamps, {logo.key: logo.png for logo in look.logos}),
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


_Pair = tuple[BadgeFace, SetBadge]
_Begun = tuple[Sequence[Sheet], Sequence[_Pair], Callable[[], Set]]
Stamped = Shared | SetBack | Cuts | Separator


class _Batch:
    """Sets badges sheet by sheet and collects on the way what they share and what was squeezed."""

    def __init__(
        self,
        faces: Iterator[BadgeFace],
        total: int,
        layout: Layout,
        look: Look,
        groups: Sequence[Group],
        progress: Progress | None,
    ) -> None:
        self.faces = faces
        self.total = total
        self.layout = layout
        self.look = look
        self.sheets = lie_on(total, layout.per_sheet, groups)
        self.progress = progress
        self.galley = Galley(TEMPLATE, self._common(), press_for(total))
        self.shared: dict[Stamped, int] = {}
        self.squeezed: list[Squeeze] = []
        if total < QR_SERIES:
            self._code: Callable[[str], tuple[int, bytes]] = partial(qr.bits, scale=PIXELS_A_MODULE)
        else:
            self._code = Series(scale=PIXELS_A_MODULE).bits

    def pages(self) -> Iterator[Sequence[Mark]]:
        """Whole sheets; their texts are set some sheets at a time."""
        for some, pairs, asked in one_ahead(self._begun()):
            lines = asked()
            for sheet in some:
                on_it = pairs[sheet.first - some[0].first : sheet.last - some[0].first]
                yield from self._sides(sheet, on_it, lines)
            if self.progress is not None:
                self.progress(some[-1].last, self.total)

    def _begun(self) -> Iterator[_Begun]:
        most = max(BADGES_A_CHUNK // self.layout.per_sheet, 1)
        while some := list(islice(self.sheets, most)):
            faces = list(islice(self.faces, some[-1].last - some[0].first))
            badges = [set_badge(face, self.layout) for face in faces]
            self.squeezed.extend(squeeze for badge in badges for squeeze in badge.squeezed)
            asked = self.galley.ask(piece for badge in badges for piece, *_at in badge.pieces)
            yield some, list(zip(faces, badges, strict=True)), asked

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

    def _sides(self, sheet: Sheet, on_it: Sequence[_Pair], lines: Set) -> Iterator[Sequence[Mark]]:
        """The sheet's front, with its back after it or on it."""
        if sheet.group is not None:
            fronts: list[Mark] = [Stamp(self._index(separator(sheet.group, self.layout)), 0, 0)]
        else:
            fronts = self._fronts(on_it, lines)
        backs = self._backs(on_it)
        if self.layout.is_two_sided:
            yield fronts
            yield backs
        else:
            yield [*fronts, *backs]

    def _fronts(self, sheet: Sequence[_Pair], lines: Set) -> list[Mark]:
        """Cut marks, then the shared parts, the QR code and the texts of each badge."""
        marks: list[Mark] = []
        if any((*self.layout.cut_marks(), *self.layout.fold_marks())):
            marks.append(Stamp(self._index(Cuts()), 0, 0))
        scale = self.layout.scale
        for place, (face, badge) in zip(self.layout.places(), sheet, strict=False):
            marks += [self._stamp(part, place) for part in badge.shared]
            side, bits = self._code(face.qr_text)
            code = self.layout.code(side // PIXELS_A_MODULE, badge.direction)
            marks.append(
                Bitmap(side, bits, *self._at(place, code.left, code.top), code.width * scale)
            )
            marks += [
                Words(lines[piece], *self._at(place, left, top), scale)
                for piece, left, top in badge.pieces
            ]
        return marks

    def _backs(self, sheet: Sequence[_Pair]) -> list[Mark]:
        """The heading again, and what else stands behind each badge."""
        if self.layout.sides == Sides.ONE:
            return []
        return [
            self._stamp(part, place)
            for place, (face, _badge) in zip(self.layout.backs(), sheet, strict=False)
            for part in (
                head_of(face, self.layout),
                set_back(self.look.back, self.layout, face.direction),
            )
        ]

    def _stamp(self, part: Shared | SetBack, place: Place) -> Stamp:
        turned = (self.layout.width, self.layout.height) if place.is_turned else (0.0, 0.0)
        left, top = self._at(place, *turned)
        return Stamp(self._index(part), left, top, self.layout.scale, place.is_turned)

    def _at(self, place: Place, left: float, top: float) -> tuple[float, float]:
        """Where a point of a badge comes to lie on paper."""
        return self.layout.on_paper(place.left + left, place.top + top)

    def _index(self, part: Stamped) -> int:
        return self.shared.setdefault(part, len(self.shared))

    def _common(self) -> dict[str, object]:
        return {"layout": self.layout, "m": self.layout.measures, "mark": MARK}
