"""A structural check for PDF/A-3 and PDF/UA-1, by pikepdf.

verapdf needs Java and a download. What is looked at here is what our own documents could get wrong:
identifiers and metadata, the output intent, encryption and scripts, fonts, the tree of tags and
the marks of every operator, header cells, alternative texts, embedded files.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

import pikepdf
from defusedxml import ElementTree
from pikepdf import Array, Dictionary, Name, Stream

_NS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}
_SHOWS_TEXT = {"Tj", "TJ", "'", '"'}
_PAINTS = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "INLINE IMAGE"} | _SHOWS_TEXT
_FORBIDDEN_ACTIONS = {"/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData"}
_STANDARD_TAGS = {
    *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index"),
    *("NonStruct", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody"),
    *("Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference"),
    *("BibEntry", "Code", "Link", "Annot", "Figure", "Formula", "Form"),
}
_MAY_HOLD = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"LI", "Caption", "L"},
    "LI": {"Lbl", "LBody"},
}


def problems(content: bytes, *, archive: bool = True) -> list[str]:
    """What keeps a file from being PDF/A-3a (when `archive`) and PDF/UA-1; empty when all is well.

    Each is a sentence that begins with what it is about.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = [*_metadata(pdf, archive), *_fonts(pdf), *_catalogue(pdf), *_tree(pdf)]
        if "/StructTreeRoot" in pdf.Root:
            found += [*_headings(pdf), *_marks(pdf), *_annotations(pdf)]
        if archive:
            found += [*_archive(pdf, content), *_files(pdf)]
        return found


def embedded_files(content: bytes) -> dict[str, bytes]:
    """What travels in the file, by name."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}


def alternative_texts(content: bytes) -> list[str]:
    """What its figures say to whoever does not see them, in order."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [str(e.get("/Alt", "")) for e in _elements(pdf) if str(e.S) == "/Figure"]


