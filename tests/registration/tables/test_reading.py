"""Tables as they arrive: any encoding, any separator; what could do harm is refused."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairapp.core.errors import DomainError
from fairapp.registration.names import clean_line
from fairapp.registration.tables.reading import read_file, read_paste
from fairapp.registration.tables.table import MAX_COLUMNS, Limits
from tests.registration.tables.files import sheets, workbook

LIST = (
    "Prénoms;Nom;Téléphone;Préfecture\r\nFatoumata;Diallo;631 12 34 56;Guéckédou\r\n"
    "Aïssatou;Bérété;632123456;Télimélé\r\nMamadou Kékoura;Sow;632 12 34 57;Forécariah\r\n"
)


def refusal(content: bytes) -> str:
    with pytest.raises(DomainError) as caught:
        read_file(content)
    assert caught.value.field == "file"
    return caught.value.code


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin_1", "mac_roman"]
)
def test_a_list_is_read_in_the_encoding_that_it_has(encoding: str) -> None:
    table = read_file(LIST.encode(encoding))
    assert [row.cells for row in table.rows][1:3] == [
        ("Fatoumata", "Diallo", "631 12 34 56", "Guéckédou"),
        ("Aïssatou", "Bérété", "632123456", "Télimélé"),
    ]


CELL = st.text(
    st.characters(codec="utf-8", categories=("L", "Nd", "Zs"), include_characters=";,|'-."),
    min_size=1,
    max_size=12,
).map(lambda text: " ".join(f"x{text}".split()))


@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=8),
    separator=st.sampled_from(";,\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_was_written_with_any_separator_reads_back(
    rows: list[list[str]], separator: str, encoding: str
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows)
    table = read_file(text.getvalue().encode(encoding))
    assert [row.cells for row in table.rows] == [tuple(map(clean_line, row)) for row in rows]


def test_a_separator_inside_quotes_separates_nothing() -> None:
    table = read_file(b'"a"\t"b"\t"c,,d"\n"e"\t"f"\t"g,,"\n')
    assert [row.cells for row in table.rows] == [("a", "b", "c,,d"), ("e", "f", "g,,")]


def test_what_a_spreadsheet_did_to_numbers_is_undone() -> None:
    table = read_file(workbook(["Diallo", 6.31123456e8, 1961.0, True, 7]))
    assert table.rows[0].cells == ("Diallo", "631123456", "1961", "oui", "7")
    assert read_paste("Diallo;6,31123456E+08").rows[0].cells[1] == "631123456"


def test_rows_are_numbered_as_the_spreadsheet_does() -> None:
    table = read_file(workbook(["Liste"], [], ["Nom", "Tél"], ["Sow", "631000001"]))
    assert [row.number for row in table.rows] == [1, 3, 4]


def test_a_quote_that_is_never_closed_swallows_nobody() -> None:
    lines = "".join(f"Aly {n};63100000{n}\n" for n in range(9))
    table = read_file(f'"Mohamed;631000000\n{lines}'.encode())
    assert len(table.rows) == 10


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\n \n;;\n", "file_empty"),
        (b"%PDF-1.7 ...", "file_kind"),
        (b"\x89PNG\r\n", "file_kind"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "file_old"),
        (b"PK\x03\x04 torn", "file_torn"),
        (b"x" * (8 * 2**20), "file_large"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_two_hundred_columns_are_refused() -> None:
    assert refusal(workbook([f"c{n}" for n in range(200)])) == "columns_many"
    assert read_file(workbook([f"c{n}" for n in range(MAX_COLUMNS)])).width == MAX_COLUMNS


def test_formulas_are_refused_and_the_cell_is_named() -> None:
    with pytest.raises(DomainError) as caught:
        read_file(workbook(["Nom"], ["Sow"], ['=HYPERLINK("http://example.org")']))
    assert caught.value.code == "file_formula"
    assert "A3" in str(caught.value.message)


def test_a_file_with_macros_is_refused() -> None:
    content = io.BytesIO(workbook(["Nom"]))
    with zipfile.ZipFile(content, "a") as package:
        package.writestr("xl/vbaProject.bin", b"macro")
    assert refusal(content.getvalue()) == "file_macros"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    content = io.BytesIO(workbook(["Nom"]))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/sharedStrings2.xml", b"\0" * (160 * 2**20))
    assert len(content.getvalue()) < 2**20
    assert refusal(content.getvalue()) == "file_bomb"


def test_an_office_document_that_is_no_spreadsheet_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("content.xml", b"<x/>")
    assert refusal(content.getvalue()) == "file_kind"


def test_the_first_sheet_with_anything_in_it_is_read_unless_another_is_named() -> None:
    content = sheets(hidden="Ancien", Ancien=[["Nom"]], Vide=[], Jour1=[["A"]], Jour2=[["B"]])
    table = read_file(content)
    assert (table.sheet, table.sheets) == ("Jour1", ("Jour1", "Jour2"))
    assert table.rows[0].cells == ("A",)
    assert read_file(content, sheet="Jour2").rows[0].cells == ("B",)
    assert read_file(content, sheet="Ancien").sheet == "Jour1"
    assert refusal(sheets(hidden="Ancien", Ancien=[["Nom"]], Vide=[])) == "file_empty"


def test_limits_are_those_of_whoever_reads() -> None:
    few = Limits(megabytes=1, unpacked=1, rows=2)
    assert len(read_file(b"Nom\nAly\n", limits=few).rows) == 2
    for content, code in (
        (b"Nom\nAly\nBob\n", "rows_many"),
        (b"x" * (2**20 + 1), "file_large"),
        (workbook(*[[f"personne {n}" * 9, n] for n in range(20_000)]), "file_bomb"),
    ):
        with pytest.raises(DomainError) as caught:
            read_file(content, limits=few)
        assert caught.value.code == code
    assert len(read_file(b"Nom\n" + b"\n" * 3 + b"Aly\n", limits=few).rows) == 1
