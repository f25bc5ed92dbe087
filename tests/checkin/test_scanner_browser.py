"""The scanner in a real Chromium: fake camera, wedge, typing, photo; a network that fails."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.badges.models import Badge
from fairapp.checkin.devices import actions
from fairapp.checkin.models import Device, Scan
from fairapp.core.db import db
from tests.checkin.browsing import (
    PHONE,
    contrast,
    css,
    enrolment,
    overflow,
    violations,
    wait_until_ready,
)
from tests.checkin.conftest import Fair, make_fair
from tests.checkin.film import photo, write_film
from tests.conftest import NOW, OpenPage
from tests.services import LiveServer

pytestmark = pytest.mark.browser

SHOWN = "[data-verdict]:not([hidden])"
KEPT = """(key) => new Promise((resolve) => {
  indexedDB.open("fair-scanner").onsuccess = ({ target }) => {
    const asked = target.result.transaction("kv").objectStore("kv").get(key);
    asked.onsuccess = () => { target.result.close(); resolve(asked.result ?? null); };
  };
})"""
READ = """async (picture) => {
  const { Decoder } = await import("/static/js/scanner/decoder.js");
  const { readPhoto } = await import("/static/js/scanner/photo.js");
  const data = JSON.parse(document.getElementById("scanner-data").textContent);
  const bytes = Uint8Array.from(atob(picture), (byte) => byte.charCodeAt(0));
  return readPhoto(new Blob([bytes], { type: "image/png" }), new Decoder(data.urls));
}"""


class Gate:
    """The scanner of an enrolled phone."""

    def __init__(self, page: Page, device: Device) -> None:
        self.page, self.device = page, device

    def verdict(self, look: str) -> None:
        """Wait until this verdict has the screen."""
        expect(self.page.locator(f"{SHOWN}[data-look={look}]")).to_be_visible(timeout=15_000)

    def type(self, text: object) -> None:
        """Type a code and send it."""
        self.page.fill("[data-typed]", str(text))
        self.page.press("[data-typed]", "Enter")

    def wedge(self, text: str) -> None:
        """What a scanner does that types."""
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def go_on(self) -> None:
        """Back to the camera."""
        self.page.keyboard.press("Escape")
        expect(self.page.locator("[data-verdict]")).to_be_hidden()

    def sent(self) -> None:
        """Wait until nothing waits any more."""
        expect(self.page.locator("[data-waiting]")).to_be_hidden(timeout=20_000)


OpenGate = Callable[..., Gate]


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Fair:
    """A fair whose first day is the server's today."""
    made = make_fair(db_session, days=(NOW.date(),))
    db_session.commit()
    return made


@pytest.fixture
def open_gate(app: Flask, live_server: LiveServer, fair: Fair, open_page: OpenPage) -> OpenGate:
    """`open_gate("reception")`: a phone enrolled at G1, or at any gate with `gate=None`.

    The reception may override. It has its list, unless `wait` is false; `width` and `height` are
    for other sizes.
    """

    def open_gate(
        role: str = "scanner",
        *,
        browser: Browser | None = None,
        gate: str | None = "G1",
        language: str = "en",
        wait: bool = True,
        width: int = 360,
        height: int = 740,
    ) -> Gate:
        place = next((g for g in fair.event.checkpoints if g.code == gate), None)
        device, path = enrolment(
            fair.event, fair.user("organiser"), gate=place, may_override=role == "reception"
        )
        page = open_page(width, height, browser=browser, **(PHONE if width < 500 else {}))
        page.goto(live_server.url + path.replace("lang=en", f"lang={language}"))
        if wait:
            expect(page.locator("[data-roster]")).to_be_visible(timeout=15_000)
        return Gate(page, device)

    return open_gate


def address(badge: Badge) -> str:
    return f"HTTPS://FAIR.EXAMPLE/B/{badge.token}"


def read_code(page: Page, picture: bytes) -> str:
    """What a picture of a code says, to the scanner's own decoder."""
    text: str = page.evaluate(READ, base64.b64encode(picture).decode())
    return text


def scans() -> list[Scan]:
    db.session.rollback()
    return list(db.session.scalars(select(Scan).order_by(Scan.id)))


# -- ways in --------------------------------------------------------------------------------------


