"""From the code at the door to the team's page, in a real browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.core.db import db
from fairapp.registration.signups import actions as signups
from tests.checkin.browsing import PHONE, overflow, violations
from tests.conftest import NOW, OpenPage, SignIn
from tests.registration.feedback.judging import door, say, stored
from tests.registration.people import AT, make_fair, register
from tests.registration.signups.workshops import add_workshop
from tests.services import LiveServer

pytestmark = pytest.mark.browser

# Wide enough to break a page that does not break words.
LONG = "Nfansoumane" * 10


def test_an_opinion_by_keyboard_in_arabic_reaches_the_team(
    open_page: OpenPage,
    live_server: LiveServer,
    db_session: scoped_session[DbSession],
    sign_in: SignIn,
) -> None:
    fair = make_fair()
    workshop, person = add_workshop(fair), register(fair, f"Mariama {LONG}")
    signups.sign_up(person, workshop, actor=None, at=AT - timedelta(days=1))
    workshop.starts_at = NOW - timedelta(hours=1)
    for number, rating in enumerate((5, 4, 2)):
        say(fair, register(fair, f"Bountou Sow{number}"), rating, words=LONG, at=NOW)
    address = f"{live_server.url}{door(fair)}"
    db.session.commit()

    phone = open_page(360, 740, java_script_enabled=False, **PHONE)
    phone.goto(f"{address}&lang=ar")
    phone.locator("#rating-0").focus()
    for key in ("Space", "ArrowDown", "ArrowDown", "ArrowDown"):
        phone.keyboard.press(key)
    phone.keyboard.press("Tab")
    phone.keyboard.type("رائع")
    phone.keyboard.press("Enter")
    expect(phone.locator(".notice.success")).to_be_visible()
    expect(phone.locator("#rating-3")).to_be_checked()
    db.session.rollback()
    assert stored()[3:] == [("J1-05", 4, "رائع", False)]

    results = f"{live_server.url}/staff/foire/programme/opinions/"
    own = f"{live_server.url}/p/{person.pass_key}/opinion"
    found = {}
    for width, height, language in ((360, 740, "ar"), (1440, 900, "fr")):
        page = open_page(width, height)
        for url in (address, f"{own}s", f"{own}/J1-05", own):
            page.goto(f"{url}{'&' if '?' in url else '?'}lang={language}")
            found[url, language] = (violations(page), overflow(page))
        sign_in(page, live_server, "programme")
        for url in (results, f"{results}sessions/J1-05", f"{results}doors"):
            page.goto(f"{url}?lang={language}")
            found[url, language] = (violations(page), overflow(page))
        expect(page.locator("h1")).to_be_visible()
    assert found == dict.fromkeys(found, ([], 0))

    # Hidden and taken back, by what the page offers.
    page.goto(f"{results}sessions/J1-05?lang=fr")
    said = page.locator(".said").first.locator("li")
    expect(said).to_have_count(4)
    said.filter(has_text="رائع").locator("button").press("Enter")
    expect(page.locator(".said").first.locator("li")).to_have_count(3)
    page.locator(".notice button").press("Enter")
    expect(page.locator(".said").first.locator("li")).to_have_count(4)
