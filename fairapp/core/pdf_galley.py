"""A galley: texts set by WeasyPrint once each, and printed wherever they are wanted.

WeasyPrint takes the same time for a text however often it has set it before, and more for a
paragraph than for a line. On thousands of badges few organisations, functions and names differ. So
a template sets each *piece* that is new, pieces of one style as the lines of one paragraph, on a
long page that nobody sees; what is drawn there is taken apart, and `pdf_compose` puts pages
together from it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from fairapp.core.pdf import markup_of
from fairapp.core.pdf_marks import Line
from fairapp.core.pdf_measure import stands_apart
from fairapp.core.pdf_numerals import SAMPLE, Numerals
from fairapp.core.pdf_press import Painted, Press

# Pieces kept for later: some 10 MB.
_KEPT = 8_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A text whose lines are broken already. `style` are the classes of its paragraph, which
    decide `line_height` too, in CSS pixels.

    A piece is `alone` in its paragraph when letters of another font may make a line higher. One
    that is printed `once` is not kept. One of `numerals` is a single line of digits that begins on
    the left, in the usual weight (`pdf_numerals`).
    """

    style: str
    lines: tuple[str, ...]
    line_height: float
    alone: bool = False
    once: bool = False
    numerals: bool = False


@dataclass(slots=True)
class Paragraph:
    """What the template sets in one paragraph, which keeps its line breaks."""

    style: str
    pieces: list[Piece] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    height: int = 0

    def add(self, piece: Piece) -> None:
        """One more below; `starts` and `height` count lines."""
        self.pieces.append(piece)
        self.starts.append(self.height)
        self.height += len(piece.lines)

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(line for piece in self.pieces for line in piece.lines)


Set = Mapping[Piece, Sequence[Line]]
"""Pieces, and the lines of each as they were drawn."""

_Style = tuple[str, float]
Lot = TypeVar("Lot")


class Galley:
    """The pieces of one document, as `template` sets them on `press`.

    The template gets `context` and `paragraphs`, and gives the one at place n the id `pn`, each
    below the one before. Paragraphs are text: whatever else one draws is refused by ValueError.
    """

    def __init__(
        self, template: str, context: Mapping[str, object], press: Press | None = None
    ) -> None:
        self.press = press or Press()
        self._template = template
        self._context = context
        self._kept: dict[Piece, _Lot | Sequence[Line]] = {}
        self._numerals: dict[_Style, _Lot | Numerals | None] = {}

    def set(self, pieces: Iterable[Piece]) -> Set:
        """The lines of each of these pieces; those not set before are set now, all at once."""
        return self.ask(pieces)()

    def ask(self, pieces: Iterable[Piece]) -> Callable[[], Set]:
        """The same, to be fetched when it is needed: the press may work on it meanwhile."""
        wanted = dict.fromkeys(pieces)
        found = {piece: self._kept[piece] for piece in wanted if piece in self._kept}
        missing = [piece for piece in wanted if piece not in found]
        numbers = [p for p in missing if p.numerals and stands_apart(p.lines[0], bold=False)]
        made_of_digits = set(numbers)
        new = [piece for piece in missing if piece not in made_of_digits]
        found.update(self._begin(new, numbers))
        return lambda: self._fetched(found, numbers)

    def forget(self) -> None:
        """Let go of what is kept, when all pages are drawn: writing the file wants room."""
        self._kept.clear()
        self._numerals.clear()

    def _begin(self, new: Sequence[Piece], numbers: Sequence[Piece]) -> dict[Piece, _Lot]:
        """Have new pieces set; the digits of a style with the first numbers that need them."""
        styles = {(p.style, p.line_height) for p in numbers} - self._numerals.keys()
        samples = [_sample(style) for style in sorted(styles)]
        if not new and not samples:
            return {}
        paragraphs = _paragraphs([*new, *samples])
        markup = markup_of(self._template, {**self._context, "paragraphs": paragraphs})
        lot = _Lot(paragraphs, self.press.paint(markup))
        self._numerals.update(dict.fromkeys(styles, lot))
        self._kept.update((piece, lot) for piece in new if not piece.once)
        while len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]
        return dict.fromkeys(new, lot)

    def _fetched(
        self, found: Mapping[Piece, _Lot | Sequence[Line]], numbers: Sequence[Piece]
    ) -> Set:
        lines: dict[Piece, Sequence[Line]] = {}
        for piece, place in found.items():
            if isinstance(place, _Lot):
                lines[piece] = place.lines()[piece]
                if self._kept.get(piece) is place:
                    # Of a lot that is done, only what may be wanted again is kept.
                    self._kept[piece] = lines[piece]
            else:
                lines[piece] = place
        made = {piece: self._of_digits(piece) for piece in numbers}
        lines.update((piece, [line]) for piece, line in made.items() if line is not None)
        # What is no plain line of digits after all.
        others = [piece for piece, line in made.items() if line is None]
        return {**lines, **self._fetched(self._begin(others, ()), ())} if others else lines

    def _of_digits(self, piece: Piece) -> Line | None:
        style = piece.style, piece.line_height
        own = self._numerals[style]
        if isinstance(own, _Lot):
            own = self._numerals[style] = Numerals.of(own.lines()[_sample(style)])
        return own.set(piece.lines[0]) if own is not None else None


