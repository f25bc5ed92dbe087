"""A delegation at the reception: one screen, one tap."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from fairapp.badges.models import Badge
from fairapp.checkin import presence
from fairapp.checkin.delegations import people_here
from fairapp.checkin.models import Scan
from fairapp.core.db import db
from fairapp.registration.models import Delegation, Registration
from tests.checkin.conftest import DAYS, Fair, make_fair
from tests.conftest import Login
from tests.statements import recorded

pytestmark = pytest.mark.usefixtures("morning", "english")

LIST = "/desk/journees/delegations/"
URL = f"{LIST}D01"


@pytest.fixture
def members(fair: Fair) -> list[Registration]:
    """Three people of the delegation D01."""
    return [member(fair, name) for name in ("Mariama Diallo", "Sékou Camara", "Fanta Sow")]


@pytest.fixture
def desk(client: FlaskClient, members: list[Registration], login: Login) -> FlaskClient:
    """A browser at the reception."""
    login(client, "reception")
    return client


def member(fair: Fair, name: str, code: str = "D01", **values: Any) -> Registration:
    query = select(Delegation).where(Delegation.code == code, Delegation.event_id == fair.event.id)
    delegation = db.session.scalar(query)
    if delegation is None:
        delegation = Delegation(event_id=fair.event.id, code=code, name=f"Commune {code}")
        db.session.add(delegation)
        db.session.flush()
    person: Registration = fair.person(name, delegation_id=delegation.id, **values)
    fair.badge(person)
    return person


def send(client: FlaskClient, **values: Any) -> TestResponse:
    return client.post(URL, data={"uuid": str(uuid4()), "gate": "G1", **values})


def told(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200
    return re.findall(r'data-told="(\w+)"', answer.text)


def people() -> list[Registration]:
    db.session.rollback()
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def scans() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(Scan)).all())


def test_one_tap_receives_a_changed_delegation(
    desk: FlaskClient, fair: Fair, members: list[Registration]
) -> None:
    first, second, third = (person.id for person in members)
    fields = {f"name-{second}": "Aly SOUMAH", f"sex-{second}": "M", f"phone-{second}": "631000001"}
    more = {"name-new-0": "Binta Bah", "sex-new-0": "F"}

    answer = send(desk, here=[first, third], **fields, **more)

    assert told(answer) == ["success"] * 4
    substitute, added = people()[3:]
    assert (substitute.full_name, substitute.replaces_id) == ("Aly SOUMAH", second)
    assert (substitute.phone, substitute.sex) == ("+224631000001", "M")
    assert (added.full_name, added.source) == ("Binta Bah", "walk_in")
    assert added.delegation_id == substitute.delegation_id == members[0].delegation_id
    assert people()[1].status == "replaced"
    here = {one.registration_id for one in presence.present(fair.event, DAYS[0])}
    assert here == {first, third, substitute.id, added.id}
    new = db.session.scalars(
        select(Badge.number).where(Badge.registration_id.in_([substitute.id, added.id]))
    ).all()
    link = re.search(r'href="(/staff/journees/badges/together.pdf[^"]+)"', answer.text)
    assert link
    assert set(re.findall(r"n=(\d+)", link[1])) == {str(number) for number in new}
    pdf = desk.get(link[1].replace("&amp;", "&"))
    assert (pdf.status_code, pdf.mimetype) == (200, "application/pdf")


def test_the_same_page_twice_is_one_arrival(
    desk: FlaskClient, fair: Fair, members: list[Registration]
) -> None:
    form = {
        "uuid": str(uuid4()),
        "here": [members[0].id],
        f"name-{members[1].id}": "Aly Soumah",
        "name-new-0": "Binta Bah",
    }
    assert told(send(desk, **form)) == told(send(desk, **form)) == ["success"] * 3
    assert (len(people()), scans()) == (5, 3)


def test_everybody_is_here(desk: FlaskClient, fair: Fair, members: list[Registration]) -> None:
    assert told(send(desk, all="y")) == ["success"] * 3
    assert people_here(fair.event) == {members[0].delegation_id: 3}
    assert 'name="here"' not in desk.get(URL).text
    assert '<b class="num">3</b>' in desk.get(LIST).text


def test_one_person_s_trouble_stops_nobody(
    desk: FlaskClient, fair: Fair, members: list[Registration]
) -> None:
    gone = member(fair, "Partie Hier", status="cancelled")
    waiting = member(fair, "Attend Encore", status="waiting")
    ids = [members[0].id, gone.id, waiting.id]
    answer = send(desk, here=ids, **{f"name-{waiting.id}": "Remplace Attente"})
    assert sorted(told(answer)) == ["error", "error", "success"]
    assert f"person={gone.id}" in answer.text
    assert scans() == 2


def test_people_of_others_are_left_alone(
    desk: FlaskClient, fair: Fair, members: list[Registration]
) -> None:
    other = member(fair, "Autre Personne", "D02")
    abroad = member(make_fair(fair.db, "ailleurs"), "Loin Ailleurs")
    ids = [other.id, abroad.id, 2**40, "x", "-1"]
    hostile = {f"name-{other.id}": "Voleur", f"name-{abroad.id}": "Voleuse"}
    assert told(send(desk, here=ids, **hostile)) == []
    assert (len(people()), scans()) == (5, 0)
    assert {p.status for p in people()} == {"confirmed"}


@pytest.mark.parametrize("values", [{"uuid": "x"}, {"gate": "nowhere"}, {"uuid": ""}])
def test_a_form_that_is_not_ours_changes_nothing(desk: FlaskClient, values: dict[str, str]) -> None:
    assert send(desk, all="y", **values).status_code == 400
    assert scans() == 0


def test_more_lines_keep_what_was_ticked_and_typed(
    desk: FlaskClient, members: list[Registration]
) -> None:
    answer = send(desk, do="more", here=[members[0].id], **{"name-new-2": "Binta <b>"})
    assert 'value="Binta &lt;b&gt;"' in answer.text
    assert 'name="name-new-5"' in answer.text
    assert f'value="{members[0].id}" data-is-here checked' in answer.text
    assert scans() == 0


def test_only_the_reception_receives(
    client: FlaskClient, members: list[Registration], login: Login
) -> None:
    login(client, "scanner")
    assert client.get(URL).status_code == 403
    assert send(client, all="y").status_code == 403
    assert scans() == 0


def test_unknown_delegations_are_not_found(desk: FlaskClient) -> None:
    for code in ("D99", "x" * 30, "D01%00"):
        assert desk.get(f"{LIST}{code}").status_code == 404


def test_a_card_leads_to_the_delegation(desk: FlaskClient, members: list[Registration]) -> None:
    assert f'href="{URL}"' in desk.get(f"/desk/journees/?person={members[0].id}").text


def test_the_screen_asks_as_often_for_many(desk: FlaskClient, fair: Fair) -> None:
    counts = []
    for more in (0, 12):
        for number in range(more):
            member(fair, f"Autre Nom{number}")
        with recorded() as seen:
            assert desk.get(URL).status_code == 200
            assert desk.get(LIST).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
