"""The team's page of the waiting list."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.db import db
from fairapp.registration.models import Registration, Source, Status
from tests.conftest import Login
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
