"""What a screen reader says of a PDF: the texts of its elements, in the order of the structure."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

_BLOCKS = {*("H1", "H2", "H3", "P", "TH", "TD", "LI", "Caption", "Figure")}


def spoken(content: bytes) -> list[tuple[str, str]]:
    """Each block with its text; cells that say nothing have an empty one."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        marked = {page.obj.objgen: _marked(page) for page in pdf.pages}
        found: list[tuple[str, str]] = []
        for element in pdf.Root.StructTreeRoot.K:
            _say(element, marked, found)
        return [(kind, " ".join(text.split())) for kind, text in found]


def _say(element: Any, marked: dict[Any, dict[int, str]], found: list[tuple[str, str]]) -> None:
    kind = str(element.S)[1:]
    if kind in _BLOCKS:
        found.append((kind, _text(element, marked)))
        return
    for kid in _kids(element):
        _say(kid, marked, found)


def _text(element: Any, marked: dict[Any, dict[int, str]]) -> str:
    if "/ActualText" in element:
        return str(element.ActualText)
    text = ""
    for kid in _kids(element):
        if isinstance(kid, Dictionary):
            text += _text(kid, marked)
        else:
            text += marked[element.Pg.objgen].get(int(kid), "")
    return text


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _marked(page: pikepdf.Page) -> dict[int, str]:
    """The text of each mark of a page. A line that begins elsewhere is a word of its own."""
    letters = {name: _letters(font) for name, font in page.resources.Font.items()}
    texts: dict[int, str] = defaultdict(str)
    mark: int | None = None
    font: dict[int, str] = {}
    for operands, operator in _operations(page):
        name = str(operator)
        if name == "BDC" and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
            mark = int(operands[1].MCID)
        elif name == "EMC":
            mark = None
        elif name == "Tf":
            font = letters[str(operands[0])]
        elif name == "Tm" and mark is not None and texts[mark]:
            texts[mark] += " "
        elif name == "TJ" and mark is not None:
            glyphs = b"".join(bytes(p) for p in operands[0] if isinstance(p, pikepdf.String))
            codes = (glyphs[i : i + 2] for i in range(0, len(glyphs), 2))
            texts[mark] += "".join(font.get(int.from_bytes(code, "big"), "") for code in codes)
    return texts


def _letters(font: Any) -> dict[int, str]:
    """What each glyph stands for, as the font's ToUnicode says."""
    found: dict[int, str] = {}
    for operands, operator in _operations(font.ToUnicode):
        if str(operator) == "endbfchar":
            pairs = [bytes(operand) for operand in operands]
            for glyph, letters in zip(pairs[::2], pairs[1::2], strict=True):
                found[int.from_bytes(glyph, "big")] = letters.decode("utf-16-be")
    return found


def _operations(content: Any) -> Iterator[tuple[Any, Any]]:
    for instruction in pikepdf.parse_content_stream(content):
        yield instruction.operands, instruction.operator
