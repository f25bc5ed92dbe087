"""The reception in a real Chromium: by keyboard alone, without network, without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.checkin.models import Scan
from fairapp.core.db import db
from fairapp.registration.models import Registration
from tests.checkin.browsing import PHONE, overflow, sign_in, violations
from tests.checkin.conftest import Fair, make_fair
from tests.conftest import NOW, Login, OpenPage
from tests.services import LiveServer

pytestmark = pytest.mark.browser

CARD = "[data-results] [data-card]"
OpenDesk = Callable[..., Page]


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Fair:
    """A fair whose first day is the server's today."""
    made = make_fair(db_session, days=(NOW.date(),))
    db_session.commit()
    return made


@pytest.fixture
def open_desk(
    app: Flask, live_server: LiveServer, fair: Fair, login: Login, open_page: OpenPage
) -> OpenDesk:
    """The reception, signed in; `script=False` for a browser without JavaScript."""

    def open_desk(
        path: str = "/desk/journees/?lang=en",
        *,
        width: int = 1440,
        height: int = 900,
        script: bool = True,
    ) -> Page:
        db.session.commit()
        options = {**(PHONE if width < 500 else {}), "java_script_enabled": script}
        page = open_page(width, height, **options)
        sign_in(page.context, app, live_server, login, "reception")
        page.goto(live_server.url + path)
        return page

    return open_desk


def scans() -> list[Scan]:
    db.session.rollback()
    return list(db.session.scalars(select(Scan).order_by(Scan.id)))


def test_somebody_is_found_and_checked_in_by_keyboard_alone(
    fair: Fair, open_desk: OpenDesk
) -> None:
    fair.person("Aminata Condé")
    wanted = fair.person("Aminata Sylla")
    page = open_desk()
    expect(page.locator("#q")).to_be_focused()

    page.keyboard.type("aminata")
    expect(page.locator(CARD)).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.locator("[data-said]")).to_have_text("Aminata Sylla is checked in.")
    expect(page.locator(f"#person-{wanted.id}")).to_contain_text("In since")
    # The next person is waiting: what was typed is replaced by typing.
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("cond")
    expect(page.locator(CARD)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_be_focused()
    assert [row.registration_id for row in scans()] == [wanted.id]


def test_slash_leads_to_the_search(fair: Fair, open_desk: OpenDesk) -> None:
    page = open_desk()
    page.get_by_role("link", name="Register on the spot").focus()

    page.keyboard.press("/")

    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("")


def test_scanned_badge_and_two_enters_check_in(fair: Fair, open_desk: OpenDesk) -> None:
    badge = fair.badge(fair.person("M’Mah Camara"))
    page = open_desk()

    page.keyboard.type(f"HTTPS://FAIR.EXAMPLE/B/{badge.token}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Check in")).to_be_focused()
    assert scans() == []
    page.keyboard.press("Enter")

    expect(page.locator("[data-said]")).to_have_text("M’Mah Camara is checked in.")
    assert len(scans()) == 1


@pytest.mark.both_engines
def test_scanned_badge_of_somebody_who_is_in_and_three_enters_undo_nothing(
    fair: Fair, open_desk: OpenDesk
) -> None:
    badge = fair.badge(fair.person("M’Mah Camara"))
    page = open_desk()

    for _ in range(2):
        page.locator("#q").fill("")
        page.keyboard.type(f"HTTPS://FAIR.EXAMPLE/B/{badge.token}")
        for _ in range(3):
            page.keyboard.press("Enter")
            page.wait_for_timeout(300)

    assert [(row.verdict, row.undoes_id) for row in scans()] == [("admitted", None)]


def test_undo_is_where_the_check_in_was(fair: Fair, open_desk: OpenDesk) -> None:
    fair.person("Mariama Diallo")
    page = open_desk()
    page.keyboard.type("mariama")
    page.get_by_role("button", name="Check in").click()
    expect(page.locator(CARD)).to_contain_text("In since")

    page.get_by_role("button", name="Undo").click()

    expect(page.locator("[data-said]")).to_have_text("The check-in of Mariama Diallo is undone.")
    expect(page.locator(CARD)).to_contain_text("Not in yet")
    assert [row.undoes_id is not None for row in scans()] == [False, True]


def test_standing_that_needs_a_decision_keeps_the_card_in_hand(
    fair: Fair, open_desk: OpenDesk
) -> None:
    fair.person("Mariama Diallo", status="waiting")
    page = open_desk()
    page.keyboard.type("mariama")

    page.get_by_role("button", name="Known to the organisers").click()

    expect(page.locator("[data-said]")).to_have_text("Mariama Diallo is checked in.")
    assert [row.override for row in scans()] == ["Known to the organisers"]


