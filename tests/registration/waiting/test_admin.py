"""The team's page of the waiting list."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.db import db
from fairapp.registration import actions as registrations
from fairapp.registration.models import Registration, Source, Status
from fairapp.registration.waiting import actions
from tests.conftest import NOW, Login
from tests.registration.people import make_fair, register

URL = "/staff/foire/registrations/waiting/"


@pytest.fixture
def waiting(db_session: scoped_session[Session]) -> Registration:
    """Waits at a fair without places."""
    return register(make_fair(capacity=0), "Deux Sow", source=Source.ONLINE)


@pytest.mark.parametrize(
    ("do", "status"),
    [
        ("offer", Status.OFFERED),
        ("let_in", Status.CONFIRMED),
        ("decline", Status.DECLINED),
    ],
)
def test_the_team_decides_out_of_turn_and_takes_it_back(
    client: FlaskClient, waiting: Registration, login: Login, do: str, status: Status
) -> None:
    login(client, "organiser")
    since, url = waiting.status_at, f"{URL}{waiting.id}"
    assert f'data-waiting="{waiting.id}"' in client.get(URL).text
    answer = client.post(url, data={"do": do, "reason": "Salle trop petite"})
    db.session.expire_all()
    assert waiting.status == status
    assert 'value="undo"' in client.get(answer.location).text
    client.post(url, data={"do": "undo", "decided": status})
    db.session.expire_all()
    assert (waiting.status, waiting.status_at) == (Status.WAITING, since)
    assert (waiting.status_reason, waiting.offered_until) == ("", None)


def test_only_what_the_team_decided_and_nothing_has_followed_can_be_taken_back(
    client: FlaskClient, waiting: Registration, login: Login
) -> None:
    """Neither offered on the page, nor possible by its address."""
    login(client, "organiser")
    other = register(waiting.event, "Trois Sow", source=Source.ONLINE)

    def stays(person: Registration) -> None:
        db.session.commit()
        status = person.status
        assert 'value="undo"' not in client.get(f"{URL}?decided={person.id}").text
        for decided in (status, "confirmed"):
            client.post(f"{URL}{person.id}", data={"do": "undo", "decided": decided})
        db.session.expire_all()
        assert person.status == status

    # The fair made the offer; they took it, and gave the place up again.
    waiting.event.capacity = 1
    assert actions.promote(waiting.event, at=NOW) == [waiting]
    stays(waiting)
    actions.accept(waiting, at=NOW)
    stays(waiting)
    registrations.cancel(waiting, actor=None, at=NOW)
    stays(waiting)
    # The place went on, to somebody who then left what was offered.
    assert other.status == Status.OFFERED
    actions.refuse(other, at=NOW)
    stays(other)
    # Entered by the team, never on the list.
    stays(register(waiting.event, "Quatre Sow"))


def test_bad_input_changes_nothing(
    client: FlaskClient, waiting: Registration, login: Login
) -> None:
    login(client, "organiser")
    assert client.post(f"{URL}{waiting.id}", data={"do": "decline"}).status_code == 303
    assert client.post(f"{URL}{waiting.id}", data={"do": "x"}).status_code == 400
    assert client.post(f"{URL}999999", data={"do": "offer"}).status_code == 404
    db.session.expire_all()
    assert waiting.status == Status.WAITING


def test_nobody_waits(
    client: FlaskClient, db_session: scoped_session[Session], login: Login
) -> None:
    make_fair()
    login(client, "organiser")
    assert 'class="empty"' in client.get(URL).text


def test_only_who_manages_registrations(
    client: FlaskClient, waiting: Registration, login: Login
) -> None:
    login(client, "reception")
    assert client.get(URL).status_code == 403
