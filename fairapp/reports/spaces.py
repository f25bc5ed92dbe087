"""Blank of any width, made of the spaces of Noto Sans, and texts that keep to their place."""

from __future__ import annotations

from functools import cache

from fairapp.core.pdf_fitting import direction
from fairapp.core.pdf_measure import POINT

_ISOLATES, _END = {"ltr": "\u2066\u200e", "rtl": "\u2067\u200f"}, "\u2069"
_EM = "\u2003"
# By width, in thousandths of the type size.
_SPACES = {
    1000: _EM,
    572: "\u2007",
    500: "\u2002",
    333: "\u2004",
    268: "\u2008",
    260: "\u00a0",
    250: "\u2005",
    222: "\u205f",
    167: "\u2006",
    166: "\u2009",
    100: "\u200a",
}


def space(width: float, size: float) -> str:
    """Spaces that are `width` millimetres wide in type of `size` points, to about 0.01 mm.

    Widths below an em are met less exactly.
    """
    thousandths = max(round(width / (size * POINT) * 1000), 0)
    whole = max(thousandths // 1000 - 1, 0)
    return _EM * whole + _fillers()[thousandths - whole * 1000]


def isolated(text: str) -> str:
    """`text` in its own direction, with no say in the direction of what stands beside it.

    The mark after the opening keeps the groups of a phone number in order, which have no direction.
    """
    return f"{_ISOLATES[direction(text)]}{text}{_END}"


@cache
def _fillers() -> tuple[str, ...]:
    """For each width from 0 to 2000 thousandths, the fewest spaces that come nearest to it."""
    exact: dict[int, str] = {0: ""}
    for total in range(1, 2001):
        made = [exact[total - w] + blank for w, blank in _SPACES.items() if total - w in exact]
        if made:
            exact[total] = min(made, key=len)
    distances = sorted(range(-100, 101), key=abs)
    return tuple(
        next(exact[total + d] for d in distances if total + d in exact) for total in range(2001)
    )
