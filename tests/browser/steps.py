"""What people do on the pages, used by several tests."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from fairapp.demo.load import SLUG
from fairapp.demo.team import LOGINS, PASSWORD

PHONE = {"device_scale_factor": 2, "is_mobile": True, "has_touch": True}
PASS = re.compile(r"/p/[\w-]+$")
# The button that sends the page's main form.
SEND = "main form[data-once] button:not([type])"
EMAILS = {str(role): email for role, email in LOGINS}


def fill_registration(page: Page, given_names: str, family_name: str = "") -> None:
    """The questions that must be answered, on the registration form."""
    page.fill("#given_names", given_names)
    page.fill("#family_name", family_name)
    page.check("#sex-0")
    page.select_option("#category", "ong")
    page.select_option("#place", "CKY-RATOMA")


def register(page: Page, server: str, given_names: str, family_name: str = "") -> None:
    """Register; ends on the pass."""
    page.goto(f"{server}/e/{SLUG}/register")
    fill_registration(page, given_names, family_name)
    page.locator(SEND).click()
    expect(page).to_have_url(PASS)


def sign_in_by_form(page: Page, role: str) -> None:
    """On the sign-in page: whoever holds that role at the demonstration fair."""
    page.fill("#email", EMAILS[role])
    page.fill("#password", PASSWORD)
    page.locator("#password").press("Enter")
    expect(page).not_to_have_url(re.compile("/login"))


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what `selector` finds first has the focus."""
    wanted = page.locator(selector).first
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"not reached by the Tab key: {selector}")
