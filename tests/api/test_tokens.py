"""What a token lets in, for how long, and what the team sees of it."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session
from werkzeug.routing.converters import NumberConverter

from fairapp.api import actions, rules, throttle
from fairapp.api.models import ApiToken
from fairapp.api.rules import Scope
from fairapp.core import clock
from fairapp.core.access import access_of
from fairapp.core.audit import AuditEntry, Program
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from tests.api.conftest import EVENTS, Programs
from tests.conftest import NOW, Login, MakeApp
from tests.registration.people import make_fair, register

Db = scoped_session[Session]
TEAM = Program("Mariama")


def operations(app: Flask) -> list[tuple[str, str, str]]:
    """Method, endpoint and scope of every operation."""
    with app.app_context():
        found = [
            (method, rule.endpoint, str(access.scope))
            for rule in app.url_map.iter_rules()
            if (access := access_of(rule.endpoint)) and access.scope
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        ]
    assert len(found) == 15
    return found


def address(app: Flask, endpoint: str, slug: str) -> str:
    rule = next(iter(app.url_map.iter_rules(endpoint)))
    values: dict[str, object] = {"slug": slug}
    for name, converter in rule._converters.items():
        values.setdefault(name, 987654 if isinstance(converter, NumberConverter) else "K7M4QX")
    return app.url_map.bind("localhost").build(endpoint, values, append_unknown=False)


@pytest.mark.parametrize("scope", list(Scope))
def test_a_scope_opens_its_operations_and_no_other(
    app: Flask, program: Programs, scope: Scope
) -> None:
    asked = program(scope)
    wrong = []
    for method, endpoint, needed in operations(app):
        status = asked.ask(method, address(app, endpoint, "foire"), json={}).status_code
        if (status == 403) != (needed != scope):
            wrong.append((method, endpoint, status))
    assert wrong == []


def test_no_token_opens_anything_of_another_fair(
    app: Flask, db_session: Db, program: Programs
) -> None:
    """It is told the same of a fair that is there and of one that is not."""
    asked = program()
    make_fair("autre")
    db_session.commit()
    opened = []
    for method, endpoint, _scope in operations(app):
        if endpoint != "api.list_events":
            there = asked.ask(method, address(app, endpoint, "autre"), json={})
            nowhere = asked.ask(method, address(app, endpoint, "nulle-part"), json={})
            if there.status_code != 404 or there.get_json() != nowhere.get_json():
                opened.append((method, endpoint, there.status_code))
    assert opened == []
    assert [one["slug"] for one in asked.get(EVENTS).get_json()["items"]] == ["foire"]


@pytest.mark.parametrize("role", ["organiser", "administrator"])
def test_a_cookie_opens_nothing(
    app: Flask, make_app: MakeApp, fair: Event, login: Login, role: str
) -> None:
    app = make_app(WTF_CSRF_ENABLED=True)
    client = app.test_client()
    login(client, role)
    for method, endpoint, _scope in operations(app):
        answer = client.open(address(app, endpoint, "foire"), method=method, json={})
        assert (answer.status_code, answer.get_json()["code"]) == (401, "unauthorized")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_no_page_is_opened_by_a_token(app: Flask, program: Programs) -> None:
    bearing = {"Authorization": f"Bearer {program().token}"}
    answer = app.test_client().get("/staff/foire/tokens/", headers=bearing)
    assert answer.status_code == 302


def test_a_token_is_over_at_its_end_and_revoked_at_once(
    app: Flask, db_session: Db, program: Programs
) -> None:
    brief, lasting = program(life=timedelta(hours=1)), program()
    assert brief.get().status_code == lasting.get().status_code == 200
    with clock.stopped(NOW + timedelta(hours=1)):
        refusal = brief.get(headers={"Accept-Language": "fr-FR,fr;q=0.9"})
    assert (refusal.status_code, refusal.get_json()["code"]) == (401, "token_expired")
    assert refusal.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    token = db_session.scalars(select(ApiToken).order_by(ApiToken.id.desc())).first()
    assert token is not None
    actions.revoke(token, actor=TEAM, at=NOW)
    db_session.commit()
    assert lasting.get().get_json()["code"] == "token_revoked"


@pytest.mark.parametrize("text", ["", "fairapp_", "x" * 50, "fairapp_" + "0" * 42, "é", "\x7f"])
def test_what_is_no_token_is_not_known(client: FlaskClient, fair: Event, text: str) -> None:
    answer = client.get(EVENTS, headers={"Authorization": f"Bearer {text}"})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "token_unknown")


def test_tokens_are_known_by_sight_and_by_their_check_sum() -> None:
    tokens = {rules.new_token() for _ in range(200)}
    assert len(tokens) == 200
    for token in tokens:
        assert re.fullmatch(r"fairapp_[0-9A-Za-z]{42}", token)
        assert rules.is_token(token)
        wrong = "a" if token[20] != "a" else "b"
        assert not rules.is_token(f"{token[:20]}{wrong}{token[21:]}")


def test_when_it_was_used_is_noted_seldom_and_by_reading_too(
    app: Flask, db_session: Db, program: Programs
) -> None:
    asked, token = program(), db_session.scalars(select(ApiToken))

    def last() -> object:
        db_session.expire_all()
        return db_session.scalars(select(ApiToken.last_used_at)).one()

    assert token.one().last_used_at is None
    asked.get()
    assert last() == NOW
    with clock.stopped(NOW + timedelta(minutes=4)):
        asked.get()
    assert last() == NOW
    with clock.stopped(NOW + timedelta(minutes=5)):
        asked.post("/registrations", {"sex": "F"})  # refused, and rolled back
        asked.get()
    assert last() == NOW + timedelta(minutes=5)


def test_a_token_is_stored_as_its_digest_and_logged_nowhere(
    app: Flask, db_session: Db, program: Programs, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asked = program()
    asked.get()
    asked.post("/registrations", {"sex": "F"})
    asked.get("/nowhere")
    rows = [
        str(dict(row._mapping))
        for table in (ApiToken.__table__, AuditEntry.__table__)
        for row in db_session.execute(select(table))
    ]
    assert rules.digest(asked.token) in "".join(rows)
    assert asked.token not in "".join(rows)
    assert asked.token not in caplog.text


def test_so_many_requests_a_minute_and_no_more(
    app: Flask, program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = program(), program()
    first = one.get()
    assert first.headers["RateLimit-Policy"] == '"minute";q=300;w=60'
    assert re.fullmatch(r'"minute";r=299;t=\d+', first.headers["RateLimit"])
    # What is dear counts for more.
    for _ in range(9):
        assert one.get("/figures").status_code == 200
    while (answer := one.get()).status_code == 200:
        pass
    assert answer.get_json()["code"] == "too_many_requests"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["RateLimit"].startswith('"minute";r=0;')
    assert other.get().status_code == 200


def test_a_limiter_that_is_away_turns_nobody_away(
    app: Flask, program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object, **_kwargs: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(type(throttle.limiter.limiter), "hit", away)
    answer = program().get()
    assert answer.status_code == 200
    assert "RateLimit" not in answer.headers


def test_refusals_of_a_token(db_session: Db, fair: Event) -> None:
    def refusal(name: str, until: timedelta) -> str:
        with pytest.raises(DomainError) as refused:
            actions.make(fair, name, [Scope.READ_EVENT], until=NOW + until, actor=TEAM, at=NOW)
        return refused.value.code

    day = timedelta(days=1)
    actions.make(fair, "Site", [Scope.READ_EVENT], until=NOW + 365 * day, actor=TEAM, at=NOW)
    assert refusal("Site", day) == "name_taken"
    assert refusal("Autre", -day) == "until_past"
    assert refusal("Autre", 367 * day) == "until_far"
    entries = list(db_session.scalars(select(AuditEntry)))
    assert [(e.action, e.actor_name, e.details["name"]) for e in entries] == [
        ("token.made", "Mariama", "Site")
    ]


def test_errors_are_problems_in_the_language_of_the_program(
    app: Flask, program: Programs, client: FlaskClient
) -> None:
    asked = program()
    said = {}
    for language in ("fr", "en", "ar", "de"):
        answer = asked.get("/nowhere", headers={"Accept-Language": language})
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
        said[language] = answer.get_json()["title"]
    assert said["en"] == "There is nothing at this address."
    assert said["de"] == said["fr"]
    assert len(set(said.values())) == 3
    wrong = asked.ask("DELETE", "/registrations")
    assert (wrong.status_code, wrong.get_json()["code"]) == (405, "method_not_allowed")
    assert "GET" in wrong.headers["Allow"]
    key = {"Idempotency-Key": "1"}
    text = asked.ask("POST", "/registrations", data="a=1", headers=key)
    assert (text.status_code, text.get_json()["code"]) == (415, "not_json")
    kind = {"content_type": "application/json", "headers": key}
    broken = asked.ask("POST", "/registrations", data="{", **kind)
    assert (broken.status_code, broken.get_json()["code"]) == (400, "malformed")
    deep = asked.ask("POST", "/registrations", data="[" * 30_000, **kind)
    assert deep.status_code == 400
    long = asked.ask("POST", "/registrations", data=" " * 70_000, **kind)
    assert (long.status_code, long.get_json()["code"]) == (413, "too_large")


def test_no_other_site_is_let_in_by_a_browser(program: Programs) -> None:
    answer = program().get(headers={"Origin": "https://evil.example.org"})
    assert not [name for name in dict(answer.headers) if name.startswith("Access-Control")]
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_team_makes_a_token_sees_it_once_and_revokes_it(
    client: FlaskClient, fair: Event, login: Login, db_session: Db
) -> None:
    register(fair)
    login(client, "organiser")
    at = "/staff/foire/tokens/"
    assert "Let a program in" in client.get(f"{at}?lang=en").text
    form = {"name": "Site du ministère", "scopes": ["event:read"], "until": "2027-01-31"}
    made = client.post(f"{at}new", data=form)
    [token] = re.findall(r"fairapp_\w{42}(?=</code>)", made.text)
    assert made.headers["Cache-Control"] == "private, no-store"
    assert client.get(EVENTS, headers={"Authorization": f"Bearer {token}"}).status_code == 200
    page = client.get(at).text
    assert "Site du ministère" in page and token not in page
    again = client.post(f"{at}new", data=form)  # the page reloaded
    assert again.status_code == 422 and "fairapp_" not in again.text
    row = db_session.scalars(select(ApiToken)).one()
    assert row.expires_at == datetime(2027, 2, 1, tzinfo=UTC)
    assert client.post(f"{at}{row.id}/revocation").status_code == 303
    assert client.get(EVENTS, headers={"Authorization": f"Bearer {token}"}).status_code == 401


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("name", ""), ("name", "x" * 81), ("scopes", []), ("scopes", ["all"]), ("until", "")),
        *(("until", "2026-01-01"), ("until", "2028-01-01"), ("until", "9999-12-31")),
    ],
)
def test_a_token_that_cannot_be_is_refused_on_its_field(
    client: FlaskClient, fair: Event, login: Login, db_session: Db, field: str, value: object
) -> None:
    login(client, "organiser")
    form = {"name": "Site", "scopes": ["event:read"], "until": "2027-01-31", field: value}
    answer = client.post("/staff/foire/tokens/new", data=form)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert db_session.scalars(select(ApiToken)).all() == []
