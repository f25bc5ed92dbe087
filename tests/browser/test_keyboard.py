"""Nothing but keys: whole flows, and on every page a focus that is seen and nowhere caught."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fairapp.demo.load import SLUG
from fairapp.demo.team import PASSWORD
from tests.browser.pages import STOPS, Stop
from tests.browser.steps import EMAILS, tab_to
from tests.conftest import OpenPage, SignIn
from tests.services import LiveServer

pytestmark = pytest.mark.browser

# What has the focus, whether that shows, and whether any of it lies free.
FOCUS = """() => {
    const on = document.activeElement;
    if (!on || on === document.body) return null;
    const label = on.closest("label") ?? on;
    const style = getComputedStyle(on);
    const seen = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
    const box = (on.getClientRects().length ? on : label).getClientRects()[0];
    const free = [0.1, 0.5, 0.9].some((part) => {
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height * part);
        return top && (label.contains(top) || top.contains(on));
    });
    window.visited ??= new Set();
    const again = window.visited.has(on);
    window.visited.add(on);
    return { seen, free, again, html: on.outerHTML.slice(0, 120) };
}"""
MOST_STOPS = 250
LOOKED_AT = (
    *("home", "programme-1", "register", "login", "desk", "walk-in", "scanner"),
    *("badges", "reports", "team", "settings"),
)


def test_somebody_registers_with_the_keyboard_alone(
    page_desktop: Page, demo_server: LiveServer
) -> None:
    page, keys = page_desktop, page_desktop.keyboard
    page.goto(f"{demo_server.url}/e/{SLUG}/register")
    keys.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    for elsewhere in ("/delegations/new", "/find-my-pass"):
        keys.press("Tab")
        expect(page.locator(f'main a[href$="{elsewhere}"]')).to_be_focused()
    keys.press("Tab")
    expect(page.locator("#given_names")).to_be_focused()
    keys.type("Doussouba")
    keys.press("Tab")
    keys.type("Kouyaté")
    keys.press("Tab")
    # One answer of several is reached by the arrows.
    keys.press("Space")
    keys.press("ArrowDown")
    expect(page.locator("#sex-1")).to_be_checked()
    keys.press("Tab")
    keys.type("ONG")
    expect(page.locator("#category")).to_have_value("ong")
    keys.press("Tab")
    keys.type("Rato")
    expect(page.locator("#place")).to_have_value("CKY-RATOMA")
    keys.press("Tab")
    keys.type("622 00 00 01")
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text("Doussouba Kouyaté")
    expect(page.locator(".pass-qr svg")).to_be_visible()


def test_the_list_of_errors_leads_to_each_field(
    page_desktop: Page, demo_server: LiveServer
) -> None:
    page, keys = page_desktop, page_desktop.keyboard
    page.goto(f"{demo_server.url}/e/{SLUG}/register")
    page.evaluate("document.querySelector('form[data-once]').noValidate = true")
    page.locator("#given_names").focus()
    keys.press("Enter")
    for position, field in enumerate(("#given_names", "#sex-0", "#category", "#place")):
        page.locator(".summary a").nth(position).focus()
        keys.press("Enter")
        expect(page.locator(field)).to_be_focused()


def test_the_reception_works_with_the_keyboard_alone(
    page_desktop: Page, demo_server: LiveServer
) -> None:
    page, keys = page_desktop, page_desktop.keyboard
    page.goto(f"{demo_server.url}/desk/{SLUG}/")
    expect(page.locator("#email")).to_be_focused()
    keys.type(EMAILS["reception"])
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")

    expect(page.locator("#q")).to_be_focused()
    cards = page.locator("[data-results] [data-card]")
    keys.type("béavogui")
    expect(cards.first).to_contain_text("Béavogui")
    keys.press("Control+a")
    keys.type("zzyzx")
    expect(page.get_by_text("Personne n’a été trouvé")).to_be_visible()
    tab_to(page, "[data-results] a:has-text('Inscrire sur place')")
    keys.press("Enter")

    expect(page.locator("#name")).to_be_focused()
    keys.press("Control+a")
    keys.type("Zzyzx Béavogui")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Tab")
    keys.type("Grand")
    keys.press("Tab")
    keys.type("Gonia, Dixinn")
    keys.press("Enter")
    expect(cards).to_have_count(1)
    expect(page.get_by_text("Zzyzx Béavogui est inscrit(e) et pointé(e).")).to_be_visible()
    tab_to(page, "[data-results] button:has-text('Annuler')")
    keys.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("Zzyzx Béavogui")
    tab_to(page, "[data-results] button:text-is('Pointer')")
    keys.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("Zzyzx Béavogui est pointé(e).")


def test_the_scanner_takes_typed_numbers_with_the_keyboard_alone(
    page_desktop: Page, demo_server: LiveServer, sign_in: SignIn
) -> None:
    page, keys = page_desktop, page_desktop.keyboard
    sign_in(page, demo_server, "scanner")
    page.goto(f"{demo_server.url}/scan/{SLUG}/")
    expect(page.locator("[data-own-phone] button")).to_be_enabled()
    tab_to(page, "[data-own-phone] button")
    keys.press("Enter")
    expect(page.locator("[data-gates]")).to_be_visible()
    expect(page.locator("[data-gates] button[value=G1]")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("[data-gates]")).to_be_hidden()
    tab_to(page, "[data-typed]")
    keys.type("19")
    keys.press("Enter")
    verdict = page.locator("[data-verdict]")
    expect(verdict).to_be_focused()
    keys.press("Enter")
    expect(verdict).to_be_hidden()
    # Back where one was: the next number can be typed.
    expect(page.locator("[data-typed]")).to_be_focused()


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1440, 900)])
def test_the_focus_is_seen_everywhere_and_caught_nowhere(
    open_page: OpenPage, demo_server: LiveServer, sign_in: SignIn, width: int, height: int
) -> None:
    pages: dict[str | None, Page] = {}
    found: dict[str, Any] = {}
    for stop in (stop for stop in STOPS if stop.name in LOOKED_AT):
        if stop.role not in pages:
            pages[stop.role] = open_page(width, height, reduced_motion="reduce")
            if stop.role is not None:
                sign_in(pages[stop.role], demo_server, stop.role)
        if faults := _walk(pages[stop.role], demo_server, stop):
            found[stop.name] = faults
    assert found == {}


def _walk(page: Page, server: LiveServer, stop: Stop) -> list[str]:
    """Tab through the whole page; what is wrong on the way."""
    page.goto(server.url + stop.path_in("fr"))
    stop.prepare(page)
    page.evaluate("document.activeElement?.blur()")
    faults: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None or focus["again"]:
            break
        if not focus["seen"]:
            faults.append(f"focus not seen: {focus['html']}")
        if not focus["free"]:
            faults.append(f"covered: {focus['html']}")
    else:
        faults.append(f"more than {MOST_STOPS} stops")
    return faults
