"""Where everything stands on a badge of each size, and in which type. Lengths are millimetres, type
sizes points.
"""

from __future__ import annotations

from dataclasses import dataclass

Sizes = tuple[float, ...]
"""Type sizes to be tried, largest first; whole or half points."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the badge, counted from its top left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    def towards(self, direction: str, width: float) -> Box:
        """The box on a badge `width` wide that is read in `direction`: mirrored for `rtl`."""
        if direction == "rtl":
            return Box(width - self.right, self.top, self.width, self.height)
        return self


@dataclass(frozen=True, slots=True)
class Measures:
    """One badge size, as it is read from left to right: the same design, tuned for each.

    Every box keeps off the strip that printers cannot print (4 to 5 mm of office printers for
    what lies at a sheet's edge, 1.5 to 3 mm of label printers). `names` are the sizes tried for a
    name; a name below `names_small` is reported. Around `code` four of the QR code's modules stay
    blank. With `days_in_a_row` the days stand side by side, else below each other, from the foot
    of their box up.
    """

    bar: Box
    head: Box
    who: Box
    code: Box
    reference: Box
    days: Box
    band: Box
    head_sizes: Sizes
    dates: Sizes
    honorific: Sizes
    names: Sizes
    names_small: float
    other: Sizes
    organisation: Sizes
    position: Sizes
    gap: float
    reference_sizes: Sizes
    day: Sizes
    day_height: float
    label: Sizes
    letter: Sizes
    days_in_a_row: bool = False


def _down(largest: float, smallest: float, step: float = 0.5) -> Sizes:
    """`largest`, and what is smaller by steps, to `smallest`."""
    return tuple(largest - step * n for n in range(int((largest - smallest) / step) + 1))


_A6_TYPE = {
    "head_sizes": _down(10, 7.5),
    "dates": _down(8.5, 7),
    "honorific": _down(12, 9, 1),
    "names": (*_down(42, 16, 2), 15),
    "names_small": 18,
    "other": (18, *_down(16, 12, 1)),
    "organisation": _down(13, 9),
    "position": _down(11, 8),
    "gap": 3.2,
    "reference_sizes": _down(10, 8),
    "day": _down(10, 7),
    "day_height": 5.4,
    "label": _down(13, 7.5),
    "letter": _down(15, 8, 1),
}
_A7_TYPE = {
    "head_sizes": _down(7.5, 5.5),
    "dates": _down(6.5, 5.5),
    "honorific": _down(8.5, 7),
    "names": _down(29, 11, 1),
    "names_small": 12,
    "other": _down(13, 9, 1),
    "organisation": _down(9.5, 7),
    "position": _down(8, 6.5),
    "gap": 2,
    "reference_sizes": _down(8, 6),
    "day": _down(8, 6),
    "day_height": 4.2,
    "label": _down(9.5, 6),
    "letter": _down(10.5, 5.5, 1),
}

A6 = Measures(
    bar=Box(8, 8, 14, 1.12),
    head=Box(8, 10.9, 89, 16.5),
    who=Box(8, 28.5, 89, 53.8),
    code=Box(67, 87.15, 30, 30),
    reference=Box(67, 122, 30, 4.2),
    days=Box(8, 87.15, 51, 30),
    band=Box(8, 129.5, 89, 13),
    **_A6_TYPE,  # type: ignore[arg-type]
)

A7 = Measures(
    bar=Box(5.5, 5.5, 9.6, 0.77),
    head=Box(5.5, 7.5, 63, 10.4),
    who=Box(5.5, 18, 63, 35.8),
    code=Box(44.5, 57.7, 24, 24),
    reference=Box(44.5, 85.6, 24, 3.4),
    days=Box(5.5, 57.7, 33.5, 24),
    band=Box(5.5, 91, 63, 9.3),
    **_A7_TYPE,  # type: ignore[arg-type]
)

# Label printers leave some 1.5 mm at the sides and 3 mm where the tape is cut.
ROLL_62 = Measures(
    bar=Box(4, 5, 8.5, 0.8),
    head=Box(4, 7.1, 54, 10.2),
    who=Box(4, 18.1, 54, 34.5),
    code=Box(35.6, 56.2, 22.4, 22.4),
    reference=Box(35.6, 82.2, 22.4, 3.4),
    days=Box(4, 56.2, 27.6, 22.4),
    band=Box(4, 87, 54, 8.6),
    **_A7_TYPE | {"names": _down(26, 10, 1), "names_small": 11, "day": _down(7.5, 6)},  # type: ignore[arg-type]
)

LABEL_100 = Measures(
    bar=Box(6, 7, 14, 1.12),
    head=Box(6, 10, 88, 16.5),
    who=Box(6, 28, 88, 54.5),
    code=Box(64, 88, 30, 30),
    reference=Box(64, 123, 30, 4.2),
    days=Box(6, 88, 51, 30),
    band=Box(6, 131.5, 88, 13),
    **_A6_TYPE,  # type: ignore[arg-type]
)


def card(width: float) -> Measures:
    """A card of 54 mm height: the QR code beside the name, the days in a row above the band."""
    inner, margin, code = width - 8, 4, 20
    code_left = width - margin - code
    return Measures(
        bar=Box(margin, 4, 7, 0.6),
        head=Box(margin, 5.4, inner, 6.1),
        who=Box(margin, 12.7, inner - code - 3.6, 25.9),
        code=Box(code_left, 13.4, code, code),
        reference=Box(code_left, 36.6, code, 2.7),
        days=Box(margin, 39.4, inner, 3.2),
        band=Box(margin, 43.6, inner, 6.4),
        head_sizes=_down(7, 5),
        dates=_down(6, 5),
        honorific=_down(7.5, 6),
        names=(*_down(26, 12, 1), *_down(11.5, 8)),
        names_small=9,
        other=_down(11, 7),
        organisation=_down(8.5, 6),
        position=_down(7.5, 6),
        gap=1.2,
        reference_sizes=_down(6.5, 5),
        day=_down(7, 5),
        day_height=3.2,
        label=_down(8.5, 5.5),
        letter=_down(8, 4),
        days_in_a_row=True,
    )
