"""Life with a pass, on a phone: corrected and given up; and a place that passes on to who waits."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.db import db
from fairapp.registration.models import Registration
from tests.checkin.browsing import PHONE
from tests.conftest import OpenPage
from tests.registration.people import make_fair
from tests.services import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("language", ["fr", "ar"])]

PASS = re.compile(r"/p/[\w-]+$")
SEND = "main form[data-once] button:not([type])"


def register_on(page: Page, server: LiveServer, language: str, name: str) -> None:
    """With one name and no e-mail; ends on the pass."""
    page.goto(f"{server.url}/e/foire/register?lang={language}")
    page.fill("#given_names", name)
    page.check("#sex-0")
    page.select_option("#category", "ong")
    page.select_option("#place", "CKY-RATOMA")
    page.locator(SEND).click()
    expect(page).to_have_url(PASS)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("h1")).to_have_text(name)


def give_up(page: Page) -> None:
    page.locator("main a[href$='/cancellation']").click()
    page.locator("main form button").click()
    expect(page.locator(".pass-state .pill.bad")).to_be_visible()
    expect(page.locator(".pass-qr")).to_have_count(0)


def test_somebody_with_one_name_registers_corrects_cancels_and_comes_all_the_same(
    page_phone: Page, live_server: LiveServer, db_session: scoped_session[Session], language: str
) -> None:
    make_fair()
    db_session.commit()
    page = page_phone
    register_on(page, live_server, language, "Doussouba")
    expect(page.locator("main .pass-state")).to_have_count(0)
    page.locator("main a[href$='/details']").click()
    expect(page.locator("#given_names")).to_have_value("Doussouba")
    page.fill("#given_names", "دوسوبا")
    page.fill("#organisation", "Coopérative de Sanoyah")
    page.locator(SEND).click()
    expect(page).to_have_url(PASS)
    expect(page.locator("h1")).to_have_text("دوسوبا")
    expect(page.locator(".notice.success")).to_be_visible()

    give_up(page)
    page.locator("main form button").click()
    expect(page.locator(".pass-qr svg")).to_be_visible()
    person = db.session.query(Registration).one()
    assert (person.full_name, person.email) == ("دوسوبا", "")
    assert (person.status, person.organisation) == ("confirmed", "Coopérative de Sanoyah")


@pytest.mark.both_engines
def test_a_place_given_up_passes_on_to_whoever_waits(
    open_page: OpenPage,
    live_server: LiveServer,
    db_session: scoped_session[Session],
    language: str,
) -> None:
    make_fair(capacity=1)
    db_session.commit()
    holder, waiting = open_page(360, 740, **PHONE), open_page(360, 740, **PHONE)
    register_on(holder, live_server, language, "Aissatou")
    register_on(waiting, live_server, language, "Bountouraby")
    expect(waiting.locator(".pass-state .pill.warn")).to_be_visible()
    give_up(holder)

    waiting.reload()
    expect(waiting.locator(".pass-state .pill.info")).to_be_visible()
    waiting.locator("main form[action$='/acceptance'] button").click()
    expect(waiting.locator(".pass-state")).to_have_count(0)
    expect(waiting.locator(".pass-qr svg")).to_be_visible()

    # Whoever gave it up and wants it back now waits in turn.
    holder.locator("main form button").click()
    expect(holder.locator(".pass-state .pill.warn")).to_be_visible()
    found = db.session.query(Registration).order_by(Registration.id)
    assert [person.status for person in found] == ["waiting", "confirmed"]
