"""Lists to tick at an entrance: who stands on them, in which lane, on which sheet."""

from __future__ import annotations

import io
from datetime import date

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from fairapp.core.folding import fold
from fairapp.reports import entrances_pdf
from fairapp.reports.documents import evidence
from fairapp.reports.documents.kinds import find
from fairapp.reports.entrances import Expected, divide, entrance_list
from fairapp.reports.entrances_sheets import BLANK, ROWS
from tests.checkin.conftest import DAYS, Fair, make_fair
from tests.pdf_structure import problems
from tests.pdf_tree import spoken
from tests.reports.conftest import pages_of


def somebody(family: str, number: int = 1) -> Expected:
    return Expected(family, "Aly", "", "", "O", f"R{number}", number, frozenset[date]())


@given(
    st.lists(st.sampled_from(["BAH", "Bah", "Camara", "DIALLO", "Sow", "Zoumanigui"]), max_size=60),
    st.integers(1, 8),
)
def test_lanes_keep_order_and_cut_no_family_name(families: list[str], lanes: int) -> None:
    people = sorted(
        (somebody(family, n) for n, family in enumerate(families)), key=lambda p: p.sort_key
    )
    parts = divide(people, lanes)
    assert len(parts) == lanes
    assert [person for part in parts for person in part] == people
    names = [{fold(person.headword) for person in part} for part in parts]
    assert sum(map(len, names)) == len(set().union(*names))


def test_lanes_are_about_as_long_as_each_other() -> None:
    people = [somebody(f"N{n:03d}", n) for n in range(400)]
    assert [len(part) for part in divide(people, 4)] == [100, 100, 100, 100]


def test_whoever_is_expected_there_is_listed_with_the_badge_in_force(fair: Fair) -> None:
    gate = fair.event.checkpoints[0]
    mariama = fair.person("Mariama Diallo", organisation="AGIL", region="Labé")
    fair.badge(mariama, revoked_at=fair.event.created_at)
    badge = fair.badge(mariama)
    fair.person("Aly Bah").days = [fair.event.days[1]]
    fair.person("Pas Encore", status="pending")
    fair.person("Le Double", status="merged")
    fair.person("La Comptable", category="staff")
    make_fair(fair.db, "ailleurs").person("Un Autre")
    fair.db.flush()

    listed = entrance_list(fair.event, gate, 1)

    assert [(one.headword, one.badge) for one in listed.people] == [
        ("Bah", None),
        ("Comptable", None),
        ("Diallo", badge.number),
    ]
    assert [len(one.days) for one in listed.people] == [1, 3, 3]
    assert listed.people[0].days == {DAYS[1]}