def test_without_network_nothing_is_lost_and_the_next_tap_is_one_scan(
    fair: Fair, open_desk: OpenDesk
) -> None:
    fair.person("Mariama Diallo")
    page = open_desk()
    page.keyboard.type("mariama")
    expect(page.locator(CARD)).to_have_count(1)
    page.context.set_offline(True)
    page.get_by_role("button", name="Check in").click()
    expect(page.locator("[data-offline]")).to_be_visible()
    expect(page.locator(CARD)).to_contain_text("Not in yet")

    page.context.set_offline(False)
    page.get_by_role("button", name="Check in").click()

    expect(page.locator("[data-offline]")).to_be_hidden()
    expect(page.locator(CARD)).to_contain_text("In since")
    assert len(scans()) == 1


@pytest.mark.both_engines
def test_answer_that_got_lost_and_a_second_tap_are_one_scan(
    fair: Fair, open_desk: OpenDesk
) -> None:
    fair.person("Mariama Diallo")
    page = open_desk()
    page.keyboard.type("mariama")
    page.route("**/checkins", lambda route: (route.fetch(), route.abort()), times=1)
    page.get_by_role("button", name="Check in").click()
    expect(page.locator("[data-offline]")).to_be_visible()

    page.get_by_role("button", name="Check in").click()

    expect(page.locator("[data-said]")).to_have_text("Mariama Diallo is checked in.")
    assert len(scans()) == 1


def test_late_answer_never_replaces_a_newer_one(fair: Fair, open_desk: OpenDesk) -> None:
    fair.person("Aminata Sylla")
    fair.person("Zeinab Bah")
    page = open_desk()
    waiting: list[Route] = []
    page.route("**/desk/journees/?q=aminata*", lambda route: waiting.append(route))

    page.fill("#q", "aminata")
    page.wait_for_timeout(400)
    page.fill("#q", "zeinab")
    expect(page.locator(CARD)).to_contain_text("Zeinab Bah")
    for route in waiting:
        route.continue_()
    page.wait_for_timeout(400)

    expect(page.locator(CARD)).to_have_count(1)
    expect(page.locator(CARD)).to_contain_text("Zeinab Bah")


def test_walk_in_begins_with_what_was_searched(fair: Fair, open_desk: OpenDesk) -> None:
    page = open_desk(width=360, height=740)
    page.locator("#q").tap()
    page.keyboard.type("Fanta Kourouma")
    expect(page.get_by_text("Nobody was found")).to_be_visible()

    page.locator("[data-walk-in]").first.click()
    expect(page.locator("#name")).to_have_value("Fanta Kourouma")
    page.locator("#sex-0").check()
    page.select_option("#category", "ong")
    page.get_by_role("button", name="Register and check in").click()

    expect(page.locator(CARD)).to_contain_text("In since")
    expect(page.get_by_role("link", name="Badge", exact=True)).to_be_visible()
    db.session.rollback()
    person = db.session.scalars(select(Registration)).one()
    assert (person.full_name, person.source) == ("Fanta Kourouma", "walk_in")
    assert [row.method for row in scans()] == ["walk_in"]


def test_whole_way_without_script(fair: Fair, open_desk: OpenDesk) -> None:
    fair.person("Mariama Diallo")
    page = open_desk(script=False)
    page.select_option("#gate", "G2")
    page.get_by_role("button", name="Choose").click()
    page.fill("#q", "mariama")
    page.get_by_role("button", name="Search").click()

    page.get_by_role("button", name="Check in").click()
    expect(page.locator("main")).to_contain_text("Mariama Diallo is checked in.")
    expect(page.locator(CARD)).to_contain_text("G2")
    page.get_by_role("button", name="Undo").click()

    expect(page.locator("main")).to_contain_text("The check-in of Mariama Diallo is undone.")
    assert len(scans()) == 2


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1440, 900)])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_page_is_accessible(
    fair: Fair,
    open_desk: OpenDesk,
    live_server: LiveServer,
    width: int,
    height: int,
    language: str,
) -> None:
    long = "Nfansoumane" * 10
    fair.badge(fair.person("Mariama Diallo", organisation="ONG Horizon", birth_year=1984))
    fair.badge(fair.person(f"{long} Diallo", status="pending", organisation=long))
    fair.person("Mariama Diallo", status="cancelled", protocol_rank=3, precision="Tanènè")
    badge = fair.badge(fair.person("Zeinab Diallo", "officiel", protocol_rank=4))
    page = open_desk(f"/desk/journees/?lang={language}", width=width, height=height)
    for path in (
        "/desk/journees/",
        "/desk/journees/?q=diallo",
        "/desk/journees/?q=nobody",
        "/desk/journees/walk-in",
        f"/b/{badge.token}",
    ):
        page.goto(f"{live_server.url}{path}{'&' if '?' in path else '?'}lang={language}")
        assert violations(page) == [], path
        assert overflow(page) <= 0, path
        if "walk-in" in path:
            page.locator("main form[data-once] button:not([type])").click()
            expect(page.locator(".summary")).to_be_visible()
            assert violations(page) == [], path
