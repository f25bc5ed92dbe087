"""Signing in and out, the first organiser, one's own password."""

from __future__ import annotations

import re
from collections.abc import Callable
from http.cookies import SimpleCookie

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session
from werkzeug.test import TestResponse

from fairapp.accounts.actions import setup_key
from fairapp.accounts.models import Role, User
from fairapp.core.i18n import LANGUAGES
from fairapp.events.models import Event
from tests.accounts.conftest import PASSWORD, MakeUser
from tests.conftest import Login, MakeApp

Db = scoped_session[Session]


def sign_in(
    client: FlaskClient, email: str, password: str = PASSWORD, to: str = ""
) -> TestResponse:
    query = {"next": to} if to else None
    form = {"email": email, "password": password, "remember": "y"}
    return client.post("/login", data=form, query_string=query)


def cookies_of(answer: TestResponse) -> SimpleCookie:
    cookies = SimpleCookie()
    for header in answer.headers.getlist("Set-Cookie"):
        cookies.load(header)
    return cookies


# -- signing in -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.ORGANISER, "/staff/kindia/"),
        (Role.RECEPTION, "/desk/kindia/"),
        (Role.SCANNER, "/scan/kindia/"),
        (Role.BADGES, "/staff/kindia/badges"),
        (Role.REPORTS, "/staff/kindia/reports"),
    ],
)
def test_each_role_lands_where_it_works(
    client: FlaskClient, fair: Event, make_user: MakeUser, role: Role, page: str
) -> None:
    make_user("a@example.org", fair, role)
    answer = sign_in(client, "a@example.org")
    assert (answer.status_code, answer.location) == (302, "/staff/")
    answer = client.get("/staff/")
    assert (answer.status_code, answer.location) == (302, page)
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_password_is_told_beside_the_form_and_the_address_kept(
    client: FlaskClient, make_user: MakeUser, language: str
) -> None:
    make_user("a@example.org")
    client.set_cookie("lang", language)
    answers = [sign_in(client, "a@example.org", "wrong"), sign_in(client, "b@example.org")]
    for answer, email in zip(answers, ("a@example.org", "b@example.org"), strict=True):
        assert answer.status_code == 422
        assert f'value="{email}"' in answer.text
        assert "wrong" not in answer.text.partition("<main")[2]
    messages = [re.findall(r'role="alert".*?<li>(.*?)</li>', a.text, re.S) for a in answers]
    assert len(messages[0]) == 1
    assert messages[0] == messages[1], "a known and an unknown address are told the same"


def test_a_wrong_attempt_leaves_a_line_without_the_address(
    app: Flask, make_user: MakeUser, caplog: pytest.LogCaptureFixture
) -> None:
    make_user("a@example.org")
    client = app.test_client()
    for email in ("a@example.org", "nobody@example.org"):
        client.post("/login", data={"email": email, "password": "not this one at all"})
    lines = [r.getMessage() for r in caplog.records if r.name == "fairapp.accounts.attempts"]
    assert len(lines) == 2
    for line in lines:
        assert re.fullmatch(r"sign_in_wrong: account [0-9a-f]{16}, from 127\.0\.0\.1", line)


def test_missing_entries_are_told_at_their_fields(client: FlaskClient) -> None:
    answer = client.post("/login", data={"email": " "})
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text
    assert 'id="password-error"' in answer.text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example.org/",
        "//evil.example.org/staff/",
        "/\\evil.example.org",
        "/\t/evil.example.org",
        "\\\\evil.example.org",
        "javascript:alert(1)",
        "/nowhere",
        "/logout",
        "/login",
        "/account/password/../../..//evil.example.org",
        "staff/",
        "/staff/\r\nSet-Cookie: a=b",
        "http:///evil.example.org",
        "http://[",
        "//\u2100.example.org",
    ],
)
def test_next_leads_nowhere_else(client: FlaskClient, make_user: MakeUser, target: str) -> None:
    make_user("a@example.org")
    answer = sign_in(client, "a@example.org", to=target)
    assert (answer.status_code, answer.location) == (302, "/staff/")


def test_next_leads_back_to_the_page_that_asked(
    client: FlaskClient, fair: Event, make_user: MakeUser
) -> None:
    make_user("a@example.org", fair, Role.ORGANISER)
    answer = client.get("/staff/kindia/team?a=1&b=2")
    assert answer.status_code == 302
    form = {"email": "a@example.org", "password": PASSWORD}
    assert client.post(answer.location, data=form).location == "/staff/kindia/team?a=1&b=2"


def test_signing_in_begins_a_new_session(
    client: FlaskClient, make_user: MakeUser, make_app: MakeApp
) -> None:
    make_user("a@example.org")
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
        session["csrf_token"] = "known to somebody else"
    sign_in(client, "a@example.org")
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != "known to somebody else"
        assert len(session["_user_id"]) == 32, "a token of this session's, and nothing of the user"