def one_ahead(lots: Iterable[Lot]) -> Iterator[Lot]:
    """Each of `lots` when the one after it has been begun: while pages are put together from what
    was asked for with the first, a press has the second to work on.
    """
    waiting: list[Lot] = []
    for lot in lots:
        yield from waiting
        waiting = [lot]
    yield from waiting


class _Lot:
    """Pieces that are set together."""

    def __init__(
        self, paragraphs: Sequence[Paragraph], painted: Callable[[], list[Painted]]
    ) -> None:
        self._paragraphs = paragraphs
        self._painted = painted
        self._lines: dict[Piece, list[Line]] = {}

    def lines(self) -> Set:
        """The lines of each piece."""
        if not self._lines:
            self._lines = {piece: [] for one in self._paragraphs for piece in one.pieces}
            for anchors, operators in self._painted():
                self._take_apart(anchors, operators)
            del self._painted
        return self._lines

    def _take_apart(
        self, anchors: Mapping[str, tuple[float, float]], operators: Sequence[bytes]
    ) -> None:
        corners = sorted((y, x, int(name[1:])) for name, (x, y) in anchors.items())
        tops = [top for top, _, _ in corners]
        for line in _lines(operators):
            top, left, place = corners[bisect_right(tops, line.y) - 1]
            piece, above = _at(self._paragraphs[place], line.y - top)
            x, y = line.x - left, line.y - top - above
            self._lines[piece].append(Line(line.colour, line.font, x, y, line.shown))


def _sample(style: _Style) -> Piece:
    return Piece(style[0], (SAMPLE,), style[1])


def _paragraphs(pieces: Sequence[Piece]) -> list[Paragraph]:
    found: dict[object, Paragraph] = {}
    for number, piece in enumerate(pieces):
        key = number if piece.alone else (piece.style, piece.line_height)
        found.setdefault(key, Paragraph(piece.style)).add(piece)
    return list(found.values())


def _at(paragraph: Paragraph, y: float) -> tuple[Piece, float]:
    """The piece that has a baseline there, and where it begins, both from the paragraph's top."""
    first = paragraph.pieces[0]
    if first.alone:
        return first, 0.0
    place = bisect_right(paragraph.starts, int(y / first.line_height)) - 1
    return paragraph.pieces[place], paragraph.starts[place] * first.line_height


def _lines(operators: Sequence[bytes]) -> Iterator[Line]:
    """Each line of text that was drawn, where it stands on the page."""
    colour = font = b""
    x = y = 0.0
    shown: list[bytes] = []
    for operator in operators:
        kind = operator.rsplit(b" ", 1)[-1]
        if kind in _SHOWING or (shown and kind == b"Tf"):
            # A second font within the line is for another script.
            shown.append(operator)
            continue
        if shown:
            yield Line(colour, font, x, y, b"\n".join(shown))
            font = next((part for part in reversed(shown) if part.endswith(b" Tf")), font)
            shown = []
        if kind == b"Tm":
            x, y = (float(number) for number in operator.split()[4:6])
        elif kind == b"Tf":
            font = operator
        elif kind == b"rg":
            colour = operator
        elif kind not in _HARMLESS:
            raise ValueError(f"a galley is for texts alone: {operator!r}")


_SHOWING = {b"TJ", b"Tj", b"Ts"}
# Saving, restoring and scaling of what is not used here; opacity, which is full.
_HARMLESS = {b"q", b"Q", b"cm", b"gs", b"BT", b"ET"}
