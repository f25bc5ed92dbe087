"""Somebody in one's place, from one's own pass."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from fairapp.accounts.models import User
from fairapp.badges.queries import in_force
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Admission, Event
from fairapp.registration import actions
from fairapp.registration.models import Registration, Relation, Status
from fairapp.registration.signups.actions import sign_up
from fairapp.registration.substitution import substitute, undo
from tests.conftest import Client
from tests.registration.people import AT, details, register
from tests.registration.signups.workshops import add_workshop, standings


@pytest.fixture
def visitor(client: Client) -> Client:
    """A phone that is set to English."""
    client.set_cookie("lang", "en")
    return client


@pytest.fixture
def team(fair: Event) -> User:
    """Somebody of the reception."""
    user = User(email="t@example.org", name="Team", password_hash="none", created_at=AT)
    db.session.add(user)
    db.session.flush()
    return user


def send(client: FlaskClient, invitee: Registration, **values: Any) -> TestResponse:
    form = {"name": "Aïssatou Barry", "sex": "F", "relation": "replaces", **values}
    path = f"/p/{invitee.pass_key}/substitute"
    return client.post(path, data={"submission_key": str(uuid4()), **form})


def others(invitee: Registration) -> list[Registration]:
    query = select(Registration).where(Registration.replaces_id == invitee.id)
    return list(db.session.scalars(query.order_by(Registration.id)))


def test_a_place_is_passed_on_with_a_link_to_send(visitor: Client, fair: Event) -> None:
    invitee = register(fair, organisation="ONG Horizon", days=fair.days[:2])
    asked = visitor.get(f"/p/{invitee.pass_key}/substitute")
    assert "the code of this pass will be refused" in asked.text

    answer = send(visitor, invitee, phone="631 12 34 56", position="Trésorière")
    page = visitor.get(answer.location)

    [person] = others(invitee)
    assert (person.full_name, person.sex, person.position) == ("Aïssatou Barry", "F", "Trésorière")
    assert (person.organisation, person.days, person.status) == (
        "ONG Horizon",
        fair.days[:2],
        Status.CONFIRMED,
    )
    assert invitee.status == Status.REPLACED
    assert in_force(invitee) is None and in_force(person) is not None
    link = page.text.partition('href="https://wa.me/224631123456?text=')[2].partition('"')[0]
    assert unquote(link).endswith(f"http://localhost/p/{person.pass_key}")
    for private in (asked, answer, page):
        assert private.headers["Cache-Control"] == "private, no-store"
        assert "noindex" in private.headers["X-Robots-Tag"]


def test_both_passes_say_it(visitor: Client, fair: Event) -> None:
    invitee = register(fair, "Alpha Camara")
    send(visitor, invitee, relation="represents")
    [person] = others(invitee)
    assert "Aïssatou Barry represents you." in visitor.get(f"/p/{invitee.pass_key}").text
    assert "Represents Alpha Camara" in visitor.get(f"/p/{person.pass_key}").text


def test_only_whoever_named_the_substitute_sees_their_pass(visitor: Client, fair: Event) -> None:
    invitee = register(fair)
    send(visitor, invitee)
    [person] = others(invitee)
    sent = f"/p/{invitee.pass_key}/substitute/pass"
    assert person.pass_key in visitor.get(sent).text

    visitor.delete_cookie("passes")
    answer = visitor.get(sent)
    assert (answer.status_code, answer.location) == (303, f"/p/{invitee.pass_key}")
    assert person.pass_key not in visitor.get(f"/p/{invitee.pass_key}").text


def test_a_second_tap_is_one_person_and_nobody_is_replaced_twice(
    visitor: Client, fair: Event
) -> None:
    invitee, key = register(fair), str(uuid4())
    assert [send(visitor, invitee, submission_key=key).status_code for _ in "ab"] == [303, 303]
    answer = send(visitor, invitee, name="Sékou Touré")
    assert answer.status_code == 422 and "Sékou Touré" in answer.text
    assert [person.full_name for person in others(invitee)] == ["Aïssatou Barry"]


@pytest.mark.parametrize(
    "values", [{"name": " "}, {"sex": ""}, {"relation": "buys"}, {"name": "W" * 300}]
)
def test_what_cannot_be_read_changes_nothing(
    visitor: Client, fair: Event, values: dict[str, str]
) -> None:
    invitee = register(fair)
    answer = send(visitor, invitee, phone="631 12 34 56", **values)
    assert answer.status_code == 422 and "631 12 34 56" in answer.text
    assert (invitee.status, others(invitee)) == (Status.CONFIRMED, [])


@pytest.mark.parametrize(
    "status", [Status.WAITING, Status.CANCELLED, Status.DECLINED, Status.REPLACED, Status.MERGED]
)
def test_who_has_no_place_passes_none_on(visitor: Client, fair: Event, status: Status) -> None:
    invitee = register(fair)
    invitee.status = status
    db.session.flush()
    assert visitor.get(f"/p/{invitee.pass_key}/substitute").status_code == 303
    assert send(visitor, invitee).status_code == 422
    assert (invitee.status, others(invitee)) == (status, [])


def test_a_place_given_up_is_for_the_team_alone_to_give(fair: Event, team: User) -> None:
    invitee = register(fair)
    actions.cancel(invitee, actor=None, at=AT)
    with pytest.raises(DomainError) as refused:
        substitute(invitee, details(fair, "Aly"), relation=Relation.REPLACES, actor=None, at=AT)
    assert refused.value.code == "not_replaceable"
    person = substitute(
        invitee,
        details(fair, "Aly"),
        relation=Relation.REPLACES,
        actor=team,
        at=AT,
    )
    assert person.status == Status.CONFIRMED


@pytest.mark.parametrize(
    ("status", "admission", "becomes"),
    [
        (Status.PENDING, Admission.MODERATED, Status.PENDING),
        (Status.OFFERED, Admission.MODERATED, Status.PENDING),
        (Status.OFFERED, Admission.OPEN, Status.CONFIRMED),
        (Status.CONFIRMED, Admission.MODERATED, Status.CONFIRMED),
    ],
)
def test_nobody_gets_further_than_the_person_they_come_for(
    visitor: Client, fair: Event, status: Status, admission: Admission, becomes: Status
) -> None:
    invitee = register(fair)
    invitee.status, invitee.category.admission = status, admission
    db.session.flush()
    send(visitor, invitee)
    assert [person.status for person in others(invitee)] == [becomes]


def test_seats_go_with_the_place_and_come_back_with_the_invitee(
    visitor: Client, fair: Event, team: User
) -> None:
    workshop = add_workshop(fair, capacity=1)
    invitee, next_one = register(fair, "Mariama Diallo"), register(fair, "Sékou Touré")
    for person in (invitee, next_one):
        sign_up(person, workshop, actor=None, at=AT)

    send(visitor, invitee, name="Aly Bah")
    assert standings(workshop) == {"Mariama": "given_up", "Sékou": "waiting", "Aly": "seated"}

    undo(invitee, keeps_substitute=False, actor=team, at=AT)
    assert standings(workshop) == {"Mariama": "seated", "Sékou": "waiting", "Aly": "given_up"}
