"""A morning at the reception without a mouse: whatever is done there, by keys, in Chromium.

After each act the focus is where the work goes on: in the search, what it holds selected; on the
badge to print; on the first field of a form.
"""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.badges.models import Badge
from fairapp.checkin.models import Scan
from fairapp.core.db import db
from fairapp.registration.models import Delegation, Registration
from tests.browser.steps import tab_to
from tests.checkin.browsing import sign_in
from tests.checkin.conftest import Fair, make_fair
from tests.conftest import NOW, Login
from tests.services import LiveServer

pytestmark = pytest.mark.browser

CARD = "[data-results] [data-card]"
SELECTED = "(input) => input.selectionEnd - input.selectionStart === input.value.length"


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Fair:
    """A fair whose first day is the server's today, with whom one meets at a reception."""
    made = make_fair(db_session, days=(NOW.date(),))
    made.person("Zeinab Bah", "officiel", protocol_rank=1, honorific="S. E. Mme")
    made.badge(made.person("Mamadou Diallo", organisation="ONG Horizon", birth_year=1984))
    made.badge(made.person("Mamadou Diallo", locality="Labé", birth_year=1961))
    made.badge(made.person("Aminata Silla"))
    group = Delegation(event_id=made.event.id, code="D1", name="Commune de Ratoma")
    db_session.add(group)
    db_session.flush()
    for name in ("Fodé Camara", "Saran Keïta"):
        made.person(name, delegation_id=group.id)
    db_session.commit()
    return made


@pytest.fixture
def page(app: Flask, live_server: LiveServer, fair: Fair, login: Login, page_desktop: Page) -> Page:
    """The reception, opened by somebody of its team."""
    sign_in(page_desktop.context, app, live_server, login, "reception")
    page_desktop.goto(f"{live_server.url}/desk/journees/?lang=en")
    return page_desktop


def in_the_search(page: Page) -> None:
    expect(page.locator("#q")).to_be_focused()
    assert page.locator("#q").evaluate(SELECTED)


def look_for(page: Page, text: str, *, found: int) -> None:
    in_the_search(page)
    page.keyboard.type(text)
    # Not whose cards were there before: each word of the search is on every card found.
    cards = page.locator(CARD)
    for word in text.split():
        cards = cards.filter(has_text=re.compile(word, re.IGNORECASE))
    expect(cards).to_have_count(found)
    expect(page.locator(CARD)).to_have_count(found)


def down(page: Page, times: int = 1) -> None:
    for _ in range(times):
        page.keyboard.press("ArrowDown")


def test_a_whole_morning_without_a_mouse(page: Page, fair: Fair) -> None:
    keys, said = page.keyboard, page.locator("[data-said]")
    expect(page.locator("[data-keys]")).to_contain_text("back to the search")

    # The guest of protocol stands first, before anything is typed.
    in_the_search(page)
    down(page)
    expect(page.locator("[data-card] button:focus")).to_have_text("Receive and check in")
    keys.press("Enter")
    expect(said).to_have_text("Zeinab Bah is checked in.")

    # Two of one name: the second is who was born in 1984.
    look_for(page, "diallo mamadou", found=2)
    down(page, 2)
    expect(page.locator(f"{CARD}:has(:focus)")).to_contain_text("born in 1984")
    keys.press("Enter")
    expect(said).to_have_text("Mamadou Diallo is checked in.")

    # It was the other one: undo, and the first.
    in_the_search(page)
    down(page, 2)
    expect(page.locator(CARD).nth(1)).to_be_focused()
    tab_to(page, f"{CARD}:nth-child(2) button:has-text('Undo')")
    keys.press("Enter")
    expect(said).to_have_text("The check-in of Mamadou Diallo is undone.")
    in_the_search(page)
    down(page)
    keys.press("Enter")
    expect(said).to_have_text("Mamadou Diallo is checked in.")

    # Printed, and printed again on another badge.
    in_the_search(page)
    down(page)
    tab_to(page, f"{CARD} a:text-is('Badge')")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Print the badge")).to_be_focused()
    tab_to(page, "button:has-text('Mark as printed')")
    keys.press("Enter")
    expect(page.get_by_role("link", name="To the reception")).to_be_focused()
    tab_to(page, "a[href$=replacement]")
    keys.press("Enter")
    expect(page.locator("h1")).to_be_focused()
    keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Print the badge")).to_be_focused()
    keys.press("Shift+Tab")
    keys.press("Enter")

    # A name spelt wrong.
    look_for(page, "silla", found=1)
    down(page)
    tab_to(page, f"{CARD} a:has-text('Correct the name')")
    keys.press("Enter")
    expect(page.locator("#given_names")).to_be_focused()
    keys.press("Tab")
    keys.type("Sylla")
    keys.press("Enter")
    expect(page.get_by_text("The name is now Aminata Sylla.")).to_be_visible()

    # Somebody else comes instead.
    look_for(page, "aminata sylla", found=1)
    down(page)
    tab_to(page, f"{CARD} a:has-text('Replace')")
    keys.press("Enter")
    expect(page.locator("#name")).to_be_focused()
    keys.type("Hawa Sow")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")
    expect(page.locator(CARD)).to_contain_text("Replaces Aminata Sylla")

    # Somebody on no list: four fields.
    in_the_search(page)
    keys.type("Fanta Kourouma")
    expect(page.get_by_text("Nobody was found")).to_be_visible()
    down(page)
    keys.press("Enter")
    expect(page.locator("#name")).to_be_focused()
    expect(page.locator("#name")).to_have_value("Fanta Kourouma")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Tab")
    keys.type("ONG")
    keys.press("Tab")
    keys.type("631 00 00 09")
    keys.press("Enter")
    expect(page.locator(CARD)).to_contain_text("In since")

    # A delegation at once.
    in_the_search(page)
    tab_to(page, "a:has-text('Receive a delegation')")
    keys.press("Enter")
    expect(page.locator("#search-q")).to_be_focused()
    keys.type("ratoma")
    keys.press("Enter")
    tab_to(page, "a:has-text('Commune de Ratoma')")
    keys.press("Enter")
    expect(page.locator("[data-all-here]")).to_be_focused()
    keys.press("Space")
    keys.press("Enter")
    expect(page.locator(".group-told")).to_be_focused()
    expect(page.locator("[data-told=success]")).to_have_count(2)

    db.session.rollback()
    came = select(Registration.family_name).join(Scan, Scan.registration_id == Registration.id)
    undone = select(Scan.undoes_id).where(Scan.undoes_id.is_not(None))
    counted = came.where(Scan.is_entry, Scan.id.not_in(undone)).order_by(Scan.id)
    assert list(db.session.scalars(counted)) == [
        *("Bah", "Diallo", "Sow", "Kourouma", "Camara", "Keïta")
    ]
    revoked = select(Badge.number).where(Badge.revoked_at.is_not(None)).order_by(Badge.number)
    assert list(db.session.scalars(revoked)) == [2, 3]
