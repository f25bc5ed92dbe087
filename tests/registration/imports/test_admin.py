"""A list from the file to the people, taken back, and the export that imports unchanged."""

from __future__ import annotations

import io
import re

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core import tasks
from fairapp.core.audit import AuditEntry
from fairapp.core.i18n import LocalizedText
from fairapp.core.messages import Message
from fairapp.events.models import Event
from fairapp.registration.imports.models import ImportRow, RegistrationImport
from fairapp.registration.models import Delegation, Registration, Status
from fairapp.registration.questions.answers import answers_of
from fairapp.registration.questions.models import Answer
from tests.conftest import Login
from tests.registration.people import register
from tests.registration.questions.asking import ask, ask_all
from tests.registration.tables.files import sheets

Db = scoped_session[Session]
AT = "/staff/foire/registrations/imports/"

LIST = """Liste de la délégation de Kindia
N°;NOM ET PRENOMS;Sexe;Contacts;Né(e) en;Préfecture;Email
1;DIALLO Fatoumata Binta;F;631 12 34 56 / 632 12 34 56;vers 1961;Kindia;f@example.org
2;Mamadou Sow;M;62;1990;Kindia;
3;;F;631 00 00 01;;;
4;DIALLO Fatoumata Binta;F;631 12 34 56 / 632 12 34 56;vers 1961;Kindia;f@example.org
5;Ɓiiro Ŋalla;M;631 00 00 02;1988;Télimélé;
"""


@pytest.fixture
def organiser(client: FlaskClient, fair: Event, login: Login) -> FlaskClient:
    login(client, "organiser", slug="foire")
    return client


def send(client: FlaskClient, content: str | bytes, name: str = "liste.csv", **chosen: str) -> str:
    """Upload, confirm the guessed columns, have it checked; the list's address."""
    data = content.encode() if isinstance(content, str) else content
    answer = client.post(AT, data={"file": (io.BytesIO(data), name)})
    assert answer.status_code == 303, answer.text
    page = client.get(answer.location).text
    form = {name: "" for name in re.findall(r'name="(column-\d+)"', page)} | _chosen(page)
    form |= {"header": "y", "category": "ong", "language": "fr", **chosen}
    assert client.post(f"{answer.location}/check", data=form).status_code == 303
    tasks.run_pending()
    return str(answer.location)


def _chosen(page: str) -> dict[str, str]:
    selects = re.findall(r'<select class="input" name="(column-\d+)"(.*?)</select>', page, re.S)
    return {
        name: found[1]
        for name, options in selects
        if (found := re.search(r'value="(\w+)" selected', options))
    }


def outcomes(db: Db) -> list[tuple[int, str]]:
    db.expire_all()
    last = db.scalar(select(func.max(RegistrationImport.id)))
    rows = select(ImportRow.number, ImportRow.outcome).where(ImportRow.import_id == last)
    return [tuple(row) for row in db.execute(rows.order_by(ImportRow.number))]  # type: ignore[misc]


def people(db: Db) -> int:
    return db.scalar(select(func.count()).select_from(Registration)) or 0


def run(client: FlaskClient, address: str) -> None:
    assert client.post(f"{address}/registrations").status_code == 303
    tasks.run_pending()


def test_a_list_is_checked_row_by_row_before_anybody_is_registered(
    organiser: FlaskClient, db_session: Db
) -> None:
    address = send(organiser, LIST)
    assert people(db_session) == 0
    assert outcomes(db_session) == [
        (3, "new"), (4, "new"), (5, "error"), (6, "duplicate"), (7, "new"),
    ]  # fmt: skip
    page = organiser.get(f"{address}?shown=warnings").text
    assert "Mamadou Sow" in page
    assert "Ŋalla" not in page