def test_camera_reads_a_badge_and_the_person_is_in(
    fair: Fair, open_gate: OpenGate, camera_browser: Callable[[Path], Browser], tmp_path: Path
) -> None:
    badge = fair.badge(fair.person("M’Mah Camara"))
    film = write_film(tmp_path / "badge.y4m", [(address(badge), 2), (None, 0.5)])

    gate = open_gate(browser=camera_browser(film), wait=False)

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
    # By the phone itself: its list is there before its camera begins.
    assert (row.device_id, row.device_verdict, row.clock_doubtful) == (
        gate.device.id,
        "admitted",
        False,
    )


def test_camera_tells_one_badge_from_the_next_and_from_foreign_codes(
    fair: Fair, open_gate: OpenGate, camera_browser: Callable[[Path], Browser], tmp_path: Path
) -> None:
    one, two = fair.badge(), fair.badge(fair.person("Ousmane Bangoura"))
    foreign = "https://elsewhere.example/ticket?name=Mariama+Diallo"
    scenes = [(address(one), 1.5), (address(two), 1.5), (foreign, 1.5), (None, 20.0)]
    film = write_film(tmp_path / "badges.y4m", scenes)

    gate = open_gate(browser=camera_browser(film), wait=False)

    gate.verdict("unknown")
    gate.sent()
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
        # The list says a name to whoever has the badge; of a number, only the server does.
        expect(gate.page.locator("[data-name]")).to_have_text("Mariama Diallo")
        gate.go_on()
    gate.type("Mariama")

    expect(gate.page.locator("[data-note]")).to_have_text(
        "This is neither a badge number nor a code."
    )
    gate.sent()
    assert [(row.method, row.verdict, row.device_verdict) for row in scans()] == [
        ("typed", "admitted", "admitted"),
        ("typed", "admitted", "provisional"),
        ("qr", "admitted", "admitted"),
    ]


@pytest.mark.parametrize("focus", ["body", "[data-typed]"])
def test_wedge_scanner_works_wherever_the_focus_is(
    fair: Fair, open_gate: OpenGate, focus: str
) -> None:
    badge = fair.badge()
    gate = open_gate(width=1440, height=900)
    gate.page.locator(focus).focus()

    gate.wedge(address(badge))

    gate.verdict("admitted")
    expect(gate.page.locator("[data-typed]")).to_have_value("")
    gate.sent()
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
    gate = open_gate(gate=None)
    sheet = gate.page.locator("[data-gates]")
    expect(sheet).to_be_visible()
    gate.page.keyboard.press("Escape")
    expect(sheet).to_be_visible()

    gate.page.locator("button[value=G2]").click()
    gate.page.reload()

    expect(gate.page.locator("[data-gate-name]")).to_have_text("Entrée des stands")
    expect(sheet).to_be_hidden()


def test_people_going_out(fair: Fair, open_gate: OpenGate) -> None:
    badge = fair.badge()
    gate = open_gate(gate=None)
    gate.page.locator("input[value=out]").check()
    gate.page.locator("button[value=G1]").click()
    expect(gate.page.locator("[data-way-shown]")).to_have_text("Exit")

    gate.type(badge.number)

    gate.verdict("left")
    gate.sent()
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
    gate.sent()
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
    expect(row).not_to_contain_text("Not sent yet", timeout=15_000)
    [entry, taken_back] = scans()
    assert taken_back.undoes_id == entry.id


# -- a network that fails -------------------------------------------------------------------------


@pytest.mark.both_engines
def test_without_network_everything_works_and_is_sent_once(fair: Fair, open_gate: OpenGate) -> None:
    badges = [fair.badge(fair.person(f"Mariama {name}")) for name in ("Sow", "Bah", "Diallo")]
    stranger = "HTTPS://FAIR.EXAMPLE/B/ABCDEFGHIJKLMN27"
    gate = open_gate("reception")
    wait_until_ready(gate.page)
    gate.page.context.set_offline(True)

    gate.page.reload()
    for badge in badges:
        gate.wedge(address(badge))
        gate.verdict("admitted")
        assert badge.registration
        expect(gate.page.locator("[data-name]")).to_have_text(badge.registration.full_name)
        gate.go_on()
    gate.page.reload()
    gate.wedge(address(badges[0]))
    gate.verdict("again")
    gate.go_on()
    gate.wedge(stranger)
    gate.verdict("provisional")
    gate.go_on()
    expect(gate.page.locator("[data-state=offline]")).to_have_text("Offline")
    expect(gate.page.locator("[data-waiting]")).to_have_text("5 waiting to be sent")
    assert scans() == []
    gate.page.context.set_offline(False)

    gate.sent()
    expect(gate.page.locator("[data-state=online]")).to_be_visible()
    # Nobody has such a badge: whoever let the person in is told.
    expect(gate.page.locator("[data-note]")).to_contain_text("Unknown code")
    stored = scans()
    assert [row.badge_id for row in stored[:4]] == [*(b.id for b in badges), badges[0].id]
    assert [(row.verdict, row.device_verdict) for row in stored] == [
        *[("admitted", "admitted")] * 3,
        ("again", "again"),
        ("unknown", "provisional"),
    ]
    assert [row.seq for row in stored] == [1, 2, 3, 4, 5]


