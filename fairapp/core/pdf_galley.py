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
from functools import partial
from typing import TypeVar

from fairapp.core.pdf import markup_of
from fairapp.core.pdf_case import Case, is_plain
from fairapp.core.pdf_marks import Line
from fairapp.core.pdf_press import Painted, Press

# Pieces kept for later: some 10 MB.
_KEPT = 8_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A text whose lines are broken already. `style` are the classes of its paragraph, which
    decide `line_height` too, in CSS pixels.

    A piece is `alone` in its paragraph when letters of another font may make a line higher. One
    that is printed `once` is not kept. One whose style is known to be `bold`, or not to be, may be
    put together from letters (`pdf_case`); its lines begin on the left, or are `aligned` to the
    right (1) or between (0.5).
    """

    style: str
    lines: tuple[str, ...]
    line_height: float
    alone: bool = False
    once: bool = False
    bold: bool | None = None
    aligned: float = 0


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

_Style = tuple[str, float, bool | None]
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
        self._cases: dict[_Style, Case] = {}

    def set(self, pieces: Iterable[Piece]) -> Set:
        """The lines of each of these pieces; those not set before are set now, all at once."""
        return self.ask(pieces)()

    def ask(self, pieces: Iterable[Piece]) -> Callable[[], Set]:
        """The same, to be fetched when it is needed: the press may work on it meanwhile."""
        wanted = dict.fromkeys(pieces)
        found = {piece: self._kept[piece] for piece in wanted if piece in self._kept}
        missing = [piece for piece in wanted if piece not in found]
        plain = [piece for piece in missing if _is_plain(piece)]
        made_of_letters = set(plain)
        new = [piece for piece in missing if piece not in made_of_letters]
        found.update(self._begin(new, self._samples(plain)))
        return lambda: self._fetched(found, plain)

    def forget(self) -> None:
        """Let go of what is kept, when all pages are drawn: writing the file wants room."""
        self._kept.clear()
        self._cases.clear()

    def _samples(self, plain: Iterable[Piece]) -> list[tuple[Case, Piece]]:
        """What is still to be set of the styles of these, so that they can be put together."""
        texts: dict[_Style, list[str]] = {}
        for piece in plain:
            texts.setdefault(_style(piece), []).extend(piece.lines)
        found = []
        for style, lines in texts.items():
            classes, line_height, bold = style
            case = self._cases.setdefault(style, Case(bold=bool(bold)))
            if sample := case.sample(lines):
                found.append((case, Piece(classes, sample, line_height, bold=bold)))
        return found

    def _begin(
        self, new: Sequence[Piece], samples: Sequence[tuple[Case, Piece]] = ()
    ) -> dict[Piece, _Lot]:
        """Have new pieces set, and samples of letters."""
        if not new and not samples:
            return {}
        paragraphs = _paragraphs([*new, *(sample for _case, sample in samples)])
        markup = markup_of(self._template, {**self._context, "paragraphs": paragraphs})
        lot = _Lot(paragraphs, self.press.paint(markup))
        for case, sample in samples:
            case.expect(sample.lines, partial(_drawn, lot, sample))
        self._kept.update((piece, lot) for piece in new if not piece.once)
        while len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]
        return dict.fromkeys(new, lot)

    def _fetched(self, found: Mapping[Piece, _Lot | Sequence[Line]], plain: Sequence[Piece]) -> Set:
        lines: dict[Piece, Sequence[Line]] = {}
        for piece, place in found.items():
            if isinstance(place, _Lot):
                lines[piece] = place.lines()[piece]
                if self._kept.get(piece) is place:
                    # Of a lot that is done, only what may be wanted again is kept.
                    self._kept[piece] = lines[piece]
            else:
                lines[piece] = place
        others = []
        for piece in plain:
            made = self._cases[_style(piece)].set(piece.lines, piece.line_height, piece.aligned)
            if made is None:
                others.append(piece)
            else:
                lines[piece] = made
        # Styles whose letters are not what they seemed.
        return {**lines, **self._fetched(self._begin(others), ())} if others else lines


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


def _is_plain(piece: Piece) -> bool:
    if piece.bold is None:
        return False
    return all(is_plain(line, bold=piece.bold) for line in piece.lines)


def _style(piece: Piece) -> _Style:
    return piece.style, piece.line_height, piece.bold


def _drawn(lot: _Lot, piece: Piece) -> Sequence[Line]:
    return lot.lines()[piece]


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
