"""Tables as they arrive: any encoding, any separator; what could do harm is refused."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from fairapp.core.errors import DomainError
from fairapp.registration.imports import columns
from fairapp.registration.imports.tables import MAX_COLUMNS, read_file, read_paste
from fairapp.registration.names import clean_line

LIST = (
    "Prénoms;Nom;Téléphone;Préfecture\r\nFatoumata;Diallo;631 12 34 56;Guéckédou\r\n"
    "Aïssatou;Bérété;632123456;Télimélé\r\nMamadou Kékoura;Sow;632 12 34 57;Forécariah\r\n"
)


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(DomainError) as caught:
        read_file(content, "liste.xlsx")
    assert caught.value.field == "file"
    return caught.value.code


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin_1", "mac_roman"]
)
def test_a_list_is_read_in_the_encoding_that_it_has(encoding: str) -> None:
    table = read_file(LIST.encode(encoding), "liste.csv")
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
    table = read_file(text.getvalue().encode(encoding), "liste.csv")
    assert [row.cells for row in table.rows] == [tuple(map(clean_line, row)) for row in rows]


def test_what_a_spreadsheet_did_to_numbers_is_undone() -> None:
    table = read_file(workbook(["Diallo", 6.31123456e8, 1961.0, True, 7]), "x.xlsx")
    assert table.rows[0].cells == ("Diallo", "631123456", "1961", "oui", "7")
    assert read_paste("Diallo;6,31123456E+08").rows[0].cells[1] == "631123456"


def test_rows_are_numbered_as_the_spreadsheet_does() -> None:
    table = read_file(workbook(["Liste"], [], ["Nom", "Tél"], ["Sow", "631000001"]), "x.xlsx")
    assert [row.number for row in table.rows] == [1, 3, 4]


def test_a_quote_that_is_never_closed_swallows_nobody() -> None:
    lines = "".join(f"Aly {n};63100000{n}\n" for n in range(9))
    table = read_file(f'"Mohamed;631000000\n{lines}'.encode(), "x.csv")
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
    assert read_file(workbook([f"c{n}" for n in range(MAX_COLUMNS)]), "x.xlsx").width == MAX_COLUMNS


def test_formulas_are_refused_and_the_cell_is_named() -> None:
    with pytest.raises(DomainError) as caught:
        read_file(workbook(["Nom"], ["Sow"], ['=HYPERLINK("http://example.org")']), "x.xlsx")
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


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (["N°", "NOM ET PRENOMS", "Sexe", "Contacts"], {1: "name", 2: "sex", 3: "phone"}),
        (["Nom", "Prénom", "Fonction"], {0: "family_name", 1: "given_names", 2: "position"}),
        (["Nom", "Tél.", "Tel 2"], {0: "name", 1: "phone", 2: "phone_2"}),
        (["Full name", "Gender", "Organization"], {0: "name", 1: "sex", 2: "organisation"}),
        (["الاسم الكامل", "الجنس", "الهاتف"], {0: "name", 1: "sex", 2: "phone"}),
        (["Prenoms", "Nom", "Telefone", "Prefectrue"], {0: "given_names", 1: "family_name",
                                                      2: "phone", 3: "place"}),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_headers(header: list[str], fields: dict[int, str]) -> None:
    table = read_file(workbook(["Liste de la délégation"], header, ["1"] * len(header)), "x.xlsx")
    guess = columns.guess(table)
    assert (guess.header, guess.fields) == (1, fields)


def test_columns_without_headers_are_known_by_their_looks() -> None:
    guess = columns.guess(
        read_paste(
            "Mariama Diallo\tF\t631 12 34 56\t1990\tm@example.org\n"
            "Alpha Sow\tM\t632 12 34 56\tvers 1961\ta@example.org"
        )
    )
    assert guess.header is None
    assert guess.fields == {0: "name", 1: "sex", 2: "phone", 3: "birth", 4: "email"}
