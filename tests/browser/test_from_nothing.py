"""A fair from nothing to its end, in browsers alone: no command line, no developer."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session, scoped_session

from fairapp.accounts.actions import setup_url
from tests.conftest import OpenPage
from tests.services import LiveServer

PHONE = {"device_scale_factor": 2, "is_mobile": True, "has_touch": True}


@pytest.mark.browser
def test_a_fair_is_made_opened_staffed_equipped_and_closed(
    live_server: LiveServer,
    open_page: OpenPage,
    app: Flask,
    db_session: scoped_session[Session],
) -> None:
    organiser = open_page(1280, 900)
    organiser.goto(f"{setup_url(live_server.url)}&lang=fr")
    organiser.fill("#name", "Mariama Bah")
    organiser.fill("#email", "mariama@example.org")
    organiser.fill("#password", "une phrase simple")
    organiser.click("main form.form button")

    make_by_the_guide(organiser, live_server)
    staff = f"{live_server.url}/staff/foire-de-kindia"
    participant = open_page(360, 740, **PHONE)
    register(participant, live_server)
    scanner = open_page(360, 740, **PHONE)
    invite(organiser, scanner, staff)
    enrol(organiser, open_page(360, 740, **PHONE), live_server)

    organiser.goto(f"{staff}/registrations/people")
    expect(organiser.locator("main")).to_contain_text("Kadiatou")
    organiser.goto(f"{staff}/checklist")
    organiser.locator("details.fold summary").click()
    organiser.click("button[value=close]")
    expect(organiser.locator("#standing")).to_have_text("Cette foire est clôturée")

    stranger = open_page(360, 740, **PHONE)
    stranger.goto(f"{live_server.url}/e/foire-de-kindia/register?lang=fr")
    expect(stranger.locator("#family_name")).to_have_count(0)
    # Whoever registered keeps the pass.
    assert participant.reload().ok  # type: ignore[union-attr]
    expect(participant.locator("main")).to_contain_text("Kadiatou")


def make_by_the_guide(page: Page, server: LiveServer) -> None:
    """As it is proposed, from name to open registration."""
    expect(page).to_have_url(f"{server.url}/staff/new")
    page.fill("#name-fr", "Foire de Kindia")
    page.fill("#slug", "foire-de-kindia")
    page.click("main .form button")
    expect(page.locator("#first_day")).to_be_visible()
    page.fill("#first_day", "2027-03-03")
    page.fill("#last_day", "2027-03-05")
    page.click("button[value=next]")
    page.fill("#city", "Kindia")
    page.click("button[value=next]")
    for step in (4, 5, 6):
        expect(page.locator("main")).to_contain_text(f"Étape {step} sur 7")
        page.click("button[value=next]")
    expect(page.locator("main")).to_contain_text("Étape 7 sur 7")
    page.fill("#contact", "+224 631 00 00 00")
    page.click("button[value=open]")
    expect(page.locator("#standing")).to_have_text("Les inscriptions sont ouvertes")


def register(page: Page, server: LiveServer) -> None:
    """Somebody finds the fair and registers with a name and a category."""
    page.goto(f"{server.url}/e/foire-de-kindia/?lang=fr")
    page.locator(".cover-facts a.button").click()
    page.fill("#given_names", "Kadiatou")
    page.fill("#family_name", "Camara")
    page.fill("#phone", "631 22 33 44")
    page.check("#sex-0")
    page.select_option("#category", "ong")
    page.select_option("#place", "CKY-RATOMA")
    page.locator("form[data-once] button:not([type])").click()
    expect(page).to_have_url(re.compile(r"/p/"))


def invite(organiser: Page, helper: Page, staff: str) -> None:
    """A link for somebody at a gate, who makes an account of it and stands at the scanner."""
    organiser.goto(f"{staff}/team")
    organiser.fill("#name", "Saran Magassouba")
    organiser.check("input[name=roles][value=scanner]")
    organiser.locator("main form.form button").click()
    helper.goto(f"{organiser.locator('#invitation-url').input_value()}?lang=fr")
    helper.fill("#email", "saran@example.org")
    helper.fill("#password", "une autre phrase")
    helper.click("main form.form button")
    expect(helper).to_have_url(re.compile(r"/scan/foire-de-kindia/"))
    # The gate, and nothing else.
    refused = helper.request.get(f"{staff}/registrations/people")
    assert refused.status == 403


def enrol(organiser: Page, phone: Page, server: LiveServer) -> None:
    """A phone that belongs to the fair scans the code on the organiser's screen."""
    organiser.goto(f"{server.url}/staff/foire-de-kindia/devices/new")
    organiser.fill("#name", "Porte 1")
    organiser.get_by_role("button", name="Afficher le code").click()
    code = organiser.locator(".enrolment-code p").inner_text()
    phone.goto(f"{server.url}/scan/?lang=fr#e={code}")
    expect(organiser.locator(".notice.success")).to_be_visible(timeout=30_000)
    expect(phone.locator("[data-start]")).to_be_hidden(timeout=15_000)
    organiser.goto(f"{server.url}/staff/foire-de-kindia/devices/")
    expect(organiser.locator("#device-P1 .pill.ok")).to_be_visible()
