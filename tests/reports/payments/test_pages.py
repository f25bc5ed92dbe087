"""The pages of payments: who sees what, what is typed by keyboard, what is refused kindly."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.accounts.models import User
from fairapp.core import tasks
from fairapp.core.db import db
from fairapp.reports.documents.models import Report
from fairapp.reports.payments import actions, signing
from fairapp.reports.payments.actions import Identity
from fairapp.reports.payments.models import (
    Adjustment,
    Mode,
    Payee,
    Payment,
    Scale,
    Statement,
    Step,
)
from fairapp.reports.payments.queries import REGIONS
from tests.checkin.conftest import DAYS, Fair
from tests.conftest import NOW, Login
from tests.reports.conftest import came, local, scanned
from tests.reports.payments.conftest import EVENING
from tests.statements import recorded

PAY = "/staff/journees/payments/"
PEOPLE = f"{PAY}people/"
PAID_ON = (NOW - timedelta(days=1)).date().isoformat()

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def english(client: FlaskClient) -> None:
    client.set_cookie("lang", "en")


@pytest.fixture
def finance(client: FlaskClient, fair: Fair, login: Login) -> FlaskClient:
    login(client, "finance")
    return client


@pytest.fixture
def mariama(fair: Fair, rates: object) -> object:
    return came(fair, "Mariama Diallo", "08:00", region="Labé", phone="+224631000001")


def approve(fair: Fair, payer: User) -> Statement:
    statement = signing.establish(fair.event, actor=payer, at=EVENING)
    for step in (Step.VERIFIED, Step.APPROVED):
        signing.sign(statement, step, actor=fair.user("organiser"), at=EVENING)
    db.session.commit()
    return statement


def page_of(person: object) -> str:
    return f"{PEOPLE}{person.reference}"  # type: ignore[attr-defined]


def typed(client: FlaskClient, address: str, **values: str) -> str:
    answer = client.post(address, data=values)
    assert answer.status_code == 422
    return answer.text


def test_without_rates_the_pages_say_what_to_do_first(finance: FlaskClient, fair: Fair) -> None:
    for address in (PAY, PEOPLE):
        page = finance.get(address).text
        assert "Set the rates" in page and f'href="{PAY}rates"' in page
    assert "Nothing is set yet" in finance.get(f"{PAY}rates").text


def test_rates_are_read_as_people_type_them_and_one_person_is_worked_out(
    finance: FlaskClient, fair: Fair
) -> None:
    category, labe = fair.categories["ong"].id, REGIONS.index("Labé")
    values = {
        "currency": "GNF",
        "home": "Conakry",
        "unit": "day",
        "most_days": "",
        "daily0": "50 000",
        f"daily{labe}": "400.000",
        f"transport{labe}": "٢٦٠٠٠٠",
        f"who{category}": "everybody",
        f"who{fair.categories['officiel'].id}": "nobody",
    }
    answer = finance.post(f"{PAY}rates", data=values)
    assert answer.status_code == 303
    scale = db.session.scalars(select(Scale)).one()
    assert scale.rates == {
        "Conakry": {"daily": 50_000, "transport": 0},
        "Labé": {"daily": 400_000, "transport": 260_000},
    }
    assert scale.eligible == {"ong": "everybody", "officiel": "nobody"}
    assert "3 × 400,000 + 260,000 = 1,460,000" in finance.get(f"{PAY}rates").text


@pytest.mark.parametrize("wrong", ["beaucoup", "-5", "12,5", "1e9", "999 999 999 999"])
def test_a_wrong_rate_is_refused_at_its_field_and_kept(
    finance: FlaskClient, fair: Fair, wrong: str
) -> None:
    page = typed(finance, f"{PAY}rates", currency="GNF", home="Conakry", unit="day", daily0=wrong)
    assert 'id="daily0-error"' in page and f'value="{wrong}"' in page
    assert db.session.scalars(select(Scale)).all() == []


def test_organisers_see_amounts_and_nobodys_document(
    client: FlaskClient, fair: Fair, mariama: object, payer: User, login: Login
) -> None:
    identity = Identity("card", "SECRET77", Mode.MOBILE, "631 00 00 77")
    actions.identify(mariama, identity, actor=payer, at=EVENING)  # type: ignore[arg-type]
    login(client, "organiser")
    for address in (PAY, PEOPLE, f"{PEOPLE}?q=diallo"):
        page = client.get(address).text
        assert "660,000" in page
        assert "SECRET77" not in page and "0077" not in page.replace(" ", "")
        assert page_of(mariama) not in page
    assert client.get(page_of(mariama)).status_code == 403
    assert client.post(f"{page_of(mariama)}/identity").status_code == 403
    login(client, "administrator")
    assert client.get(page_of(mariama)).status_code == 403


@pytest.mark.parametrize("role", ["finance", "organiser"])
def test_reports_lead_to_payments_once(
    client: FlaskClient, fair: Fair, rates: object, login: Login, role: str
) -> None:
    login(client, role)
    page = client.get("/staff/journees/reports").text
    assert page.count(f'href="{PAY}"') == page.count('id="group-money"') == 1
    assert ("documents/payment-list" in page) == (role == "finance")


@pytest.mark.parametrize("role", ["reception", "scanner", "badges", "reports", "programme"])
def test_others_see_nothing_of_payments(
    client: FlaskClient, fair: Fair, mariama: object, login: Login, role: str
) -> None:
    login(client, role)
    for address in (PAY, PEOPLE, f"{PAY}rates", page_of(mariama)):
        assert client.get(address).status_code == 403


def test_a_list_is_drawn_up_and_signed_by_three(
    client: FlaskClient, fair: Fair, mariama: object, login: Login
) -> None:
    login(client, "finance")
    assert client.post(f"{PAY}versions").status_code == 303
    page = client.get(PAY).text
    assert "The next signature has to be somebody else’s" in page and "Sign as" not in page
    again = typed(client, f"{PAY}versions/1/signatures", step="verified")
    assert "You have signed this version already" in again
    login(client, "organiser")
    assert "Sign as verified" in client.get(PAY).text
    assert client.post(f"{PAY}versions/1/signatures", data={"step": "verified"}).status_code == 303
    assert client.post(f"{PAY}versions/1/signatures", data={"step": "anything"}).status_code == 400
    assert client.post(f"{PAY}versions/9/signatures", data={"step": "verified"}).status_code == 404


def test_what_changed_since_is_shown_person_by_person(
    finance: FlaskClient, fair: Fair, mariama: object, payer: User
) -> None:
    approve(fair, payer)
    scanned(fair.event, mariama, local(fair.event, DAYS[1], "08:00"))
    came(fair, "Aly Bah", "08:00", region="Kindia")
    db.session.commit()
    page = finance.get(PAY).text
    assert "A new version has to be drawn up" in page
    assert "2 differences, 920,000" in page.replace("\xa0", " ")
    assert "Draw up version 2" in page
    page = finance.get(page_of(mariama)).text.replace("\xa0", " ")
    assert "660,000 GNF" in page and "it would be 1,060,000 GNF" in page


def test_a_number_or_a_name_opens_the_person(
    finance: FlaskClient, fair: Fair, mariama: object
) -> None:
    came(fair, "Aly Bah", "08:00", region="Kindia", organisation="AGIL")
    # The reference of somebody who is not on the list has the digits that are typed.
    absent = fair.person("Fanta Keita", region="Labé")
    absent.reference = "222222"
    db.session.commit()
    for text in ("2", "٢", "diallo MARIAMA"):
        answer = finance.get(PEOPLE, query_string={"q": text})
        assert (answer.status_code, answer.location) == (302, page_of(mariama))
    assert "Nobody here" in finance.get(f"{PEOPLE}?q=zzz").text
    page = finance.get(f"{PEOPLE}?q=keita").text
    assert "Not on the list" in page and page_of(absent) in page


def test_documents_are_typed_one_after_the_other(
    finance: FlaskClient, fair: Fair, mariama: object
) -> None:
    aly = came(fair, "Aly Bah", "08:00", region="Kindia")
    db.session.commit()
    page = finance.get(page_of(aly)).text
    assert re.search(r'<input[^>]*\bautofocus[^>]*name="document_number"', page)
    values = {"document": "voter", "document_number": "E 12", "mode": "cash", "mobile": ""}
    answer = finance.post(f"{page_of(aly)}/identity", data=values)
    assert (answer.status_code, answer.location) == (303, page_of(mariama))
    page = finance.get(answer.location).text
    # The next one most likely shows the same kind of document.
    assert '<option selected value="voter">' in page and "631 00 00 01" in page
    kept = db.session.get_one(Payee, aly.id)
    assert (kept.document, kept.document_number, kept.mode) == ("voter", "E 12", "cash")


def test_a_wrong_identity_is_given_back_as_typed(finance: FlaskClient, mariama: object) -> None:
    db.session.commit()
    page = typed(
        finance,
        f"{page_of(mariama)}/identity",
        document="",
        document_number="<b>12",
        mode="mobile",
        mobile="",
    )
    assert 'id="mobile-error"' in page and 'value="&lt;b&gt;12"' in page
    assert db.session.scalars(select(Payee)).all() == []


def test_a_correction_needs_a_reason(finance: FlaskClient, mariama: object) -> None:
    db.session.commit()
    values = {"kind": "add", "day": DAYS[1].isoformat()}
    page = typed(finance, f"{page_of(mariama)}/corrections", **values, reason=" ")
    assert 'id="reason-error"' in page
    values["reason"] = "Liste papier de la porte nord"
    answer = finance.post(f"{page_of(mariama)}/corrections", data=values)
    assert answer.status_code == 303
    assert "Liste papier de la porte nord" in finance.get(PAY).text
    [made] = db.session.scalars(select(Adjustment))
    answer = finance.post(f"{page_of(mariama)}/corrections/{made.id}/withdrawal")
    assert answer.status_code == 303 and "taken back" in finance.get(PAY).text


def test_paying_keeps_day_and_payer_for_the_next(
    finance: FlaskClient, fair: Fair, mariama: object, payer: User
) -> None:
    aly = came(fair, "Aly Bah", "08:00", region="Kindia")
    approve(fair, payer)
    values = {"paid_mode": "cash", "reference": "", "paid_on": PAID_ON, "paid_by": "Caissière"}
    answer = finance.post(f"{page_of(aly)}/payments", data=values)
    assert (answer.status_code, answer.location) == (303, f"{PEOPLE}?show=unpaid")
    page = finance.get(answer.location).text
    assert "DIALLO Mariama" in page and "BAH Aly" not in page.partition("<tbody>")[2]
    page = finance.get(page_of(mariama)).text
    assert f'value="{PAID_ON}"' in page and 'value="Caissière"' in page
    twice = typed(finance, f"{page_of(aly)}/payments", **values)
    assert "Nothing is left to pay" in twice
    [made] = db.session.scalars(select(Payment))
    assert made.amount == 520_000
    finance.post(f"{page_of(aly)}/payments/{made.id}/withdrawal")
    assert finance.post(f"{page_of(aly)}/payments", data=values).status_code == 303


def test_another_persons_rows_are_not_touched(
    finance: FlaskClient, fair: Fair, mariama: object, payer: User
) -> None:
    aly = came(fair, "Aly Bah", "08:00", region="Kindia")
    approve(fair, payer)
    values = {"paid_mode": "cash", "paid_on": PAID_ON, "paid_by": "Caissière"}
    finance.post(f"{page_of(aly)}/payments", data=values)
    [made] = db.session.scalars(select(Payment))
    other = finance.post(f"{page_of(mariama)}/payments/{made.id}/withdrawal")
    assert other.status_code == 404
    assert finance.get(f"{PEOPLE}NOBODY").status_code == 404


def test_erasing_asks_first(finance: FlaskClient, fair: Fair, mariama: object, payer: User) -> None:
    identity = Identity("card", "SECRET77", Mode.CASH, "")
    actions.identify(mariama, identity, actor=payer, at=EVENING)  # type: ignore[arg-type]
    db.session.commit()
    assert "1 person" in finance.get(f"{PAY}erasure").text
    assert len(db.session.scalars(select(Payee)).all()) == 1
    assert finance.post(f"{PAY}erasure").status_code == 303
    db.session.rollback()
    assert db.session.scalars(select(Payee)).all() == []
    assert "SECRET77" not in finance.get(page_of(mariama)).text


def test_erasing_deletes_the_files_that_show_documents(
    finance: FlaskClient, fair: Fair, mariama: object, payer: User
) -> None:
    identity = Identity("card", "SECRET77", Mode.CASH, "")
    actions.identify(mariama, identity, actor=payer, at=EVENING)  # type: ignore[arg-type]
    db.session.commit()
    choice = {"format": "csv", "version": "0", "language": "fr", "purpose": "files"}
    ordered = finance.post("/staff/journees/reports/documents/payment-list", data=choice)
    tasks.run_pending()
    db.session.rollback()
    report = db.session.scalars(select(Report)).one()
    assert report.file is not None and b"SECRET77" in report.file.path.read_bytes()
    path, number = report.file.path, report.number

    assert finance.post(f"{page_of(mariama)}/erasure").status_code == 303

    db.session.rollback()
    assert not path.exists()
    assert db.session.scalars(select(Report)).one().file is None
    assert finance.post(f"{ordered.location}/download").status_code == 404
    assert finance.get(ordered.location).status_code == 200
    assert finance.get("/check/", query_string={"number": number}).status_code in {200, 302}


@pytest.mark.parametrize("address", [PAY, PEOPLE])
def test_pages_ask_no_more_of_the_database_for_more_people(
    finance: FlaskClient, fair: Fair, mariama: object, address: str
) -> None:
    with recorded() as few:
        assert finance.get(address).status_code == 200
    for number in range(3):
        came(fair, f"Aly{number} Bah", "08:00", region="Kindia", phone="+224631000009")
    db.session.commit()
    with recorded() as many:
        assert "BAH Aly2" in finance.get(address).text
    assert len(many) == len(few)