def headings(content: bytes) -> list[int]:
    """The levels of its headings, in reading order."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return _levels(pdf)


def _metadata(pdf: pikepdf.Pdf, archive: bool) -> Iterator[str]:
    if "/Metadata" not in pdf.Root:
        yield "metadata: none"
        return
    packet = pdf.Root.Metadata.read_bytes()
    roots = ElementTree.fromstring(packet).findall("rdf:RDF", _NS)
    if len(roots) != 1:
        yield f"metadata: {len(roots)} RDF roots"
    root = roots[0]
    expected = {"pdfuaid:part": "1"}
    if archive:
        expected |= {"pdfaid:part": "3", "pdfaid:conformance": "A"}
        if b"pdfaExtension:schemas" not in packet:
            yield "metadata: the schema of PDF/UA is not described"
    for name, value in expected.items():
        if (found := _property(root, name)) != value:
            yield f"metadata: {name} is {found!r}"
    title = root.findtext(".//dc:title/rdf:Alt/rdf:li", None, _NS)
    if not title or title != str(pdf.docinfo.get("/Title", "")):
        yield f"metadata: title {title!r} is not that of the document information"
    if _property(root, "pdf:Producer") != str(pdf.docinfo.get("/Producer", "")):
        yield "metadata: the producer differs from the document information"
    created = re.sub(r"\D", "", _property(root, "xmp:CreateDate") or "")
    if created != re.sub(r"\D", "", str(pdf.docinfo.get("/CreationDate", ""))):
        yield "metadata: the date differs from the document information"


def _property(root: Element, name: str) -> str | None:
    prefix, local = name.split(":")
    key = f"{{{_NS[prefix]}}}{local}"
    for description in root.findall("rdf:Description", _NS):
        if key in description.attrib:
            return description.attrib[key]
        if (child := description.find(key)) is not None:
            return child.text
    return None


def _catalogue(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", Dictionary()).get("/Marked", False):
        yield "catalogue: not marked"
    if not root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False):
        yield "catalogue: the title is not shown"
    if not str(root.get("/Lang", "")):
        yield "catalogue: no language"
    if any(page.obj.get("/Tabs") != Name.S for page in pdf.pages if "/Annots" in page.obj):
        yield "catalogue: the order of tabs is not that of the structure"


def _archive(pdf: pikepdf.Pdf, content: bytes) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "archive: encrypted"
    if "/ID" not in pdf.trailer:
        yield "archive: no identifier"
    intents = pdf.Root.get("/OutputIntents", [])
    if not any(i.S == Name.GTS_PDFA1 and "/DestOutputProfile" in i for i in intents):
        yield "archive: no output intent"
    if not re.match(rb"%PDF-1\.[4-7]\s+%[\x80-\xff]{4}", content[:20]):
        yield "archive: header"
    for thing in _dictionaries(pdf):
        if str(thing.get("/S", "")) in _FORBIDDEN_ACTIONS and thing.get("/Type") == Name.Action:
            yield f"archive: action {thing.S}"
        if str(thing.get("/Filter", "")) == "/LZWDecode":
            yield "archive: LZW"
        if thing.get("/Subtype") == Name.Image and thing.get("/Interpolate", False):
            yield "archive: an interpolated image"


def _files(pdf: pikepdf.Pdf) -> Iterator[str]:
    tree = pdf.Root.get("/Names", Dictionary()).get("/EmbeddedFiles")
    named = [spec for spec in tree.Names if isinstance(spec, Dictionary)] if tree else []
    associated = list(pdf.Root.get("/AF", []))
    if sorted(s.objgen for s in named) != sorted(s.objgen for s in associated):
        yield "files: those embedded are not those associated"
    for spec in named:
        missing = {"/F", "/UF", "/EF", "/Desc", "/AFRelationship"} - set(spec.keys())
        if missing:
            yield f"files: {spec.get('/UF')} lacks {sorted(missing)}"
        if "/" not in str(spec.EF.F.get("/Subtype", ""))[1:]:
            yield f"files: {spec.get('/UF')} has no type"
        if "/ModDate" not in spec.EF.F.get("/Params", Dictionary()):
            yield f"files: {spec.get('/UF')} has no date"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for thing in _dictionaries(pdf):
        if thing.get("/Type") != Name.Font or "/FontDescriptor" in thing:
            continue
        name = str(thing.get("/BaseFont", "?"))
        if thing.Subtype == Name.Type3:
            yield f"fonts: {name} is of type 3"
            continue
        inner = thing.DescendantFonts[0] if "/DescendantFonts" in thing else thing
        descriptor = inner.get("/FontDescriptor", Dictionary())
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
            yield f"fonts: {name} is not embedded"
        if "/ToUnicode" not in thing:
            yield f"fonts: {name} cannot be read back"


def _tree(pdf: pikepdf.Pdf) -> Iterator[str]:
    if "/StructTreeRoot" not in pdf.Root:
        yield "tree: none"
        return
    parents, ids = _parents(pdf), set()
    everything = list(_elements(pdf))
    for element in everything:
        tag = str(element.S)[1:]
        if tag not in _STANDARD_TAGS:
            yield f"tree: {tag} is no standard tag"
        kids = {str(kid.S)[1:] for kid in _kids(element)}
        if tag in _MAY_HOLD and not kids <= _MAY_HOLD[tag] | {"NonStruct"}:
            yield f"tree: {tag} holds {sorted(kids - _MAY_HOLD[tag])}"
        if any(kid.P.objgen != element.objgen for kid in _kids(element)):
            yield f"tree: a kid of {tag} has another parent"
        attributes = element.get("/A", Dictionary())
        if tag == "TH":
            if str(attributes.get("/Scope", "")) not in {"/Column", "/Row", "/Both"}:
                yield "tree: a header cell without scope"
            ids |= {bytes(element.ID)} if "/ID" in element else set()
        if tag == "Figure" and not str(element.get("/Alt", "")).strip():
            yield "tree: a figure without alternative text"
    for element in everything:
        for header in element.get("/A", Dictionary()).get("/Headers", []):
            if bytes(header) not in ids:
                yield f"tree: no header cell {header}"
    held = {element.objgen for element in everything}
    for number, page in enumerate(pdf.pages, start=1):
        kids = parents.get(int(page.obj.get("/StructParents", -1)))
        if kids is None:
            yield f"tree: page {number} is not in it"
            continue
        for mcid in _mcids(page):
            kid = kids[mcid] if mcid < len(kids) else None
            if not isinstance(kid, Dictionary) or kid.objgen not in held:
                yield f"tree: mark {mcid} of page {number} leads to no element"


def _headings(pdf: pikepdf.Pdf) -> Iterator[str]:
    levels = _levels(pdf)
    if levels and levels[0] != 1:
        yield f"headings: the first is of level {levels[0]}"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"headings: from level {before} to {after}"


def _levels(pdf: pikepdf.Pdf) -> list[int]:
    # A heading that a page break or a line break divides is one heading each time.
    found = (re.fullmatch(r"/H([1-6])", str(element.S)) for element in _elements(pdf))
    return [int(match[1]) for match in found if match]


def _marks(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, start=1):
        stack: list[str] = []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in {"BDC", "BMC"}:
                stack.append("artifact" if operands[0] == Name.Artifact else str(operands[0]))
                tagged = [mark for mark in stack if mark != "artifact"]
                if "artifact" in stack and tagged and stack[-1] != "artifact":
                    yield f"marks: page {number} has content of the tree inside an artifact"
            elif name == "EMC":
                if not stack:
                    yield f"marks: page {number} ends one that did not begin"
                    break
                stack.pop()
            elif name in _PAINTS and not stack:
                yield f"marks: page {number} paints outside of any mark ({name})"
        if stack:
            yield f"marks: page {number} leaves {len(stack)} open"


def _annotations(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, start=1):
        for annotation in page.obj.get("/Annots", []):
            if "/StructParent" not in annotation or not str(annotation.get("/Contents", "")):
                yield f"annotations: one of page {number} is not in the tree or says nothing"
            if not int(annotation.get("/F", 0)) & 4:
                yield f"annotations: one of page {number} is not printed"


def _mcids(page: pikepdf.Page) -> list[int]:
    marks = (
        operands[1].get("/MCID")
        for operands, operator in pikepdf.parse_content_stream(page, "BDC")
        if isinstance(operands[1], Dictionary)
    )
    return [int(mark) for mark in marks if mark is not None]


def _parents(pdf: pikepdf.Pdf) -> dict[int, Any]:
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}


def _elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    waiting = list(reversed(list(_kids(pdf.Root.StructTreeRoot))))
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(reversed(list(_kids(element))))


def _kids(element: Any) -> Iterator[Any]:
    kids = element.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for thing in pdf.objects:
        if isinstance(thing, (Dictionary, Stream)):
            yield thing
