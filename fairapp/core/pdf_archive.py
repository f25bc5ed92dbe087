"""What makes a tagged PDF of WeasyPrint an archive: PDF/A-3 (level a) and PDF/UA-1, both at once.

WeasyPrint writes one of the two identifiers; here the metadata names both, with the description of
the second's schema that the first asks for. And what it leaves open is mended: the scope of header
cells, and running heads, which are marked as content of no element instead of as artifacts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name

PART, CONFORMANCE = 3, "A"

_MARK = re.compile(rb"/[A-Za-z0-9]+\s*<<\s*/MCID\s+(\d+)\s*>>\s*BDC")
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 pdfaid:part="{part}" pdfaid:conformance="{conformance}"/>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer="{producer}"/>
{created}<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which it conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
_CREATED = (
    '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
    'xmp:CreateDate="{at}"/>\n'
)


def finish(pdf: pikepdf.Pdf, *, title: str, lang: str, created: datetime | None) -> None:
    """Name both standards in the metadata of a tagged PDF, and mend its structure."""
    describe(pdf, title=title, lang=lang, created=created)
    mend_structure(pdf)
    associated = {spec.objgen: spec for spec in pdf.Root.get("/AF", [])}
    if associated:
        # WeasyPrint names each file twice.
        pdf.Root.AF = Array(associated.values())


def describe(pdf: pikepdf.Pdf, *, title: str, lang: str, created: datetime | None) -> None:
    """XMP metadata and document information that say the same, as PDF/A asks."""
    producer = str(pdf.docinfo.get("/Producer", "fairapp"))
    moment = created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if created else ""
    xmp = _XMP.format(
        part=PART,
        conformance=CONFORMANCE,
        title=escape(title),
        lang=escape(lang),
        producer=escape(producer, {'"': "&quot;"}),
        created=_CREATED.format(at=moment) if created else "",
    )
    pdf.Root.Metadata = pikepdf.Stream(pdf, xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.docinfo.Title, pdf.docinfo.Producer = title, producer
    if created:
        pdf.docinfo.CreationDate = f"D:{created.astimezone(UTC):%Y%m%d%H%M%S}Z"


def mend_structure(pdf: pikepdf.Pdf) -> None:
    """Give header cells their scope, and make an artifact of what no element of the tree holds."""
    held: set[tuple[int, int]] = set()
    for element in elements(pdf):
        held.add(element.objgen)
        if str(element.S) == "/TH":
            attributes = element.get("/A", Dictionary(O=Name.Table))
            attributes.Scope = Name.Column if _is_in_head(element) else Name.Row
            element.A = attributes
    parents = _parents(pdf)
    for page in pdf.pages:
        kids = parents[int(page.obj.StructParents)]
        loose = {mcid for mcid, kid in enumerate(kids) if _is_loose(kid, held)}
        if loose:
            _make_artifacts(page, loose)
            for mcid in loose:
                kids[mcid] = None


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every element of the structure tree, parents first."""
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, Array):
            waiting.extend(reversed(list(thing)))
        elif isinstance(thing, Dictionary) and "/S" in thing:
            yield thing
            if "/K" in thing:
                waiting.append(thing.K)


def _parents(pdf: pikepdf.Pdf) -> dict[int, Any]:
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}


def _is_loose(kid: Any, held: set[tuple[int, int]]) -> bool:
    return not isinstance(kid, Dictionary) or kid.objgen not in held


def _is_in_head(cell: Any) -> bool:
    return str(cell.P.P.S) == "/THead"


def _make_artifacts(page: pikepdf.Page, loose: set[int]) -> None:
    """Rewrite the marks of these numbers in the page's own content."""

    def rewrite(found: re.Match[bytes]) -> bytes:
        is_loose = int(found[1]) in loose
        return b"/Artifact <</Type /Pagination>> BDC" if is_loose else found[0]

    content = page.obj.Contents
    content.write(_MARK.sub(rewrite, content.read_bytes()))
