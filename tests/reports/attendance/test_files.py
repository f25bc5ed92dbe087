"""The same rows in every format, and what the PDF carries and says aloud."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import Any

import pikepdf
import pytest
from flask_babel import force_locale
from openpyxl import load_workbook

from fairapp.reports import tables
from fairapp.reports.attendance import files
from fairapp.reports.attendance.listing import Grouping, Shape, attendance_list
from fairapp.reports.attendance.scope import Scope
from fairapp.reports.documents.made import Made
from tests.checkin.conftest import Fair
from tests.pdf_structure import embedded_files, headings, problems
from tests.pdf_tree import spoken
from tests.reports.attendance.test_paper import EVIDENCE, crowd
from tests.reports.conftest import came


def made(fair: Fair, suffix: str, language: str = "en", **shape: Any) -> Made:
    with force_locale(language):
        listed = attendance_list(fair.event, Scope(fair.event.days[0]), Shape(**shape))
        return files.make(listed, EVIDENCE, suffix)


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def two(fair: Fair) -> None:
    fair.badge(
        came(
            fair,
            "=Fatoumata Binta Diallo",
            "08:31:17",
            sex="F",
            birth_year=1990,
            organisation='ONG; "Femmes"',
            region="Kankan",
            locality="Siguiri",
            phone="+224631223344",
            email="f.diallo.01@example.org",
            first_time=True,
            thumbprint=True,
        )
    )
    came(fair, "Ibrahima Sow", "09:00", category="officiel")


def test_csv_has_a_line_for_each_person(fair: Fair) -> None:
    two(fair)

    head, first, second = rows_of(made(fair, "csv", contacts=True).content)

    assert dict(zip(head, first, strict=True)) == {
        "No.": "1",
        "Reference": first[1],
        "Badge": "1",
        "Family name": "Diallo",
        "Given names": "'=Fatoumata Binta",
        "Name in another script": "",
        "Sex": "F",
        "Age group": "36-49",
        "Organisation": 'ONG; "Femmes"',
        "Position": "",
        "Category": "ONG et associations",
        "Delegation": "",
        "Region": "Kankan",
        "Commune or place": "Siguiri",
        "Phone": "631 22 33 44",
        "E-mail": "f.diallo.01@example.org",
        "First time": "Y",
        "Time of entry": "2026-12-02 08:31:17",
        "Typed in from paper": "N",
        "Signs with a thumbprint": "Y",
        "Remarks": "",
    }
    assert second[3:7] == ["Sow", "Ibrahima", "", ""]


def test_workbook_and_json_say_the_same(fair: Fair) -> None:
    two(fair)

    sheet = load_workbook(io.BytesIO(made(fair, "xlsx").content)).worksheets[0]
    head, first, _second = sheet.iter_rows(values_only=True)
    record = json.loads(made(fair, "json").content)

    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:S{3}")
    cells = dict(zip(head, first, strict=True))
    assert (cells["No."], cells["Badge"]) == (1, 1)
    assert cells["Time of entry"] == datetime(2026, 12, 2, 8, 31, 17)
    assert [len(record["people"]), record["people"][0]["time"]] == [2, "2026-12-02T08:31:17"]
    assert record["number"] == "4KX7-M2QP-9DAB"
    assert record["sha256"] == made(fair, "csv").digest
    assert list(record["people"][0].values())[3:5] == list(first[3:5])


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json", "pdf"])
def test_no_format_has_contacts_unless_they_are_asked_for(fair: Fair, suffix: str) -> None:
    two(fair)

    content = made(fair, suffix).content
    if suffix == "pdf":
        ((name, content),) = embedded_files(content).items()
        assert name == "journees-presence-2026-12-02.csv"
    if suffix == "xlsx":
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        content = str([[*row] for row in sheet.iter_rows(values_only=True)]).encode()

    assert b"Diallo" in content
    assert b"f.diallo" not in content
    assert b"631 22" not in content


def test_pdf_carries_the_csv_and_has_nothing_to_mend(fair: Fair) -> None:
    two(fair)
    crowd(fair, 21)

    pdf = made(fair, "pdf", contacts=True, badges=True, remarks=True).content

    assert problems(pdf) == []
    assert headings(pdf) == [1]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.check_pdf_syntax() == []
    (carried,) = embedded_files(pdf).values()
    assert carried == made(fair, "csv", contacts=True).content
    assert len(rows_of(carried)) == 24


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
@pytest.mark.parametrize("shape", [{}, {"is_blank": True, "spare": 3}])
def test_lists_of_nobody_have_nothing_to_mend(
    fair: Fair, language: str, shape: dict[str, Any]
) -> None:
    assert problems(made(fair, "pdf", language, **shape).content) == []


def test_a_row_is_read_cell_by_cell_below_its_headings(fair: Fair) -> None:
    came(fair, "Fatoumata Binta Diallo", "08:31", sex="F", organisation="Coalition nationale " * 3)

    said = spoken(made(fair, "pdf", grouping=Grouping.NAME).content)

    table = said.index(("TH", "No."))
    assert ("H1", "Attendance list") in said[:table]
    row = said.index(("TD", "1"))
    assert [kind for kind, _ in said[table:row]] == ["TH"] * 13
    heads = [text for _, text in said[table:row]]
    cells = dict(zip(heads, [text for _, text in said[row : row + 13]], strict=True))
    assert said[row + 1] == ("TH", "DIALLO")
    assert cells["Given names"] == "Fatoumata Binta"
    assert cells["Organisation"] == ("Coalition nationale " * 3).strip()
    assert (cells["Time of entry"], cells["Signature afternoon"]) == ("08:31", "")
    assert ("P", "This list is closed at one (1) participant.") in said[row:]


def test_a_table_over_pages_is_read_once_through(fair: Fair) -> None:
    crowd(fair, 45)

    said = spoken(made(fair, "pdf").content)

    numbers = [text for kind, text in said if kind == "TD" and text.isdigit()]
    assert numbers[:45] == [str(n) for n in range(1, 46)]
    assert said.count(("TH", "No.")) == 1
    assert said.count(("TH", "ONG et associations")) == 1
    assert not [text for _, text in said if "Page" in text or "continued" in text]


def test_a_name_from_the_right_is_heard_as_it_is_written(fair: Fair) -> None:
    came(fair, "فاطمة ديالو", "08:31")
    with pikepdf.open(io.BytesIO(made(fair, "pdf").content)) as pdf:
        said = [
            str(thing.ActualText)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and "/ActualText" in thing
        ]

    assert said == ["ديالو", "فاطمة"]


def test_the_digest_is_of_what_the_list_says_in_whatever_format(fair: Fair) -> None:
    two(fair)

    digests = {
        made(fair, suffix, language).digest
        for suffix in tables.MIMETYPES
        for language in ("fr", "ar")
    }

    assert len(digests) == 1
    came(fair, "Neuve Bah", "09:30")
    assert made(fair, "csv").digest not in digests
