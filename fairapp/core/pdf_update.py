"""Writing the structure of a PDF behind its file, as an update, which the format has a place for.

The elements go straight into compressed packs: a list of 40,000 people needs neither the objects of
a PDF library for half a million cells nor the time that it takes to make and to save them.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import BinaryIO

import pikepdf

from fairapp.core.pdf_tags import Structure

_A_PACK = 400


def append(pdf: BinaryIO, structure: Structure) -> None:
    """Write `structure` behind a file. Each page's StructParents must be its place among the
    pages.
    """
    before = _start_of_table(pdf)
    pdf.seek(0)
    with pikepdf.open(pdf) as opened:
        pages = [page.obj.objgen[0] for page in opened.pages]
        first, catalogue = int(opened.trailer.Size), opened.Root.objgen[0]
        said = opened.Root.unparse(resolved=True).rstrip().removesuffix(b">>")
        kept = [
            f"{key} ".encode() + value.unparse()
            for key, value in opened.trailer.items()
            if key in {"/ID", "/Info"}
        ]
    # By number: the elements, the elements of each page's marks, the root.
    root = first + len(structure) + len(pages)
    objects = chain(
        _elements(structure, pages, first, root),
        _marked(structure, pages, first),
        [_root(structure, pages, first)],
    )
    pdf.seek(0, io.SEEK_END)
    table = bytearray()
    packs: list[int] = []
    # The catalogue has a new text under its old number.
    catalogued = [b"%s /StructTreeRoot %d 0 R >>" % (said, root)]
    for numbers, pack in chain([(catalogue, catalogued)], _packs(objects, first)):
        table += b"".join(_entry(2, root + 1 + len(packs), place) for place in range(len(pack)))
        packs.append(pdf.tell())
        pdf.write(_pack(root + len(packs), numbers, pack))
    last = root + 1 + len(packs)
    start = pdf.tell()
    table += b"".join(_entry(1, place, 0) for place in (*packs, start))
    head = b"/Type /XRef /Size %d /Prev %d /W [1 5 2] /Index [%d 1 %d %d] /Root %d 0 R %s" % (
        *(last + 1, before, catalogue, first, last + 1 - first, catalogue),
        b" ".join(kept),
    )
    pdf.write(_stream(last, head, bytes(table)))
    pdf.write(b"startxref\n%d\n%%%%EOF\n" % start)


def _elements(structure: Structure, pages: Sequence[int], first: int, root: int) -> Iterator[bytes]:
    for number, children in enumerate(structure.children()):
        element = structure[number]
        parent = root if element.parent < 0 else first + element.parent
        text = f"<</S/{element.kind}/P {parent} 0 R"
        if element.page is not None:
            text += f"/Pg {pages[element.page]} 0 R/K {element.mcid}"
        elif children:
            text += f"/K[{' '.join(f'{first + child} 0 R' for child in children)}]"
        yield f"{text}{element.more}>>".encode("latin-1")


def _marked(structure: Structure, pages: Sequence[int], first: int) -> Iterator[bytes]:
    for page in range(len(pages)):
        marked = (f"{first + element} 0 R" for element in structure.marked(page))
        yield f"[{' '.join(marked)}]".encode()


def _root(structure: Structure, pages: Sequence[int], first: int) -> bytes:
    lists = first + len(structure)
    numbers = " ".join(f"{page} {lists + page} 0 R" for page in range(len(pages)))
    tree = f"/ParentTree <</Nums[{numbers}]>>/ParentTreeNextKey {len(pages)}"
    return f"<</Type/StructTreeRoot/K[{first} 0 R]{tree}>>".encode()


def _packs(objects: Iterable[bytes], first: int) -> Iterator[tuple[int, list[bytes]]]:
    """Objects by the hundred, each time with the number of the first."""
    rest = iter(objects)
    while pack := list(islice(rest, _A_PACK)):
        yield first, pack
        first += len(pack)


def _pack(number: int, first: int, objects: Sequence[bytes]) -> bytes:
    """A stream of objects, which have successive numbers from `first`."""
    places, at = [], 0
    for place, thing in enumerate(objects):
        places.append(b"%d %d" % (first + place, at))
        at += len(thing) + 1
    begin = b" ".join(places) + b"\n"
    head = b"/Type /ObjStm /N %d /First %d" % (len(objects), len(begin))
    return _stream(number, head, begin + b"\n".join(objects))


def _stream(number: int, head: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content)
    begin = b"%d 0 obj\n<<%s /Length %d /Filter /FlateDecode>>\nstream\n"
    return begin % (number, head, len(packed)) + packed + b"\nendstream\nendobj\n"


def _entry(kind: int, where: int, place: int) -> bytes:
    """A line of the table of objects: in a pack (2), or at this byte of the file (1)."""
    return kind.to_bytes(1, "big") + where.to_bytes(5, "big") + place.to_bytes(2, "big")


def _start_of_table(pdf: BinaryIO) -> int:
    pdf.seek(-100, io.SEEK_END)
    end = pdf.read()
    return int(end[end.rindex(b"startxref") + len(b"startxref") :].split()[0])
