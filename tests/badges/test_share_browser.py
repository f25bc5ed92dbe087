"""The badge's picture handed to another app of the phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from fairapp.core.db import db
from tests.conftest import OpenPage
from tests.registration.people import make_fair, register
from tests.services import LiveServer

pytestmark = pytest.mark.browser

# The sheet of the phone is nobody's page: what it would get is kept instead. On a slow line the
# first tap is too long ago by the time that the picture is there.
PHONE = """
window.shared = [];
navigator.canShare = ({ files }) => files.every(({ type }) => type === "image/png");
navigator.share = async ({ files: [file] }) => {
  window.shared.push([file.name, file.type, file.size]);
  if (window.shared.length === 1) throw new DOMException("too late", "NotAllowedError");
};
"""


def open_pass(page: Page, server: LiveServer) -> str:
    person = register(make_fair(), "Fatoumata Binta Diallo")
    db.session.commit()
    page.goto(f"{server.url}/p/{person.pass_key}?lang=en")
    return f"foire-{person.reference}.png"


def test_picture_goes_to_another_app_at_the_second_tap_at_the_latest(
    live_server: LiveServer, open_page: OpenPage, db_session: object
) -> None:
    page = open_page(360, 740, is_mobile=True, has_touch=True)
    page.add_init_script(PHONE)
    name = open_pass(page, live_server)
    button = page.get_by_role("button", name="Share the picture")
    button.tap()
    expect(page.get_by_text("The picture is ready: tap once more.")).to_be_visible(timeout=30_000)
    button.tap()
    expect(page.get_by_text("The picture is ready")).to_have_count(0)
    first, second = page.evaluate("window.shared")
    assert first == second and first[:2] == [name, "image/png"]
    assert 4_000 < first[2] < 48 * 1024


def test_phone_that_cannot_share_offers_the_file_alone(
    live_server: LiveServer, open_page: OpenPage, db_session: object
) -> None:
    page = open_page(360, 740, is_mobile=True, has_touch=True)
    page.add_init_script("navigator.canShare = undefined")
    open_pass(page, live_server)
    expect(page.get_by_role("link", name="Badge as a picture")).to_be_visible()
    expect(page.get_by_role("button", name="Share the picture")).to_be_hidden()