def test_a_late_refusal_is_told_and_the_badge_is_new_again(fair: Fair, open_gate: OpenGate) -> None:
    badge = fair.badge(fair.person("Mariama Diallo"))
    gate = open_gate()
    gate.page.context.set_offline(True)
    gate.wedge(address(badge))
    gate.verdict("admitted")
    gate.go_on()
    # Meanwhile, at the office, on the database as the phone has left it.
    db.session.rollback()
    assert badge.registration
    badge.registration.status = "cancelled"
    db.session.commit()
    gate.page.context.set_offline(False)

    expect(gate.page.locator("[data-note]")).to_have_text(
        "Mariama Diallo – Refused – The registration was cancelled.", timeout=20_000
    )
    gate.page.locator("[data-open-history]").click()
    expect(gate.page.locator("[data-history-list] li")).to_have_attribute("data-look", "refused")
    [row] = scans()
    assert (row.verdict, row.device_verdict, row.is_entry) == ("refused", "admitted", False)


@pytest.mark.parametrize("answer", ["lost", "500", "portal", "nonsense", "too few"])
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
    gate.wedge(address(badge))

    gate.verdict("admitted")
    expect(gate.page.locator("[data-name]")).to_have_text("Mariama Diallo")
    gate.sent()
    assert len(tries) >= 3
    assert len(scans()) == 1


def test_phone_that_is_cut_off_keeps_its_queue_and_forgets_the_list(
    fair: Fair, open_gate: OpenGate
) -> None:
    badge = fair.badge(fair.person("Mariama Diallo"))
    gate = open_gate()
    page = gate.page
    page.context.set_offline(True)
    gate.wedge(address(badge))
    gate.verdict("admitted")
    gate.go_on()
    # Meanwhile, at the office, on the database as the phone has left it.
    db.session.rollback()
    organiser = fair.user("organiser")
    actions.revoke(gate.device, actor=organiser, at=NOW)
    db.session.commit()

    page.context.set_offline(False)
    expect(page.locator("[data-stopped-word]")).to_have_text(
        "This phone was cut off by the organisers.", timeout=20_000
    )
    page.reload()
    expect(page.locator("[data-stopped]")).to_be_visible()
    assert page.evaluate(KEPT, "roster") is None
    page.locator("[data-stopped] [data-open-phone]").click()
    expect(page.locator("[data-queue-size]")).to_have_text("1 waiting to be sent")
    expect(page.locator("[data-leave]")).to_be_disabled()
    with page.expect_download() as download:
        page.locator("[data-phone] [data-save]").click()
    saved = json.loads(download.value.path().read_text())
    assert (saved["fair"], saved["device"]) == ("journees", gate.device.code)
    assert [row["checkpoint"] for row in saved["scans"]] == ["G1"]
    # As another phone's camera sees it.
    page.locator("[data-show-codes]").click()
    picture = page.locator("[data-queue-code]").screenshot()
    page.locator("[data-queue] [data-close]").click()
    page.locator("[data-phone] [data-close]").click()
    assert json.loads(read_code(page, picture))["scans"] == saved["scans"]

    # With a new code it is a scanner again, and what waited is sent.
    _device, path = enrolment(fair.event, organiser, gate=fair.event.checkpoints[0])
    page.goto(page.url.partition("/scan/")[0] + path)
    expect(page.locator("[data-stopped]")).to_be_hidden(timeout=15_000)
    expect(page.locator("[data-roster]")).to_be_visible(timeout=15_000)
    gate.sent()
    assert [row.badge_id for row in scans()] == [badge.id]


# -- the page itself ------------------------------------------------------------------------------


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
    gate = open_gate("reception", width=width, height=height, language=language, gate=None)
    assert violations(gate.page) == []
    gate.page.locator("button[value=G1]").click()
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
    gate.page.locator("[data-history] [data-close]").click()
    gate.page.locator(".strip [data-open-phone]").click()
    assert violations(gate.page) == []
