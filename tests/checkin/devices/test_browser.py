"""From the team's screen to the phone in somebody's hand, in a real Chromium."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.db import db
from tests.checkin.browsing import overflow, sign_in, violations
from tests.checkin.conftest import make_fair
from tests.conftest import Login
from tests.services import LiveServer

pytestmark = pytest.mark.browser


def test_a_phone_scans_the_code_and_the_teams_screen_says_that_it_is_enrolled(
    page_phone: Page,
    page_desktop: Page,
    live_server: LiveServer,
    app: Flask,
    db_session: scoped_session[Session],
    login: Login,
) -> None:
    make_fair(db_session)
    db.session.commit()
    team = page_desktop
    sign_in(team.context, app, live_server, login, "organiser")

    team.goto(f"{live_server.url}/staff/journees/devices/new?lang=fr")
    team.fill("#name", "Porte 1")
    team.get_by_role("button", name="Afficher le code").click()
    code = team.locator(".enrolment-code p").inner_text()
    assert violations(team) == []
    assert overflow(team) <= 0

    page_phone.goto(f"{live_server.url}/scan/?lang=fr#e={code}")

    # Nobody touches the team's screen.
    expect(team.locator(".notice.success")).to_be_visible(timeout=30_000)
    expect(page_phone.locator("[data-start]")).to_be_hidden(timeout=15_000)
    team.goto(f"{live_server.url}/staff/journees/devices/")
    expect(team.locator("#device-P1 .pill.ok")).to_be_visible()
    assert violations(team) == []

    # Used once, the code makes no second phone.
    other = page_phone.context.browser
    assert other is not None
    second = other.new_context().new_page()
    second.goto(f"{live_server.url}/scan/?lang=fr#e={code}")
    expect(second.locator("[data-start]")).to_be_visible(timeout=15_000)
    second.context.close()
