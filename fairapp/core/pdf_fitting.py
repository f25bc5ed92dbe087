"""Making a text fit its place on paper: shrink, wrap, then shorten by rule; never overflow.

The rules, in order:

1. The largest type size at which the text fits in the lines allowed, broken between words so
   that the lines are as equal as they can be.
2. Where a word is wider than the place even at the smallest size, it may break after a hyphen or
   a slash.
3. Given names after the first become initials, from the last backwards: `Mamadou Alpha Ibrahima`
   → `Mamadou Alpha I.` (in scripts with capitals only).
4. What is left over is cut and ends in an ellipsis.

Whoever prints is told of every text that came to rule 3 or 4, or that ended small.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from fairapp.core.pdf_breaking import NO_BREAK, chop, wrap
from fairapp.core.pdf_measure import POINT

# What whole words must show of what letters would, to be left whole.
_FULL_ENOUGH = 0.75
ELLIPSIS = "…"
LATIN_LEADING = 1.16
TALL_LEADING = 1.38
"""Line height in ems: Arabic, N'Ko and Adlam reach higher and lower than Latin letters."""

_BIDI_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
# "de", "et", "née", "of": better at the head of the next line than at the end of this one.
_SHORT_WORD = re.compile(r"(?<!\S)[^\W\d_]{1,3} (?=\S)")
_BLANKS = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Fit:
    """A text as it will be set: at `size` points, on `lines`. `shortened` when something is left
    out; `torn` when lines end within words.
    """

    size: float
    lines: tuple[str, ...]
    shortened: bool = False
    torn: bool = False

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, by the first letter that has a direction."""
        return direction(" ".join(self.lines))

    @property
    def leading(self) -> float:
        """Line height in ems."""
        return leading(" ".join(self.lines))

    @property
    def classes(self) -> str:
        """Classes of its paragraph: direction, leading, and the size in half points."""
        tall = " tall" if self.leading > LATIN_LEADING else ""
        return f"{self.direction}{tall} s{int(self.size * 2)}"

    @property
    def height(self) -> float:
        """Millimetres that the lines take."""
        return len(self.lines) * self.size * self.leading * POINT


NOTHING = Fit(0, ())


@lru_cache(maxsize=6_000)
def clean(text: str) -> str:
    """Text as it may be set: composed, on one line, without control characters or direction
    overrides.

    Case is left alone: M'Mah is not M'mah.
    """
    text = unicodedata.normalize("NFC", _BLANKS.sub(" ", text))
    text = _BIDI_CONTROLS.sub("", text)
    return "".join(
        c for c in text if unicodedata.category(c) not in {"Cc", "Co", "Cs", "Cn"}
    ).strip()


def direction(text: str) -> str:
    """`rtl` when the first letter with a direction runs from right to left, else `ltr`."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in {"R", "AL"}:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def leading(text: str) -> float:
    """Line height in ems that the text's letters need."""
    # No script below Hebrew's is written from right to left.
    if max(text, default="") < "\u0590":
        return LATIN_LEADING
    tall = any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)
    return TALL_LEADING if tall else LATIN_LEADING


@lru_cache(maxsize=6_000)
def fit(text: str, width: float, sizes: tuple[float, ...], lines: int, *, bold: bool) -> Fit:
    """`text` in at most `lines` lines of `width` millimetres, at the largest of `sizes`
    (descending).
    """
    if not text:
        return NOTHING
    kept = _SHORT_WORD.sub(_stay_with_next, text)
    for size in sizes:
        broken = wrap(kept, width, size, lines, bold=bold) or wrap(
            text, width, size, lines, bold=bold
        )
        if broken:
            return Fit(size, broken)
    return _cut(text, width, sizes[-1], lines, bold=bold)


@lru_cache(maxsize=6_000)
def fit_names(
    given: str, family: str, width: float, height: float, sizes: tuple[float, ...]
) -> tuple[Fit, Fit]:
    """Given names (bold) and family name, one size for both, together at most `height`
    millimetres high.
    """
    for size in sizes:
        pair = _try_names(given, family, width, height, size)
        if pair:
            return pair
    smallest = sizes[-1]
    for shorter in _with_initials(given):
        pair = _try_names(shorter, family, width, height, smallest)
        if pair:
            return Fit(smallest, pair[0].lines, shortened=True), pair[1]
    return _cut_names(given, family, width, height, smallest)


def _stay_with_next(match: re.Match[str]) -> str:
    word = match[0][:-1]
    return word + (NO_BREAK if word.islower() else " ")


def _try_names(
    given: str, family: str, width: float, height: float, size: float
) -> tuple[Fit, Fit] | None:
    first = fit(given, width, (size,), 3, bold=True)
    last = fit(family, width, (size,), 3, bold=False)
    fits = not first.shortened and not last.shortened and first.height + last.height <= height
    return (first, last) if fits else None


def _with_initials(given: str) -> Iterator[str]:
    """The given names with ever more of them as initials, the first one whole."""
    words = given.split(" ")
    for position in range(len(words) - 1, 0, -1):
        if words[position][:1].isupper():
            words[position] = "-".join(f"{part[0]}." for part in words[position].split("-") if part)
            yield " ".join(words)


def _cut_names(
    given: str, family: str, width: float, height: float, size: float
) -> tuple[Fit, Fit]:
    """Both cut to what the height leaves them: half of it each, more for one when the other
    needs less.
    """
    line = size * max(leading(given), leading(family)) * POINT
    room = max(int(height / line), 2)
    needed = len(fit(family, width, (size,), room, bold=False).lines)
    for_family = min(needed, max(room // 2, 1)) if given else room
    short = next((s for s in reversed([*_with_initials(given)])), given)
    first = fit(short, width, (size,), room - for_family, bold=True)
    last = fit(family, width, (size,), for_family, bold=False)
    changed = short != given
    return Fit(size, first.lines, first.shortened or changed) if given else first, last


def _cut(text: str, width: float, size: float, lines: int, *, bold: bool) -> Fit:
    """As much of the beginning as fits, ending in an ellipsis: whole words, unless a long one
    would leave much of the room empty; then letters.
    """
    if whole := chop(text, width, size, lines, bold):
        return Fit(size, whole, torn=True)

    def longest(break_lines: Callable[[str], tuple[str, ...]]) -> tuple[int, tuple[str, ...]]:
        low, high = 0, len(text)
        best: tuple[str, ...] = ()
        while low < high:
            middle = (low + high + 1) // 2
            if broken := break_lines(text[:middle].rstrip(" ,;:-/") + ELLIPSIS):
                low, best = middle, broken
            else:
                high = middle - 1
        return low, best

    words, by_words = longest(lambda shown: wrap(shown, width, size, lines, bold=bold))
    letters, by_letters = longest(lambda shown: chop(shown, width, size, lines, bold))
    best = by_words if words >= _FULL_ENOUGH * letters else by_letters
    return Fit(size, best or (ELLIPSIS,), shortened=True)