def test_session_cookie_lasts_two_weeks_when_wanted_and_is_guarded(
    client: FlaskClient, app: Flask, make_user: MakeUser
) -> None:
    make_user("a@example.org")
    cookie = cookies_of(sign_in(client, "a@example.org"))["session"]
    assert cookie["expires"]
    assert app.permanent_session_lifetime.days == 14
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    form = {"email": "a@example.org", "password": PASSWORD}
    other = cookies_of(app.test_client().post("/login", data=form))["session"]
    assert other["expires"] == ""


def test_cookies_are_secure_behind_https(make_app: MakeApp, make_user: MakeUser) -> None:
    make_user("a@example.org")
    client = make_app(SESSION_COOKIE_SECURE=True).test_client()
    answer = client.post(
        "/login",
        data={"email": "a@example.org", "password": PASSWORD},
        base_url="https://localhost",
    )
    cookies = cookies_of(answer)
    assert {name for name, cookie in cookies.items() if cookie["secure"]} == {
        "session",
        "__Host-device",
    }


def test_who_is_signed_in_is_not_asked_again(
    client: FlaskClient, fair: Event, login: Login
) -> None:
    login(client, "organiser")
    assert client.get("/login").location == "/staff/"
    assert client.get("/login?next=/staff/kindia/team").location == "/staff/kindia/team"


def test_a_closed_account_is_out_at_once(
    client: FlaskClient, db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    user = make_user("a@example.org", fair, Role.ORGANISER)
    sign_in(client, "a@example.org")
    assert client.get("/staff/kindia/team").status_code == 200
    user.disabled_at = user.created_at
    db_session.commit()
    assert client.get("/staff/kindia/team").status_code == 302


def test_signing_out_ends_the_session_and_empties_the_cache(
    client: FlaskClient, fair: Event, login: Login
) -> None:
    login(client, "organiser")
    answer = client.post("/logout")
    assert (answer.status_code, answer.location) == (302, "/login")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert client.get("/staff/kindia/").status_code == 302
    assert client.get("/logout").status_code == 405, "a picture in a page must not sign out"


# -- limits ---------------------------------------------------------------------------------------


def fail(client: FlaskClient, email: str, times: int, address: str = "192.0.2.1") -> list[int]:
    return [
        client.post(
            "/login",
            data={"email": email, "password": "wrong"},
            environ_base={"REMOTE_ADDR": address},
        ).status_code
        for _ in range(times)
    ]


def test_the_eleventh_attempt_waits_and_says_so(client: FlaskClient, make_user: MakeUser) -> None:
    make_user("a@example.org")
    assert fail(client, "a@example.org", 10) == [422] * 10
    answer = client.post(
        "/login",
        data={"email": "A@example.org ", "password": PASSWORD},
        environ_base={"REMOTE_ADDR": "192.0.2.1"},
    )
    assert answer.status_code == 429, "even with the right password, and however it is written"
    assert 0 < int(answer.headers["Retry-After"]) <= 600
    assert 'value="A@example.org"' in answer.text
    assert "10 minutes" in answer.text


def test_hammering_an_account_closes_it_nowhere_else(
    client: FlaskClient, app: Flask, make_user: MakeUser
) -> None:
    make_user("a@example.org")
    make_user("b@example.org")
    fail(client, "a@example.org", 15)
    elsewhere = app.test_client().post(
        "/login",
        data={"email": "a@example.org", "password": PASSWORD},
        environ_base={"REMOTE_ADDR": "192.0.2.2"},
    )
    neighbour = app.test_client().post(
        "/login",
        data={"email": "b@example.org", "password": PASSWORD},
        environ_base={"REMOTE_ADDR": "192.0.2.1"},
    )
    assert (elsewhere.status_code, neighbour.status_code) == (302, 302)


def test_hammering_from_ones_own_network_does_not_lock_a_known_browser_out(
    app: Flask, make_user: MakeUser
) -> None:
    make_user("a@example.org")
    at_home = {"REMOTE_ADDR": "192.0.2.1"}
    form = {"email": "a@example.org", "password": PASSWORD}
    mine, new, stranger = app.test_client(), app.test_client(), app.test_client()
    assert mine.post("/login", data=form, environ_base=at_home).status_code == 302
    mine.post("/logout")
    fail(stranger, "a@example.org", 15)
    assert new.post("/login", data=form, environ_base=at_home).status_code == 429
    assert mine.post("/login", data=form, environ_base=at_home).status_code == 302


def test_a_known_browser_is_counted_too(client: FlaskClient, make_user: MakeUser) -> None:
    make_user("a@example.org")
    sign_in(client, "a@example.org")
    client.post("/logout")
    assert fail(client, "a@example.org", 11) == [422] * 10 + [429]


def test_the_mark_of_a_known_browser_opens_no_other_account(
    client: FlaskClient, app: Flask, make_user: MakeUser
) -> None:
    make_user("a@example.org")
    make_user("b@example.org")
    fail(app.test_client(), "b@example.org", 10, "127.0.0.1")
    sign_in(client, "a@example.org")
    client.post("/logout")
    assert sign_in(client, "b@example.org").status_code == 429
    forged = app.test_client()
    forged.set_cookie("device", "made.up.here")
    assert sign_in(forged, "b@example.org").status_code == 429


def test_one_address_cannot_try_every_account(app: Flask) -> None:
    client = app.test_client()
    answers = [fail(client, f"{n}@example.org", 1)[0] for n in range(201)]
    assert answers == [422] * 200 + [429]


def test_one_network_of_ipv6_is_one_visitor(client: FlaskClient, make_user: MakeUser) -> None:
    make_user("a@example.org")
    answers = [fail(client, "a@example.org", 1, f"2001:db8:1:2::{n:x}")[0] for n in range(11)]
    assert answers == [422] * 10 + [429]
    assert fail(client, "a@example.org", 1, "2001:db8:1:3::1") == [422]


def test_a_right_password_forgets_the_wrong_ones(
    client: FlaskClient, app: Flask, make_user: MakeUser
) -> None:
    make_user("a@example.org")
    for _ in range(3):
        browser = app.test_client()
        assert fail(browser, "a@example.org", 9, "127.0.0.1") == [422] * 9
        assert sign_in(browser, "a@example.org").status_code == 302


# -- the first organiser --------------------------------------------------------------------------


@pytest.fixture
def key(app: Flask) -> str:
    with app.app_context():
        return setup_key()


FIRST = {"name": "Mariama Bah", "email": "mariama@example.org", "password": PASSWORD}


def test_a_stranger_cannot_claim_a_fresh_installation(
    client: FlaskClient, db_session: Db, key: str
) -> None:
    for url in ("/setup", "/setup?key=", "/setup?key=" + key[::-1]):
        assert client.get(url).status_code == 403
        answer = client.post(url, data=FIRST)
        assert answer.status_code == 403
        assert key not in answer.text
    assert db_session.scalar(select(func.count(User.id))) == 0


def test_the_first_organiser_comes_from_nothing_to_a_fair(
    client: FlaskClient, db_session: Db, key: str
) -> None:
    answer = client.post(f"/setup?key={key}", data=FIRST)
    assert (answer.status_code, answer.location) == (302, "/staff/new")
    assert client.get("/staff/new").status_code == 200
    user = db_session.scalars(select(User)).one()
    assert (user.name, user.email, user.is_administrator) == (
        "Mariama Bah",
        "mariama@example.org",
        True,
    )


def test_the_key_is_of_no_more_use_afterwards(
    client: FlaskClient, app: Flask, db_session: Db, key: str
) -> None:
    client.post(f"/setup?key={key}", data=FIRST)
    second = app.test_client().post(f"/setup?key={key}", data={**FIRST, "email": "b@example.org"})
    assert (second.status_code, second.location) == (302, "/login")
    assert db_session.scalar(select(func.count(User.id))) == 1


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    client: FlaskClient, key: str
) -> None:
    form = {"name": "M’Mah <b>", "email": "mariama@", "password": "tr0p"}
    answer = client.post(f"/setup?key={key}", data=form)
    assert answer.status_code == 422
    assert 'value="M’Mah &lt;b&gt;"' in answer.text
    assert 'value="mariama@"' in answer.text
    assert 'id="email-error"' in answer.text
    assert "tr0p" not in answer.text.partition("<main")[2]
    answer = client.post(f"/setup?key={key}", data={**form, "email": "a@example.org"})
    assert 'id="password-error"' in answer.text


