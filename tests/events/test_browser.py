"""A fair from nothing to its open registration, in a browser, without the command line."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.events.models import Event
from tests.conftest import OpenPage, SignIn
from tests.services import LiveServer


@pytest.mark.browser
def test_a_fair_is_made_by_the_guide_opened_and_closed(
    live_server: LiveServer,
    open_page: OpenPage,
    app: Flask,
    db_session: scoped_session[Session],
    sign_in: SignIn,
) -> None:
    page = open_page(360, 740, device_scale_factor=2, is_mobile=True, has_touch=True)
    sign_in(page, live_server, "administrator")
    staff = f"{live_server.url}/staff/foire-de-kindia"

    page.goto(f"{live_server.url}/staff/new?lang=fr")
    page.fill("#name-fr", "Foire de Kindia")
    page.fill("#slug", "foire-de-kindia")
    page.uncheck("input[name=languages][value=en]")
    page.click("main .form button")
    expect(page).to_have_url(f"{staff}/guide/dates")
    on_its_way(page, 2)
    page.fill("#first_day", "2027-03-03")
    page.fill("#last_day", "2027-03-05")
    go(page)
    on_its_way(page, 3)
    go(page)  # with nothing typed
    expect(page.locator("#city-error")).to_be_visible()
    page.fill("#city", "Kindia")
    page.fill("#place-fr", "Maison des jeunes")
    go(page)
    on_its_way(page, 4)
    page.locator("label", has_text="Grand public").click()
    page.locator("details", has_text="ONG et associations").locator("summary").first.click()
    page.locator("#rows-5-capacity").fill("80")
    go(page)
    on_its_way(page, 5)
    page.click("button[name=more]")
    page.locator("#rows-4-name-fr").fill("Salle des débats")
    # By keyboard: Enter goes on, and does not ask for more rows.
    page.locator("#rows-4-name-fr").press("Enter")
    on_its_way(page, 6)
    page.click("button[value=back]")
    expect(page.locator("#rows-3-name-fr")).to_have_value("Salle des débats")
    go(page)
    go(page)
    on_its_way(page, 7)
    assert page.request.get(f"{live_server.url}/e/foire-de-kindia/").ok
    stranger = open_page(360, 740)
    assert stranger.goto(f"{live_server.url}/e/foire-de-kindia/").status == 404  # type: ignore[union-attr]
    page.fill("#contact", "+224 631 00 00 00")
    page.click("button[value=open]")

    expect(page).to_have_url(f"{staff}/checklist")
    expect(page.locator("#standing")).to_have_text("Les inscriptions sont ouvertes")
    stranger.goto(f"{live_server.url}/e/foire-de-kindia/?lang=fr")
    expect(stranger.locator(".langs li")).to_have_count(2)
    stranger.locator(".cover-facts a.button").click()
    expect(stranger.locator("input[name=family_name]")).to_be_visible()
    page.click("button[value=shut]")
    expect(page.locator("button[value=open]")).to_be_visible()
    stranger.reload()
    expect(stranger.locator("input[name=family_name]")).to_have_count(0)
    event = db_session.scalars(select(Event)).one()
    assert event.days[0].date.isoformat() == "2027-03-03"
    assert "public" not in {category.code for category in event.categories}
    assert next(c for c in event.categories if c.code == "ong").capacity == 80


def go(page: Page) -> None:
    page.click("button[value=next]")


def on_its_way(page: Page, step: int) -> None:
    expect(page.locator("main")).to_contain_text(f"Étape {step} sur 7")
