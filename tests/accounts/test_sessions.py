"""Where somebody is signed in: seen, ended, over by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from fairapp.accounts import actions, sessions
from fairapp.accounts.browsers import in_words
from fairapp.accounts.models import Role, StaffSession, User
from fairapp.core import clock
from fairapp.events.models import Event
from tests.accounts.conftest import PASSWORD, MakeUser
from tests.conftest import NOW, Login
from tests.statements import recorded

Db = scoped_session[Session]
TEAM = "/staff/kindia/team"
ANDROID = "Mozilla/5.0 (Linux; Android 11; K) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"


def sign_in(client: FlaskClient, email: str = "a@example.org", agent: str = ANDROID) -> None:
    form = {"email": email, "password": PASSWORD, "remember": "y"}
    answer = client.post("/login", data=form, headers={"User-Agent": agent})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (ANDROID, "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/121.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge, Windows"),
        ("curl/8", ""),
    ],
)
def test_browsers_are_named_as_their_owners_do(agent: str, words: str) -> None:
    assert in_words(agent) == words


def test_a_session_is_a_row_that_holds_no_token(
    client: FlaskClient, db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    make_user("a@example.org", fair, Role.ORGANISER)
    sign_in(client)
    row = db_session.scalars(select(StaffSession)).one()
    assert (row.browser, row.address, row.is_kept) == ("Chrome, Android", "127.0.0.1", True)
    assert (row.begun_at, row.seen_at) == (NOW, NOW)
    with client.session_transaction() as session:
        token = session["_user_id"]
    assert token not in row.digest
    client.post("/logout")
    with client.session_transaction() as session:
        session["_user_id"] = token
    assert client.get(TEAM).status_code == 302, "a cookie that was kept aside is worth nothing"


@pytest.mark.parametrize(
    ("is_kept", "days", "is_in"), [(True, 13, True), (True, 15, False), (False, 2, False)]
)
def test_a_session_that_is_not_used_is_over(
    app: Flask, fair: Event, make_user: MakeUser, is_kept: bool, days: int, is_in: bool
) -> None:
    user = make_user("a@example.org", fair, Role.ORGANISER)
    with app.test_request_context():
        token = sessions.begin(user, is_kept=is_kept, browser="", address="", at=NOW)
        with clock.stopped(NOW + timedelta(days=days)):
            assert (sessions.load_user(token) is not None) == is_in


def test_even_one_that_is_used_is_over_some_day(
    app: Flask, db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    user = make_user("a@example.org", fair, Role.ORGANISER)
    with app.test_request_context():
        token = sessions.begin(user, is_kept=True, browser="", address="", at=NOW)
        db_session.scalars(select(StaffSession)).one().seen_at = NOW + timedelta(days=91)
        with clock.stopped(NOW + timedelta(days=91)):
            assert sessions.load_user(token) is None


def test_looking_at_a_page_notes_seldom_that_somebody_is_there(
    client: FlaskClient, db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    make_user("a@example.org", fair, Role.ORGANISER)
    sign_in(client)
    seen = select(StaffSession.seen_at)
    with clock.stopped(NOW + timedelta(minutes=14)):
        client.get(TEAM)
        assert db_session.scalar(seen) == NOW
        db_session.rollback()
    with clock.stopped(NOW + timedelta(minutes=16)):
        client.get(TEAM)
        assert db_session.scalar(seen) == NOW + timedelta(minutes=16)
        db_session.rollback()
        with recorded() as statements:
            client.get(TEAM)
    assert [text for text in statements if text.startswith("UPDATE")] == []


def test_who_asks_costs_two_reads(
    client: FlaskClient, fair: Event, login: Login, make_user: MakeUser
) -> None:
    """Session, user and second factor at once; then the roles."""
    login(client, "organiser")
    with recorded() as statements:
        client.get("/account/password")
    assert len([text for text in statements if text.startswith("SELECT")]) == 2


def test_ones_own_sessions_are_listed_and_ended(
    app: Flask, client: FlaskClient, fair: Event, make_user: MakeUser
) -> None:
    make_user("a@example.org", fair, Role.ORGANISER)
    other, third = app.test_client(), app.test_client()
    sign_in(client)
    sign_in(other, agent="Firefox Windows")
    sign_in(third, agent="")
    page = client.get("/account?lang=en").text
    assert page.count("Last seen") == 3
    assert "Firefox, Windows" in page and "Unknown browser" in page
    assert page.count("/account/sessions/") == 3, "two others, and all others"
    assert client.post("/account/sessions/2/end").location == "/account"
    assert (client.get(TEAM).status_code, other.get(TEAM).status_code) == (200, 302)
    assert client.post("/account/sessions/1/end").status_code == 404, "for that, one signs out"
    client.post("/account/sessions/end")
    assert (client.get(TEAM).status_code, third.get(TEAM).status_code) == (200, 302)


def test_nobody_ends_or_sees_sessions_of_others_but_an_administrator(
    app: Flask, client: FlaskClient, db_session: Db, fair: Event, make_user: MakeUser, login: Login
) -> None:
    user = make_user("a@example.org", fair, Role.SCANNER)
    sign_in(client)
    boss = app.test_client()
    login(boss, "organiser")
    boss.post("/account/sessions/1/end")
    assert client.get("/account").status_code == 200
    address = f"/staff/accounts/{user.id}/sessions"
    assert boss.get(address).status_code == 403
    login(boss, "administrator")
    assert "Chrome, Android" in boss.get(address).text
    assert boss.get("/staff/accounts/9999/sessions").status_code == 404
    boss.post(address)
    assert client.get("/account").status_code == 302
    assert db_session.scalar(select(func.count()).where(StaffSession.user_id == user.id)) == 0


def test_another_password_ends_all(db_session: Db, fair: Event, make_user: MakeUser) -> None:
    user = make_user("a@example.org", fair, Role.SCANNER)
    sessions.begin(user, is_kept=True, browser="", address="", at=NOW)
    actions.set_password(user, "autre phrase simple", actor=None, at=NOW)
    assert sessions.of_user(user, at=NOW) == []


def test_the_account_page_keeps_name_and_language(
    client: FlaskClient, db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    make_user("a@example.org", fair, Role.SCANNER)
    sign_in(client)
    answer = client.post("/account", data={"name": "", "language": "xx"})
    assert (answer.status_code, 'id="name-error"' in answer.text) == (422, True)
    client.post("/account", data={"name": "M’Mah Soumah", "language": "ar"})
    user = db_session.scalars(select(User)).one()
    assert (user.name, user.language) == ("M’Mah Soumah", "ar")
    assert 'dir="rtl"' in client.get("/account").text
    client.delete_cookie("lang")
    client.post("/logout")
    sign_in(client)
    assert 'dir="rtl"' in client.get("/account").text, "signing in brings the language along"
