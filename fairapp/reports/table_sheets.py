"""The pages of a list: texts set on a galley, and how they are read aloud.

The table is one for all its pages: heads that are repeated, feet and rules are for the eye alone.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from sys import intern
from typing import Generic, NamedTuple, Protocol, TypeVar

from fairapp.core.pdf_fitting import Fit
from fairapp.core.pdf_galley import Galley, Piece, Set, one_ahead
from fairapp.core.pdf_marks import Inlay, Mark, Words
from fairapp.core.pdf_tags import DOCUMENT, Structure
from fairapp.reports import ruling
from fairapp.reports.pieces import lay

TEXTS = "pdf/list_texts.html"
"""The template of the galley."""

WIDTH = 150.0
"""Of the paragraphs on the galley; a text keeps to its own room."""

_AT_FIRST, _AT_ONCE = 3, 20
_COLUMN = "/O/Table/Scope/Column"
_ROW = "/O/Table/Scope/Row"


class Numbered(Protocol):
    """A page, counted from 1."""

    @property
    def number(self) -> int: ...


P = TypeVar("P", bound=Numbered)


class Placed(NamedTuple):
    """A text on a page: where it begins, from the start of the table, and in which element."""

    piece: Piece
    start: float
    top: float
    element: int | None


_Begun = tuple[Sequence[P], list[list[Placed]], Callable[[], Set]]


class TableSheets(ABC, Generic[P]):
    """Sets the pages one after the other, and notes their structure."""

    paper, left = ruling.WIDTH, ruling.LEFT
    """How wide the paper is, and where the table begins."""

    def __init__(self, pages: Sequence[P], galley: Galley, *, is_rtl: bool) -> None:
        self.pages, self.galley, self.is_rtl = pages, galley, is_rtl
        self.structure = Structure()
        self._table = self._body = DOCUMENT
        self._marked = (0, 0)

    @abstractmethod
    def texts(self, page: P) -> Iterator[Placed]:
        """What is the page's own."""

    @abstractmethod
    def stamps(self, page: P) -> Iterator[Mark | Inlay]:
        """What all pages share, laid where this one wants it."""

    def marks(self) -> Iterator[tuple[list[Mark | Inlay], P]]:
        """Each page with its marks."""
        for some, placed, asked in one_ahead(self._begun()):
            lines = asked()
            for page, own in zip(some, placed, strict=True):
                words = [
                    Words(
                        lines[text.piece],
                        self._left(text.start),
                        text.top,
                        mcid=self._mark(text, page),
                    )
                    for text in own
                ]
                yield [*self.stamps(page), *words], page

    def heading(self, kind: str, fitted: Fit) -> int:
        """What stands outside of tables: `H1`, `P`."""
        return self._cell(kind, DOCUMENT, fitted, "")

    def begin_table(self, parent: int = DOCUMENT) -> int:
        """A new table; the row of its head."""
        self._table = self.structure.element("Table", parent)
        row = self.structure.element("TR", self.structure.element("THead", self._table))
        self.begin_body()
        return row

    def begin_body(self) -> None:
        """Another group of rows."""
        self._body = self.structure.element("TBody", self._table)

    def row(self) -> int:
        """One more in the group."""
        return self.structure.element("TR", self._body)

    def column_head(self, row: int, fitted: Fit) -> int:
        """What stands above a column."""
        return self._cell("TH", row, fitted, _COLUMN)

    def row_head(self, row: int, fitted: Fit) -> int:
        """Of a row, the name says whose it is."""
        return self._cell("TH", row, fitted, _ROW)

    def group_head(self, row: int, fitted: Fit, columns: int) -> int:
        """What stands above a group, across all columns."""
        return self._cell("TH", row, fitted, f"/O/Table/ColSpan {columns}/Scope/Row")

    def cell(self, row: int, fitted: Fit, columns: int = 1) -> int:
        """Any other; one that says nothing too."""
        across = f"/O/Table/ColSpan {columns}" if columns > 1 else ""
        return self._cell("TD", row, fitted, across)

    def lay(
        self, fitted: Fit, kind: str, start: float, top: float, element: int | None
    ) -> Iterator[Placed]:
        """A text on the page."""
        for piece, below in lay(fitted, kind, is_rtl=self.is_rtl).pieces:
            yield Placed(piece, start, top + below, element)

    def _begun(self) -> Iterator[_Begun[P]]:
        """Some pages at a time, few at first, so that nobody waits long for something to do."""
        start, at_once = 0, _AT_FIRST
        while start < len(self.pages):
            some = self.pages[start : start + at_once]
            placed = [list(self.texts(page)) for page in some]
            yield some, placed, self.galley.ask(text.piece for own in placed for text in own)
            start, at_once = start + at_once, min(2 * at_once, _AT_ONCE)

    def _mark(self, text: Placed, page: P) -> int | None:
        """The same for all lines of a cell, which follow each other."""
        if text.element is None:
            return None
        if self._marked[0] != text.element:
            self._marked = (text.element, self.structure.mark(text.element, page.number - 1))
        return self._marked[1]

    def _left(self, start: float) -> float:
        """Of the paragraph that begins there, from the left of the paper."""
        if self.is_rtl:
            return self.paper - self.left - start - WIDTH
        return self.left + start

    def _cell(self, kind: str, row: int, fitted: Fit, attributes: str) -> int:
        said = lay(fitted, "plain", is_rtl=self.is_rtl).said
        # Interned, for each of thousands of rows has the same.
        more = intern(f"/A<<{attributes}>>{said}") if attributes else said
        return self.structure.element(kind, row, more)
