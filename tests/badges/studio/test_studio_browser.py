"""The studio in a browser: the badge follows its settings, and is kept by one button."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from fairapp.demo.load import SLUG
from tests.conftest import SignIn
from tests.services.live import LiveServer

pytestmark = pytest.mark.browser


def test_badge_follows_what_is_typed_and_is_kept(
    page_desktop: Page, demo_server: LiveServer, sign_in: SignIn
) -> None:
    page = page_desktop
    sign_in(page, demo_server, "badges")
    page.goto(f"{demo_server.url}/staff/{SLUG}/badges/design")
    page.check("[name=sides][value=long]")
    back = page.locator("img[src*=preview-back]")
    expect(back).to_have_js_property("complete", True)
    page.check("[name=back][value=wifi]")
    page.locator("#wifi_name").press_sequentially("Foire")
    expect(page.locator("img[src*='wifi_name=Foire']").first).to_be_visible()
    # The address of what is only shown can be passed on: it has no token.
    assert "wifi_name=Foire" in page.url and "csrf" not in page.url
    page.locator("button[formmethod=post]").click()
    expect(page.locator(".notice.success")).to_be_visible()
    expect(page.locator("#wifi_name")).to_have_value("Foire")
    page.locator("form[action$=undoing] button").click()
    expect(page.locator("#wifi_name")).to_have_value("")
