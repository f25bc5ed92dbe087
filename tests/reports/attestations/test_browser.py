"""From the pass to the paper and to whoever checks it, in a real browser."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.db import db
from fairapp.reports.attestations import actions
from fairapp.reports.attestations.models import Attestation
from fairapp.reports.documents.evidence import display
from tests.checkin.browsing import PHONE, overflow, violations
from tests.checkin.conftest import make_fair
from tests.conftest import NOW, OpenPage, SignIn
from tests.reports.conftest import local, pages_of, scanned
from tests.services import LiveServer

pytestmark = pytest.mark.browser

# The server's clock shows the week after.
OVER = (date(2026, 11, 11), date(2026, 11, 12), date(2026, 11, 13))
LONG = "Nfansoumane" * 6


def test_taken_on_a_phone_without_scripts_revoked_and_checked(
    open_page: OpenPage,
    live_server: LiveServer,
    db_session: scoped_session[Session],
    sign_in: SignIn,
) -> None:
    fair = make_fair(db_session, days=OVER)
    person, waiting = fair.person("Mariama Dialo"), fair.person(f"Awa {LONG}")
    for who in (person, waiting):
        for day in OVER[:2]:
            scanned(fair.event, who, local(fair.event, day, "08:40"))
    actions.say_name(waiting, f"Alpha {LONG}{LONG}"[:120], at=NOW)
    pass_key, person_id, waiting_id = person.pass_key, person.id, waiting.id
    db.session.commit()

    phone = open_page(360, 740, java_script_enabled=False, accept_downloads=True, **PHONE)
    phone.goto(f"{live_server.url}/p/{pass_key}?lang=fr")
    phone.locator("a[href$='/attestation']").click()
    phone.fill("#name", "Mariama Diallo")
    phone.locator("#name").press("Enter")
    expect(phone.locator(".notice.success")).to_be_visible()
    with phone.expect_download() as download:
        phone.locator("form[action$='/file'] button").click()
    text = pages_of(download.value.path().read_bytes())[0]
    assert "Mariama Diallo" in text
    assert "mercredi 11 novembre et jeudi 12 novembre" in text

    listed = f"{live_server.url}/staff/journees/reports/attestations"
    db.session.rollback()
    (issued,) = db.session.scalars(db.select(Attestation))
    number = display(issued.number)
    found = {}
    for width, height, language in ((360, 740, "ar"), (1440, 900, "fr")):
        page = open_page(width, height)
        sign_in(page, live_server, "organiser")
        for url in (
            *(listed, f"{listed}/people/{person_id}", f"{listed}/people/{waiting_id}"),
            *(f"{listed}/design", f"{listed}/letters"),
            *(f"{live_server.url}/p/{pass_key}/attestation", f"{live_server.url}/p/{pass_key}"),
            *(f"{live_server.url}/attestations/{number}", f"{live_server.url}/attestations/"),
        ):
            page.goto(f"{url}?lang={language}")
            found[url, language] = (violations(page), overflow(page))
    assert found == dict.fromkeys(found, ([], 0))

    page.goto(f"{listed}?q=mariama&lang=fr")
    page.get_by_role("link", name="Mariama Diallo").click()
    page.locator("details.fold summary").click()
    page.fill("#reason", "Prêtée à un tiers")
    page.locator("details.fold button").click()
    expect(page.locator("main")).to_contain_text("Prêtée à un tiers")

    phone.goto(f"{live_server.url}/attestations/?lang=fr")
    phone.fill("#number", number.lower().replace("-", " "))
    phone.locator("#number").press("Enter")
    expect(phone.locator(".pill.bad")).to_have_text("Révoquée")
    expect(phone.locator("#found")).to_have_text("Mariama Diallo")
    expect(phone.locator("main")).not_to_contain_text("tiers")


def test_the_preview_follows_what_is_typed(
    open_page: OpenPage,
    live_server: LiveServer,
    db_session: scoped_session[Session],
    sign_in: SignIn,
) -> None:
    make_fair(db_session)
    db.session.commit()
    page = open_page(1440, 900)
    sign_in(page, live_server, "organiser")
    page.goto(f"{live_server.url}/staff/journees/reports/attestations/design?lang=fr")
    picture = page.locator("[data-preview] img")
    expect(picture).to_have_js_property("naturalWidth", 1123, timeout=30_000)

    page.fill("#title-fr", "Attestation de présence")
    page.fill("#body-fr", "était là")

    expect(picture).to_have_attribute("src", re.compile("title-fr=Attestation"), timeout=30_000)
    expect(page.locator("[data-preview] .summary")).to_contain_text("{days}")
    page.fill("#body-fr", "était là : {days}.")
    expect(page.locator("[data-preview] .summary")).to_have_count(0, timeout=30_000)
    page.locator("button[formmethod=post]").click()
    expect(page.locator(".notice.success")).to_be_visible()
    expect(page.locator("#title-fr")).to_have_value("Attestation de présence")
