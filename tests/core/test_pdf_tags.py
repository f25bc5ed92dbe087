from __future__ import annotations

import io

import pikepdf

from fairapp.core import pdf_save, pdf_update
from fairapp.core.pdf_tags import DOCUMENT, Structure, renumbered


def sample(rows: int) -> Structure:
    """A table of `rows`, two cells each, the second of them empty, over two pages."""
    structure = Structure()
    table = structure.element("Table")
    for number in range(rows):
        row = structure.element("TR", table)
        structure.mark(structure.element("TD", row), number % 2)
        structure.element("TD", row, "/A<</O/Table/ColSpan 2>>")
    structure.element("P")
    return structure


def test_children_are_in_the_order_in_which_they_came() -> None:
    structure = Structure()
    table, text = structure.element("Table"), structure.element("P")
    first, second = structure.element("TR", table), structure.element("TR", table)
    late = structure.element("TD", first)

    found = [list(children) for children in structure.children()]

    assert found[DOCUMENT] == [table, text]
    assert found[table] == [first, second]
    assert (found[first], found[second], found[late]) == ([late], [], [])


def test_marks_are_numbered_page_by_page() -> None:
    structure = sample(3)

    assert [structure[element].mcid for element in structure.marked(0)] == [0, 1]
    assert [structure[element].mcid for element in structure.marked(1)] == [0]
    assert list(structure.marked(7)) == []


def test_marks_without_an_element_become_artifacts() -> None:
    drawn = b"/Span\n<</MCID 0>>\nBDC\n(a) Tj EMC /P <</MCID 12>> BDC (b) Tj EMC"

    assert renumbered(drawn, {12: 3}) == (
        b"/Artifact BMC\n(a) Tj EMC /Span <</MCID 3>> BDC (b) Tj EMC"
    )


def test_what_is_written_behind_a_file_is_found_in_it() -> None:
    """More elements than one pack holds."""
    made, structure = pikepdf.new(), sample(900)
    for _page in range(2):
        made.add_blank_page()

    content = pdf_save.archived(made, structure, title="T", lang="fr", created=None)

    with pikepdf.open(io.BytesIO(content)) as opened:
        assert opened.check_pdf_syntax() == []
        root = opened.Root.StructTreeRoot
        (document,) = root.K
        table, text = document.K
        assert (str(document.S), str(text.S)) == ("/Document", "/P")
        assert "/K" not in text
        assert len(table.K) == 900
        marked, empty = table.K[899].K
        assert (int(marked.K), marked.Pg.objgen) == (449, opened.pages[1].obj.objgen)
        assert empty.A.ColSpan == 2
        assert marked.P.objgen == table.K[899].objgen
        numbers = root.ParentTree.Nums
        assert numbers[3][449].objgen == marked.objgen
        assert [page.obj.StructParents for page in opened.pages] == [0, 1]


def test_a_file_without_elements_is_still_one() -> None:
    target = io.BytesIO()
    made = pikepdf.new()
    made.add_blank_page()
    made.save(target)

    pdf_update.append(target, Structure())

    with pikepdf.open(target) as opened:
        assert len(opened.pages) == 1
        assert str(opened.Root.StructTreeRoot.K[0].S) == "/Document"
