"""The scanner in a real Chromium: fake camera, wedge, typing, photo; a network that fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Request, Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.badges.models import Badge
from fairapp.checkin.models import Scan
from fairapp.core.db import db
from tests.checkin.browsing import PHONE, contrast, css, overflow, sign_in, violations
from tests.checkin.conftest import Fair, make_fair
from tests.checkin.film import photo, write_film
from tests.conftest import NOW, Login, OpenPage
from tests.services import LiveServer

pytestmark = pytest.mark.browser

SHOWN = "[data-verdict]:not([hidden])"


class Gate:
    """A page of the scanner at checkpoint G1, signed in."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def verdict(self, look: str) -> None:
        """Wait until this verdict has the screen."""
        expect(self.page.locator(f"{SHOWN}[data-look={look}]")).to_be_visible(timeout=60_000)

    def type(self, text: object) -> None:
        """Type a code and send it."""
        self.page.fill("[data-typed]", str(text))
        self.page.press("[data-typed]", "Enter")

    def go_on(self) -> None:
        """Back to the camera."""
        self.page.keyboard.press("Escape")
        expect(self.page.locator("[data-verdict]")).to_be_hidden()


OpenGate = Callable[..., Gate]


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Fair:
    """A fair whose first day is the server's today."""
    made = make_fair(db_session, days=(NOW.date(),))
    db_session.commit()
    return made


@pytest.fixture
def open_gate(
    app: Flask, live_server: LiveServer, fair: Fair, login: Login, open_page: OpenPage
) -> OpenGate:
    """`open_gate("reception")`: the scanner as that role; `width` and `height` for other sizes."""

    def open_gate(
        role: str = "scanner",
        *,
        browser: Browser | None = None,
        path: str = "/scan/journees/?gate=G1&lang=en",
        width: int = 360,
        height: int = 740,
    ) -> Gate:
        db.session.commit()
        page = open_page(width, height, browser=browser, **(PHONE if width < 500 else {}))
        sign_in(page.context, app, live_server, login, role)
        page.goto(live_server.url + path)
        return Gate(page)

    return open_gate


def address(badge: Badge) -> str:
    return f"HTTPS://FAIR.EXAMPLE/B/{badge.token}"


def scans() -> list[Scan]:
    db.session.rollback()
    return list(db.session.scalars(select(Scan).order_by(Scan.id)))


# -- ways in --------------------------------------------------------------------------------------


def test_camera_reads_a_badge_and_the_person_is_in(
    fair: Fair, open_gate: OpenGate, camera_browser: Callable[[Path], Browser], tmp_path: Path
) -> None:
    badge = fair.badge(fair.person("M’Mah Camara"))
    film = write_film(tmp_path / "badge.y4m", [(address(badge), 2), (None, 0.5)])

    gate = open_gate(browser=camera_browser(film))

    gate.verdict("admitted")
    expect(gate.page.locator("[data-name]")).to_have_text("M’Mah Camara")
    expect(gate.page.locator("[data-category-name]")).to_have_text("ONG et associations")
    assert css(gate.page, "[data-name]", "font-size") == "32px"
    expect(gate.page.locator("[data-verdict]")).to_be_hidden(timeout=5_000)
    expect(gate.page.locator("[data-today]")).to_have_text("1 in today")
    # The film shows the same badge again and again.
    gate.page.wait_for_timeout(4_000)
    [row] = scans()
    assert (row.badge_id, row.verdict, row.method, row.is_entry) == (
        badge.id,
        "admitted",
        "qr",
        True,
    )
    assert not row.clock_doubtful