def test_people_of_a_list_are_registered_as_it_says(organiser: FlaskClient, db_session: Db) -> None:
    run(organiser, send(organiser, LIST))
    found = db_session.scalars(select(Registration).order_by(Registration.id)).all()
    assert [(p.given_names, p.family_name) for p in found] == [
        ("Fatoumata Binta", "DIALLO"),
        ("Mamadou", "Sow"),
        ("Ɓiiro", "Ŋalla"),
    ]
    first = found[0]
    assert (first.phone, first.phone_2) == ("+224631123456", "+224632123456")
    assert (first.birth_year, first.birth_approximate, first.region) == (1961, True, "Kindia")
    assert (found[1].phone_raw, found[1].phone_doubtful) == ("62", True)
    assert {p.status for p in found} == {Status.CONFIRMED}
    assert db_session.scalar(select(func.count()).select_from(Message)) == 0


def test_the_same_file_again_adds_nobody(organiser: FlaskClient, db_session: Db) -> None:
    run(organiser, send(organiser, LIST))
    address = send(organiser, LIST)
    assert [outcome for _, outcome in outcomes(db_session)] == [
        "unchanged", "unchanged", "error", "unchanged", "unchanged",
    ]  # fmt: skip
    run(organiser, address)
    assert people(db_session) == 3


def test_a_second_tap_and_a_worker_that_begins_again_add_nobody(
    organiser: FlaskClient, db_session: Db
) -> None:
    address = send(organiser, LIST)
    organiser.post(f"{address}/registrations")
    organiser.post(f"{address}/registrations")
    tasks.run_pending()
    tasks.run_pending()
    assert people(db_session) == 3


def test_duplicates_are_left_out_unless_told_otherwise(
    organiser: FlaskClient, db_session: Db, fair: Event
) -> None:
    known = register(fair, "Mariama Bah", phone="631 55 66 77", birth_year=1985)
    text = (
        "Nom;Prénom;Téléphone;Naissance\nBAH;Mariama;631 55 66 77;1985\nKeïta;Aly;632000000;1999\n"
    )
    address = send(organiser, text)
    assert [outcome for _, outcome in outcomes(db_session)] == ["duplicate", "new"]
    assert known.full_name in organiser.get(address).text
    organiser.post(f"{address}/decisions", data={"decision": "add", "row": "2"})
    run(organiser, address)
    assert people(db_session) == 3


def test_rows_that_failed_come_back_with_the_reason(organiser: FlaskClient, db_session: Db) -> None:
    address = send(organiser, LIST + '6;=cmd;F;631000009;;;\n7;;F;"=1+1";;;\n')
    content = organiser.get(f"{address}/failed.csv").data.decode("utf-8-sig")
    lines = content.splitlines()
    assert lines[0].startswith("N°;NOM ET PRENOMS;Sexe")
    assert [line.split(";")[0] for line in lines[1:]] == ["3", "4", "7"]
    assert all(line.split(";")[-1] for line in lines)
    assert ";'=1+1;" in content
    sheet = load_workbook(io.BytesIO(organiser.get(f"{address}/failed.xlsx").data)).active
    assert sheet is not None
    assert sheet.freeze_panes == "A2"
    assert [cell.data_type for cell in sheet[4]][3] == "s"


