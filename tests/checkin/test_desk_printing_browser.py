"""A badge printed at the reception in a real Chromium: by keyboard, on paper of its own size."""

from __future__ import annotations

import io

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from playwright.sync_api import Page, expect

from fairapp.badges.models import Badge
from fairapp.badges.papers import papers
from fairapp.core.db import db
from tests.checkin.browsing import sign_in
from tests.checkin.conftest import make_fair
from tests.conftest import NOW, Login, OpenPage
from tests.services import LiveServer

pytestmark = pytest.mark.browser

MM = 72 / 25.4
# The dialog of the browser is nobody's page: what it would get is printed from the page below.
NO_DIALOG = "window.asked = 0; window.print = () => { window.asked += 1; }"


def on_paper(page: Page) -> tuple[tuple[float, ...], str]:
    """The size of the only page, in mm, and what its QR code says."""
    (sheet,) = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))
    (code,) = zxingcpp.read_barcodes(sheet.render(scale=200 / 72).to_pil())
    return tuple(side / MM for side in sheet.get_size()), code.text


def print_count(badge: Badge) -> int:
    db.session.rollback()
    return badge.print_count


def test_badge_is_printed_after_the_check_in_by_one_key(
    app: Flask, live_server: LiveServer, login: Login, open_page: OpenPage, db_session: object
) -> None:
    fair = make_fair(db.session, days=(NOW.date(),))
    badge, other = (fair.badge(fair.person(name)) for name in ("Aminata Sylla", "Aminata Condé"))
    db.session.commit()
    page = open_page(1440, 900)
    page.add_init_script(NO_DIALOG)
    sign_in(page.context, app, live_server, login, "reception")
    page.goto(f"{live_server.url}/desk/journees/?lang=en&paper=a7")

    page.keyboard.type("aminata")
    expect(page.locator("[data-results] [data-card]")).to_have_count(2)
    # Of two people none is guessed.
    page.keyboard.press("Control+P")
    page.fill("#q", "aminata sylla")
    page.keyboard.press("Enter")
    page.locator("button[data-primary]:focus").press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("Aminata Sylla is checked in.")
    expect(page.locator("#q")).to_be_focused()

    page.keyboard.press("Control+P")
    said = page.locator("[data-said]")
    expect(said).to_contain_text("The badge of Aminata Sylla is at the printer.", timeout=30_000)
    assert page.evaluate("window.asked") == 1
    assert (print_count(badge), print_count(other)) == (1, 0)
    # The next person is waiting.
    expect(page.locator("#q")).to_be_focused()
    size, code = on_paper(page)
    paper = papers()["a7"]
    assert size == pytest.approx((paper.paper_width, paper.paper_height), abs=0.5)
    assert code.endswith(f"/B/{badge.token}")
    # What is printed next is the page itself.
    assert len(pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))) >= 1
    expect(page.locator(".badge-on-paper")).to_have_count(0)

    said.locator("button").click()
    expect(said).to_contain_text("counts as not printed")
    assert print_count(badge) == 0

    # Without network nothing is printed, and nothing counts.
    page.context.set_offline(True)
    page.locator("[data-print] button").click()
    expect(page.locator("[data-offline]")).to_be_visible()
    assert page.evaluate("window.asked") == 1
    page.context.set_offline(False)
    assert print_count(badge) == 0

    # A badge's own page prints it too, as for one that replaces a lost one.
    page.goto(f"{live_server.url}/staff/journees/badges/{other.number}?lang=en")
    page.get_by_role("button", name="Print the badge").press("Enter")
    expect(page.get_by_text("Printed 1 time")).to_be_visible(timeout=30_000)
    assert print_count(other) == 1
