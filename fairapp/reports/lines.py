"""A row of a list as lines of text, its cells set apart by spaces, instead of table cells.

Measured with WeasyPrint 70 on 400 rows of twelve cells: tables take 3.0 s of processor time, blocks
2.7 s, and this 0.6 s, because what costs is the number of boxes. The spaces between are chosen to
a thousandth of the type size: Noto Sans has eleven widths of them. (Tabs would be the natural way,
but WeasyPrint draws each 2.4 % wider than it has laid it out.)

Lines lie half a line apart: a cell of one line stands on the middle one, a cell of two on those
above and below it. What does not fit so is set smaller, over the same row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from fairapp.core.pdf_breaking import wrap
from fairapp.core.pdf_fitting import Fit, clean, direction, fit
from fairapp.core.pdf_measure import POINT, width
from fairapp.reports.spaces import isolated, space

PADDING = 1.1
"""Between a rule and the text beside it, in millimetres."""


@dataclass(frozen=True, slots=True)
class Type:
    """Type of `size` points, `lines` of which a row holds; `half` is half their distance in mm."""

    name: str
    size: float
    lines: int
    half: float

    @property
    def height(self) -> float:
        """Of all the half lines, in millimetres."""
        return (2 * self.lines - 1) * self.half


USUAL, SMALL = Type("u", 7.5, 2, 1.55), Type("s", 6.0, 3, 1.3)
TYPES = (USUAL, SMALL)
_TINY = (5.5, 5.0, 4.5)


class Place(Protocol):
    """A column, or where in it one row's text begins: `left` and `width` in millimetres."""

    @property
    def key(self) -> str: ...
    @property
    def left(self) -> float: ...
    @property
    def width(self) -> float: ...


Text = str | tuple[str, ...]
"""What a cell says; a tuple when its lines are given."""


@dataclass(frozen=True, slots=True)
class Alone:
    """A text that fits neither way, set on its own; `left` and `width` are its cell's, in mm."""

    fit: Fit
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of one type: the first on half line `first`, the others `step` half lines apart."""

    type: Type
    text: str
    first: int
    step: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the template takes it."""

    lines: tuple[Lines, ...]
    alone: tuple[Alone, ...] = ()


@dataclass(slots=True)
class _Layer:
    """The half lines of one type, each with its texts and where they begin."""

    type: Type
    lines: dict[int, list[tuple[float, str]]] = field(default_factory=dict)

    def add(self, left: float, texts: Sequence[str]) -> None:
        """A cell of one to `type.lines` lines, centred."""
        first = self.type.lines - len(texts)
        for offset, text in enumerate(texts):
            self.lines.setdefault(first + 2 * offset, []).append((left, text))

    def set(self, *, rtl: bool) -> Lines:
        """The lines one under the other; the fewer, the quicker they are laid out."""
        used = sorted(self.lines)
        step = 2 if all((index - used[0]) % 2 == 0 for index in used) else 1
        rows = (self.lines.get(index, ()) for index in range(used[0], used[-1] + 1, step))
        text = "\n".join(self._spaced(texts, rtl) for texts in rows)
        return Lines(self.type, text, used[0], step)

    def _spaced(self, texts: Sequence[tuple[float, str]], rtl: bool) -> str:
        line, reached = "", 0.0
        for left, text in texts:
            line += space(left - reached, self.type.size)
            line += isolated(text) if rtl or direction(text) == "rtl" else text
            reached = left + _length(text, self.type.size)
        return line


def set_row(cells: Mapping[str, Text], columns: Sequence[Place], *, rtl: bool = False) -> Row:
    """Fit each cell, by the key of its column, to its place. Columns without a cell stay empty.

    `rtl`: the columns run from the right to the left of the page.
    """
    usual, small = _Layer(USUAL), _Layer(SMALL)
    alone: list[Alone] = []
    for column in columns:
        text, room = _clean(cells.get(column.key, "")), column.width - 2 * PADDING
        if not text:
            continue
        for layer in (usual, small):
            if fitted := _fit(text, room, layer.type):
                layer.add(column.left, fitted)
                break
        else:
            alone.append(Alone(_squeeze(text, room), column.left + PADDING, room))
    lines = tuple(layer.set(rtl=rtl) for layer in (usual, small) if layer.lines)
    return Row(lines, tuple(alone))


def _clean(text: Text) -> Text:
    if isinstance(text, str):
        return clean(text)
    return tuple(line for line in map(clean, text) if line)


def _fit(text: Text, room: float, type_: Type) -> tuple[str, ...]:
    """The lines of `text` in that type; none when it does not fit."""
    lines = (text,) if isinstance(text, str) else text
    if len(lines) <= type_.lines and all(_length(line, type_.size) <= room for line in lines):
        return lines
    return wrap(text, room, type_.size, type_.lines, bold=False) if isinstance(text, str) else ()


def _squeeze(text: Text, room: float) -> Fit:
    """As small as can still be read, and only then cut, with an ellipsis."""
    if isinstance(text, str):
        return fit(text, room, _TINY, SMALL.lines, bold=False)
    lines = [fit(line, room, _TINY, 1, bold=False) for line in text[: SMALL.lines]]
    return Fit(min(line.size for line in lines), tuple(line.lines[0] for line in lines))


def _length(text: str, size: float) -> float:
    """Millimetres."""
    return width(text, bold=False) * size * POINT
