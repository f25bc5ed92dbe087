"""Writing to participants in a real browser: composed, looked at, sent, followed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session, scoped_session

from fairapp.core import tasks
from fairapp.core.db import db
from fairapp.core.messages import MessageStatus
from fairapp.registration.models import Registration
from tests.checkin.browsing import PHONE, overflow, violations
from tests.conftest import OpenPage, SignIn
from tests.registration.announcements.saying import NEW, outbox
from tests.registration.people import make_fair, register
from tests.services import LiveServer, MailSink

pytestmark = pytest.mark.browser

# Wide enough to break a page that does not break words.
LONG = "Nfansoumane" * 10


@pytest.fixture
def people(live_server: LiveServer, db_session: scoped_session[Session]) -> list[Registration]:
    fair = make_fair()
    found = [
        register(fair, "Aly Bah", email="aly@example.org", category="police"),
        register(fair, f"{LONG} Sow", email=f"{LONG[:60]}@example.org", category="police"),
        register(fair, "Autre Barry", email="autre@example.org"),
    ]
    db_session.commit()
    return found


def test_composed_looked_at_changed_sent_and_followed_without_javascript(
    open_page: OpenPage,
    live_server: LiveServer,
    sign_in: SignIn,
    people: list[Registration],
    smtp: MailSink,
) -> None:
    page = open_page(360, 740, java_script_enabled=False, **PHONE)
    sign_in(page, live_server, "organiser")
    page.goto(f"{live_server.url}/staff/foire/registrations/messages/")
    page.locator("main .button[href$='/announcements/new']").click()
    page.fill("#subject-fr", "Le match est déplacé")
    page.fill("#body-fr", "Bonjour {nom}, à 16 h.")
    page.locator("[data-narrow] summary").click()
    page.check("#categories input[value=police]")
    page.locator("button[value=preview]").click()
    expect(page.locator("#body-error")).to_contain_text("{nom}")
    page.fill("#body-fr", "Bonjour {name}, à 16 h.")
    page.locator("button[value=preview]").click()
    expect(page.locator(".letter").first).to_contain_text("Bonjour Aly Bah, à 16 h.")
    page.locator("button[value=edit]").click()
    page.fill("#subject-fr", "Le match commence plus tôt")
    page.locator("button[value=preview]").click()
    page.locator("button[value=send]").click()
    expect(page.locator("h1")).to_have_text("Le match commence plus tôt")
    expect(page.locator("progress")).to_be_visible()

    db.session.rollback()
    # The server has no mail server and has queued nothing; the worker here has one.
    while tasks.run_pending():
        pass
    assert [m.recipient for m in outbox()] == ["aly@example.org", f"{LONG[:60]}@example.org"]
    assert {m.status for m in outbox()} == {MessageStatus.SENT}
    page.reload()
    expect(page.locator("progress")).to_have_count(0)
    sent = page.locator(".stat", has=page.locator("a[href*='status=sent']"))
    expect(sent.locator("dd")).to_have_text("2")
    sent.locator("a").click()
    expect(page.locator("[data-message]")).to_have_count(2)
    page.locator("[data-message] a", has_text="plus tôt").last.click()
    expect(page.locator(".letter")).to_contain_text("Bonjour Aly Bah, à 16 h.")
    expect(page.locator(".pill.ok")).to_be_visible()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_pages_fit_and_are_accessible(
    open_page: OpenPage,
    live_server: LiveServer,
    sign_in: SignIn,
    people: list[Registration],
    language: str,
) -> None:
    page = open_page(360, 740)
    sign_in(page, live_server, "organiser")
    page.goto(f"{live_server.url}/staff/foire/registrations/messages/?lang={language}")
    addresses = [f"{live_server.url}{NEW}", page.url, f"{page.url}&channel=email&status=held"]
    addresses.append(page.locator("[data-message] a").nth(1).evaluate("link => link.href"))
    for address in addresses:
        page.goto(address)
        assert overflow(page) == 0, address
        assert violations(page) == [], address
    page.goto(addresses[0])
    page.fill(f"#subject-{language}", LONG)
    page.fill(f"#body-{language}", f"{{name}} {LONG}\n\n{{pass}}")
    for button in ("preview", "send"):
        page.locator(f"main button[value={button}]").click()
        expect(page.locator(".letter").first).to_be_visible()
        assert overflow(page) == 0, button
        assert violations(page) == [], button
