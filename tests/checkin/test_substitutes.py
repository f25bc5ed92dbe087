"""Somebody in another's place at the desk: one form, one person, one badge, one entry."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from fairapp.badges.models import Badge
from fairapp.checkin.actions import record_scans
from fairapp.checkin.models import Scan
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.registration.models import Registration
from fairapp.reports.summary import as_dict, summarise
from tests.checkin.conftest import MORNING, Fair, scan
from tests.conftest import Login

pytestmark = pytest.mark.usefixtures("morning", "english")


@pytest.fixture
def desk(client: FlaskClient, fair: Fair, login: Login) -> FlaskClient:
    """A browser at the reception."""
    login(client, "reception")
    return client


def path(invitee: Registration) -> str:
    return f"/desk/journees/people/{invitee.id}/substitute"


def send(client: FlaskClient, invitee: Registration, **values: Any) -> TestResponse:
    form = {"name": "Aïssatou Barry", "sex": "F", "relation": "replaces", **values}
    return client.post(path(invitee), data={"submission_key": str(uuid4()), **form})


def newcomers() -> list[Registration]:
    db.session.rollback()
    query = select(Registration).where(Registration.replaces_id.is_not(None))
    return list(db.session.scalars(query.order_by(Registration.id)))


def test_substitute_is_registered_badged_and_checked_in(desk: FlaskClient, fair: Fair) -> None:
    invitee = fair.person("Mariama Diallo", organisation="ONG Horizon")
    old = fair.badge(invitee)

    answer = send(desk, invitee, phone="631 12 34 56", position="Trésorière")
    page = desk.get(answer.location)

    [person] = newcomers()
    assert (person.full_name, person.sex, person.relation) == ("Aïssatou Barry", "F", "replaces")
    assert (person.replaces_id, person.organisation) == (invitee.id, "ONG Horizon")
    assert (person.phone, person.position) == ("+224631123456", "Trésorière")
    assert db.session.get_one(Registration, invitee.id).status == "replaced"
    assert db.session.get_one(Badge, old.id).revoked_at == MORNING
    entry = db.session.scalars(select(Scan)).one()
    assert (entry.registration_id, entry.is_entry) == (person.id, True)
    number = db.session.scalars(
        select(Badge.number).where(Badge.registration_id == person.id)
    ).one()
    assert f"/staff/journees/badges/{number}" in page.text


def test_invitee_is_a_no_show_and_the_substitute_counts(desk: FlaskClient, fair: Fair) -> None:
    invitee = fair.person("Mariama Diallo", sex="F")
    send(desk, invitee, name="Mamadou Barry", sex="M")

    figures = as_dict(summarise(fair.event))
    assert (figures["unique"], figures["person_days"]) == (1, 1)
    assert (figures["no_show"], figures["no_show_replaced"], figures["substitutes"]) == (1, 1, 1)
    assert figures["by_sex"] == {"F": 0, "M": 1}


def test_old_badge_is_refused_at_the_gate(desk: FlaskClient, fair: Fair) -> None:
    invitee = fair.person("Mariama Diallo")
    old = fair.badge(invitee)
    send(desk, invitee)
    db.session.rollback()

    [outcome] = record_scans(
        fair.event,
        [scan(old)],
        actor=fair.user("scanner"),
        received_at=MORNING,
        sent_at=MORNING,
    )
    assert (outcome.verdict, outcome.reason) == ("refused", "badge_revoked")


def test_whoever_represents_a_guest_of_protocol_is_received(desk: FlaskClient, fair: Fair) -> None:
    invitee = fair.person("Alpha Camara", "officiel", protocol_rank=3)
    assert 'checked id="relation-1"' in desk.get(path(invitee)).text

    send(desk, invitee, relation="represents")

    [person] = newcomers()
    entry = db.session.scalars(select(Scan)).one()
    assert (person.relation, person.protocol_rank, person.category_id) == (
        "represents",
        3,
        invitee.category_id,
    )
    assert (entry.is_entry, bool(entry.override)) == (True, True)


def test_form_sent_twice_is_one_person_and_one_entry(desk: FlaskClient, fair: Fair) -> None:
    invitee, key = fair.person(), str(uuid4())

    first = send(desk, invitee, submission_key=key)
    second = send(desk, invitee, submission_key=key)

    assert first.location == second.location
    assert len(newcomers()) == 1
    assert db.session.scalars(select(func.count(Scan.id))).one() == 1


def test_nobody_is_replaced_twice(desk: FlaskClient, fair: Fair) -> None:
    invitee = fair.person()
    send(desk, invitee)

    answer = send(desk, invitee, name="Sékou Touré")

    assert answer.status_code == 422
    assert "Sékou Touré" in answer.text
    assert [person.full_name for person in newcomers()] == ["Aïssatou Barry"]


@pytest.mark.parametrize("values", [{"name": ""}, {"sex": ""}, {"relation": "buys"}])
def test_form_refuses(desk: FlaskClient, fair: Fair, values: dict[str, str]) -> None:
    invitee = fair.person()
    assert send(desk, invitee, **values).status_code == 422
    assert newcomers() == []
    assert db.session.get_one(Registration, invitee.id).status == "confirmed"


def test_only_the_reception_of_this_fair_replaces(
    client: FlaskClient, fair: Fair, login: Login
) -> None:
    invitee = fair.person()
    login(client, "scanner")
    assert send(client, invitee).status_code == 403
    login(client, "reception")
    assert client.get("/desk/journees/people/999999/substitute").status_code == 404


def test_place_on_offer_is_asked_about_at_the_desk(desk: FlaskClient, fair: Fair) -> None:
    fair.person("Mariama Diallo", status="offered")
    assert "On the waiting list." in desk.get("/desk/journees/?q=mariama").text


def test_card_leads_to_it_unless_the_person_is_in_or_replaced(
    desk: FlaskClient, fair: Fair
) -> None:
    invitee = fair.person("Mariama Diallo")
    assert f'href="{path(invitee)}"' in desk.get("/desk/journees/?q=mariama").text
    person = send(desk, invitee).location.rpartition("=")[2]
    assert f'href="{path(invitee)}"' not in desk.get("/desk/journees/?q=mariama").text
    assert f"people/{person}/substitute" not in desk.get("/desk/journees/?q=barry").text


@pytest.mark.parametrize(
    ("relation", "words"),
    [("represents", "Represents Mariama Diallo"), ("replaces", "Replaces Mariama Diallo")],
)
def test_card_says_for_whom_somebody_comes(
    desk: FlaskClient, fair: Fair, relation: str, words: str
) -> None:
    send(desk, fair.person("Mariama Diallo"), relation=relation)
    assert words in desk.get("/desk/journees/?q=barry").text
    assert "data-stands-for" not in desk.get("/desk/journees/?q=mariama").text


@pytest.mark.parametrize(
    ("answer", "status", "unique", "substitutes"),
    [("", "confirmed", 1, 0), ("cancel", "cancelled", 1, 1)],
)
def test_invitee_who_comes_after_all_has_a_new_badge(
    desk: FlaskClient, fair: Fair, answer: str, status: str, unique: int, substitutes: int
) -> None:
    invitee = fair.person("Mariama Diallo")
    old = fair.badge(invitee)
    person_id = int(send(desk, invitee).location.rpartition("=")[2])
    action = f"/desk/journees/people/{invitee.id}/return"
    assert f'action="{action}"' in desk.get("/desk/journees/?q=mariama").text

    for _twice in range(2):
        assert desk.post(action, data={"substitute": answer}).status_code == 303

    db.session.rollback()
    person = db.session.get_one(Registration, person_id)
    assert db.session.get_one(Registration, invitee.id).status == "confirmed"
    assert (person.status, person.replaces_id is None) == (status, not answer)
    badges = db.session.scalars(
        select(Badge).where(Badge.registration_id == invitee.id).order_by(Badge.id)
    ).all()
    assert [(b.id == old.id, b.revoked_at is None) for b in badges] == [
        (True, False),
        (False, True),
    ]
    undone = select(AuditEntry).where(AuditEntry.action == "substitution.undone")
    assert len(db.session.scalars(undone).all()) == 1
    figures = as_dict(summarise(fair.event))
    assert (figures["unique"], figures["no_show_replaced"], figures["substitutes"]) == (
        unique,
        0,
        substitutes,
    )
