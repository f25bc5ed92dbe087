"""Pages for what goes wrong: plain words in the visitor's language, and a way on."""

from __future__ import annotations

import re

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.access import public
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from tests.conftest import NOW, MakeApp
from tests.statements import recorded


@pytest.fixture
def broken(make_app: MakeApp, db_session: scoped_session[Session]) -> Flask:
    """An application with `/e/foire/wrong/<code>`, which fails with that code; 0 is an accident."""
    event = Event(
        slug="foire", name=LocalizedText(fr="Foire aux savoirs"), created_at=NOW, published_at=NOW
    )
    db_session.add(event)
    db_session.commit()
    app = make_app(PROPAGATE_EXCEPTIONS=False)

    @app.route("/e/<slug>/wrong/<int:code>", methods=["GET", "POST"], endpoint="wrong")
    @public
    def wrong(event: Event, code: int) -> str:
        if code:
            abort(code)
        raise RuntimeError("a secret of the house")

    return app


@pytest.mark.parametrize("code", [403, 404, 413, 429])
def test_page_says_what_is_wrong_and_leads_on(broken: Flask, code: int) -> None:
    answer = broken.test_client().get(f"/e/foire/wrong/{code}")
    assert answer.status_code == code
    title = re.search(r"<h1>(.+?)</h1>", answer.text)
    assert title is not None
    assert f"<title>{title.group(1)}</title>" in answer.text
    assert 'class="button second" href="/e/foire/"' in answer.text


def test_page_is_in_the_visitors_language(broken: Flask) -> None:
    answer = broken.test_client().get("/e/foire/wrong/404?lang=ar")
    assert '<html lang="ar" dir="rtl">' in answer.text


def test_too_many_attempts_can_be_tried_again_with_the_same_words(broken: Flask) -> None:
    client = broken.test_client()
    assert 'href="/e/foire/wrong/429?q=bah"' in client.get("/e/foire/wrong/429?q=bah").text
    # What was posted must not be lost by a link.
    assert 'href="/e/foire/wrong/429"' not in client.post("/e/foire/wrong/429").text


def test_accident_gives_a_reference_and_no_secret(broken: Flask) -> None:
    answer = broken.test_client().get("/e/foire/wrong/0")
    assert answer.status_code == 500
    assert re.search(r"<strong class=\"num\">[0-9A-F]{8}</strong>", answer.text)
    assert "secret" not in answer.text


def test_page_of_an_accident_asks_nothing_of_the_database(broken: Flask) -> None:
    """For that may be what failed. The view itself asks for its fair, and nothing follows."""
    with broken.app_context(), recorded() as statements:
        assert broken.test_client().get("/e/foire/wrong/0").status_code == 500
    assert [" FROM event " in s.replace("\n", " ") for s in statements] == [True]


def test_unknown_address_outside_a_fair_leads_to_the_start(client: FlaskClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert 'href="/"' in answer.text
