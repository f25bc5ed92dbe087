"""What browsers are told with every answer, and how cookies are kept."""

from __future__ import annotations

import pytest
from flask import Flask, Response

from fairapp.core import cookies
from fairapp.core.access import public
from tests.conftest import MakeApp

PLACES = ("/login", "/healthz", "/static/css/nothing.css", "/nowhere", "/api/v1/nowhere")


@pytest.mark.parametrize("path", PLACES)
def test_every_answer_says_what_may_run_and_that_kinds_are_not_guessed(
    app: Flask, path: str
) -> None:
    headers = app.test_client().get(path).headers
    rules = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("path", PLACES)
def test_browsers_hold_to_https_where_the_fair_has_it(make_app: MakeApp, path: str) -> None:
    app = make_app(PUBLIC_URL="https://foire.example.org")
    header = app.test_client().get(path).headers["Strict-Transport-Security"]
    seconds, subdomains = header.split("; ")
    assert int(seconds.removeprefix("max-age=")) >= 365 * 24 * 3600
    assert subdomains == "includeSubDomains"


@pytest.mark.parametrize(
    "settings",
    [
        {"PUBLIC_URL": ""},
        {"PUBLIC_URL": "http://foire.example.org"},
        {"PUBLIC_URL": "https://foire.example.org", "LAN_URL": "https://192.168.8.2:8443"},
    ],
)
def test_an_address_of_this_network_alone_promises_nothing(
    make_app: MakeApp, settings: dict[str, str]
) -> None:
    app = make_app(**settings)
    assert "Strict-Transport-Security" not in app.test_client().get("/login").headers


@pytest.mark.parametrize("path", PLACES)
def test_trace_is_no_method_here(app: Flask, path: str) -> None:
    answer = app.test_client().open(path, method="TRACE", headers={"X-Secret": "much"})
    assert answer.status_code in (404, 405)
    assert "much" not in answer.text


@pytest.fixture
def remembering(make_app: MakeApp) -> Flask:
    app = make_app()

    @app.get("/remember/<value>")
    @public
    def remember(value: str) -> Response:
        response = Response(cookies.remembered("colour"))
        cookies.remember(response, "colour", value, seconds=60)
        return response

    return app


def test_what_came_by_https_is_kept_for_this_host_and_https_alone(remembering: Flask) -> None:
    client = remembering.test_client()
    cookie = client.get("/remember/green", base_url="https://localhost").headers["Set-Cookie"]
    parts = cookie.split("; ")
    assert parts[0] == "__Host-colour=green"
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=60"} <= set(parts)
    assert "Domain" not in cookie
    assert client.get("/remember/red", base_url="https://localhost").text == "green"


def test_without_https_a_cookie_is_kept_too(remembering: Flask) -> None:
    client = remembering.test_client()
    parts = client.get("/remember/green").headers["Set-Cookie"].split("; ")
    assert parts[0] == "colour=green"
    assert "Secure" not in parts
    assert "HttpOnly" in parts
    assert client.get("/remember/red").text == "green"


def test_a_plain_cookie_says_nothing_to_a_page_over_https(remembering: Flask) -> None:
    client = remembering.test_client()
    client.get("/remember/green")
    assert client.get("/remember/red", base_url="https://localhost").text == ""


def test_who_is_refused_leaves_a_line(make_app: MakeApp, caplog: pytest.LogCaptureFixture) -> None:
    app = make_app()
    app.add_url_rule("/nobodys\n", "nobodys", lambda: "")  # declares nothing: open to nobody
    assert app.test_client().get("/nobodys%0A").status_code == 403
    (record,) = [r for r in caplog.records if r.name == "fairapp.core.errors"]
    # One line, whatever the address holds.
    assert record.getMessage() == "403 for 127.0.0.1: GET '/nobodys\\n'"
