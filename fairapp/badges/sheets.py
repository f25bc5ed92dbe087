"""Badges on a sheet of paper: where fronts and backs lie, where it is cut. All lengths are
millimetres.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from fairapp.badges.measures import Box, Measures

MARK = 9
"""Length of a cut mark."""

MOST_MARGIN = 12
"""Widest margin of a sheet that can be asked for: badges then are a ninth smaller."""

_INCH = 25.4


class Sides(StrEnum):
    """Where the backs are: nowhere, on the other side of the sheet, which the printer turns on its
    long or its short edge, or beside the fronts, to be folded behind them.
    """

    ONE = "one"
    LONG = "long"
    SHORT = "short"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a badge lies on its sheet; `is_turned` when it stands on its head."""

    left: float
    top: float
    is_turned: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet of paper, and the grid of equal badges in its middle.

    Where badges are not given a size, they cover the paper from edge to edge. `dpi` is the
    printer's resolution where it is so coarse that a QR code's modules should take whole dots.
    `is_black` is for label printers, which know no other colour: a grey or a tint would come out as
    dots. They print on one side, of what cannot be folded.

    A `margin` that the badges would reach into makes all of them smaller, by `scale`. Places are
    those before that: a sheet is set as if it had no margin.
    """

    key: str
    paper_width: float
    paper_height: float
    columns: int
    rows: int
    measures: Measures
    badge_width: float = 0
    badge_height: float = 0
    dpi: int = 0
    is_black: bool = False
    sides: str = Sides.ONE
    margin: float = 0

    def arranged(self, sides: str, margin: float = 0) -> Layout:
        """The layout with backs and a margin, as far as they are possible; a badge alone has the
        paper's whole surface, and when it is folded, twice as much of it.
        """
        if self.is_black or (self.dpi and sides == Sides.FOLDED):
            return self
        if self.per_sheet > 1:
            return replace(self, sides=sides, margin=margin)
        if sides == Sides.FOLDED:
            height = 2 * self.paper_height
            return replace(self, sides=sides, rows=2, paper_height=height)
        return replace(self, sides=sides)

    @property
    def width(self) -> float:
        """Width of one badge."""
        return self.badge_width or self.paper_width / self.columns

    @property
    def height(self) -> float:
        """Height of one badge."""
        return self.badge_height or self.paper_height / self.rows

    @property
    def left(self) -> float:
        """Blank paper beside the badges."""
        return (self.paper_width - self.columns * self.width) / 2

    @property
    def top(self) -> float:
        """Blank paper above the badges."""
        return (self.paper_height - self.rows * self.height) / 2

    @property
    def scale(self) -> float:
        """How large badges are printed: 1, or less where they make room for the margin."""
        wide = (self.paper_width - 2 * self.margin) / (self.columns * self.width)
        high = (self.paper_height - 2 * self.margin) / (self.rows * self.height)
        return min(1, wide, high)

    @property
    def is_two_sided(self) -> bool:
        """Whether every sheet is followed by its back."""
        return self.sides in {Sides.LONG, Sides.SHORT}

    @property
    def per_sheet(self) -> int:
        """Badges on one sheet."""
        return self.columns * self.rows // (2 if self.sides == Sides.FOLDED else 1)

    def sheets(self, badges: int) -> int:
        """Sheets that so many badges take."""
        return -(-badges // self.per_sheet)

    def box(self, name: str, direction: str) -> Box:
        """The box of that name on a badge that is read in `direction`."""
        box: Box = getattr(self.measures, name)
        return box.towards(direction, self.width)

    def code(self, modules: int, direction: str) -> Box:
        """Where a QR code of so many modules a side is drawn: its box, or the largest square
        within that has whole dots to a module and begins at a whole dot.
        """
        box = self.box("code", direction)
        if not self.dpi:
            return box
        dots = int(box.width / _INCH * self.dpi / modules) * modules
        size = dots / self.dpi * _INCH
        left, top = (
            round((start + (box.width - size) / 2) / _INCH * self.dpi) / self.dpi * _INCH
            for start in (box.left, box.top)
        )
        return Box(left, top, size, size)

    def places(self) -> list[Place]:
        """Where the fronts lie, row by row."""
        return [front for front, _back in self._pairs()]

    def backs(self) -> list[Place]:
        """Where the back of each of `places` lies, on the sheet's own back, or beside its front
        when badges are folded.
        """
        return [back for _front, back in self._pairs()]

    def on_paper(self, left: float, top: float) -> tuple[float, float]:
        """Where a point of the sheet comes to lie, the margin kept."""
        return tuple(  # type: ignore[return-value]
            paper / 2 + (at - paper / 2) * self.scale
            for at, paper in ((left, self.paper_width), (top, self.paper_height))
        )

    def cuts(self) -> tuple[list[float], list[float]]:
        """The x of each vertical cut and the y of each horizontal one; folds are none."""
        vertical, horizontal = self._lines()
        if self.sides == Sides.FOLDED:
            folded = horizontal if self._folds_at_the_top else vertical
            del folded[1::2]
        return (_within(vertical, self.paper_width), _within(horizontal, self.paper_height))

    def folds(self) -> tuple[list[float], list[float]]:
        """The x of each vertical fold and the y of each horizontal one."""
        if self.sides != Sides.FOLDED:
            return [], []
        vertical, horizontal = self._lines()
        return ([], horizontal[1::2]) if self._folds_at_the_top else (vertical[1::2], [])

    def cut_marks(self) -> Iterator[tuple[str, float, float]]:
        """Direction (`v` or `h`), left and top of each mark of `MARK` millimetres: along the cuts
        from the outermost edges and where cuts cross; around the badges where there is room.
        """
        yield from self._marks_along(*self.cuts())

    def fold_marks(self) -> Iterator[tuple[str, float, float]]:
        """The same along the folds."""
        yield from self._marks_along(*self.folds())

    def _marks_along(
        self, vertical: list[float], horizontal: list[float]
    ) -> Iterator[tuple[str, float, float]]:
        left, top = self.on_paper(self.left, self.top)
        for x in vertical:
            for y in _marks(self.paper_height, top, horizontal):
                yield "v", x, y
        for y in horizontal:
            for x in _marks(self.paper_width, left, vertical):
                yield "h", x, y

    def _lines(self) -> tuple[list[float], list[float]]:
        """All edges of badges on paper."""
        return (
            _edges(self.paper_width, self.columns, self.width * self.scale),
            _edges(self.paper_height, self.rows, self.height * self.scale),
        )

    @property
    def _folds_at_the_top(self) -> bool:
        return self.rows % 2 == 0

    def _pairs(self) -> Iterator[tuple[Place, Place]]:
        for row in range(self.rows):
            for column in range(self.columns):
                front = self._place(column, row)
                if self.sides != Sides.FOLDED:
                    yield front, self._behind(front)
                # Folded back over the top, a back stands on its head beforehand.
                elif self._folds_at_the_top and row % 2:
                    above = self._place(column, row - 1)
                    yield front, replace(above, is_turned=True)
                elif not self._folds_at_the_top and column % 2:
                    yield front, self._place(column - 1, row)

    def _place(self, column: int, row: int) -> Place:
        return Place(self.left + column * self.width, self.top + row * self.height)

    def _behind(self, front: Place) -> Place:
        """On the back of a sheet that is turned on its edge: a sheet that is turned like the page
        of a book has its columns the other way round. One that is turned over its top has its
        rows so, and badges on their head, as whoever wears one turns it like a page.
        """
        is_upright = self.paper_height >= self.paper_width
        if is_upright == (self.sides == Sides.LONG):
            return Place(self.paper_width - front.left - self.width, front.top)
        top = self.paper_height - front.top - self.height
        return Place(front.left, top, is_turned=True)


def _edges(paper: float, count: int, size: float) -> list[float]:
    start = (paper - count * size) / 2
    return [start + number * size for number in range(count + 1)]


def _within(edges: list[float], paper: float) -> list[float]:
    return [edge for edge in edges if 0.01 < edge < paper - 0.01]


def _marks(paper: float, margin: float, crossings: list[float]) -> list[float]:
    """Where marks begin along one cut."""
    if margin > MARK + 1:
        return [margin - MARK - 1, paper - margin + 1]
    inner = [at for at in crossings if margin + MARK < at < paper - margin - MARK]
    return [margin, *(crossing - MARK / 2 for crossing in inner), paper - margin - MARK]
