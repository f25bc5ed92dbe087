"""The list of participants in Chromium: narrowed, ticked, moved to another category, taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session, scoped_session

from tests.checkin.browsing import overflow, violations
from tests.conftest import SignIn
from tests.registration.people import make_fair, register
from tests.services import LiveServer

pytestmark = pytest.mark.browser


def test_people_are_filtered_ticked_moved_and_moved_back(
    page_phone: Page, live_server: LiveServer, sign_in: SignIn, db_session: scoped_session[Session]
) -> None:
    page, fair = page_phone, make_fair()
    women = [register(fair, f"Aïcha {name}", sex="F") for name in ("Bah", "Barry", "Sow")]
    register(fair, "Cellou Diallo", sex="M")
    db_session.commit()
    sign_in(page, live_server, "organiser")
    page.goto(f"{live_server.url}/staff/foire/registrations/people?lang=en")
    page.locator(".people-facets summary").click()
    page.locator(".people-facets .chip", has_text="Woman").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    assert (overflow(page), violations(page)) == (0, [])
    # By keyboard: down to the second person, who is ticked, and the next one.
    for key in ("j", "j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-tick]:checked")).to_have_count(2)
    page.select_option("#act", "category")
    page.locator("button[value=ticked]").click()
    expect(page.locator("main .lead")).to_contain_text("2 people are meant")
    page.locator("main form .button").first.click()
    expect(page.locator("#category-error")).to_be_visible()
    page.select_option("#category", "officiel")
    page.locator("main form .button").first.click()
    expect(page.locator("[data-done='2']")).to_be_visible()
    assert (overflow(page), violations(page)) == (0, [])
    db_session.expire_all()
    assert [person.category.code for person in women] == ["ong", "officiel", "officiel"]
    page.locator("[data-done] button").click()
    expect(page.locator("main .notice")).to_contain_text("Undone for 2 people.")
    db_session.expire_all()
    assert {person.category.code for person in women} == {"ong"}
    # Back is the list as it was.
    for _step in range(20):
        if "/people" in page.url:
            break
        page.go_back()
    expect(page.locator("tbody tr")).to_have_count(3)
