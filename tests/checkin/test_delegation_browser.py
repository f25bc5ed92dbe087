"""A delegation of eighteen: pasted with two bad phones, followed to passes, received at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.checkin.models import Scan
from fairapp.core import clock
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Checkpoint
from fairapp.registration.models import Delegation, Registration
from tests.conftest import OpenPage, SignIn
from tests.registration.people import make_fair
from tests.services import LiveServer

pytestmark = pytest.mark.browser

FAMILIES = [
    "Diallo",
    "Bah",
    "Barry",
    "Sow",
    "Camara",
    "Touré",
    "Keïta",
    "Condé",
    "Soumah",
    "Sylla",
    "Bangoura",
    "Kourouma",
]
LIST = "\n".join(
    f"{n + 1}. Fatou{chr(97 + n)} {FAMILIES[n % 9]}, F, "
    + ("63 12" if n in (3, 11) else f"631 00 00 {n:02d}")
    for n in range(18)
)


def looked_at(page: Page) -> None:
    """No fault for a reader, and no page wider than the screen."""
    found = [
        f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in Axe().run(page).response["violations"]
    ]
    assert found == []
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(width) == 0


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_eighteen_are_pasted_followed_and_received(
    live_server: LiveServer,
    db_session: scoped_session[Session],
    page_phone: Page,
    open_page: OpenPage,
    sign_in: SignIn,
    language: str,
) -> None:
    fair = make_fair()
    gate = Checkpoint(
        code="G1", name=LocalizedText(fr="Entrée"), scope="day", is_entrance=True, position=1
    )
    fair.checkpoints.append(gate)
    for day in fair.days:
        day.date = clock.now().date() + timedelta(days=day.number - 1)
    db_session.commit()
    page = page_phone
    page.goto(f"{live_server.url}/e/foire/delegations/new?lang={language}")
    looked_at(page)
    page.fill("#name", "Femmes de Matoto")
    page.fill("#focal_phone", "631 22 33 44")
    page.select_option("#category", "ong")
    page.click(".paste summary")
    page.fill("#paste", LIST)
    page.click("button[value=read]")

    expect(page.locator("#review")).to_be_visible()
    expect(page.locator(".person-note")).to_have_count(2)
    expect(page.locator("[data-person]")).to_have_count(19)
    looked_at(page)
    page.locator("form[data-once] button.wide").click()
    expect(page).to_have_url(re.compile(r"/d/[\w-]{22}$"))
    expect(page.locator("[data-status=confirmed]")).to_have_count(18)
    looked_at(page)
    db.session.rollback()
    people = list(db.session.scalars(select(Registration).order_by(Registration.id)))
    assert [p.phone_doubtful for p in people].count(True) == 2
    assert (people[3].phone_raw, people[3].phone_doubtful) == ("63 12", True)
    page.locator(".member-acts a").first.click()
    expect(page.locator("h1")).to_have_text("Fatoua Diallo")
    expect(page.locator("html")).to_have_attribute("lang", language)

    desk = open_page(1440, 900)
    sign_in(desk, live_server, "reception")
    delegation = db.session.scalars(select(Delegation)).one()
    desk.goto(f"{live_server.url}/desk/foire/delegations/{delegation.code}?lang={language}")
    looked_at(desk)
    desk.check("[data-all-here]")
    desk.uncheck("[data-is-here] >> nth=0")
    expect(desk.locator("[data-all-here]")).not_to_be_checked()
    for number in (0, 1):
        row = desk.locator(".group > li").nth(number)
        row.locator("summary").click()
        row.locator(".who-name input").fill(f"Remplaçante Numéro{number}")
    desk.fill("[name=name-new-0]", "Binta Venue Aussi")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-told]")).to_have_count(19)
    looked_at(desk)
    expect(desk.locator("a[href*='together.pdf']")).to_have_count(1)
    db.session.rollback()
    assert [scan.is_entry for scan in db.session.scalars(select(Scan))] == [True] * 19


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("width", [360, 1440])
def test_lines_come_and_go_and_pages_fit(
    live_server: LiveServer,
    db_session: scoped_session[Session],
    open_page: OpenPage,
    language: str,
    width: int,
) -> None:
    make_fair()
    db_session.commit()
    page = open_page(width, 900)
    page.goto(f"{live_server.url}/e/foire/delegations/new?lang={language}")
    page.click("[data-more-people]")
    expect(page.locator("[data-person]")).to_have_count(10)
    page.locator("[name=p_given_names]").nth(9).fill("Nfansoumane" * 10)
    page.fill("#name", "ONG")
    page.select_option("#category", "ong")
    page.keyboard.press("Tab")
    page.locator("[name=p_given_names]").nth(9).press("Enter")
    expect(page.locator("#review")).to_be_visible()
    looked_at(page)
    page.locator("[data-out]").click()
    expect(page.locator("[data-person]")).to_have_count(1)
