from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from fairapp.core import tasks
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.core.tasks import Job
from tests.checkin.conftest import DAYS, Fair, make_fair
from tests.conftest import Login
from tests.reports.conftest import came, local, pages_of, scanned
from tests.statements import recorded

INDEX = "/staff/journees/reports"
LISTS = f"{INDEX}/documents/attendance-list"
CHOICE = {
    "scope": "1",
    "filling": "scans",
    "grouping": "category",
    "format": "pdf",
    "language": "en",
    "purpose": "signing",
    "note": "",
}


@pytest.fixture
def reader(client: FlaskClient, fair: Fair, login: Login) -> FlaskClient:
    """Signed in with the role of those who read reports: no contacts."""
    login(client, "reports")
    client.set_cookie("lang", "en")
    return client


@pytest.fixture
def organiser(client: FlaskClient, fair: Fair, login: Login) -> FlaskClient:
    """Signed in as an organiser, who sees contacts."""
    login(client, "organiser")
    client.set_cookie("lang", "en")
    return client


def ordered(client: FlaskClient, **choice: str) -> str:
    """Order a list and have it made; the address of its page."""
    answer = client.post(LISTS, data={**CHOICE, **choice})
    assert answer.status_code == 302, answer.text
    tasks.run_pending()
    db.session.rollback()
    return str(answer.location)


def downloaded(client: FlaskClient, address: str) -> TestResponse:
    answer = client.post(f"{address}/download")
    assert answer.data
    answer.close()
    return answer


def entries(action: str) -> list[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.action == f"report.{action}")
    return list(db.session.scalars(query.order_by(AuditEntry.id)))


