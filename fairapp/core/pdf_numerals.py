"""Numbers, times and telephone numbers put together from digits that were set once.

On a list of people hardly two numbers are the same, and setting each takes WeasyPrint as long as
a name. Digits of a face have one width and do not move for each other, so that a line of them is
their glyphs one after the other. Where that is not so, the text is set like any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fairapp.core.pdf_marks import Line
from fairapp.core.pdf_measure import FIGURES

SAMPLE = FIGURES
"""The characters that a line may consist of."""

_SHOWN = re.compile(rb"\[((?:<[0-9a-f]{4}>0)+)\] TJ")
_GLYPH = re.compile(rb"<[0-9a-f]{4}>0")


@dataclass(frozen=True, slots=True)
class Numerals:
    """The glyphs of one style, and the line that they were found on."""

    line: Line
    glyphs: dict[str, bytes]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Numerals | None:
        """From the lines of `SAMPLE` as it was set; None when it is not one plain line."""
        if len(lines) != 1 or not (found := _SHOWN.fullmatch(lines[0].shown)):
            return None
        glyphs = _GLYPH.findall(found[1])
        if len(glyphs) != len(SAMPLE):
            return None
        return cls(lines[0], dict(zip(SAMPLE, glyphs, strict=True)))

    def set(self, text: str) -> Line:
        """A line of `text`, whose characters `stands_apart`."""
        shown = b"[%s] TJ" % b"".join(self.glyphs[char] for char in text)
        return Line(self.line.colour, self.line.font, self.line.x, self.line.y, shown)
