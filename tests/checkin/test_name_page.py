"""A name put right at the desk: two fields, the same badge, found under either name."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.registration.models import Registration
from tests.checkin.conftest import Fair, make_fair
from tests.conftest import Login

pytestmark = pytest.mark.usefixtures("morning", "english")

DESK = "/desk/journees/"


def path(person: Registration) -> str:
    return f"{DESK}people/{person.id}/name"


def test_a_name_is_corrected_and_nothing_else(
    client: FlaskClient, fair: Fair, login: Login
) -> None:
    person = fair.person(
        "Mariama Dialo",
        organisation="ONG Horizon",
        phone_raw="631 12 34 56",
        phone="+224631123456",
        days=list(fair.event.days),
    )
    fair.badge(person)
    login(client, "reception")
    assert f'href="{path(person)}"' in client.get(f"{DESK}?q=dialo").text
    assert 'value="Dialo"' in client.get(path(person)).text

    names = {"given_names": "M’Mah  Mariama", "family_name": "Diallo"}
    answer = client.post(path(person), data=names)
    page = client.get(answer.location).text

    assert answer.status_code == 303
    assert "The name is now M’Mah Mariama Diallo." in page
    assert "badge no. 1" in page and "ONG Horizon" in page
    db.session.rollback()
    found = db.session.get_one(Registration, person.id)
    assert (found.given_names, found.family_name) == ("M’Mah Mariama", "Diallo")
    assert "M’Mah" in client.get(f"{DESK}?q=mmah diallo").text
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert entry.action == "registration.corrected"
    assert set(entry.details["changed"]) == {"given_names", "family_name"}


def test_one_name_is_enough_and_none_is_not(client: FlaskClient, fair: Fair, login: Login) -> None:
    person = fair.person("Mariama Diallo")
    login(client, "reception")

    refused = client.post(path(person), data={"given_names": " ", "family_name": "…"})
    assert refused.status_code == 422
    assert "Write the name; one name is enough." in refused.text
    too_long = client.post(path(person), data={"given_names": "M" * 121, "family_name": "Diallo"})
    assert too_long.status_code == 422

    client.post(path(person), data={"given_names": "", "family_name": "Diallo"})
    db.session.rollback()
    assert db.session.get_one(Registration, person.id).full_name == "Diallo"


def test_nobody_elses_name_and_not_by_everybody(
    client: FlaskClient, fair: Fair, login: Login
) -> None:
    theirs, person = make_fair(fair.db, "other").person("Zeinab Bah"), fair.person("Aba Sow")
    names = {"given_names": "X", "family_name": "Y"}
    login(client, "reception")
    assert client.post(path(theirs), data=names).status_code == 404
    assert client.get(f"{DESK}people/99999999999999999999/name").status_code == 404
    login(client, "badges")
    assert client.post(path(person), data=names).status_code == 403
    assert "Correct the name" not in client.get(f"{DESK}?q=sow").text
