"""Registration and pass in a real browser: with JavaScript and without, on a phone."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.models import Registration, Status
from tests.conftest import OpenPage
from tests.registration.people import make_fair, register
from tests.services import LiveServer

pytestmark = pytest.mark.browser

PHONE = {"device_scale_factor": 2, "is_mobile": True, "has_touch": True}
PASS = re.compile(r"/p/[\w-]+$")
# Wide enough to break a page that does not break words.
LONG = "Nfansoumane" * 10


@pytest.fixture
def form_url(live_server: LiveServer, db_session: scoped_session[Session]) -> str:
    make_fair(contact="+224 631 00 00 00")
    db_session.commit()
    return f"{live_server.url}/e/foire/register"


@pytest.fixture
def fair(form_url: str) -> Event:
    return db.session.query(Event).one()


def fill(page: Page) -> None:
    page.fill("#given_names", "Fatoumata Binta")
    page.fill("#family_name", "Diallo")
    page.check("#sex-0")
    page.select_option("#category", "ong")
    page.select_option("#place", "CKY-RATOMA")


def send(page: Page) -> None:
    page.locator("form[data-once] button:not([type])").click()


def overflow(page: Page) -> int:
    """How far the page can be moved sideways, in pixels."""
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


def violations(page: Page) -> list[str]:
    report = Axe().run(page)
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in report.response["violations"]]


def test_without_javascript_two_requests_lead_to_the_pass(
    open_page: OpenPage, form_url: str
) -> None:
    page = open_page(360, 740, java_script_enabled=False, **PHONE)
    asked: list[str] = []
    page.on("request", lambda r: asked.append(f"{r.method} {r.resource_type}"))
    page.goto(form_url)
    expect(page.locator("#abroad")).to_be_visible()
    fill(page)
    send(page)
    expect(page).to_have_url(PASS)
    expect(page.locator("h1")).to_have_text("Fatoumata Binta Diallo")
    documents = [request for request in asked if request.endswith("document")]
    assert documents == ["GET document", "POST document", "GET document"]
    assert not [request for request in asked if request.endswith("script")]


def test_what_does_not_apply_is_hidden(page_phone: Page, form_url: str) -> None:
    page_phone.goto(form_url)
    for select, value, dependent in (
        ("#place", "XX", "#abroad"),
        ("#honorific", "other", "#honorific_other"),
    ):
        expect(page_phone.locator(dependent)).to_be_hidden()
        page_phone.select_option(select, value)
        expect(page_phone.locator(dependent)).to_be_visible()


def test_a_half_filled_form_waits_on_the_phone_until_it_is_sent(
    page_phone: Page, form_url: str
) -> None:
    page = page_phone
    page.goto(form_url)
    expect(page.locator("[data-draft-note]")).to_be_hidden()
    fill(page)
    page.uncheck("#days-1")
    page.select_option("#place", "XX")
    page.fill("#abroad", "Dakar")
    page.check("#photo_consent-0")
    page.check("#share_name")
    page.goto("about:blank")

    page.goto(form_url)
    expect(page.locator("#given_names")).to_have_value("Fatoumata Binta")
    expect(page.locator("#abroad")).to_have_value("Dakar")
    expect(page.locator("#sex-0")).to_be_checked()
    expect(page.locator("#days-1")).not_to_be_checked()
    # Consents are given each time.
    expect(page.locator("#photo_consent-0")).not_to_be_checked()
    expect(page.locator("#share_name")).not_to_be_checked()
    expect(page.locator("[data-draft-note]")).to_be_visible()

    send(page)
    expect(page).to_have_url(PASS)
    page.goto(form_url)
    expect(page.locator("#given_names")).to_have_value("")
    assert page.evaluate("localStorage.length") == 0


def test_a_draft_can_be_erased_and_does_not_outlive_a_day(page_phone: Page, form_url: str) -> None:
    page = page_phone
    page.goto(form_url)
    page.fill("#given_names", "Fatoumata")
    page.click("[data-draft-clear]")
    expect(page.locator("#given_names")).to_have_value("")
    assert page.evaluate("localStorage.length") == 0

    page.fill("#given_names", "Fatoumata")
    page.evaluate(
        """() => { const [key] = Object.keys(localStorage);
        const draft = JSON.parse(localStorage[key]);
        localStorage[key] = JSON.stringify({ ...draft, at: draft.at - 25 * 3600 * 1000 }); }"""
    )
    page.reload()
    expect(page.locator("[data-draft-note]")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


def test_the_whole_pass_is_on_a_phone_s_first_screen(
    page_phone: Page, live_server: LiveServer, fair: Event
) -> None:
    person = register(fair, "Fatoumata Binta Diallo", category="police")
    db.session.commit()
    page_phone.goto(f"{live_server.url}/p/{person.pass_key}")
    for part in (".pass-band", ".pass-qr svg", "h1", ".pass-code"):
        box = page_phone.locator(part).bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= 740
    code = page_phone.locator(".pass-qr svg").bounding_box()
    assert code and code["width"] >= 340


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (1440, 900)])
def test_pages_are_accessible_and_never_wider_than_the_screen(
    open_page: OpenPage,
    live_server: LiveServer,
    form_url: str,
    fair: Event,
    language: str,
    width: int,
    height: int,
) -> None:
    person = register(fair, f"{LONG} {LONG}", organisation=LONG)
    waiting, gone = register(fair, "Un Sow"), register(fair, "Deux Sow")
    waiting.status, gone.status = Status.WAITING, Status.CANCELLED
    db.session.commit()
    page = open_page(width, height)
    page.goto(f"{form_url}?lang={language}")
    page.evaluate("document.querySelector('form[data-once]').noValidate = true")
    found = {"form": (violations(page), overflow(page))}
    page.fill("#phone", "63212345")
    send(page)
    expect(page.locator(".summary")).to_be_visible()
    found["errors"] = (violations(page), overflow(page))
    for name, path in (
        *(("pass", person.pass_key), ("details", f"{person.pass_key}/details")),
        *(("cancel", f"{person.pass_key}/cancellation"), ("waiting", waiting.pass_key)),
        ("cancelled", gone.pass_key),
    ):
        page.goto(f"{live_server.url}/p/{path}")
        found[name] = (violations(page), overflow(page))
    assert found == dict.fromkeys(found, ([], 0))


def test_the_keyboard_alone_registers(page_desktop: Page, form_url: str) -> None:
    page = page_desktop
    page.goto(form_url)
    page.focus("#given_names")
    keys = page.keyboard
    keys.type("Doussouba")
    for press in ("Tab", "Tab", "Space", "Tab"):
        keys.press(press)
    keys.type("ONG")
    keys.press("Tab")
    keys.type("Rato")
    keys.press("Enter")
    page.focus("#needs_help")
    for _ in range(40):
        keys.press("Tab")
        if page.evaluate("document.activeElement.matches('form[data-once] button:not([type])')"):
            break
    keys.press("Enter")
    expect(page).to_have_url(PASS)
    person = db.session.query(Registration).one()
    assert (person.full_name, person.sex, person.locality) == ("Doussouba", "F", "Ratoma")