def test_camera_tells_one_badge_from_the_next_and_from_foreign_codes(
    fair: Fair, open_gate: OpenGate, camera_browser: Callable[[Path], Browser], tmp_path: Path
) -> None:
    one, two = fair.badge(), fair.badge(fair.person("Ousmane Bangoura"))
    foreign = "https://elsewhere.example/ticket?name=Mariama+Diallo"
    scenes = [(address(one), 1.5), (address(two), 1.5), (foreign, 1.5), (None, 20.0)]
    film = write_film(tmp_path / "badges.y4m", scenes)

    gate = open_gate(browser=camera_browser(film))

    gate.verdict("unknown")
    stored = scans()
    assert sorted(row.verdict for row in stored) == ["admitted", "admitted", "unknown"]
    assert [row.raw for row in stored if row.raw] == ["elsewhere.example"]


def test_typed_number_reference_and_code_are_equals(fair: Fair, open_gate: OpenGate) -> None:
    badges = [fair.badge() for _ in range(3)]
    reference = badges[1].registration.reference if badges[1].registration else ""
    gate = open_gate()

    for text in (f"no. {badges[0].number}", f"{reference[:3]}-{reference[3:]}", badges[2].token):
        gate.type(text)
        gate.verdict("admitted")
        gate.go_on()
    gate.type("Mariama")

    expect(gate.page.locator("[data-note]")).to_have_text(
        "This is neither a badge number nor a code."
    )
    assert [(row.method, row.verdict) for row in scans()] == [
        ("typed", "admitted"),
        ("typed", "admitted"),
        ("qr", "admitted"),
    ]


@pytest.mark.parametrize("focus", ["body", "[data-typed]"])
def test_wedge_scanner_works_wherever_the_focus_is(
    fair: Fair, open_gate: OpenGate, focus: str
) -> None:
    badge = fair.badge()
    gate = open_gate(width=1440, height=900)
    gate.page.locator(focus).focus()

    gate.page.keyboard.type(address(badge))
    gate.page.keyboard.press("Enter")

    gate.verdict("admitted")
    expect(gate.page.locator("[data-typed]")).to_have_value("")
    assert len(scans()) == 1


def test_wedge_scanner_on_a_keyboard_of_another_layout(fair: Fair, open_gate: OpenGate) -> None:
    badge = fair.badge()
    gate = open_gate(width=1440, height=900)

    # What an AZERTY layout makes of the keys that an American scanner presses.
    gate.page.evaluate(
        """(text) => {
          const french = { A: "Q", Q: "A", W: "Z", Z: "W", M: "?", 2: "é", 7: "è", "/": "!" };
          const place = (c) => /[A-Z]/.test(c) ? `Key${c}` : /[0-9]/.test(c) ? `Digit${c}`
            : { "/": "Slash", ":": "Semicolon", ".": "Period" }[c];
          const press = (key, code) =>
            document.body.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true }));
          for (const c of text) press(french[c] || c, place(c));
          press("Enter", "Enter");
        }""",
        address(badge),
    )

    gate.verdict("admitted")


def test_photo_stands_in_for_a_camera_that_is_not_there(
    fair: Fair, open_gate: OpenGate, tmp_path: Path
) -> None:
    badge = fair.badge()
    gate = open_gate()
    expect(gate.page.locator("[data-note]")).to_contain_text("No camera was found.")

    gate.page.set_input_files("[data-photo]", photo(tmp_path / "badge.png", address(badge)))

    gate.verdict("admitted")


def test_photo_without_a_code(fair: Fair, open_gate: OpenGate, tmp_path: Path) -> None:
    gate = open_gate()
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")

    gate.page.set_input_files("[data-photo]", broken)

    expect(gate.page.locator("[data-note]")).to_contain_text("No code was found in the photo.")


def test_checkpoint_is_asked_once_and_remembered(fair: Fair, open_gate: OpenGate) -> None:
    gate = open_gate(path="/scan/journees/?lang=en")
    sheet = gate.page.locator("[data-gates]")
    expect(sheet).to_be_visible()
    gate.page.keyboard.press("Escape")
    expect(sheet).to_be_visible()

    gate.page.locator("button[value=G2]").click()
    gate.page.goto(gate.page.url)

    expect(sheet).to_be_hidden()
    expect(gate.page.locator("[data-gate-name]")).to_have_text("Entrée des stands")


