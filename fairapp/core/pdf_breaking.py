"""Where the lines of a text are broken."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from fairapp.core.pdf_measure import millimetres

NO_BREAK = "\u00a0"
# A letter with the marks that stand on it (accents, vowel and tone signs) is never torn apart.
_CLUSTERS = re.compile(r".[\u0300-\u036f\u064b-\u0652\u07eb-\u07f3\U0001e944-\U0001e94a]*")


def wrap(text: str, width: float, size: float, lines: int, *, bold: bool) -> tuple[str, ...]:
    """The lines of `text`, as few and then as equal as can be; empty when it does not fit."""
    pieces = _pieces(text, width, size, bold)
    if max(piece.width for piece in pieces) > width:
        return ()
    blank = millimetres(" ", size, bold=bold)
    best = _fill(pieces, width, blank)
    if len(best) > lines:
        return ()
    # Narrow the column as long as the text needs no further line: that evens the lines out.
    low, high = 0.0, width if len(best) > 1 else 0.0
    while high - low > width / 50:
        middle = (low + high) / 2
        narrower = _fill(pieces, middle, blank)
        if len(narrower) == len(best) and max(map(_width_of(blank), narrower)) <= middle:
            best, high = narrower, middle
        else:
            low = middle
    return tuple(_joined(line) for line in best)


def chop(text: str, width: float, size: float, lines: int, bold: bool) -> tuple[str, ...]:
    """The lines of `text` broken anywhere, for words longer than a line; empty when too many."""
    done: list[str] = []
    line = ""
    for cluster in _CLUSTERS.findall(text):
        if line and millimetres(line + cluster, size, bold=bold) > width:
            done.append(line)
            line = ""
        line += cluster
    done.append(line)
    return tuple(part.strip() for part in done) if len(done) <= lines else ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is never broken: a word, or a part of a long word up to its hyphen. `glued` to the
    piece before.
    """

    text: str
    width: float
    glued: bool


def _pieces(text: str, width: float, size: float, bold: bool) -> list[_Piece]:
    pieces = []
    for word in text.split(" "):
        whole = millimetres(word, size, bold=bold)
        parts = [word] if whole <= width else re.split(r"(?<=[-/\u2010\u2013])(?=.)", word)
        for index, part in enumerate(parts):
            wide = whole if len(parts) == 1 else millimetres(part, size, bold=bold)
            pieces.append(_Piece(part, wide, glued=index > 0))
    return pieces


def _fill(pieces: list[_Piece], width: float, blank: float) -> list[list[_Piece]]:
    """Lines filled one after the other."""
    lines: list[list[_Piece]] = []
    used = 0.0
    for piece in pieces:
        before = 0.0 if piece.glued else blank
        if lines and used + before + piece.width <= width:
            lines[-1].append(piece)
            used += before + piece.width
        else:
            lines.append([piece])
            used = piece.width
    return lines


def _width_of(blank: float) -> Callable[[list[_Piece]], float]:
    def measure(line: list[_Piece]) -> float:
        return sum(piece.width + (0 if piece.glued else blank) for piece in line) - blank

    return measure


def _joined(line: list[_Piece]) -> str:
    text = "".join(piece.text if piece.glued else f" {piece.text}" for piece in line)
    # What kept words together has done its work; whoever copies the text wants plain blanks.
    return text.strip().replace(NO_BREAK, " ")