def test_an_import_is_taken_back(organiser: FlaskClient, db_session: Db) -> None:
    address = send(organiser, LIST)
    run(organiser, address)
    assert organiser.get(f"{address}/undo").status_code == 200
    assert organiser.post(f"{address}/undo").location == address
    db_session.expire_all()
    assert set(db_session.scalars(select(Registration.status))) == {Status.CANCELLED}


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_an_export_imports_unchanged_and_corrected(
    organiser: FlaskClient, db_session: Db, fair: Event, suffix: str
) -> None:
    register(
        fair, "Mariama Bah", phone="631 55 66 77 (WhatsApp)", birth_year=1985, email="m@example.org"
    )
    register(fair, "M’Mah", phone="+224 62", days=[fair.days[1]], photo_consent="internal")
    register(fair, "=Formule +Sow", organisation="-Association", first_time=True)
    register(
        fair, "Awa Ndiaye", region="Étranger", locality="Dakar", country="SN", category="officiel"
    )
    text, choice, choices, number, file = ask_all(fair)
    choice.label = LocalizedText(fr="Organisation")
    person = db_session.scalars(select(Registration).order_by("id")).first()
    assert person is not None
    person.note = "Arrive tard ;\npuis repart"
    person.delegation = Delegation(event_id=fair.id, code="D01", name="ONG Horizon")
    for question, kept in ((text, "=1+1"), (choice, "m"), (choices, "s\nl"), (number, "3")):
        db_session.add(Answer(registration=person, question=question, text=kept))
    db_session.add(Answer(registration=person, question=file, text=""))
    db_session.commit()
    content = organiser.post("/staff/foire/registrations/export", data={"format": suffix}).data
    send(organiser, content, f"export.{suffix}")
    assert [outcome for _, outcome in outcomes(db_session)] == ["unchanged"] * 4
    entry = db_session.scalars(
        select(AuditEntry).where(AuditEntry.action == "registrations.exported")
    ).one()
    assert entry.actor_id is not None
    if suffix == "csv":
        corrected = content.decode("utf-8-sig").replace("Bah", "Bâ").replace("S ; L", "M")
        run(organiser, send(organiser, corrected))
        assert [o for _, o in outcomes(db_session)] == ["changed", *["unchanged"] * 3]
        names = set(db_session.scalars(select(Registration.family_name)))
        assert "Bâ" in names
        assert "Bah" not in names
        assert people(db_session) == 4
        db_session.expire_all()
        words = {told.question.code: told.words for told in answers_of(person)}
        assert words | {"file": ""} == {
            "text": "=1+1", "choice": "M", "choices": "M", "number": "3", "file": ""
        }  # fmt: skip
        assert person.note == "Arrive tard ;\npuis repart"
        assert person.delegation.name == "ONG Horizon"


def test_what_stands_beside_a_person_is_taken_in(
    organiser: FlaskClient, db_session: Db, fair: Event
) -> None:
    ask_all(fair)
    db_session.add(Delegation(event_id=fair.id, code="D07", name="ONG Horizon"))
    db_session.commit()
    text = (
        "Nom complet;Délégation;Observations;question choix;Question choices;Question number;"
        "Question text;Question file\n"
        "Mariama Bah;ong horizon;Arrive tard;M;S, l;12;Sans sel;x.pdf\n"
        "Aly Sow;D07;;;;;;\nBinta Sow;Kankan;;xl;;beaucoup;;\nFanta Sow;KANKAN;;;;;;\n"
    ).replace("choix", "choice")
    address = send(organiser, text)
    assert [outcome for _, outcome in outcomes(db_session)] == ["new"] * 4
    page = organiser.get(f"{address}?shown=warnings").text
    assert page.count("Binta Sow") == 1
    assert "Kankan" in page
    assert "Fanta Sow" not in page
    run(organiser, address)

    db_session.expire_all()
    first, second, third, fourth = db_session.scalars(select(Registration).order_by("id"))
    assert (first.note, second.note) == ("Arrive tard", "")
    assert {t.question.code: t.words for t in answers_of(first)} == {
        "choice": "M", "choices": "S ; L", "number": "12", "text": "Sans sel"
    }  # fmt: skip
    assert [t.words for t in answers_of(third)] == []
    horizon, kankan = db_session.scalars(select(Delegation).order_by(Delegation.id))
    assert (first.delegation_id, second.delegation_id) == (horizon.id, horizon.id)
    assert (third.delegation_id, fourth.delegation_id) == (kankan.id, kankan.id)
    assert (kankan.name, kankan.code) == ("Kankan", "D08")
    assert "horizon" in first.search_text


