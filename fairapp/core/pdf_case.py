"""Lines put together from letters that were set once: a case of type.

Of four hundred people hardly two have the same name in the same size, and setting a line takes
WeasyPrint as long as a hundred letters. In Latin letters and figures a line is the glyphs of its
letters one after the other, each moved as the face's kerning says for it and the next. So the
letters of a style are set once, and its lines are put together from them. What is more than that
(letters that join, accents that are put on, other scripts) is set like any other text.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Sequence

from fairapp.core.pdf_marks import Line
from fairapp.core.pdf_measure import kerning, width

# What a text may consist of: Latin letters without combining accents, figures, marks and blanks.
_LETTERS = frozenset(
    {
        *map(chr, range(0x20, 0x7F)),
        *(set(map(chr, range(0xA0, 0x180))) - set("\u00a9\u00ad\u00ae\u0149")),
        *"ƁɓƊɗƝɲƳƴƐɛƆɔƎǝƏə",
        *"\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u202f\u2039\u203a",
    }
)
JOINED = re.compile("f[fil]")
"""The letters that the bundled faces join: nothing else is one glyph for two of `_LETTERS`."""

_SHOWN = re.compile(rb"\[((?:<(?:[0-9a-f]{4})+>|-?\d+)+)\] TJ")
_GLYPH = re.compile(rb"([0-9a-f]{4})(?:>(-?\d+))?")

Drawn = Callable[[], Sequence[Line]]
"""The lines of a sample, when they are needed."""


def is_plain(text: str, *, bold: bool) -> bool:
    """Whether a line of it is the glyphs of its letters one after the other."""
    if not _LETTERS.issuperset(text) or JOINED.search(text):
        return False
    return kerning(text, bold=bold) is not None


class Case:
    """The letters of one style, as far as they were set."""

    def __init__(self, *, bold: bool) -> None:
        self._bold = bold
        self._asked: set[str] = set()
        self._coming: deque[tuple[tuple[str, ...], Drawn]] = deque()
        self._glyphs: dict[str, bytes] | None = {}
        self._first = Line(b"", b"", 0, 0, b"")
        self._wide = 0.0

    def sample(self, texts: Iterable[str]) -> tuple[str, ...]:
        """What is to be set before lines of these texts are put together: the letters that no
        sample had, if any. The first sample begins with one letter that surely has room: it tells
        where lines are.
        """
        letters = set().union(*texts) - self._asked
        if not letters:
            return ()
        is_first = not self._asked
        self._asked |= letters
        # In an order in which none are joined; a line of nothing but blanks would not be drawn.
        line = "".join(sorted(letters, key=lambda char: (char == "f", char)))
        return ("n", f"{line}n") if is_first else (f"{line}n",)

    def expect(self, sample: tuple[str, ...], drawn: Drawn) -> None:
        """A sample is being set."""
        self._coming.append((sample, drawn))

    def set(
        self, texts: Sequence[str], line_height: float, aligned: float
    ) -> Sequence[Line] | None:
        """The lines of plain texts, all of whose letters were asked for; None where the samples
        are not what is expected of them. `aligned` is as for a `Piece`.
        """
        while self._glyphs is not None and not all(
            map(self._glyphs.keys().__ge__, map(set, texts))
        ):
            self._take(*self._coming.popleft())
        if self._glyphs is None:
            return None
        return [
            self._line(text, number * line_height, aligned) for number, text in enumerate(texts)
        ]

    def _take(self, sample: tuple[str, ...], drawn: Drawn) -> None:
        """Sort the glyphs of a sample."""
        lines = drawn()
        glyphs = _glyphs(lines[-1].shown, sample[-1], bold=self._bold) if lines else []
        if self._glyphs is None or not glyphs or len(lines) != len(sample):
            self._glyphs = None
            return
        if not self._glyphs:
            self._first, self._wide = lines[0], width(sample[0], bold=self._bold)
        self._glyphs.update(zip(sample[-1], glyphs, strict=True))

    def _line(self, text: str, below: float, aligned: float) -> Line:
        first, glyphs = self._first, self._glyphs or {}
        shown = bytearray(b"[<")
        for char, moved in zip(text, (*(kerning(text, bold=self._bold) or ()), 0), strict=False):
            shown += glyphs[char]
            if moved:
                # Nearer is more here, in thousandths of the type's size.
                shown += b">%d<" % -moved
        shown += b">] TJ"
        x = first.x
        if aligned:
            size = float(first.font.split()[1])
            x += (self._wide - width(text, bold=self._bold)) * size * aligned
        return Line(first.colour, first.font, x, first.y + below, bytes(shown))


def _glyphs(shown: bytes, text: str, *, bold: bool) -> list[bytes]:
    """Of each letter of a line as WeasyPrint drew it, its glyph; none when they are not as many, or
    do not stand where they should: then its style does more than to choose a face and a size.
    """
    found = _SHOWN.fullmatch(shown)
    glyphs = _GLYPH.findall(found[1]) if found else []
    moved = kerning(text, bold=bold)
    if moved is None or len(glyphs) != len(text):
        return []
    # WeasyPrint leaves off what is less than a thousandth.
    by = zip(glyphs, moved, strict=False)
    is_so = all(abs(int(back or 0) + expected) <= 1 for (_glyph, back), expected in by)
    return [glyph for glyph, _back in glyphs] if is_so else []