def test_people_going_out(fair: Fair, open_gate: OpenGate) -> None:
    badge = fair.badge()
    gate = open_gate(path="/scan/journees/?lang=en")
    gate.page.locator("input[value=out]").check()
    gate.page.locator("button[value=G1]").click()
    expect(gate.page.locator("[data-way-shown]")).to_have_text("Exit")

    gate.type(badge.number)

    gate.verdict("left")
    assert [(row.direction, row.is_entry) for row in scans()] == [("out", False)]


# -- deciding -------------------------------------------------------------------------------------


def test_override_takes_one_tap_by_a_role_that_may(fair: Fair, open_gate: OpenGate) -> None:
    badge = fair.badge(fair.person("Mariama Diallo", status="pending"))
    gate = open_gate("reception")

    gate.type(badge.number)
    gate.verdict("ask")
    # Whoever has to decide gets the time for it.
    gate.page.wait_for_timeout(2_500)
    gate.verdict("ask")
    gate.page.get_by_role("button", name="Invitation shown").click()

    gate.verdict("admitted")
    assert [(row.verdict, row.is_entry, row.override) for row in scans()] == [
        ("ask", False, ""),
        ("ask", True, "Invitation shown"),
    ]


def test_override_is_not_offered_to_a_gate(fair: Fair, open_gate: OpenGate) -> None:
    badge = fair.badge(fair.person(status="cancelled"))
    gate = open_gate("scanner")

    gate.type(badge.number)

    gate.verdict("refused")
    expect(gate.page.locator("[data-reason]")).to_have_text("The registration was cancelled.")
    expect(gate.page.locator("[data-acts] button")).to_have_count(0)


def test_undo_from_the_latest_scans(fair: Fair, open_gate: OpenGate) -> None:
    badge = fair.badge(fair.person("Mariama Diallo"))
    gate = open_gate()
    gate.type(badge.number)
    gate.verdict("admitted")
    gate.go_on()

    gate.page.locator("[data-open-history]").click()
    row = gate.page.locator("[data-history-list] li")
    expect(row).to_contain_text("Mariama Diallo")
    row.get_by_role("button", name="Undo").click()

    expect(row).to_contain_text("Undone")
    expect(row.get_by_role("button")).to_have_count(0)
    [entry, taken_back] = scans()
    assert taken_back.undoes_id == entry.id


# -- a network that fails -------------------------------------------------------------------------


@pytest.mark.both_engines
def test_without_network_scans_wait_and_are_sent_once(fair: Fair, open_gate: OpenGate) -> None:
    badges = [fair.badge() for _ in range(3)]
    gate = open_gate()
    expect(gate.page.locator("[data-today]")).to_have_text("0 in today")
    gate.page.context.set_offline(True)

    for badge in badges:
        gate.type(badge.number)
        gate.verdict("kept")
        gate.go_on()
    expect(gate.page.locator("[data-state=offline]")).to_have_text("Offline")
    expect(gate.page.locator("[data-waiting]")).to_have_text("3 waiting to be sent")
    assert scans() == []
    gate.page.context.set_offline(False)

    expect(gate.page.locator("[data-waiting]")).to_be_hidden(timeout=20_000)
    expect(gate.page.locator("[data-state=online]")).to_be_visible()
    assert sorted(row.badge_id or 0 for row in scans()) == sorted(b.id for b in badges)
    assert {row.verdict for row in scans()} == {"admitted"}