def test_what_cannot_be_taken_is_left_out_and_what_is_too_long_keeps_the_row_out(
    organiser: FlaskClient, db_session: Db, fair: Event
) -> None:
    ask(fair, "lits", "number", maximum=2, category_codes=["police"])
    ask(fair, "repas", "choice")
    long = {"o": "O" * 201, "n": "N" * 2001, "d": "D" * 201}
    text = (
        "Nom complet;Catégorie;Question lits;Question repas;Organisation;Note;Délégation\n"
        f"Awa Ba;police;3;pizza;;;12\nAly Ba;ong;1;m;;;\nBinta Sow;;;;{long['o']};;\n"
        f"Fanta Sow;;;;;{long['n']};\nSira Sow;;;;;;{long['d']}\n"
    )
    address = send(organiser, text)
    assert [outcome for _, outcome in outcomes(db_session)] == ["new"] * 2 + ["error"] * 3
    rows = db_session.scalars(select(ImportRow).order_by(ImportRow.number))
    assert [[reason["code"] for reason in row.reasons] for row in rows] == [
        ["delegation_odd", "answer_limits", "answer_unknown"],
        ["answer_not_asked"],
        *[["too_long"]] * 3,
    ]
    failed = organiser.get(f"{address}/failed.csv").data.decode("utf-8-sig").splitlines()
    assert failed[0].startswith("Nom complet;Catégorie;Question lits;Question repas;")
    assert len(failed) == 4


def test_another_sheet_of_the_workbook_can_be_taken(
    organiser: FlaskClient, db_session: Db, fair: Event
) -> None:
    content = sheets(
        hidden="Secret",
        Résumé=[["Nom", "Sexe"], ["Awa Ba", "F"]],
        Liste=[["Titre de la liste"], ["Prénoms", "Nom", "Téléphone"], ["Aly", "Sow", "631000001"]],
        Calcul=[["Nom"], ["=1+1"]],
        Secret=[["Nom"]],
    )
    address = organiser.post(AT, data={"file": (io.BytesIO(content), "x.xlsx")}).location
    page = organiser.get(address).text
    shown = re.search(r'name="sheet".*?</select>', page, re.S)
    assert shown is not None
    assert re.findall(r"<option( selected)?>(\w+)", shown[0]) == [
        (" selected", "Résumé"), ("", "Liste"), ("", "Calcul"),
    ]  # fmt: skip
    refused = organiser.post(f"{address}/sheet", data={"sheet": "Calcul", "category": "police"})
    assert refused.status_code == 422
    assert "A2" in refused.text
    chosen = {"sheet": "Liste", "category": "police", "days": ["2"], "tell": "y"}
    assert organiser.post(f"{address}/sheet", data=chosen).status_code == 303
    page = organiser.get(address).text
    assert _chosen(page) == {
        "column-0": "given_names", "column-1": "family_name", "column-2": "phone"
    }  # fmt: skip
    assert re.findall(r'value="(\w+)"(?: selected| checked)', page)[3:] == [
        "y", "police", "fr", "2", "y"
    ]  # fmt: skip
    data = {**_chosen(page), "header": "y", "category": "police"}
    organiser.post(f"{address}/check", data=data)
    tasks.run_pending()
    assert outcomes(db_session) == [(3, "new")]
    organiser.post(f"{address}/registrations")
    assert organiser.post(f"{address}/sheet", data={"sheet": "Résumé"}).status_code == 422


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"\xd0\xcf\x11\xe0"])
def test_a_file_that_is_no_list_is_refused_beside_its_field(
    organiser: FlaskClient, content: bytes
) -> None:
    answer = organiser.post(AT, data={"file": (io.BytesIO(content), "x.pdf")})
    assert answer.status_code == 422


def test_a_list_without_a_name_or_with_a_column_twice_is_not_checked(
    organiser: FlaskClient,
) -> None:
    answer = organiser.post(AT, data={"paste": "Aly;631000001\nBob;631000002"})
    for form in ({"column-0": "phone"}, {"column-0": "name", "column-1": "name"}):
        assert organiser.post(f"{answer.location}/check", data=form).status_code == 422


@pytest.mark.parametrize("role", ["reception", "badges", "reports", "scanner"])
def test_lists_and_exports_are_for_organisers(
    client: FlaskClient, fair: Event, login: Login, role: str
) -> None:
    login(client, role, slug="foire")
    assert client.get(AT).status_code == 403
    assert client.post("/staff/foire/registrations/export").status_code == 403
