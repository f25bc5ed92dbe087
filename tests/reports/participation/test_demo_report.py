"""The report of the demonstration fair says what the fair was made from, in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from flask_babel import force_locale
from openpyxl import load_workbook

from fairapp.demo.sources import generator
from fairapp.reports.participation import exports, report_pdf
from fairapp.reports.participation.cells import count
from fairapp.reports.participation.charts import all_charts
from fairapp.reports.participation.facts import Facts
from fairapp.reports.participation.figure_table import FigureTable
from fairapp.reports.participation.presence_tables import all_tables
from fairapp.reports.participation.rules import small
from fairapp.reports.participation.sections import key_figures
from tests.pdf_structure import alternative_texts, embedded_files, headings, problems
from tests.reports.conftest import pages_of
from tests.reports.participation.conftest import EVIDENCE
from tests.reports.participation.test_rules import assert_witnessed

Demo = Callable[[bool], Facts]
NUMBERS = generator()
DAYS = NUMBERS["event"]["dates"]
CODES = [category["id"] for category in NUMBERS["categories"]]


def expected_rows() -> dict[tuple[str, str], list[int]]:
    """By table and row, what generator.json says."""
    women = {c["id"]: (c["women"], c["men"], c["attendees"]) for c in NUMBERS["categories"]}
    rows: dict[tuple[str, str], list[int]] = {}
    for code in CODES:
        ages = NUMBERS["matrix_category_age"]["rows"][code]
        rows["category_age", code] = [*ages, sum(ages)]
        rows["category once", code] = list(women[code])
        invited, substitutes, walk_ins = NUMBERS["matrix_category_origin"]["rows"][code]
        rows["planned", code] = [invited, substitutes, walk_ins, sum(women[code][:2])]
    for i, region in enumerate(NUMBERS["matrix_category_region"]["cols"]):
        counts = [NUMBERS["matrix_category_region"]["rows"][code][i] for code in CODES]
        rows["region_category", region] = [*counts, NUMBERS["regions_attendees"][region]]
    for band, number in NUMBERS["age_bands"].items():
        rows["age once", band] = [number]
    for i, day in enumerate(DAYS):
        rows["days", day] = [list(NUMBERS["unique_per_day"].values())[i]]
    return rows


def assert_rows(get: Callable[[str, str, Iterable[str]], list[Any]]) -> None:
    """`get(table, row, columns)` gives what generator.json says."""
    sexes = ["once women", "once men", "once all"]
    columns = {
        "category_age": [*NUMBERS["age_bands"], "all"],
        "category once": sexes,
        "planned": ["invited", "substitute", "walk_in", "came"],
        "region_category": [*CODES, "all"],
        "age once": sexes[2:],
        "days": ["all"],
    }
    for (table, row), numbers in expected_rows().items():
        assert get(table.split()[0], row, columns[table]) == numbers, (table, row)
    assert get("days", "person_days", ["all"]) == [NUMBERS["person_days"]]
    assert get("days", "once", ["all"]) == [NUMBERS["identity"]["unique_attendees"]]


def test_json_reproduces_every_marginal(demo: Demo) -> None:
    facts = demo(False)
    found = json.loads(exports.as_json_file(facts, all_tables(facts), number="4KX7"))

    def get(table: str, row: str, columns: Iterable[str]) -> list[Any]:
        (record,) = [r for r in found[table] if r["key"] == row]
        return [record[column] for column in columns]

    assert_rows(get)
    assert sum(cell["persons"] for cell in found["cube"] if cell["day"]) == 994
    assert sum(cell["persons"] for cell in found["cube"] if not cell["day"]) == 400


def test_csv_reproduces_every_marginal(demo: Demo) -> None:
    facts = demo(False)
    text = exports.csv(facts, all_tables(facts)).decode("utf-8-sig")
    cube = list(csv.DictReader(io.StringIO(text), delimiter=";"))

    def sums(*sides: str, day: str = "") -> Counter[Any]:
        counts: Counter[Any] = Counter()
        for cell in cube:
            if cell["Day"] == day:
                counts[tuple(cell[side] for side in sides)] += int(cell["Persons"])
        return counts

    ages, regions = NUMBERS["matrix_category_age"], NUMBERS["matrix_category_region"]
    assert sums("Category code", "Age") == matrix(ages)
    assert sums("Category code", "Region") == matrix(regions)
    assert sums("Category code", "Sex") == {
        (c["id"], sex): c[name]
        for c in NUMBERS["categories"]
        for sex, name in (("F", "women"), ("M", "men"))
    }
    for i, day in enumerate(DAYS):
        assert sum(sums("Sex", day=day).values()) == list(NUMBERS["unique_per_day"].values())[i]


def matrix(values: dict[str, Any]) -> dict[tuple[str, str], int]:
    return {
        (code, column): n
        for code, row in values["rows"].items()
        for column, n in zip(values["cols"], row, strict=True)
        if n
    }


def test_workbook_has_the_same_numbers_as_the_tables(demo: Demo) -> None:
    facts = demo(False)
    tables = all_tables(facts)
    book = load_workbook(io.BytesIO(exports.xlsx(facts, tables, created=EVIDENCE.data_at)))

    for table, sheet in zip(tables, book.worksheets, strict=False):
        rows = list(sheet.iter_rows(2, values_only=True))
        assert rows == [(line.label, *line.numbers) for line in table.lines]
        assert sheet.freeze_panes == "A2"
    assert len(book.worksheets) == len(tables) + 1

    def get(table: str, row: str, columns: Iterable[str]) -> list[Any]:
        (n,) = [i for i, one in enumerate(tables) if one.key == table]
        line = [one.key for one in tables[n].lines].index(row)
        cells = [c.key for c in tables[n].columns]
        return [book.worksheets[n].cell(line + 2, cells.index(c) + 2).value for c in columns]

    assert_rows(get)


def test_print_has_every_number_of_the_tables(demo: Demo) -> None:
    facts = demo(False)
    tables = all_tables(facts)
    text = " ".join(pages_of(report_pdf.render(facts, tables, EVIDENCE)))
    words = text.replace("\N{NO-BREAK SPACE}", " ")

    for table in tables:
        assert table.title in words
        for line in table.lines:
            numbers = " ".join(f"{n:,}" if n else "–" for n in line.numbers if n is not None)
            label = re.sub(r"\s+", " ", f"{line.letter}{line.label}")
            # A label that runs over two lines is read back with its numbers in between.
            assert f"{label} {numbers}" in words or f" {numbers} " in words, (table.key, line)


@pytest.mark.parametrize("shared", [False, True])
def test_sums_close_in_every_table(demo: Demo, shared: bool) -> None:
    facts = demo(shared)
    for table in all_tables(facts):
        *body, total = [line for line in table.lines if not line.is_total or line.key == "all"] or [
            None
        ]
        if total is None or total.key != "all":
            continue
        for i, column in enumerate(table.columns):
            parts = [line.numbers[i] for line in body if line]
            if None not in (*parts, total.numbers[i]):
                assert sum(n for n in parts if n) == total.numbers[i], (table.key, column)
        assert_rows_close(table)


def assert_rows_close(table: FigureTable) -> None:
    """The columns of one group add up to its last."""
    for line in table.lines:
        parts: list[int | None] = []
        for column, number in zip(table.columns, line.numbers, strict=True):
            if column.is_total and parts and None not in (*parts, number):
                # Who came in all are also those who came in person, of the group before.
                extra = line.numbers[0] or 0 if column.key == "came" else 0
                assert sum(n for n in parts if n) + extra == number, (table.key, line)
            parts = [] if column.is_total else [*parts, number]


def test_no_small_number_is_in_the_version_to_share(demo: Demo) -> None:
    facts = demo(True)
    assert facts.protection.unprotected == frozenset()

    numbers = [n for table in all_tables(facts) for line in table.lines for n in line.numbers]

    assert not [n for n in numbers if n is not None and small(n)]
    assert None in numbers
    assert (facts.number(), facts.number(sum="person_days"), facts.number(sex="F")) == (
        400,
        994,
        150,
    )


def test_every_small_number_of_the_demonstration_has_another_fair(demo: Demo) -> None:
    facts = demo(True)

    assert_witnessed(list(facts.records), facts.protection)


def test_other_fairs_print_the_very_same_document(demo: Demo) -> None:
    facts = demo(True)
    tables, sentences, drawings = all_tables(facts), key_figures(facts), drawn(facts)
    changes = list(dict.fromkeys(facts.protection.witnesses.values()))

    assert len(changes) > 10
    for n, change in enumerate(changes):
        other = Counter(facts.records)
        other.subtract(change.before)
        other.update(change.after)
        records = tuple(other.elements())
        elsewhere = replace(facts, records=records, cells=count(records, needed=facts.needed))
        assert elsewhere.cells != facts.cells
        assert all_tables(elsewhere) == tables
        assert key_figures(elsewhere) == sentences
        # Drawing takes longest, and draws what the tables are made of.
        if n % 10 == 0:
            assert drawn(elsewhere) == drawings


def test_files_to_share_hold_the_tables_and_nothing_else(demo: Demo) -> None:
    facts = demo(True)
    tables = all_tables(facts)
    numbers = [n for table in tables for line in table.lines for n in line.numbers]

    rows = list(
        csv.reader(io.StringIO(exports.csv(facts, tables).decode("utf-8-sig")), delimiter=";")
    )
    assert [int(row[-1]) if row[-1] else None for row in rows[1:]] == numbers
    found = json.loads(exports.as_json_file(facts, tables))
    assert set(found) == {"event", "version", *(table.key for table in tables)}
    book = load_workbook(io.BytesIO(exports.xlsx(facts, tables, created=EVIDENCE.data_at)))
    assert len(book.worksheets) == len(tables)


def drawn(facts: Facts) -> list[Any]:
    """The drawings and what is said of them."""
    return [(chart.says, chart.drawing) for chart in all_charts(facts)]


@pytest.mark.parametrize(("shared", "language"), [(False, "fr"), (True, "ar")])
def test_document_is_an_archive_with_its_data(demo: Demo, shared: bool, language: str) -> None:
    facts = demo(shared)
    with force_locale(language):
        tables = all_tables(facts)
        document = report_pdf.render(facts, tables, EVIDENCE)
        files = {a.name: a.content() for a in report_pdf.attachments(facts, tables)}
        said = [chart.says for chart in all_charts(facts)]

    assert problems(document) == []
    assert embedded_files(document) == files
    assert set(files) == ({"figures.csv"} if shared else {"figures.csv", "cube.csv"})
    assert sorted(alternative_texts(document)) == sorted(said)
    assert headings(document)[:2] == [1, 2]
    pages = pages_of(document)
    assert all(f"{n} / {len(pages)}" in page for n, page in enumerate(pages[1:], start=2))
    assert "4KX7-M2QP-9DAB" in pages[0]


def test_made_again_it_says_the_same(demo: Demo) -> None:
    first, second = demo(False), demo(False)

    assert exports.digest(first, all_tables(first)) == exports.digest(second, all_tables(second))
    shared = demo(True)
    assert exports.digest(shared, all_tables(shared)) != exports.digest(first, all_tables(first))
