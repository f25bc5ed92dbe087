"""How badges lie on paper. All lengths are millimetres."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fairapp.badges.measures import A6, A7, LABEL_100, ROLL_62, Box, Measures, card

MARK = 9
"""Length of a cut mark."""

_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet of paper, and the grid of equal badges in its middle.

    Where badges are not given a size, they cover the paper from edge to edge. `dpi` is the
    printer's resolution where it is so coarse that a QR code's modules should take whole dots.
    `is_black` is for printers that know no other colour: a grey or a tint would come out as dots.
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
    def per_sheet(self) -> int:
        """Badges on one sheet."""
        return self.columns * self.rows

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

    def places(self) -> list[tuple[float, float]]:
        """Left and top of each badge, row by row."""
        return [
            (self.left + column * self.width, self.top + row * self.height)
            for row in range(self.rows)
            for column in range(self.columns)
        ]

    def cuts(self) -> tuple[list[float], list[float]]:
        """The x of each vertical cut and the y of each horizontal one."""
        return (
            _cuts(self.paper_width, self.columns, self.width),
            _cuts(self.paper_height, self.rows, self.height),
        )

    def cut_marks(self) -> Iterator[tuple[str, float, float]]:
        """Direction (`v` or `h`), left and top of each mark of `MARK` millimetres: at the paper's
        edges and where cuts cross; only around the badges where paper is left over.
        """
        vertical, horizontal = self.cuts()
        for x in vertical:
            for y in _marks(self.paper_height, self.top, horizontal):
                yield "v", x, y
        for y in horizontal:
            for x in _marks(self.paper_width, self.left, vertical):
                yield "h", x, y


def _marks(paper: float, margin: float, crossings: list[float]) -> list[float]:
    """Where marks begin along one cut."""
    if margin:
        return [margin - MARK - 1, paper - margin + 1]
    return [0, *(crossing - MARK / 2 for crossing in crossings), paper - MARK]


def _cuts(paper: float, count: int, size: float) -> list[float]:
    """Between the badges, and around them where paper is left over."""
    start = (paper - count * size) / 2
    edges = [start + number * size for number in range(count + 1)]
    return [edge for edge in edges if 0 < edge < paper]


# Eight badges lie on a landscape sheet, 74 × 105 mm upright each: they hang from a lanyard like the
# A6 one and share its design. On a portrait sheet they would lie on their side.
# Ten cards lie as on the perforated sheets that are sold for business cards: 15 mm at the sides.
# A label of 62 mm is 100 mm long, so that it serves tape and the die-cut labels of 62 × 100 mm
# alike. Printers of large labels have 203 dots to the inch or more: the coarsest is planned for.
LAYOUTS = {
    layout.key: layout
    for layout in (
        Layout("a6x4", 210, 297, 2, 2, A6),
        Layout("a7x8", 297, 210, 4, 2, A7),
        Layout("90x54x10", 210, 297, 2, 5, card(90), 90, 54),
        Layout("a6", 105, 148, 1, 1, A6),
        Layout("a7", 74, 105, 1, 1, A7),
        Layout("90x54", 90, 54, 1, 1, card(90)),
        Layout("cr80", 85.6, 54, 1, 1, card(85.6), dpi=300),
        Layout("roll62", 62, 100, 1, 1, ROLL_62, dpi=300, is_black=True),
        Layout("100x150", 100, 150, 1, 1, LABEL_100, dpi=203, is_black=True),
    )
}
SHEETS = ("a6x4", "a7x8", "90x54x10")
SINGLES = ("a6", "a7", "90x54", "cr80", "roll62", "100x150")