def test_three_numbers_with_a_sentence_each(reader: FlaskClient, fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31", "13:00")
    came(fair, "Ibrahima Sow", "08:31", day=2)

    page = reader.get(INDEX)

    assert page.status_code == 200
    for words, number in (("unique participants", 2), ("person-days", 2), ("entries", 3)):
        assert f'<dt>{words}</dt><dd class="num">{number}</dd>' in page.text
    assert "Each person once, however often" in page.text
    assert "Nobody has been scanned" not in page.text


def test_before_the_first_scan_the_page_says_so(reader: FlaskClient) -> None:
    page = reader.get(INDEX)

    assert "Nobody has been scanned at an entrance yet." in page.text
    assert "Documents made so far" not in page.text


def test_fair_without_days_explains_itself(reader: FlaskClient, fair: Fair) -> None:
    for table in ("session", "event_day"):
        db.session.execute(db.text(f"DELETE FROM {table}"))

    page = reader.get(INDEX)

    assert page.status_code == 200
    assert "This fair has no days yet" in page.text
    assert reader.get(f"{INDEX}/figures").status_code == 404
    assert reader.post(LISTS, data=CHOICE).status_code == 404


def test_list_is_made_by_the_worker_and_taken_away(reader: FlaskClient, fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31")

    address = ordered(reader)

    page = reader.get(address)
    assert "1 person" in page.text
    assert "Download the PDF file" in page.text
    answer = downloaded(reader, address)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "journees-presence-2026-12-02.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    (text,) = pages_of(answer.data)
    assert "DIALLO Mariama" in text
    assert "by Reports" in text


def test_while_it_is_made_the_page_shows_progress(reader: FlaskClient) -> None:
    address = reader.post(LISTS, data=CHOICE).location

    page = reader.get(address)

    assert f'data-progress="{address}/progress"' in page.text
    assert "Download" not in page.text
    assert reader.get(f"{address}/progress").json == {"done": 0, "total": 0, "over": False}
    assert downloaded(reader, address).status_code == 404
    tasks.run_pending()
    assert reader.get(f"{address}/progress").json["over"] is True


def test_each_download_is_written_down(reader: FlaskClient, fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31")
    address = ordered(reader)

    first, second = downloaded(reader, address), downloaded(reader, address)

    assert first.data == second.data
    assert len(entries("ordered")) == 1
    taken = entries("downloaded")
    assert [entry.actor_name for entry in taken] == ["Reports", "Reports"]
    details = taken[0].details
    assert (details["choice"]["scope"], details["purpose"], details["people"]) == (
        "1",
        "signing",
        1,
    )
    assert details["sha256"] in pages_of(first.data)[0]


def test_address_of_the_file_opens_nothing(reader: FlaskClient) -> None:
    address = ordered(reader)

    assert reader.get(f"{address}/download").status_code == 405


def test_reader_cannot_ask_for_contacts(reader: FlaskClient, fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31", phone="+224631223344")
    assert 'name="contacts"' not in reader.get(LISTS).text

    address = ordered(reader, contacts="with")

    text = " ".join(pages_of(downloaded(reader, address).data))
    assert "DIALLO Mariama" in text
    assert "631 22 33 44" not in text


def test_list_with_contacts_is_closed_to_who_may_not_see_them(
    organiser: FlaskClient, fair: Fair, login: Login
) -> None:
    came(fair, "Mariama Diallo", "08:31", phone="+224631223344")
    address = ordered(organiser, contacts="with")
    assert "631 22 33 44" in pages_of(downloaded(organiser, address).data)[0]
    other = organiser.application.test_client()
    login(other, "reports")

    assert [
        other.get(address).status_code,
        other.get(f"{address}/progress").status_code,
        downloaded(other, address).status_code,
    ] == [403, 403, 403]
    assert address not in other.get(INDEX).text
    assert address in organiser.get(INDEX).text


@pytest.mark.parametrize("role", ["scanner", "badges", "reception"])
def test_other_roles_see_no_reports(
    client: FlaskClient, fair: Fair, login: Login, role: str
) -> None:
    login(client, role)

    assert client.get(INDEX).status_code == 403
    assert client.get(f"{INDEX}/figures").status_code == 403
    assert client.get(LISTS).status_code == 403
    assert client.post(LISTS, data=CHOICE).status_code == 403
    assert db.session.scalars(select(Job)).all() == []


def test_strangers_are_sent_to_sign_in(client: FlaskClient, fair: Fair) -> None:
    db.session.commit()

    answer = client.get(INDEX)

    assert answer.status_code == 302
    assert "/login" in answer.location


def test_list_of_another_fair_is_not_found_here(
    organiser: FlaskClient, fair: Fair, login: Login
) -> None:
    came(fair, "Mariama Diallo", "08:31")
    address = ordered(organiser)
    make_fair(fair.db, slug="autre")
    login(organiser, "organiser", slug="autre")
    elsewhere = address.replace("/journees/", "/autre/")

    assert organiser.get(elsewhere).status_code == 404
    assert downloaded(organiser, elsewhere).status_code == 404
    assert downloaded(organiser, address).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"scope": "9"},
        {"scope": "x"},
        {"scope": ""},
        {"grouping": "salary"},
        {"language": "xx"},
        {"format": "exe"},
        {"purpose": "x"},
        {"purpose": "other"},
        {"note": "x" * 201},
    ],
)
def test_wrong_choice_gets_its_message(reader: FlaskClient, wrong: dict[str, Any]) -> None:
    answer = reader.post(LISTS, data={**CHOICE, **wrong})

    assert answer.status_code == 422
    assert "Please check your entries" in answer.text
    assert db.session.scalars(select(Job)).all() == []


def test_failed_list_can_be_tried_again(reader: FlaskClient, fair: Fair) -> None:
    address = reader.post(LISTS, data=CHOICE).location
    job = db.session.scalars(select(Job)).one()
    job.params = {**job.params, "choice": {**job.params["choice"], "scope": "9"}}
    db.session.commit()
    tasks.run_pending()

    page = reader.get(address)

    assert "could not be made" in page.text
    assert "Try again" in page.text
    assert "Download" not in page.text


def test_empty_list_says_so(reader: FlaskClient) -> None:
    page = reader.get(ordered(reader))

    assert "Nobody had been scanned when the document was made" in page.text


def test_figures_page(reader: FlaskClient, fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31", sex="F", region="Nzérékoré", birth_year=1990)
    came(fair, "Sans Réponse", "08:31", source="walk_in")
    fair.person("Absente Sylla")
    typed = fair.person("Papier Bah")
    scanned(fair.event, typed, local(fair.event, DAYS[0], "08:47"), method="paper")

    page = reader.get(f"{INDEX}/figures")

    assert page.status_code == 200
    for row in ("Nzérékoré", "Not given", "36-49", "Registered on site", "Badge scanned"):
        assert f'<th scope="row">{row}</th>' in page.text
    paper = '<th scope="row">Typed in afterwards from paper</th><td class="n num">1</td>'
    assert paper in page.text
    assert "Expected and not seen: 1, of whom 0" in page.text


def test_figures_page_without_anybody(reader: FlaskClient) -> None:
    assert "No entry yet" in reader.get(f"{INDEX}/figures").text


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_pages_in_each_language(reader: FlaskClient, fair: Fair, language: str) -> None:
    came(fair, "Mariama Diallo", "08:31")
    address = ordered(reader, language=language)
    reader.set_cookie("lang", language)

    for url in (INDEX, LISTS, address, f"{INDEX}/figures"):
        page = reader.get(url)
        assert page.status_code == 200
        assert f'lang="{language}"' in page.text


def test_queries_do_not_grow_with_lists(organiser: FlaskClient) -> None:
    ordered(organiser)
    with recorded() as for_one:
        organiser.get(INDEX)
    for _ in range(2):
        ordered(organiser, contacts="with")
    with recorded() as for_three:
        page = organiser.get(INDEX)

    assert page.text.count("/reports/made/") == 3
    assert len(for_three) == len(for_one)
