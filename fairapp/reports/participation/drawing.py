"""A picture of rectangles, lines and texts: SVG by attributes alone, mirrored where it must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH = 680
# What is drawn in which part; a page has its own colours for them, by day and by night.
INK, SOFT, RULE, PALE, ACCENT = "ink", "soft", "rule", "pale", "accent"
_PRINT = {INK: "#16140f", SOFT: "#55524b", RULE: "#d9d4c7", PALE: "#c9c3b4"}


@dataclass(frozen=True, slots=True)
class Label:
    """A text whose line stands at `y`, and which is to the right of `x` when `anchor` is start, to
    the left when it is end, whatever its own direction.
    """

    x: float
    y: float
    text: str
    anchor: str
    part: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle or a line: its attributes, and in which part's colour it is filled or drawn."""

    tag: str
    attributes: str
    part: str

    @property
    def paint(self) -> str:
        """Which of both: a line has no inside."""
        return "fill" if self.tag == "rect" else "stroke"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes and the texts among them; `WIDTH` wide. `accent` is the fair's colour.

    Apart, for WeasyPrint sets the texts of a picture letter by letter, which takes Arabic asunder:
    in a document they are laid over the shapes.
    """

    height: int
    accent: str
    shapes: tuple[Shape, ...]
    labels: tuple[Label, ...]

    @property
    def picture(self) -> Markup:
        """What stands inside of `<svg>` in a page, in classes named after the parts."""
        shapes = (f'<{s.tag} {s.attributes} class="{s.part}"/>' for s in self.shapes)
        return Markup("".join((*shapes, *map(_text, self.labels))))  # noqa: S704 # nosec B704

    @property
    def ground(self) -> bytes:
        """The shapes alone, in the colours of print."""
        shapes = (
            f'<{s.tag} {s.attributes} {s.paint}="{self.colour(s.part)}"/>' for s in self.shapes
        )
        size = f'viewBox="0 0 {WIDTH} {self.height}" width="{WIDTH}" height="{self.height}"'
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(shapes)}</svg>'
        return svg.encode()

    def colour(self, part: str) -> str:
        """That of a part in print."""
        return _PRINT.get(part, self.accent)


@dataclass(frozen=True, slots=True)
class Look:
    """The fair's colour; `mirrored` for languages written from the right."""

    accent: str
    mirrored: bool


class Pen:
    """Draws from left to right, or all of it mirrored."""

    def __init__(self, look: Look, height: float) -> None:
        self._look = look
        self._mirrored = look.mirrored
        self._height = height
        self._shapes: list[Shape] = []
        self._labels: list[Label] = []

    def rectangle(self, x: float, y: float, width: float, height: float, part: str) -> None:
        x = WIDTH - x - width if self._mirrored else x
        place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        self._shapes.append(Shape("rect", place, part))

    def line(
        self, points: Sequence[tuple[float, float]], part: str, width: float, dash: str = ""
    ) -> None:
        places = " ".join(f"{self._x(x):.1f},{y:.1f}" for x, y in points)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        drawn = f'points="{places}" fill="none" stroke-width="{width}"{dashes}'
        self._shapes.append(Shape("polyline", drawn, part))

    def text(self, x: float, y: float, text: str, anchor: str, part: str = INK) -> None:
        if self._mirrored:
            anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
        self._labels.append(Label(round(self._x(x), 1), round(y, 1), text, anchor, part))

    def done(self) -> Drawing:
        shapes, labels = tuple(self._shapes), tuple(self._labels)
        return Drawing(round(self._height), self._look.accent, shapes, labels)

    def _x(self, x: float) -> float:
        return WIDTH - x if self._mirrored else x


def _text(label: Label) -> str:
    # In a page that runs from the right, the anchor is meant the other way round.
    place = f'x="{label.x}" y="{label.y}" text-anchor="{label.anchor}" direction="ltr"'
    return f'<text {place} class="{label.part}">{escape(label.text)}</text>'
