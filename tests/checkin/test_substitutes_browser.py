"""A substitute at the desk in a real Chromium: few keys, few requests, in French and Arabic."""

from __future__ import annotations

import time

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.checkin.models import Scan
from fairapp.core.db import db
from fairapp.registration.models import Registration
from tests.checkin.browsing import PHONE, overflow, sign_in, violations
from tests.checkin.conftest import Fair, make_fair
from tests.conftest import NOW, Login, OpenPage
from tests.services import LiveServer

pytestmark = pytest.mark.browser

CARD = "[data-results] [data-card]"
SEND = "main form[data-once] button:not([type])"


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Fair:
    """A fair whose first day is the server's today."""
    made = make_fair(db_session, days=(NOW.date(),))
    db_session.commit()
    return made


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (1440, 900)])
def test_substitute_is_in_after_three_taps_and_the_name(
    app: Flask,
    live_server: LiveServer,
    fair: Fair,
    login: Login,
    open_page: OpenPage,
    language: str,
    width: int,
    height: int,
) -> None:
    invitee = fair.person("Mariama Diallo")
    db.session.commit()
    page = open_page(width, height, **(PHONE if width < 500 else {}))
    sign_in(page.context, app, live_server, login, "reception")
    page.goto(f"{live_server.url}/desk/journees/?q=mariama&lang={language}")
    documents: list[str] = []
    page.on(
        "request",
        lambda r: documents.append(r.method) if r.resource_type == "document" else None,
    )
    began = time.monotonic()

    page.locator("[data-substitute]").click()
    expect(page.locator("#name")).to_be_focused()
    seen = (violations(page), overflow(page))
    page.keyboard.type("Aminata Barry")
    page.locator("label[for=sex-0]").click()
    page.locator(SEND).click()
    expect(page.locator(CARD)).to_have_count(1)

    # One page to fill in, one to send, one card: and far below the forty seconds it may take.
    assert (documents, seen) == (["GET", "POST", "GET"], ([], 0))
    assert time.monotonic() - began < 40
    db.session.rollback()
    person = db.session.scalars(select(Registration).where(Registration.replaces_id == invitee.id))
    assert page.locator(f"#person-{person.one().id}.is-in").count() == 1
    assert db.session.scalars(select(Scan.is_entry)).all() == [True]
