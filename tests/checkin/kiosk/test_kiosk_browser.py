"""The kiosk in a real Chromium: a pass before its camera, a scanner's keys, a typed code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from fairapp.badges.models import Badge
from fairapp.core.db import db
from tests.checkin.browsing import overflow, sign_in, violations
from tests.checkin.conftest import make_fair
from tests.checkin.film import write_film
from tests.conftest import NOW, Login, OpenPage
from tests.services import LiveServer

pytestmark = pytest.mark.browser

NO_DIALOG = "window.print = () => {}"


def printed(page: Page) -> str:
    """What the QR code on the only printed page says."""
    (sheet,) = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))
    (code,) = zxingcpp.read_barcodes(sheet.render(scale=200 / 72).to_pil())
    return code.text


def print_count(badge: Badge) -> int:
    db.session.rollback()
    return badge.print_count


def scan(page: Page, badge: Badge) -> None:
    """As a scanner that types does it."""
    page.keyboard.type(f"HTTPS://FAIR.EXAMPLE.ORG/B/{badge.token}")
    page.keyboard.press("Enter")


def test_kiosk_prints_for_its_guest_and_is_as_before(
    app: Flask,
    live_server: LiveServer,
    login: Login,
    open_page: OpenPage,
    camera_browser: Callable[[Path], Browser],
    tmp_path: Path,
    db_session: object,
) -> None:
    fair = make_fair(db.session, days=(NOW.date(),))
    typist = fair.person("Fatou Bah", phone="+224631123456")
    shown, typed = fair.badge(fair.person("Aminata Sylla")), fair.badge(typist)
    cancelled = fair.badge(fair.person("Aly Camara", status="cancelled"))
    db.session.commit()
    address = f"HTTPS://FAIR.EXAMPLE.ORG/B/{shown.token}"
    film = write_film(tmp_path / "pass.y4m", [(address, 3), (None, 40)])
    page = open_page(
        800, 1280, browser=camera_browser(film), permissions=["camera"], has_touch=True
    )
    page.add_init_script(NO_DIALOG)
    sign_in(page.context, app, live_server, login, "badges")
    page.goto(f"{live_server.url}/desk/journees/kiosk?lang=en")
    page.get_by_role("button", name="Begin the kiosk here").click()

    answer, title = page.locator("[data-answer]"), page.locator("h1")
    expect(answer).to_contain_text("Welcome, Aminata Sylla", timeout=60_000)
    assert printed(page).endswith(f"/B/{shown.token}")
    assert print_count(shown) == 1
    # It goes by itself, and the name with it.
    expect(answer).to_be_hidden(timeout=30_000)
    assert "Sylla" not in page.content()
    assert violations(page) == []

    scan(page, cancelled)
    expect(answer).to_contain_text("Your registration has been cancelled.")
    expect(answer).not_to_contain_text("Camara")
    page.keyboard.press("Escape")

    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("button", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.locator("[data-type-code]").click()
    assert overflow(page) == 0
    assert violations(page) == []
    page.get_by_role("button", name="English").click()
    page.get_by_label("Code of your pass").fill(typist.reference)
    page.get_by_label("Last 4 digits of your phone number").fill("9999")
    page.get_by_role("button", name="Print", exact=True).click()
    expect(answer).to_contain_text("do not go together")
    answer.click()
    # What was typed is still there, to be put right.
    expect(page.get_by_label("Code of your pass")).to_have_value(typist.reference)
    page.get_by_label("Last 4 digits of your phone number").fill("3456")
    page.get_by_role("button", name="Print", exact=True).click()
    expect(answer).to_contain_text("Welcome, Fatou Bah", timeout=30_000)
    assert print_count(typed) == 1
    answer.click()
    expect(title).to_have_text("Show the code of your pass")

    # Without network it says so, and where to go.
    page.context.set_offline(True)
    scan(page, typed)
    expect(answer).to_contain_text("cannot print just now")
    page.context.set_offline(False)
    # Nobody is signed in here.
    page.goto(f"{live_server.url}/desk/journees/?q=sylla")
    expect(page.locator("#password")).to_be_visible()
