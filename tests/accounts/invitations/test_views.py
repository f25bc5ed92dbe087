"""Inviting on the team's page, and the page behind the link."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.accounts.models import User
from fairapp.core.messages import Message
from fairapp.events.models import Event
from tests.accounts.conftest import PASSWORD, MakeUser
from tests.conftest import Login

Db = scoped_session[Session]
TEAM = "/staff/kindia/team"
FORM = {"name": "M’Mah Soumah", "email": "", "roles": ["scanner"], "language": "fr"}
ACCOUNT = {"name": "M’Mah S.", "email": "mmah@example.org", "password": PASSWORD}


def invite(client: FlaskClient, **changes: object) -> str:
    answer = client.post(TEAM, data=FORM | changes)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    return path_in(answer.text)


def path_in(page: str) -> str:
    return re.findall(r'value="http://localhost(/i/[\w-]{32})"', page)[0]


def test_a_link_for_somebody_without_email_makes_an_account_that_works(
    app: Flask, client: FlaskClient, fair: Event, login: Login
) -> None:
    login(client, "organiser")
    path = invite(client)
    assert path not in client.get(TEAM).text, "shown once"
    phone = app.test_client()
    page = phone.get(path)
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "no-referrer")
    assert 'value="M’Mah Soumah"' in page.text
    short = phone.post(path, data=ACCOUNT | {"password": "court"})
    assert (short.status_code, 'id="password-error"' in short.text) == (422, True)
    assert 'value="mmah@example.org"' in short.text
    assert phone.post(path, data=ACCOUNT).location == "/staff/"
    assert phone.get("/staff/").location == "/scan/kindia/"
    assert app.test_client().get(path).status_code == 410
    assert "M’Mah S." in client.get(TEAM).text


def test_an_address_with_an_account_is_led_to_the_sign_in_page_and_back(
    app: Flask, client: FlaskClient, db_session: Db, fair: Event, login: Login, make_user: MakeUser
) -> None:
    known = make_user("mmah@example.org")
    login(client, "organiser")
    path = invite(client, email="mmah@example.org")
    phone = app.test_client()
    assert phone.get(path).status_code == 200, "as for anybody"
    answer = phone.post(path, data=ACCOUNT | {"password": "autre phrase simple"})
    assert answer.location == f"/login?next={path}"
    wrong = phone.post(answer.location, data=ACCOUNT | {"password": "autre phrase simple"})
    assert wrong.status_code == 422, "the link gave the account no other password"
    assert phone.post(answer.location, data=ACCOUNT).location == path
    assert known.roles_at(fair) == set(), "nothing happens without being asked"
    assert phone.get(path).status_code == 200
    assert phone.post(path).location == "/staff/kindia/"
    db_session.expire_all()
    assert known.roles_at(fair) == {"scanner"}


def test_the_address_that_was_invited_cannot_be_swapped(
    app: Flask, client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    login(client, "organiser")
    path = invite(client, email="mmah@example.org")
    app.test_client().post(path, data=ACCOUNT | {"email": "thief@example.org"})
    emails = db_session.scalars(select(User.email).order_by(User.id)).all()
    assert emails[-1] == "mmah@example.org"


def test_somebody_else_who_is_signed_in_is_told_whose_it_is(
    client: FlaskClient, fair: Event, login: Login
) -> None:
    login(client, "organiser")
    path = invite(client, email="mmah@example.org")
    answer = client.post(path)
    assert answer.status_code == 422
    assert "mmah@example.org" in answer.text


def test_invitations_are_listed_renewed_and_withdrawn(
    app: Flask, client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    login(client, "organiser")
    path = invite(client, email="mmah@example.org")
    page = client.get(f"{TEAM}?lang=en").text
    assert "M’Mah Soumah" in page and "waiting" in page
    one = f"{TEAM}/invitations/1"
    assert client.get(one).status_code == 200
    newer = path_in(client.post(one, data={"do": "renew"}).text)
    assert app.test_client().get(path).status_code == 410
    assert app.test_client().get(newer).status_code == 200
    assert len(db_session.scalars(select(Message)).all()) == 2
    assert client.post(one, data={"do": "withdraw"}).location == TEAM
    assert app.test_client().get(newer).status_code == 410
    assert client.post(one, data={"do": "renew"}).status_code == 422
    assert "withdrawn" in client.get(f"{TEAM}?lang=en").text


def test_an_invitation_of_another_fair_is_not_there(
    client: FlaskClient, fair: Event, login: Login, make_fair: object
) -> None:
    login(client, "organiser")
    invite(client)
    make_fair("labe")  # type: ignore[operator]
    login(client, "organiser", slug="labe")
    assert client.get("/staff/labe/team/invitations/1").status_code == 404
    assert client.get(f"{TEAM}/invitations/1").status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"email": "x"}, "email"),
        ({"roles": []}, "roles"),
        ({"roles": ["emperor"]}, "roles"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    client: FlaskClient, fair: Event, login: Login, changes: dict[str, object], field: str
) -> None:
    login(client, "organiser")
    answer = client.post(TEAM, data=FORM | changes)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


def test_the_outbox_shows_no_link(client: FlaskClient, fair: Event, login: Login) -> None:
    login(client, "organiser")
    path = invite(client, email="mmah@example.org")
    letter = client.get("/staff/kindia/registrations/messages/1").text
    assert "/i/…" in letter
    assert path not in letter


def test_a_reader_sees_who_is_invited_and_no_addresses_of_theirs_to_open(
    client: FlaskClient, fair: Event, login: Login
) -> None:
    login(client, "organiser")
    invite(client)
    login(client, "reader")
    assert client.get(f"{TEAM}/invitations/1").status_code == 200
    assert client.post(f"{TEAM}/invitations/1", data={"do": "renew"}).status_code == 403
