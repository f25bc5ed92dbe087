"""Signing in with a second factor, and the pages on which it is set up."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session
from werkzeug.test import TestResponse

from fairapp.accounts import actions as accounts
from fairapp.accounts.models import Role
from fairapp.core import clock
from fairapp.events.models import Event
from tests.accounts.conftest import PASSWORD, MakeUser
from tests.accounts.factor.conftest import Phone, set_up
from tests.conftest import NOW, Login

Db = scoped_session[Session]
TEAM = "/staff/kindia/team"
FACTOR = "/account/second-factor"


def give_password(client: FlaskClient, email: str = "a@example.org", **where: str) -> TestResponse:
    form = {"email": email, "password": PASSWORD}
    return client.post("/login?next=" + TEAM, data=form, environ_base=where)


def give_code(client: FlaskClient, code: str, trust: str = "", **where: str) -> TestResponse:
    form = {"code": code} | ({"trust": trust} if trust else {})
    return client.post("/login/code?next=" + TEAM, data=form, environ_base=where)


def test_the_password_alone_opens_nothing(client: FlaskClient, phone: Phone) -> None:
    assert give_password(client).location == f"/login/code?next={TEAM}"
    assert client.get(TEAM).status_code == 302
    assert client.get("/account").status_code == 302
    answer = give_code(client, "000000")
    assert (answer.status_code, 'id="code-error"' in answer.text) == (422, True)
    assert give_code(client, phone.code(NOW)).location == TEAM
    assert client.get(TEAM).status_code == 200


def test_a_code_that_was_seen_is_of_no_use(app: Flask, client: FlaskClient, phone: Phone) -> None:
    give_password(client)
    give_code(client, phone.code(NOW))
    other = app.test_client()
    give_password(other)
    assert give_code(other, phone.code(NOW)).status_code == 422


def test_without_the_password_there_is_nothing_to_guess(client: FlaskClient, phone: Phone) -> None:
    answer = give_code(client, phone.code(NOW))
    assert answer.location.startswith("/login?next=")
    give_password(client)
    with clock.stopped(NOW + timedelta(minutes=11)):
        late = give_code(client, phone.code(NOW + timedelta(minutes=11)))
    assert late.location.startswith("/login?next="), "the password is worth ten minutes"


def test_a_recovery_code_opens_and_few_left_are_told(client: FlaskClient, phone: Phone) -> None:
    for number, code in enumerate(phone.recovery[:7], start=1):
        give_password(client)
        assert give_code(client, code).location == TEAM
        assert ('class="notice warning"' in client.get(TEAM).text) == (number == 7)
        client.post("/logout")


def test_a_browser_that_is_trusted_is_asked_no_code_until_the_password_changes(
    client: FlaskClient, db_session: Db, phone: Phone
) -> None:
    give_password(client)
    give_code(client, phone.code(NOW), trust="y")
    client.post("/logout")
    assert give_password(client).location == TEAM
    client.post("/account/sessions/end")
    client.post("/logout")
    assert give_password(client).location.startswith("/login/code"), "all others signed out"
    later = NOW + timedelta(minutes=1)
    with clock.stopped(later):
        give_code(client, phone.code(later), trust="y")
    accounts.set_password(phone.user, "autre phrase simple", actor=None, at=NOW)
    db_session.commit()
    client.post("/logout")
    form = {"email": "a@example.org", "password": "autre phrase simple"}
    assert client.post("/login", data=form).location.startswith("/login/code")


def test_one_persons_trusted_browser_is_nobody_elses(
    client: FlaskClient, db_session: Db, fair: Event, make_user: MakeUser, phone: Phone
) -> None:
    set_up(db_session, make_user("b@example.org", fair, Role.SCANNER))
    give_password(client)
    give_code(client, phone.code(NOW), trust="y")
    client.post("/logout")
    assert give_password(client, "b@example.org").location.startswith("/login/code")


def test_guessing_codes_stops_and_locks_the_owner_out_nowhere(
    app: Flask, client: FlaskClient, phone: Phone
) -> None:
    give_password(client)
    give_code(client, phone.code(NOW))
    client.post("/logout")
    for place in range(3):
        thief, where = app.test_client(), {"REMOTE_ADDR": f"192.0.2.{place}"}
        give_password(thief, **where)
        answers = [give_code(thief, f"{n:06}", **where).text for n in range(10)]
        assert ("Trop de tentatives" in answers[-1]) == (place > 0), "twenty an hour, wherever"
    later = NOW + timedelta(minutes=1)
    with clock.stopped(later):
        give_password(client)
        assert give_code(client, phone.code(later)).location == TEAM, "the owner's own browser"


def test_it_is_set_up_on_the_account_page(
    app: Flask, client: FlaskClient, fair: Event, make_user: MakeUser
) -> None:
    import pyotp

    user = make_user("a@example.org", fair, Role.ORGANISER)
    other = app.test_client()
    give_password(client)
    give_password(other)
    assert client.post(FACTOR, data={"password": "wrong"}).status_code == 422
    answer = client.post(FACTOR, data={"password": PASSWORD})
    assert answer.location == f"{FACTOR}/confirmation"
    page = client.get(answer.location)
    spelt = re.findall(r'class="slip-password">([A-Z2-7 ]+)<', page.text)[0]
    assert "<svg" in page.text
    assert "otpauth://totp/" in page.text
    assert client.post(answer.location, data={"code": "12"}).status_code == 422
    code = pyotp.TOTP(spelt.replace(" ", "")).at(NOW)
    done = client.post(answer.location, data={"code": code})
    assert done.headers["Cache-Control"] == "no-store"
    recovery = re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", done.text)
    assert len(recovery) == 10
    assert recovery[0] not in client.get(FACTOR).text
    assert client.get(TEAM).status_code == 200
    assert other.get(TEAM).status_code == 302, "it was begun with the password alone"
    assert client.get(f"{FACTOR}/confirmation").location == FACTOR, "the secret is shown no more"
    off = client.post(f"{FACTOR}/removal", data={"password": PASSWORD, "code": recovery[0]})
    assert off.location == "/account"
    assert user.email in client.get("/account").text


def test_a_fair_that_demands_it_leads_there_before_anything_else(
    app: Flask, client: FlaskClient, db_session: Db, fair: Event, make_user: MakeUser, login: Login
) -> None:
    import pyotp

    make_user("a@example.org", fair, Role.ORGANISER)
    gate = app.test_client()
    login(gate, "scanner")
    give_password(client)
    address = f"{TEAM}/second-factor"
    assert client.post(address, data={"demand": "nonsense"}).status_code == 422
    assert client.post(address, data={"demand": "organisers"}).location == TEAM
    for path in (TEAM, "/staff/kindia/", "/desk/kindia/"):
        assert client.get(path).location.startswith(FACTOR)
    assert client.post(TEAM, data={}).location.startswith(FACTOR)
    assert client.get("/account").status_code == 200
    assert gate.get("/scan/kindia/").status_code == 200, "of organisers only"
    led = client.get(f"{TEAM}?a=1").location
    secret_page = client.post(led, data={"password": PASSWORD}).location
    spelt = re.findall(r'class="slip-password">([A-Z2-7 ]+)<', client.get(secret_page).text)[0]
    code = pyotp.TOTP(spelt.replace(" ", "")).at(NOW)
    assert f'href="{TEAM}?a=1"' in client.post(secret_page, data={"code": code}).text
    assert client.get(TEAM).status_code == 200
    client.post(address, data={"demand": "everybody"})
    assert gate.get("/scan/kindia/").location.startswith(FACTOR)
    assert gate.get("/staff/").location == "/staff/kindia/", "which leads there as well"


def test_an_organiser_takes_a_lost_one_off_after_asking(
    client: FlaskClient, db_session: Db, fair: Event, make_user: MakeUser, login: Login
) -> None:
    gate = set_up(db_session, make_user("gate@example.org", fair, Role.SCANNER)).user
    login(client, "organiser")
    address = f"{TEAM}/members/{gate.id}/second-factor"
    assert address in client.get(TEAM).text
    assert client.get(address).status_code == 200
    assert gate.has_factor, "looking takes nothing off"
    assert client.post(address).location == TEAM
    db_session.expire_all()
    assert not gate.has_factor
