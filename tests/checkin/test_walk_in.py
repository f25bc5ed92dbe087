"""Registering on the spot: four fields, one person, one badge, one entry."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from fairapp.badges.models import Badge
from fairapp.checkin import presence
from fairapp.checkin.models import Scan
from fairapp.core.db import db
from fairapp.registration.models import Registration
from fairapp.registration.names import split_name
from tests.checkin.conftest import Fair
from tests.conftest import Login

pytestmark = pytest.mark.usefixtures("morning", "english")

URL = "/desk/journees/walk-in"


@pytest.fixture
def desk(client: FlaskClient, fair: Fair, login: Login) -> FlaskClient:
    """A browser at the reception."""
    login(client, "reception")
    return client


def send(client: FlaskClient, **values: Any) -> TestResponse:
    form = {"name": "Mariama Diallo", "sex": "F", "category": "ong", "reach": "", **values}
    return client.post(URL, data={"submission_key": str(uuid4()), **form})


def people() -> list[Registration]:
    db.session.rollback()
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def test_walk_in_is_registered_badged_and_checked_in(desk: FlaskClient, fair: Fair) -> None:
    answer = send(desk, reach="631 12 34 56")
    page = desk.get(f"{answer.location}")

    [person] = people()
    assert (person.given_names, person.family_name, person.sex) == ("Mariama", "Diallo", "F")
    assert (person.source, person.status) == ("walk_in", "confirmed")
    assert (person.phone, person.organisation) == ("+224631123456", "")
    badge = db.session.scalars(select(Badge)).one()
    scan = db.session.scalars(select(Scan)).one()
    assert badge.registration_id == person.id
    assert (scan.method, scan.verdict, scan.is_entry) == ("walk_in", "admitted", True)
    assert "Mariama Diallo is registered and checked in." in page.text
    assert f"/staff/journees/badges/{badge.number}" in page.text
    assert presence.unique_participants(fair.event) == 1


def test_walk_in_with_an_organisation(desk: FlaskClient) -> None:
    send(desk, name="Sékou", reach="Radio 95 FM", sex="unsaid")

    [person] = people()
    assert (person.given_names, person.family_name, person.sex) == ("Sékou", "", None)
    assert (person.phone, person.organisation) == ("", "Radio 95 FM")


def test_walk_in_sent_twice_is_one_person_and_one_entry(desk: FlaskClient, fair: Fair) -> None:
    key = str(uuid4())

    first, second = send(desk, submission_key=key), send(desk, submission_key=key)

    assert first.location == second.location
    assert len(people()) == 1
    assert db.session.scalars(select(func.count(Scan.id))).one() == 1


def test_walk_in_loses_nothing_on_an_error(desk: FlaskClient) -> None:
    answer = send(desk, name="Mariama <b>Diallo", sex="", category="", reach="ONG d’ici")

    assert answer.status_code == 422
    assert 'value="Mariama &lt;b&gt;Diallo"' in answer.text
    assert 'value="ONG d’ici"' in answer.text
    assert answer.text.count("aria-invalid") == 2
    assert people() == []


@pytest.mark.parametrize(
    "values",
    [
        {"name": ""},
        {"name": "😀"},
        {"name": "12345"},
        {"name": "x" * 241},
        {"name": "a " + "x" * 121},
        {"sex": "X"},
        {"category": "nobody"},
        {"reach": "x" * 201},
    ],
)
def test_walk_in_refuses(desk: FlaskClient, values: dict[str, str]) -> None:
    assert send(desk, **values).status_code == 422
    assert people() == []


def test_walk_in_takes_the_name_that_was_searched_for(desk: FlaskClient) -> None:
    assert 'value="Fanta Kourouma"' in desk.get(f"{URL}?name=Fanta Kourouma").text
    assert 'value="631 12"' not in desk.get(f"{URL}?name=631 12").text


def test_walk_in_on_a_day_without_fair_is_registered_and_not_in(
    client: FlaskClient, fair: Fair, login: Login
) -> None:
    for day in fair.event.days:
        day.date = day.date.replace(year=2027)
    login(client, "reception")

    page = client.get(f"{send(client).location}")

    assert "Mariama Diallo is registered, but not checked in." in page.text
    assert len(people()) == 1
    assert presence.unique_participants(fair.event) == 0


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Mamadou Saliou Diallo", "Mamadou Saliou", "Diallo"),
        ("DIALLO Mamadou Saliou", "Mamadou Saliou", "DIALLO"),
        ("Fatoumata Binta BAH SOW", "Fatoumata Binta", "BAH SOW"),
        ("MAMADOU DIALLO", "MAMADOU", "DIALLO"),
        ("M’Mah Camara", "M’Mah", "Camara"),
        ("Fanta", "Fanta", ""),
        ("A. Bah", "A.", "Bah"),
        ("محمد كمارا", "محمد", "كمارا"),
    ],
)
def test_split_name(name: str, given: str, family: str) -> None:
    assert split_name(name) == (given, family)


def test_walk_in_asks_once_about_somebody_registered(desk: FlaskClient) -> None:
    send(desk, reach="631 12 34 56")
    [first] = people()

    asked = send(desk, name="DIALLO Mariama", reach="631123456")
    assert asked.status_code == 422
    assert f'data-candidate="{first.id}"' in asked.text
    assert f"person={first.id}" in asked.text
    assert len(people()) == 1

    assert send(desk, name="DIALLO Mariama", reach="631123456", anyway="1").status_code == 302
    assert len(people()) == 2


def test_hint_while_typing(desk: FlaskClient, client: FlaskClient) -> None:
    send(desk, reach="631 12 34 56")
    url = "/staff/journees/registrations/duplicates/hint"

    found = desk.get(f"{url}?given_names=M DIALLO Mariama&phone=631123456").text
    assert "data-candidate" in found
    assert "631" not in found
    assert "data-candidate" not in desk.get(f"{url}?given_names=Ibrahima&phone=631123456").text
    assert desk.get(url).text.strip() == ""
