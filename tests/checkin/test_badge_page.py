"""The address in a badge's code: what the holder, the team and a stranger are shown."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from fairapp.checkin import presence
from fairapp.checkin.models import Scan
from fairapp.core.db import db
from tests.checkin.conftest import MORNING, Fair, make_fair
from tests.conftest import Login

pytestmark = pytest.mark.usefixtures("morning", "english")


def stored() -> int:
    db.session.rollback()
    return db.session.scalars(select(func.count(Scan.id))).one()


@pytest.mark.parametrize("form", ["/b/{0}", "/B/{0}", "/b/{1}", "/B/{1}"])
def test_badge_leads_a_stranger_to_the_fair_and_names_nobody(
    client: FlaskClient, fair: Fair, form: str
) -> None:
    badge = fair.badge(fair.person("M’Mah Camara"))

    answer = client.get(form.format(badge.token, badge.token.lower()))

    assert (answer.status_code, answer.location) == (302, "/e/journees/")
    assert "Camara" not in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_badge_leads_the_holders_browser_to_the_pass(client: FlaskClient, fair: Fair) -> None:
    own, other = fair.person("M’Mah Camara"), fair.person("Somebody Else")
    mine, theirs = fair.badge(own), fair.badge(other)
    client.get(f"/p/{own.pass_key}")

    assert client.get(f"/B/{mine.token}").location == f"/p/{own.pass_key}"
    assert client.get(f"/B/{theirs.token}").location == "/e/journees/"


def test_badge_of_a_duplicate_leads_its_holder_to_the_pass_that_counts(
    client: FlaskClient, fair: Fair
) -> None:
    kept, duplicate = fair.person(), fair.person()
    badge = fair.badge(duplicate)
    client.get(f"/p/{duplicate.pass_key}")
    duplicate.status, duplicate.merged_into_id = "merged", kept.id

    assert client.get(f"/b/{badge.token}").location == f"/p/{kept.pass_key}"


@pytest.mark.parametrize("token", ["AAAAAAAAAAAAAAAA", "short", "é" * 16, "A" * 3000])
def test_badge_that_is_unknown_gets_a_friendly_page(
    client: FlaskClient, fair: Fair, token: str
) -> None:
    answer = client.get(f"/b/{token}")

    assert answer.status_code == 404
    assert "We do not know this badge" in answer.text


def test_badge_shows_a_signed_in_gate_who_it_is_and_writes_nothing(
    client: FlaskClient, fair: Fair, login: Login
) -> None:
    badge = fair.badge(fair.person("M’Mah Camara", organisation="ONG Horizon"))
    login(client, "scanner")

    page = client.get(f"/B/{badge.token}")

    assert page.status_code == 200
    for words in ("M’Mah Camara", "ONG et associations", "Not in yet"):
        assert words in page.text
    assert "ONG Horizon" not in page.text, "a gate needs a name and a category"
    assert stored() == 0


def test_badge_is_confirmed_with_one_button(client: FlaskClient, fair: Fair, login: Login) -> None:
    badge = fair.badge(fair.person("M’Mah Camara"))
    login(client, "scanner")
    page = client.get(f"/b/{badge.token}").text
    fields = dict(re.findall(r"name=\"(token|uuid)\" value=\"([^\"]+)\"", page))

    answer = client.post("/scan/journees/confirmations", data={**fields, "gate": "G2"})
    client.post("/scan/journees/confirmations", data={**fields, "gate": "G2"})
    after = client.get(f"{answer.location}")

    assert answer.location == f"/b/{badge.token}"
    assert "M’Mah Camara is checked in." in after.text
    assert "In since 08:30 · G2" in after.text
    assert stored() == 1
    assert presence.unique_participants(fair.event) == 1


def test_badge_that_is_refused_offers_reasons_to_a_role_that_may(
    client: FlaskClient, fair: Fair, login: Login
) -> None:
    badge = fair.badge(revoked_at=MORNING)
    offered = {}
    for role in ("scanner", "reception"):
        login(client, role)
        fields = {"token": badge.token, "uuid": str(uuid4()), "gate": "G1"}
        answer = client.post("/scan/journees/confirmations", data=fields)
        page = client.get(f"{answer.location}").text
        assert "This badge was replaced or reported lost." in page
        offered[role] = 'name="override"' in page

    assert offered == {"scanner": False, "reception": True}
    assert presence.unique_participants(fair.event) == 0


def test_badge_of_another_fair_is_a_strangers(
    client: FlaskClient, fair: Fair, login: Login
) -> None:
    other = make_fair(fair.db, "other")
    badge = other.badge(other.person("Somebody Else"))
    login(client, "organiser", slug="journees")

    answer = client.get(f"/b/{badge.token}")
    confirmed = client.post(
        "/scan/journees/confirmations",
        data={"token": badge.token, "uuid": str(uuid4()), "gate": "G1"},
    )

    assert (answer.status_code, answer.location) == (302, "/e/other/")
    assert "Somebody" not in client.get(confirmed.location).text
    assert presence.entries(other.event) == 0


def test_badge_that_is_blank(client: FlaskClient, fair: Fair, login: Login) -> None:
    badge = fair.badge(blank=True)
    login(client, "scanner")

    assert "This badge belongs to nobody yet." in client.get(f"/b/{badge.token}").text


@pytest.mark.parametrize(
    "values", [{"token": "x"}, {"token": ""}, {"uuid": "x"}, {"token": "\x00" * 16}]
)
def test_confirming_a_form_that_is_not_ours(
    client: FlaskClient, fair: Fair, login: Login, values: dict[str, str]
) -> None:
    login(client, "scanner")
    fields = {"token": fair.badge().token, "uuid": str(uuid4()), "gate": "G1", **values}

    assert client.post("/scan/journees/confirmations", data=fields).status_code == 400
    assert stored() == 0
