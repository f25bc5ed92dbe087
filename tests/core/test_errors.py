"""What goes wrong is told in the visitor's language, as JSON below /api/, with a reference for 500.

What such a page shows and where it leads is tested in test_error_pages.py.
"""

from __future__ import annotations

import logging
import re

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from flask_wtf import FlaskForm
from wtforms import StringField

import config
from fairapp import limiter
from fairapp.core.access import public
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.core.i18n import LANGUAGES
from tests.conftest import MakeApp

CODES = (400, 403, 404, 405, 409, 413, 429, 500)


@pytest.fixture(scope="module")
def wrong_app(make_module_app: MakeApp) -> Flask:
    app = make_module_app(PROPAGATE_EXCEPTIONS=False)

    @app.route("/wrong/<int:code>", endpoint="wrong")
    @app.route("/api/wrong/<int:code>", endpoint="wrong")
    @public
    def wrong(code: int) -> str:
        if code == 500:
            raise RuntimeError("a secret of the house")
        abort(code)

    return app


@pytest.fixture
def broken(app: Flask, wrong_app: Flask) -> Flask:
    """An application that goes wrong at `/wrong/<code>` and at `/api/wrong/<code>`."""
    return wrong_app


def heading(page: str) -> str:
    return re.findall(r"<h1>(.+?)</h1>", page)[0]


@pytest.mark.parametrize("code", CODES)
def test_each_error_has_words_of_its_own_in_each_language(broken: Flask, code: int) -> None:
    headings = {}
    for language in LANGUAGES:
        answer = broken.test_client().get(f"/wrong/{code}?lang={language}")
        assert answer.status_code == code
        assert f'<html lang="{language}"' in answer.text
        headings[language] = heading(answer.text)
    assert len(set(headings.values())) == 3, headings


def test_errors_are_told_apart(broken: Flask) -> None:
    client = broken.test_client()
    assert len({heading(client.get(f"/wrong/{code}").text) for code in CODES}) == len(CODES)


@pytest.mark.parametrize("code", CODES)
def test_below_api_an_error_is_problem_json(broken: Flask, code: int) -> None:
    answer = broken.test_client().get(f"/api/wrong/{code}?lang=en")
    assert (answer.status_code, answer.mimetype) == (code, "application/problem+json")
    problem = answer.get_json()
    assert (problem["status"], problem["type"]) == (code, "about:blank")
    assert problem["title"] and problem["code"]
    assert ("reference" in problem) == (code == 500)
    assert "secret" not in answer.text


def test_an_unknown_address_below_api_is_json_too(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nowhere")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_the_reference_on_the_page_stands_in_the_log_beside_its_cause(
    broken: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    client = broken.test_client()
    with caplog.at_level(logging.ERROR):
        pages = [client.get("/wrong/500").text for _ in range(2)]
    references = [re.findall(r"<strong class=\"num\">([0-9A-F]{8})<", page)[0] for page in pages]
    assert references[0] != references[1]
    for reference in references:
        assert f"reference {reference}" in caplog.text
    assert "a secret of the house" in caplog.text


@pytest.mark.parametrize("code", [403, 404, 429])
def test_only_accidents_have_a_reference(broken: Flask, code: int) -> None:
    assert 'class="num"' not in broken.test_client().get(f"/wrong/{code}").text


def test_the_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    answer = client.get("/logout")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].replace(" ", "").split(",")) == {"POST", "OPTIONS"}
    assert answer.mimetype == "text/html"


def test_too_many_requests_say_when_to_come_back(make_app: MakeApp) -> None:
    app = make_app()

    @app.get("/narrow", endpoint="narrow")
    @limiter.limit("1 per minute")
    @public
    def narrow() -> str:
        return ""

    client = app.test_client()
    assert client.get("/narrow").status_code == 200
    answer = client.get("/narrow")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "<h1>" in answer.text


def test_a_body_that_is_too_large_is_refused(client: FlaskClient) -> None:
    answer = client.post("/login", data={"email": "a" * (config.MAX_UPLOAD_BYTES + 1)})
    assert answer.status_code == 413
    assert "8" in answer.text.partition("<h1>")[2]


def test_a_text_among_files_that_is_too_large_is_refused(client: FlaskClient) -> None:
    form = {"email": "a" * 1_100_000, "password": "x"}
    answer = client.post("/login", data=form, content_type="multipart/form-data")
    assert answer.status_code == 413


def test_a_page_that_had_been_open_for_too_long_says_so(make_app: MakeApp) -> None:
    client = make_app(WTF_CSRF_ENABLED=True).test_client()
    answer = client.post("/login?lang=en", data={"email": "a@example.org", "password": "x"})
    assert answer.status_code == 400
    assert heading(answer.text) == "This page had been open for too long"


@pytest.mark.parametrize(
    "url",
    [
        "/e/%00/",
        "/e/kindia%00/",
        "/nowhere%00",
        "/e/kindia/?q=%00",
        "/login?next=%00",
        "/setup?key=%00",
        "/static/css/%00",
        "/p/%00",
        "/b/%00",
        "/e/%ff/",
        "/e/%F0%9F%98%80/",
        "/?lang=%00",
        pytest.param("/e/" + "a" * 5000 + "/", id="long"),
        pytest.param("/static/" + "a" * 5000, id="long name"),
        pytest.param("/static/" + "a/" * 3000, id="long path"),
    ],
)
def test_a_hostile_address_is_the_visitors_fault_and_not_ours(app: Flask, url: str) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert app.test_client().get(url).status_code < 500


@pytest.mark.parametrize("field", ["email", "password", "csrf_token", "unknown"])
def test_a_nul_in_a_form_is_the_visitors_fault_and_not_ours(app: Flask, field: str) -> None:
    """PostgreSQL takes no text that holds one."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    form = {"email": "a@example.org", "password": "x", field: "a\x00b"}
    assert app.test_client().post("/login", data=form).status_code in {400, 422}


# -- refusals -------------------------------------------------------------------------------------


class Sample(Form):
    city = StringField("City")


def test_a_refusal_stands_at_its_field_or_above_the_form(app: Flask) -> None:
    with app.test_request_context(method="POST"):
        form = Sample(meta={"csrf": False})
        assert isinstance(form, FlaskForm)
        form.validate()
        form.add_domain_error(DomainError("x", "There is none.", field="city"))
        form.add_domain_error(DomainError("x", "Not now."))
        form.add_domain_error(DomainError("x", "Not there.", field="nowhere"))
        assert list(form.city.errors) == ["There is none."]
        assert form.form_errors == ["Not now.", "Not there."]
