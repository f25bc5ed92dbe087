"""How large a list may be, and what in it deserves a second look. Pure: values in, verdict out."""

from __future__ import annotations

from collections.abc import Sequence

from fairapp.registration.search import fold

# People added at a time: more than any delegation of a fair has, less than a page that tires one.
MOST = 200


def earlier_twins(names: Sequence[str]) -> dict[int, int]:
    """Position of each name that stands in the list before, and where it stood first.

    Blind to case, accents and the order of the words. Homonyms exist: it is for people to look at.
    """
    first: dict[tuple[str, ...], int] = {}
    twins: dict[int, int] = {}
    for position, name in enumerate(names):
        words = tuple(sorted(fold(name).split()))
        if words and first.setdefault(words, position) != position:
            twins[position] = first[words]
    return twins


def next_code(codes: Sequence[str]) -> str:
    """`D23` after `D22`: what is said at the reception, and stands in its addresses."""
    numbers = (int(code[1:]) for code in codes if code[:1] == "D" and code[1:].isdecimal())
    return f"D{max(numbers, default=0) + 1:02d}"
