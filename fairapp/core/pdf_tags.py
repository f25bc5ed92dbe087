"""The structure of a PDF that is put together: what screen readers, and programs that take tables
out of PDF, follow instead of the drawing.

A list of 40,000 people has half a million cells and more. As an object of a library each took a
kilobyte, here some sixteen bytes: what cells are is told by the number of a kind that many have.
`pdf_update` writes them behind the finished file.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pikepdf

DOCUMENT = 0
"""The element that all others are in."""

ARTIFACT = b"/Artifact BMC"
"""Begins what is drawn for the eye alone."""

_NONE = -1
_MARK = re.compile(rb"/[A-Za-z0-9]+\s*<<\s*/MCID\s+(\d+)\s*>>\s*BDC")


class Element(NamedTuple):
    """One element: what is marked with `mcid` on `page`, or what it holds. `more` is PDF syntax."""

    kind: str
    parent: int
    page: int | None
    mcid: int | None
    more: str


class Structure:
    """Elements in the order in which they are read, each known by its number."""

    def __init__(self) -> None:
        # What elements are, each with `more`, once; and which of them each is.
        self._shapes: dict[tuple[str, str], int] = {}
        self._told: list[tuple[str, str]] = []
        self._kinds, self._parents = array("i"), array("i")
        self._pages, self._mcids = array("i"), array("i")
        self._marked: dict[int, array[int]] = {}
        self.element("Document", _NONE)

    def __len__(self) -> int:
        return len(self._kinds)

    def __getitem__(self, number: int) -> Element:
        page, mcid = self._pages[number], self._mcids[number]
        kind, more = self._told[self._kinds[number]]
        return Element(
            kind,
            self._parents[number],
            None if page == _NONE else page,
            None if mcid == _NONE else mcid,
            more,
        )

    def element(self, kind: str, parent: int = DOCUMENT, more: str = "") -> int:
        """One more child of `parent`, after those that it has: `H1`, `P`, `Table`, `TR`, `TD` …"""
        if (shape := self._shapes.setdefault((kind, more), len(self._told))) == len(self._told):
            self._told.append((kind, more))
        self._kinds.append(shape)
        self._parents.append(parent)
        self._pages.append(_NONE)
        self._mcids.append(_NONE)
        return len(self._kinds) - 1

    def mark(self, element: int, page: int) -> int:
        """The number to mark with what is drawn of `element`, which has no children, on `page`."""
        marked = self._marked.setdefault(page, array("i"))
        marked.append(element)
        self._pages[element], self._mcids[element] = page, len(marked) - 1
        return len(marked) - 1

    def marked(self, page: int) -> array[int]:
        """The elements marked on a page, by the numbers of their marks."""
        return self._marked.get(page, array("i"))

    def children(self) -> Iterator[array[int]]:
        """Of each element, those within it, in order."""
        # Where the children of each end among all, sorted by their parents; counted down, begin.
        places = array("i", bytes(4 * (len(self) + 1)))
        for number in range(1, len(self)):
            places[self._parents[number]] += 1
        for number in range(1, len(places)):
            places[number] += places[number - 1]
        sorted_ = array("i", bytes(4 * len(self)))
        for number in range(len(self) - 1, 0, -1):
            parent = self._parents[number]
            places[parent] -= 1
            sorted_[places[parent]] = number
        return (sorted_[places[n] : places[n + 1]] for n in range(len(self)))

    def forget(self) -> None:
        """Let go of all, when it is written."""
        self._shapes.clear()
        self._told.clear()
        self._marked.clear()
        for numbers in (self._kinds, self._parents, self._pages, self._mcids):
            del numbers[:]

    def adopt(
        self, source: pikepdf.Pdf, pages: Mapping[int, int], parent: int = DOCUMENT
    ) -> dict[int, dict[int, int]]:
        """Take over what WeasyPrint tells of some pages of `source`: page there to page here.

        By page here, which mark there is which mark here.
        """
        numbers = {page.obj.objgen: pages.get(i) for i, page in enumerate(source.pages)}
        moved: dict[int, dict[int, int]] = {page: {} for page in pages.values()}
        for child in source.Root.StructTreeRoot.K[0].K:
            self._adopt(child, parent, numbers, moved)
        return moved

    def _adopt(
        self,
        node: Any,
        parent: int,
        pages: Mapping[tuple[int, int], int | None],
        moved: dict[int, dict[int, int]],
    ) -> None:
        page = pages[node.Pg.objgen]
        if page is None:
            return
        element = self.element(str(node.S)[1:], parent, _attributes(node))
        for child in node.K:
            if not isinstance(child, pikepdf.Dictionary):
                moved[page][int(child)] = self.mark(self.element("Span", element), page)
            elif child.get("/S") is not None:
                self._adopt(child, element, pages, moved)


def renumbered(content: bytes, marks: Mapping[int, int]) -> bytes:
    """What WeasyPrint drew, with other numbers in its marks; what has none now is an artifact."""

    def rewrite(found: re.Match[bytes]) -> bytes:
        mcid = marks.get(int(found[1]))
        return ARTIFACT if mcid is None else b"/Span <</MCID %d>> BDC" % mcid

    return _MARK.sub(rewrite, content)


def _attributes(node: Any) -> str:
    """What an element says beside its content, as PDF syntax.

    A cell knows its headings by their scope, which WeasyPrint leaves open.
    """
    more = [f"/Alt {_syntax(node.Alt)}"] if "/Alt" in node else []
    table = pikepdf.Dictionary(node.get("/A", pikepdf.Dictionary()))
    if "/Headers" in table:
        del table.Headers
    if node.S == pikepdf.Name.TH:
        is_in_head = str(node.P.P.S) == "/THead"
        table.O = pikepdf.Name.Table
        table.Scope = pikepdf.Name.Column if is_in_head else pikepdf.Name.Row
    return " ".join([*more, f"/A {_syntax(table)}"] if len(table.keys()) > 1 else more)


def _syntax(value: Any) -> str:
    return bytes(value.unparse(resolved=True)).decode("latin-1")