@pytest.mark.parametrize(
    "answer",
    ["lost", "500", "portal", "nonsense", "too few"],
)
@pytest.mark.both_engines
def test_answer_that_does_not_come_is_asked_for_again_and_stored_once(
    fair: Fair, open_gate: OpenGate, answer: str
) -> None:
    badge = fair.badge(fair.person("Mariama Diallo"))
    gate = open_gate()
    tries: list[str] = []

    def spoil(route: Route) -> None:
        tries.append(route.request.post_data or "")
        if len(tries) > 2:
            route.continue_()
            return
        # The server has stored it; what it says gets lost on the way.
        stored = route.fetch()
        if answer == "lost":
            route.abort()
        elif answer == "500":
            route.fulfill(status=500, body="{}", content_type="application/json")
        elif answer == "portal":
            route.fulfill(body="<title>Free wifi</title>", content_type="text/html")
        elif answer == "nonsense":
            route.fulfill(body='{"results": {}}', content_type="application/json")
        else:
            route.fulfill(response=stored, json={**stored.json(), "results": []})

    gate.page.route("**/api/v1/events/*/scans", spoil)
    gate.type(badge.number)

    gate.verdict("admitted")
    expect(gate.page.locator("[data-name]")).to_have_text("Mariama Diallo")
    assert len(tries) >= 3
    assert len(scans()) == 1


def test_session_that_ends_keeps_the_scans_until_somebody_signs_in(
    app: Flask, fair: Fair, open_gate: OpenGate, live_server: LiveServer, login: Login
) -> None:
    badge = fair.badge()
    gate = open_gate()
    expect(gate.page.locator("[data-today]")).to_have_text("0 in today")
    gate.page.context.clear_cookies()

    gate.type(badge.number)
    gate.verdict("kept")
    gate.go_on()
    expect(gate.page.locator("[data-state=signedOut] a")).to_have_attribute("target", "_blank")
    expect(gate.page.locator("[data-waiting]")).to_have_text("1 waiting to be sent")
    # In another tab: another session, and with it another token against forgery.
    sign_in(gate.page.context, app, live_server, login, "scanner")

    expect(gate.page.locator("[data-waiting]")).to_be_hidden(timeout=20_000)
    assert [row.verdict for row in scans()] == ["admitted"]


# -- the page itself ------------------------------------------------------------------------------


def test_first_load_is_light(fair: Fair, open_gate: OpenGate, live_server: LiveServer) -> None:
    gate = open_gate(path="/e/journees/")
    loaded: list[Request] = []
    gate.page.context.on("requestfinished", lambda request: loaded.append(request))

    gate.page.goto(f"{live_server.url}/scan/journees/?gate=G1", wait_until="networkidle")

    sizes = {
        request.url.partition("/static/")[2] or request.url: request.sizes()["responseBodySize"]
        for request in loaded
    }
    assert any("zxing_reader.wasm" in url for url in sizes), sizes
    assert any("reader/index.js" in url for url in sizes), sizes
    assert sum(sizes.values()) <= 400 * 1024, sizes


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1440, 900)])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_state_is_accessible(
    fair: Fair, open_gate: OpenGate, width: int, height: int, language: str
) -> None:
    badges = {
        "admitted": fair.badge(),
        "ask": fair.badge(fair.person(status="pending")),
        "refused": fair.badge(fair.person(status="declined")),
        "blank": fair.badge(blank=True),
    }
    path = f"/scan/journees/?gate=G1&lang={language}"
    gate = open_gate("reception", width=width, height=height, path=path)

    assert violations(gate.page) == []
    for look, badge in badges.items():
        gate.type(badge.number)
        gate.verdict(look)
        assert violations(gate.page) == [], look
        assert contrast(gate.page) >= 7, look
        assert overflow(gate.page) <= 0, look
        gate.page.keyboard.press("Escape")
    gate.type(99999)
    gate.verdict("unknown")
    assert contrast(gate.page) >= 7
    gate.go_on()
    gate.type(badges["admitted"].number)
    gate.verdict("again")
    assert contrast(gate.page) >= 7
    gate.go_on()
    gate.page.locator("[data-open-history]").click()
    assert violations(gate.page) == []
    gate.page.locator("[data-close]").click()
    gate.page.locator("[data-change-gate]").click()
    assert violations(gate.page) == []
