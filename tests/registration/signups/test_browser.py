"""Signing up in a real browser: from the programme, on the pass, by the team."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.programme.models import Session
from fairapp.registration.models import Status
from fairapp.registration.signups import actions
from fairapp.registration.signups.models import SeatStatus
from tests.checkin.browsing import PHONE, overflow, violations
from tests.conftest import OpenPage, SignIn
from tests.registration.keeping import wait_until_kept
from tests.registration.people import AT, make_fair, register
from tests.registration.signups.workshops import add_workshop, standings
from tests.services import LiveServer

pytestmark = pytest.mark.browser

# Wide enough to break a page that does not break words.
LONG = "Nfansoumane" * 10


@pytest.fixture
def fair(live_server: LiveServer, db_session: scoped_session[DbSession]) -> Event:
    return make_fair()


@pytest.fixture
def workshop(fair: Event) -> Session:
    return add_workshop(fair, capacity=1)


def seen(workshop: Session) -> dict[str, str]:
    """How people stand now, as the server has left it."""
    db.session.rollback()
    return standings(workshop)


def test_from_the_programme_to_a_seat_without_javascript(
    open_page: OpenPage, live_server: LiveServer, fair: Event, workshop: Session
) -> None:
    person = register(fair)
    db.session.commit()
    page = open_page(360, 740, java_script_enabled=False, **PHONE)
    page.goto(f"{live_server.url}/e/foire/programme?day=1")
    page.locator("a[href$='/programme/J1-05']").first.click()
    page.locator("a[href$='/J1-05/seat']").click()
    # Nobody's pass is known here: the way to one, and back.
    expect(page.locator("main a[href$='/register']")).to_be_visible()
    expect(page.locator("main a[href$='/find-my-pass']")).to_be_visible()
    expect(page.locator("main form")).to_have_count(0)

    page.goto(f"{live_server.url}/p/{person.pass_key}")
    page.goto(f"{live_server.url}/e/foire/programme/J1-05/seat")
    page.locator("main form button").click()
    expect(page.locator("h1")).to_have_text("Mariama Diallo")
    expect(page.locator("#seat-J1-05 .pill.ok")).to_be_in_viewport()
    assert seen(workshop) == {"Mariama": SeatStatus.SEATED}


def test_on_the_pass_a_seat_is_taken_given_up_and_taken_back(
    page_phone: Page, live_server: LiveServer, fair: Event, workshop: Session
) -> None:
    person = register(fair)
    db.session.commit()
    page = page_phone
    page.goto(f"{live_server.url}/p/{person.pass_key}")
    page.locator(".seats-more form button").click()
    expect(page.locator("#seat-J1-05 .pill.ok")).to_be_visible()
    page.locator("#seat-J1-05 form button").click()
    expect(page.locator("#seat-J1-05")).to_have_count(0)
    page.locator("#seats .notice form button").click()
    expect(page.locator("#seat-J1-05 .pill.ok")).to_be_visible()
    assert seen(workshop) == {"Mariama": SeatStatus.SEATED}


def test_a_seat_just_taken_is_shown_again_without_network(
    page_phone: Page, live_server: LiveServer, fair: Event, workshop: Session
) -> None:
    person = register(fair)
    db.session.commit()
    page = page_phone
    page.goto(f"{live_server.url}/p/{person.pass_key}")
    expect(page.locator(".seats-more form button")).to_be_visible()
    wait_until_kept(page, "lang=fr")
    page.locator(".seats-more form button").click()
    expect(page.locator("#seat-J1-05 .pill.ok")).to_be_visible()
    wait_until_kept(page, 'id="seat-J1-05"')
    page.context.set_offline(True)
    for address in (page.url, f"{live_server.url}/p/{person.pass_key}"):
        page.goto(address)
        expect(page.locator("#seat-J1-05 .pill.ok")).to_be_visible()


@pytest.mark.both_engines
def test_whoever_waits_sees_the_seat_arrive(
    open_page: OpenPage, live_server: LiveServer, fair: Event, workshop: Session
) -> None:
    holder, waiting = register(fair, "Aissatou Sow"), register(fair, "Bountou Sow")
    for person in (holder, waiting):
        actions.sign_up(person, workshop, actor=None, at=AT)
    db.session.commit()
    one, other = open_page(360, 740, **PHONE), open_page(360, 740, **PHONE)
    other.goto(f"{live_server.url}/p/{waiting.pass_key}")
    expect(other.locator("#seat-J1-05 .pill.warn")).to_contain_text("1")
    one.goto(f"{live_server.url}/p/{holder.pass_key}")
    one.locator("#seat-J1-05 form button").click()
    expect(one.locator("#seats .notice")).to_be_visible()
    other.reload()
    expect(other.locator("#seat-J1-05 .pill.ok")).to_be_visible()


def test_the_team_adds_by_keyboard_and_raises_the_seats(
    page_desktop: Page,
    live_server: LiveServer,
    sign_in: SignIn,
    fair: Event,
    workshop: Session,
) -> None:
    register(fair, "Aissatou Sow")
    register(fair, "Bountou Barry")
    db.session.commit()
    page = page_desktop
    sign_in(page, live_server, "organiser")
    page.goto(f"{live_server.url}/staff/foire/registrations/seats/")
    page.locator("a[href$='/seats/J1-05']").click()
    for name in ("aissatou", "bountou"):
        page.focus("#search-q")
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        expect(page.locator("#add li")).to_have_count(1)
        page.locator("#add li button").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".notice.success")).to_be_visible()
    expect(page.locator("section[aria-labelledby=waiting] li")).to_have_count(1)
    page.fill("#capacity", "2")
    page.keyboard.press("Enter")
    expect(page.locator("section[aria-labelledby=seated] li")).to_have_count(2)
    expect(page.locator("section[aria-labelledby=waiting]")).to_have_count(0)
    assert set(seen(workshop).values()) == {SeatStatus.SEATED}


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (1440, 900)])
def test_pages_are_accessible_and_never_wider_than_the_screen(
    open_page: OpenPage,
    live_server: LiveServer,
    sign_in: SignIn,
    fair: Event,
    workshop: Session,
    language: str,
    width: int,
    height: int,
) -> None:
    person, waiting = register(fair, f"{LONG} {LONG}", organisation=LONG), register(fair)
    add_workshop(fair, "J1-06", title=workshop.title, capacity=12)
    hopeful = register(fair, "Cellou Sow")
    hopeful.status = Status.WAITING
    for who in (person, waiting, hopeful):
        actions.sign_up(who, workshop, actor=None, at=AT)
    db.session.commit()
    page = open_page(width, height)
    sign_in(page, live_server, "organiser")
    seats = "/staff/foire/registrations/seats"
    found = {}
    for path in (
        *(f"/p/{who.pass_key}?seat=J1-06" for who in (person, waiting, hopeful)),
        *("/e/foire/programme", "/e/foire/programme/J1-06", "/e/foire/programme/J1-06/seat"),
        *(f"{seats}/?all", f"{seats}/J1-05?q=nfan&off={waiting.reference}", f"{seats}/J1-05/list"),
    ):
        joint = "&" if "?" in path else "?"
        page.goto(f"{live_server.url}{path}{joint}lang={language}")
        found[path] = (violations(page), overflow(page))
    assert found == dict.fromkeys(found, ([], 0))