def test_an_entrance_lists_its_own_categories_and_days(fair: Fair) -> None:
    gate = fair.event.checkpoints[0]
    gate.categories, gate.days = [fair.categories["officiel"]], [fair.event.days[2]]
    fair.person("Mariama Diallo")
    fair.person("Aly Bah", category="officiel")
    fair.db.flush()
    listed = entrance_list(fair.event, gate, 2)
    assert [one.headword for one in listed.people] == ["Bah"]
    assert [day.number for day in listed.days] == [3]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_sheets_show_number_name_lane_and_blank_lines(
    app: Flask, fair: Fair, language: str
) -> None:
    gate = fair.event.checkpoints[0]
    names = [f"Aly{n} Bah" for n in range(ROWS)] + ["Mariama Diallo", "N’Fansoumane Touré"]
    badges = [fair.badge(fair.person(name)) for name in names]
    fair.db.flush()
    with app.test_request_context(), force_locale(language):
        listed = entrance_list(fair.event, gate, 2)
        told: list[tuple[int, int]] = []
        pdf = entrances_pdf.render(
            listed,
            evidence.take(fair.event),
            progress=lambda done, total: told.append((done, total)),
        )
    assert problems(pdf) == []
    pages = pages_of(pdf)
    # Twenty-eight Bahs and blank lines; then the others.
    assert len(pages) == 3 and -(-(ROWS + BLANK) // ROWS) == 2
    assert "BAH Aly0" in pages[0] and "DIALLO Mariama" in pages[2]
    assert "TOURÉ N’Fansoumane" in pages[2] and str(badges[-1].number) in pages[2]
    assert "DIALLO" not in pages[0] + pages[1]
    assert told[-1] == (30, 30)
    if language == "fr":
        assert "DIALLO – TOURÉ" in pages[2] and "File 2 / 2" in pages[2]


def test_a_row_is_read_cell_by_cell_below_its_headings(app: Flask, fair: Fair) -> None:
    for number in range(ROWS):
        fair.badge(fair.person(f"Aly{number} Bah"))
    fair.person("Mariama Diallo", organisation="AGIL", region="Labé").days = [fair.event.days[1]]
    fair.db.flush()
    with app.test_request_context(), force_locale("en"):
        listed = entrance_list(fair.event, fair.event.checkpoints[0], 2)
        said = spoken(entrances_pdf.render(listed, evidence.take(fair.event)))

    assert [text for kind, text in said if kind == "H1"] == ["BAH", "DIALLO"]
    heads = ["Badge", "Name", "Cat.", "Wed 2 Dec", "Thu 3 Dec", "Fri 4 Dec"]
    columns = [n for n, block in enumerate(said) if block == ("TH", "Badge")]
    # Each lane has its table, over however many sheets.
    assert [[text for _, text in said[n : n + 6]] for n in columns] == [heads, heads]
    row = said.index(("TH", "DIALLO Mariama AGIL · Labé")) - 1
    kinds, texts = zip(*said[row : row + 6], strict=True)
    assert kinds == ("TD", "TH", "TD", "TD", "TD", "TD")
    assert (texts[0], texts[3:]) == ("–", ("–", "", "–"))
    assert sum(text.startswith("BAH Aly") for _, text in said) == ROWS
    assert not [text for _, text in said if "Page " in text or "sheet 2" in text]


def test_a_long_or_foreign_name_stays_on_its_line(app: Flask, fair: Fair) -> None:
    long = "Mamadou Saliou Thierno Abdourahmane Ibrahima Kalil-Oumar " + "X" * 40
    fair.person(long)
    fair.person("فاطمة ديالو")
    fair.person("<b>Aly</b> Bah")
    fair.db.flush()
    with app.test_request_context(), force_locale("fr"):
        listed = entrance_list(fair.event, fair.event.checkpoints[0], 1)
        [page] = pages_of(entrances_pdf.render(listed, evidence.take(fair.event)))
    assert "XXXX" in page and "<b>Aly</b>" in page


def test_tabs_line_feeds_and_overrides_of_a_hostile_name_do_nothing(app: Flask, fair: Fair) -> None:
    fair.person("Fatou Bah").family_name = "DIAL\u202eLO\n\t\tx"
    fair.db.flush()
    with app.test_request_context(), force_locale("fr"):
        listed = entrance_list(fair.event, fair.event.checkpoints[0], 1)
        said = spoken(entrances_pdf.render(listed, evidence.take(fair.event)))
    assert ("TH", "DIALLO X Fatou") in said


def test_the_kind_makes_the_same_rows_for_spreadsheets(app: Flask, fair: Fair) -> None:
    fair.badge(fair.person("Mariama Diallo", organisation="=1+1"))
    fair.db.flush()
    kind = find("entrance-lists")
    assert kind is not None and kind.is_offered(fair.event)
    choice = {"format": "xlsx", "gate": "G1", "lanes": 2}
    with app.test_request_context(), force_locale("fr"):
        assert kind.describe(fair.event, choice) == "Entrée principale · files : 2".replace(
            " :", "\N{NO-BREAK SPACE}:"
        )
        made = kind.make(fair.event, choice, evidence.take(fair.event), lambda done, total: None)
    sheet = load_workbook(io.BytesIO(made.content)).active
    assert sheet is not None and made.people == 1
    head, row = list(sheet.iter_rows(values_only=True))
    assert head[:2] == ("File", "Badge") and head[-3:] == ("Journée 1", "Journée 2", "Journée 3")
    assert row[1:5] == (1, "Diallo", "Mariama", "=1+1")
    assert sheet.cell(2, 5).data_type == "s"


def test_a_fair_without_an_entrance_offers_no_list(fair: Fair) -> None:
    for gate in fair.event.checkpoints:
        gate.is_entrance = False
    kind = find("entrance-lists")
    assert kind is not None and not kind.is_offered(fair.event)
