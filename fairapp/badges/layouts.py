"""How badges lie on paper. All lengths are millimetres, all type sizes points."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Design:
    """Measures of one badge size: the same design, tuned for A6 and for A7.

    `margin` keeps text and colour off the strip that office printers cannot print (4 to 5 mm)
    wherever the badge falls on the sheet. `names` are the type sizes tried for a name, largest
    first; a name below `names_small` is reported. The blank paper around the QR code is at least
    four modules of the 25 that a badge's address takes.
    """

    margin: float
    head_top: float
    head: tuple[float, ...]
    dates: tuple[float, ...]
    who_top: float
    who_height: float
    honorific: tuple[float, ...]
    names: tuple[float, ...]
    names_small: float
    other: tuple[float, ...]
    organisation: tuple[float, ...]
    position: tuple[float, ...]
    gap: float
    qr: float
    qr_top: float
    reference: tuple[float, ...]
    reference_top: float
    day: tuple[float, ...]
    day_height: float
    band_top: float
    band: float
    label: tuple[float, ...]
    letter: float


A6 = Design(
    margin=8,
    head_top=8,
    head=(10, 9.5, 9, 8.5, 8),
    dates=(8.5, 8, 7.5, 7),
    who_top=28.5,
    who_height=53.8,
    honorific=(12, 11, 10, 9),
    names=(42, 40, 38, 36, 34, 32, 30, 28, 26, 24, 22, 20, 18, 16, 15),
    names_small=18,
    other=(18, 16, 15, 14, 13, 12),
    organisation=(13, 12.5, 12, 11.5, 11, 10.5, 10, 9.5, 9),
    position=(11, 10.5, 10, 9.5, 9, 8.5, 8),
    gap=3.2,
    qr=30,
    qr_top=87.15,
    reference=(10, 9.5, 9, 8.5, 8),
    reference_top=122,
    day=(10, 9.5, 9, 8.5, 8, 7.5, 7),
    day_height=5.4,
    band_top=129.5,
    band=13,
    label=(13, 12.5, 12, 11.5, 11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5),
    letter=15,
)

A7 = Design(
    margin=5.5,
    head_top=5.5,
    head=(7.5, 7, 6.5, 6),
    dates=(6.5, 6, 5.5),
    who_top=18,
    who_height=35.8,
    honorific=(8.5, 8, 7.5, 7),
    names=(29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11),
    names_small=12,
    other=(13, 12, 11, 10, 9),
    organisation=(9.5, 9, 8.5, 8, 7.5, 7),
    position=(8, 7.5, 7, 6.5),
    gap=2,
    qr=24,
    qr_top=57.7,
    reference=(8, 7.5, 7, 6.5, 6),
    reference_top=85.6,
    day=(8, 7.5, 7, 6.5, 6),
    day_height=4.2,
    band_top=91,
    band=9.3,
    label=(9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6),
    letter=10.5,
)


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet of paper and the grid of equal badges that covers it from edge to edge."""

    key: str
    paper_width: float
    paper_height: float
    columns: int
    rows: int
    design: Design

    @property
    def width(self) -> float:
        """Width of one badge."""
        return self.paper_width / self.columns

    @property
    def height(self) -> float:
        """Height of one badge."""
        return self.paper_height / self.rows

    @property
    def per_sheet(self) -> int:
        """Badges on one sheet."""
        return self.columns * self.rows

    def qr_left(self, direction: str) -> float:
        """Where the QR code begins on a badge: at the end of the line, on the left of an Arabic
        badge.
        """
        if direction == "rtl":
            return self.design.margin
        return self.width - self.design.margin - self.design.qr

    def sheets(self, badges: int) -> int:
        """Sheets that so many badges take."""
        return -(-badges // self.per_sheet)

    def places(self) -> list[tuple[float, float]]:
        """Left and top of each badge, row by row."""
        return [
            (column * self.width, row * self.height)
            for row in range(self.rows)
            for column in range(self.columns)
        ]

    def cuts(self) -> tuple[list[float], list[float]]:
        """The x of each vertical cut and the y of each horizontal one."""
        return (
            [column * self.width for column in range(1, self.columns)],
            [row * self.height for row in range(1, self.rows)],
        )


# Eight badges lie on a landscape sheet, 74 × 105 mm upright each: they hang from a lanyard like the
# A6 one and share its design. On a portrait sheet they would lie on their side.
LAYOUTS = {
    layout.key: layout
    for layout in (
        Layout("a6x4", 210, 297, 2, 2, A6),
        Layout("a7x8", 297, 210, 4, 2, A7),
        Layout("a6", 105, 148, 1, 1, A6),
        Layout("a7", 74, 105, 1, 1, A7),
    )
}
SHEETS = ("a6x4", "a7x8")
