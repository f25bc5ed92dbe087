"""From an empty installation to a working team with a second factor, in a browser, on a phone."""

from __future__ import annotations

import re

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.accounts.actions import setup_url
from fairapp.events.models import Event
from tests.conftest import OpenPage
from tests.services import LiveServer


def check(page: Page) -> None:
    """Nothing for axe to find, nothing wider than the screen."""
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["target"]) for v in found] == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]  # type: ignore[index]


@pytest.mark.browser
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_from_nothing_to_a_team(
    live_server: LiveServer,
    open_page: OpenPage,
    app: Flask,
    db_session: scoped_session[Session],
    language: str,
) -> None:
    phone = {"device_scale_factor": 2, "is_mobile": True, "has_touch": True}
    page = open_page(360, 740, **phone)
    submit = page.locator("main form.form button")

    page.goto(f"{setup_url(live_server.url)}&lang={language}")
    check(page)
    page.locator("#name").fill("Mariama Bah")
    page.locator("#email").fill("mariama@example.org")
    page.locator("#password").fill("court")
    submit.click()
    expect(page.locator("#password-error")).to_be_visible()
    expect(page.locator("#name")).to_have_value("Mariama Bah")
    check(page)
    page.locator("#password").fill("une phrase simple")
    submit.click()

    expect(page).to_have_url(f"{live_server.url}/staff/new")
    check(page)
    page.locator(f"#name-{language}").fill("Œuvres de l’été : معرض")
    expect(page.locator("#slug")).to_have_value(re.compile("oeuvres-de-l-ete-20"))
    page.locator("#slug").fill("kindia")
    page.locator(f"#name-{language}").fill("Foire aux savoirs")
    expect(page.locator("#slug")).to_have_value("kindia")  # what was typed is not touched again
    submit.click()

    expect(page).to_have_url(f"{live_server.url}/staff/kindia/guide/dates")
    check(page)
    page.locator("#first_day").fill("2026-12-04")
    page.locator("#last_day").fill("2026-12-02")
    submit.first.click()
    expect(page.locator("#last_day-error")).to_be_visible()
    check(page)
    page.locator("#first_day").fill("2026-12-01")
    submit.first.click()

    expect(page).to_have_url(f"{live_server.url}/staff/kindia/guide/place")
    check(page)
    assert [d.date.day for d in db_session.scalars(select(Event)).one().days] == [1, 2]

    page.goto(f"{live_server.url}/staff/kindia/team")
    check(page)
    page.locator("#name").fill("Saran Magassouba")
    page.locator("input[name=roles][value=scanner]").check()
    submit.click()
    link = page.locator("#invitation-url").input_value()
    expect(page.locator(".enrolment-code svg")).to_be_visible()
    check(page)

    gate = open_page(360, 740, **phone)
    gate.goto(f"{link}?lang={language}")
    check(gate)
    gate.locator("#email").fill("saran@example.org")
    gate.locator("#password").fill("une autre phrase")
    gate.locator("main form.form button").click()
    expect(gate).to_have_url(re.compile(r"/scan/kindia/"))

    # From here on everybody on the team needs a second factor, whoever says so first of all.
    page.goto(f"{live_server.url}/staff/kindia/team/second-factor")
    check(page)
    page.locator("input[value=everybody]").check()
    submit.click()
    expect(page).to_have_url(re.compile(r"/account/second-factor"))
    check(page)
    page.locator("#password").fill("une phrase simple")
    submit.click()
    secret = page.locator(".slip-password").inner_text().replace(" ", "")
    check(page)
    page.locator("#code").fill(pyotp.TOTP(secret).now())
    submit.click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    recovery = page.locator(".recovery-codes code").first.inner_text()
    check(page)
    page.locator("main .button").click()
    expect(page).to_have_url(re.compile(r"/staff/kindia/"))
    page.goto(f"{live_server.url}/account")
    check(page)

    page.locator(".who button").click()
    page.locator("#email").fill("mariama@example.org")
    page.locator("#password").fill("une phrase simple")
    page.locator("#password").press("Enter")
    expect(page).to_have_url(re.compile(r"/login/code"))
    check(page)
    page.locator("#code").fill(recovery)
    page.locator("#code").press("Enter")
    expect(page).to_have_url(re.compile(r"/staff/"))
