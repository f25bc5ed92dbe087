"""The team's pages about questions and persons in Chromium: on phones and desks, by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.questions.queries import asked
from tests.checkin.browsing import overflow, violations
from tests.conftest import OpenPage, SignIn
from tests.registration.people import make_fair, register
from tests.registration.questions.asking import ask, ask_all
from tests.services import LiveServer

pytestmark = pytest.mark.browser

# Wide enough to break a page that does not break words.
LONG = "Nfansoumane" * 10


@pytest.fixture
def pages(live_server: LiveServer, db_session: scoped_session[Session]) -> str:
    fair = make_fair()
    ask_all(fair)
    ask(fair, "ancienne", retired_at=fair.created_at)
    register(fair, f"{LONG} Sow", organisation=LONG, email="m@example.org", precision=LONG)
    db_session.commit()
    return f"{live_server.url}/staff/foire/registrations"


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (1440, 900)])
def test_the_pages_fit_and_are_accessible(
    open_page: OpenPage,
    live_server: LiveServer,
    sign_in: SignIn,
    pages: str,
    width: int,
    height: int,
    language: str,
) -> None:
    page = open_page(width, height)
    sign_in(page, live_server, "organiser")
    page.goto(f"{pages}/people?lang={language}")
    person = page.locator(".people-table tbody a").first.get_attribute("href")
    paths = (
        "people",
        "new",
        "questions/",
        "questions/new",
        "questions/choice",
        "questions/preview",
    )
    addresses = [f"{pages}/{path}" for path in paths]
    for address in (*addresses, f"{live_server.url}{person}", f"{live_server.url}{person}/details"):
        page.goto(address)
        assert overflow(page) == 0, address
        assert violations(page) == [], address


def test_a_question_is_moved_to_the_end_by_one_key(
    page_desktop: Page, live_server: LiveServer, sign_in: SignIn, pages: str
) -> None:
    page = page_desktop
    sign_in(page, live_server, "organiser")
    page.goto(f"{pages}/questions/")
    down = page.locator("form[action$='/text/position'] button[value=down]")
    down.focus()
    for _ in range(3):
        with page.expect_navigation():
            page.keyboard.press("Enter")
        # The focus stays on the button that was pressed, once the page is there.
        expect(down).to_be_focused()
    db.session.rollback()
    fair = db.session.query(Event).one()
    order = [question.code for question in asked(fair)]
    assert order == ["choice", "choices", "number", "text", "file"]


def test_the_settings_of_a_question_follow_its_kind(
    page_phone: Page, live_server: LiveServer, sign_in: SignIn, pages: str
) -> None:
    page = page_phone
    sign_in(page, live_server, "organiser")
    page.goto(f"{pages}/questions/new")
    expect(page.locator("#options")).to_be_hidden()
    page.check("#kind-1")
    expect(page.locator("#options")).to_be_visible()
    expect(page.locator("#minimum")).to_be_hidden()
    page.fill("#label-fr", "Taille ?")
    page.fill("#options-fr", "S\nM")
    page.locator("main form.form .button").first.click()
    expect(page.locator(".seats-rows a", has_text="Taille ?")).to_be_visible()


def test_whoever_may_be_registered_is_hinted_at_while_typing(
    page_desktop: Page, live_server: LiveServer, sign_in: SignIn, pages: str
) -> None:
    page = page_desktop
    fair = db.session.query(Event).one()
    register(fair, "Fatoumata Binta Diallo", phone="632 12 34 56")
    db.session.commit()
    sign_in(page, live_server, "organiser")
    page.goto(f"{pages}/new")
    page.fill("#given_names", "Fatoumata Binta")
    page.fill("#family_name", "Diallo")
    page.fill("#phone", "632123456")
    page.locator("#email").focus()
    expect(page.locator("[data-candidate]")).to_be_visible()