def test_sign_in_page_of_an_empty_installation_says_where_to_begin(
    client: FlaskClient, make_user: MakeUser
) -> None:
    assert 'class="notice info"' in client.get("/login").text
    make_user("a@example.org")
    assert 'class="notice info"' not in client.get("/login").text


# -- one's own password ---------------------------------------------------------------------------


def test_own_password_signs_out_every_other_device(
    app: Flask, make_fair: Callable[[str], Event], make_user: MakeUser
) -> None:
    make_user("a@example.org", make_fair("kindia"), Role.ORGANISER)
    here, there = app.test_client(), app.test_client()
    sign_in(here, "a@example.org")
    sign_in(there, "a@example.org")
    form = {"current": PASSWORD, "password": "autre phrase simple"}
    assert here.post("/account/password", data=form).status_code == 302
    assert here.get("/staff/kindia/team").status_code == 200
    assert there.get("/staff/kindia/team").status_code == 302
    assert sign_in(there, "a@example.org").status_code == 422
    assert sign_in(there, "a@example.org", "autre phrase simple").status_code == 302


def test_own_password_is_asked_for_first(
    client: FlaskClient, fair: Event, make_user: MakeUser
) -> None:
    make_user("a@example.org", fair, Role.SCANNER)
    sign_in(client, "a@example.org")
    form = {"current": "wrong", "password": "autre phrase simple"}
    answer = client.post("/account/password", data=form)
    assert answer.status_code == 422
    assert 'id="current-error"' in answer.text
    answers = [client.post("/account/password", data=form).status_code for _ in range(10)]
    assert answers[-1] == 429, "an open session is no place to guess the password either"
