"""Stars, the agenda, and the programme without network, in Chromium."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from fairapp.demo.load import SLUG
from tests.conftest import OpenPage, SignIn
from tests.services import LiveServer

pytestmark = pytest.mark.browser

PROGRAMME = f"/e/{SLUG}/programme"
AGENDA = "Mon agenda"
# Addresses that are kept for a page of the programme.
KEPT = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("programme-"));
  const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return keys.flat().map((request) => request.url.replace(location.origin, ""));
}"""


def until_kept(page: Page, *addresses: str) -> None:
    for _ in range(150):
        kept = page.evaluate(KEPT)
        if all(address in kept for address in addresses):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not kept: {addresses}, only {kept}")


def go_offline(page: Page) -> None:
    """A minute later: for so long the browser by itself takes a page for new."""
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.context.set_offline(True)


def test_a_star_is_kept_on_the_phone_and_makes_an_agenda(
    page_phone: Page, open_page: OpenPage, demo_server: LiveServer
) -> None:
    page = page_phone
    page.goto(f"{demo_server.url}{PROGRAMME}?day=1")
    first = page.locator(".timeline .star[data-code='J1-06']")
    expect(first).to_have_attribute("aria-pressed", "false")
    first.tap()
    expect(page).to_have_url(re.compile(r"\?day=1$"))  # the panel's own link was not followed
    expect(first).to_have_attribute("aria-pressed", "true")
    page.locator(".timeline .star[data-code='J1-07']").press("Enter")
    expect(page.locator("[data-agenda-count]")).to_have_text("2")

    # On a session's page, which knows of it; and taken back there.
    page.goto(f"{demo_server.url}{PROGRAMME}/J1-07")
    own = page.locator(".session-acts .star")
    expect(own).to_have_attribute("aria-pressed", "true")
    own.tap()
    own.tap()
    page.get_by_role("link", name=AGENDA).tap()
    expect(page).to_have_url(re.compile(r"/programme/agenda\?s=J1-06,J1-07$"))
    expect(page.locator(".timeline article")).to_have_count(2)
    # Nobody else's agenda: there is nothing to take over.
    expect(page.locator("[data-adopt]")).to_be_hidden()
    shared = page.url

    # Without its codes the page finds them.
    page.goto(f"{demo_server.url}{PROGRAMME}/agenda")
    expect(page.locator(".timeline article")).to_have_count(2)
    page.locator("[data-drop='J1-06']").tap()
    expect(page.locator(".timeline article")).to_have_count(1)
    expect(page.locator(".star[data-code='J1-07']")).to_have_attribute("aria-pressed", "true")

    # Somebody else is sent the address, on a wide screen.
    friend = open_page(1440, 900)
    friend.goto(shared)
    expect(friend.locator(".timeline article")).to_have_count(2)
    friend.locator("[data-adopt] button").click()
    expect(friend.locator("[data-adopt]")).to_be_hidden()
    friend.goto(f"{demo_server.url}{PROGRAMME}?day=1")
    star = friend.locator(".grid .star[data-code='J1-06']")
    expect(star).to_have_attribute("aria-pressed", "true")
    star.click()
    expect(friend.locator("[data-agenda-count]")).to_have_text("1")
    # The list for narrow screens follows, unseen as it is.
    hidden = friend.locator(".timeline .star[data-code='J1-06']")
    expect(hidden).to_have_attribute("aria-pressed", "false")


def test_what_was_opened_is_read_without_network_and_says_that_it_is_a_copy(
    page_phone: Page, demo_server: LiveServer
) -> None:
    page = page_phone
    address = f"{demo_server.url}{PROGRAMME}"
    page.goto(f"{address}/J1-05")
    expect(page.locator(".kept-copy")).to_be_hidden()
    # Who turns the page before the worker is there has not opened it, as far as that one knows.
    until_kept(page, f"{PROGRAMME}/J1-05?lang=fr")
    page.goto(f"{address}?day=2")
    page.locator(".timeline .star[data-code='J2-03']").tap()
    days = [f"{PROGRAMME}?day={day}&lang=fr" for day in (1, 2, 3)]
    sessions = [f"{PROGRAMME}/{code}?lang=fr" for code in ("J1-05", "J2-03")]
    until_kept(page, *days, *sessions)
    # Its own address for a seat, and the team's pages, are nobody's copy.
    page.goto(f"{address}/J1-05/seat")
    assert not [kept for kept in page.evaluate(KEPT) if "seat" in kept]

    go_offline(page)
    copy = page.locator(".kept-copy")
    for path in ("?day=1", "?day=3", "/J1-05", "/J2-03"):
        page.goto(address + path)
        expect(copy).to_have_text(re.compile(r"Copie hors connexion d(e|u .*) \d\d\sh\s\d\d"))
        # With its style sheets and scripts.
        expect(page.locator(".star").first).to_be_attached()
        assert page.evaluate("getComputedStyle(document.querySelector('main .wrap')).paddingLeft")
    assert page.evaluate("document.styleSheets.length") >= 3

    page.context.set_offline(False)
    page.goto(f"{address}?day=1&lang=ar")
    expect(copy).to_be_hidden()
    until_kept(page, f"{PROGRAMME}?day=1&lang=ar")
    go_offline(page)
    # The language that was read last.
    page.goto(f"{address}?day=1")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(copy).to_be_visible()
    # The pass's own worker is not in its way, nor it in the other's.
    scopes = page.evaluate(
        "async () => (await navigator.serviceWorker.getRegistrations()).map((r) => r.scope)"
    )
    assert scopes == [address]


def test_the_team_leaves_no_copies(
    page_desktop: Page, demo_server: LiveServer, sign_in: SignIn
) -> None:
    sign_in(page_desktop, demo_server, "organiser")
    page_desktop.goto(f"{demo_server.url}{PROGRAMME}?day=1", wait_until="networkidle")
    assert page_desktop.evaluate(KEPT) == []
    expect(page_desktop.locator(".grid .star").first).to_be_visible()
