"""Whole days without network: a phone that restarts, two gates, an update, and a thief."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import current_app
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.checkin import codes, presence
from fairapp.checkin.devices import actions as devices
from fairapp.checkin.models import Device, Scan
from fairapp.core.db import db
from fairapp.registration.models import Registration
from tests.chaos.phone import Phone
from tests.checkin.browsing import enrolment, violations, wait_until_ready
from tests.checkin.conftest import Fair, make_fair
from tests.checkin.newer import Newer
from tests.checkin.test_scanner_browser import KEPT
from tests.conftest import NOW, OpenPage
from tests.services import LiveServer

pytestmark = pytest.mark.browser

FAST, SLOW = 420_000, -185_000
# Registration of a fair is told in seconds; a busy machine takes some.
SLACK = timedelta(seconds=5)

SECRET = "482913 mangue"

NewPhone = Callable[..., Phone]


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Fair:
    made = make_fair(db_session, days=(NOW.date(),))
    db_session.commit()
    return made


@pytest.fixture
def new_phone(
    _playwright: Any, live_server: LiveServer, fair: Fair, tmp_path: Path
) -> Iterator[NewPhone]:
    """`new_phone("G1", shift=420_000)`: enrolled there, its clock so many ms ahead, and ready."""
    phones: list[Phone] = []

    def new_phone(gate: str, *, shift: int = 0, **rights: bool) -> Phone:
        place = next(g for g in fair.event.checkpoints if g.code == gate)
        _device, path = enrolment(fair.event, fair.user("organiser"), gate=place, **rights)
        phone = Phone(_playwright, tmp_path / f"phone{len(phones)}", live_server.url, is_alone=True)
        phones.append(phone)
        phone.start("/scan/?lang=en", wait=False)
        phone.jump(shift)
        phone.open(path)
        wait_until_ready(phone.tab)
        return phone

    yield new_phone
    for phone in phones:
        phone.kill()


def stored() -> list[Scan]:
    db.session.rollback()
    return list(db.session.scalars(select(Scan).order_by(Scan.id)))


def test_airplane_mode_from_scan_to_scan_over_restarts(fair: Fair, new_phone: NewPhone) -> None:
    badges = [fair.badge(fair.person(f"Mariama Diallo{n}")) for n in range(3)]
    blank = fair.badge(blank=True)
    phone = new_phone("G1", may_override=True)
    looks = []
    phone.context.set_offline(True)
    looks.append(phone.scan(badges[0].token))
    phone.reload()
    looks.append(phone.scan(badges[1].token))
    phone.kill()
    phone.start(offline=True)
    looks.append(phone.scan(badges[2].token))
    looks.append(phone.scan(badges[0].token))
    _register(phone.tab, blank.token, "Fanta Kourouma")
    phone.close()
    phone.start(offline=True)
    # Named an hour ago on this phone: somebody's by now.
    looks.append(phone.scan(blank.token))

    assert [scan and scan.look for scan in looks] == ["admitted"] * 3 + ["again"] * 2
    assert stored() == []
    expect(phone.tab.locator("[data-waiting]")).to_have_text("7 waiting to be sent")
    phone.context.set_offline(False)
    phone.empty()
    rows = stored()
    assert [row.seq for row in rows] == list(range(1, 8))
    said = [*["admitted"] * 3, "again", "blank", "admitted", "again"]
    assert [row.device_verdict for row in rows] == said
    assert [row.verdict for row in rows] == said
    named = db.session.get_one(Registration, rows[5].registration_id)
    assert (named.full_name, named.sex, named.source) == ("Fanta Kourouma", "F", "walk_in")


def _register(page: Page, token: str, name: str) -> None:
    """Give a blank badge to whoever stands there."""
    page.keyboard.type(f"HTTPS://FAIR.EXAMPLE/B/{token}")
    page.keyboard.press("Enter")
    page.locator("[data-verdict][data-look=blank] [data-acts] button").click()
    page.fill("#walk-in-name", name)
    page.check("[data-walk-in] input[value=F]")
    page.locator("[data-walk-in-form] button").click()
    expect(page.locator("[data-verdict][data-look=admitted] [data-name]")).to_have_text(name)
    page.keyboard.press("Escape")


def test_two_gates_without_network_with_clocks_that_are_wrong(
    fair: Fair, new_phone: NewPhone
) -> None:
    badge = fair.badge(fair.person("Mariama Diallo"))
    fast, slow = new_phone("G1", shift=FAST), new_phone("G2", shift=SLOW)
    ahead = _ahead(fast, FAST)
    assert abs(ahead - _ahead(slow, SLOW)) < SLACK
    for phone in (fast, slow):
        phone.context.set_offline(True)
    first_at = datetime.now(UTC) + ahead
    first = fast.scan(badge.token)
    fast.tab.wait_for_timeout(11_000)
    second_at = datetime.now(UTC) + ahead
    second = slow.scan(badge.token)
    assert first and second
    assert (first.look, second.look) == ("admitted", "admitted")

    # Whoever came later is heard of first.
    for phone in (slow, fast):
        phone.context.set_offline(False)
        phone.empty()
    later, earlier = stored()
    assert (earlier.is_entry, later.is_entry) == (True, True)
    assert abs(earlier.at - first_at) < SLACK and abs(later.at - second_at) < SLACK
    assert earlier.scanned_at - later.scanned_at > timedelta(minutes=9)
    assert not earlier.clock_doubtful and not later.clock_doubtful
    day = NOW.date()
    assert presence.count_today(fair.event, day, until=second_at + SLACK) == 1
    state = presence.state(fair.event, day, earlier.registration_id, until=second_at + SLACK)
    assert state.first and abs(state.first.at - first_at) < SLACK


def _ahead(phone: Phone, shift: int) -> timedelta:
    """What the server's clock is ahead of this machine's, as the phone has found out."""
    return timedelta(milliseconds=phone.tab.evaluate(KEPT, "offset") + shift)


def test_an_update_comes_when_it_is_whole_and_wanted(
    fair: Fair, live_server: LiveServer, open_page: OpenPage
) -> None:
    _device, path = enrolment(fair.event, fair.user("organiser"), gate=fair.event.checkpoints[0])
    page, body = open_page(360, 740), "body[data-version='{}']"
    badge = fair.badge(fair.person("Mariama Diallo"))
    db.session.commit()
    with Newer(live_server.port) as server:
        page.goto(server.url + path)
        wait_until_ready(page)
        page.context.set_offline(True)
        server.version = 2
        page.reload()
        expect(page.locator(body.format(1))).to_be_visible()
        page.keyboard.type(f"HTTPS://FAIR.EXAMPLE/B/{badge.token}")
        page.keyboard.press("Enter")
        expect(page.locator("[data-verdict][data-look=admitted]")).to_be_visible()
        page.keyboard.press("Escape")

        page.context.set_offline(False)
        page.reload()
        expect(page.locator("[data-open-phone][data-news=true]").first).to_be_visible(
            timeout=30_000
        )
        # Offered, not taken.
        expect(page.locator(body.format(1))).to_be_visible()
        page.locator(".strip [data-open-phone]").click()
        page.locator("[data-update]").click()
        expect(page.locator(body.format(2))).to_be_visible(timeout=30_000)

        server.version, server.is_broken = 3, True
        page.reload()
        page.evaluate("navigator.serviceWorker.ready.then((r) => r.update()).catch(() => 0)")
        page.context.set_offline(True)
        page.reload()
        expect(page.locator(body.format(2))).to_be_visible()
        wait_until_ready(page)


def test_a_thief_finds_no_name_no_phone_and_no_token(fair: Fair, new_phone: NewPhone) -> None:
    people = [
        fair.person(name, phone=f"+2246310000{n:02}", organisation="Coopérative de Sanoyah")
        for n, name in enumerate(("Zénabou Kourouma", "Yayé Bérété", "Oumou Koïvogui"), start=1)
    ]
    badges = [fair.badge(person) for person in people]
    phone = new_phone("G1")
    phone.scan(badges[0].token)
    phone.empty()
    phone.context.set_offline(True)
    for badge in badges:
        phone.scan(badge.token)
    phone.tab.locator("[data-open-history]").click()
    expect(phone.tab.locator("[data-history-list]")).to_contain_text("Koïvogui")
    # Chromium writes some of its files only now and then.
    time.sleep(2)
    phone.close()

    assert _on_disk(phone, *_secrets(people), *(badge.token for badge in badges)) == []
    # It would be found if it were there.
    salt = codes.event_salt(str(current_app.config["SECRET_KEY"]), fair.event.id)
    assert _on_disk(phone, codes.index_of(badges[2].token, salt)) != []


def test_names_are_found_without_network_and_nobody_else_opens_them(
    fair: Fair, new_phone: NewPhone
) -> None:
    # None is among the spellings that every such phone keeps.
    people = [
        fair.person("Zénabou Kourouma", locality="Siguiri", organisation="Coopérative de Sanoyah"),
        fair.person("Zénabou Kourouma", locality="Yomou", phone="+224631000002"),
        fair.person("Tönnö Koïvogui", locality="Lola"),
    ]
    for person in people:
        fair.badge(person)
    phone = new_phone("G1", may_search=True)
    page, sheet = phone.tab, phone.tab.locator("[data-names]")
    _choose_secret(page)
    expect(sheet.locator("[data-names-count]")).to_have_text("Names on this phone: 3")
    page.keyboard.press("Escape")
    wait_until_ready(page)

    phone.context.set_offline(True)
    phone.reload()
    _open_names(page, "482914")
    expect(sheet.locator("[data-names-unlock-error]")).to_contain_text("erased: 9")
    page.fill("#secret-known", SECRET)
    page.keyboard.press("Enter")
    page.fill("#names-query", "zz")
    expect(sheet.locator("[data-names-none]")).to_be_visible()
    page.fill("#names-query", "kourouma zenab")
    found = sheet.locator("[data-names-found] button")
    expect(found).to_have_count(2)
    place = found.evaluate_all("all => all.findIndex((one) => one.innerText.includes('Yomou'))")
    for _step in range(place + 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    verdict = page.locator("[data-verdict][data-look=admitted] [data-name]")
    expect(verdict).to_have_text("Zénabou Kourouma")
    page.keyboard.press("Escape")
    page.locator("[data-open-names]").click()
    page.fill("#names-query", "koivogui")
    page.keyboard.press("Enter")
    expect(verdict).to_have_text("Tönnö Koïvogui")
    page.keyboard.press("Escape")
    page.locator("[data-open-history]").click()
    page.locator("[data-history-list] button").first.click()
    page.keyboard.press("Escape")

    phone.context.set_offline(False)
    phone.empty()
    rows = stored()
    assert [row.registration_id for row in rows] == [people[n].id for n in (1, 2, 2)]
    assert [row.method for row in rows] == ["search"] * 3
    assert rows[2].undoes_id == rows[1].id
    page.locator("[data-open-names]").click()
    page.locator("[data-names-lock]").click()
    expect(sheet.locator("[data-names-unlock]")).to_be_visible()
    # Chromium writes some of its files only now and then.
    time.sleep(2)
    phone.close()
    assert _on_disk(phone, *_secrets(people), SECRET, *("Siguiri", "Yomou")) == []

    phone.start(offline=True)
    _guess_until_erased(phone.tab)
    assert phone.tab.evaluate(KEPT, "names") is None


def test_names_go_when_they_are_no_longer_allowed(fair: Fair, new_phone: NewPhone) -> None:
    fair.badge()
    phone = new_phone("G1", may_search=True)
    _choose_secret(phone.tab)
    assert violations(phone.tab) == []
    assert phone.tab.evaluate(KEPT, "names") is not None
    [device] = db.session.scalars(select(Device))
    devices.let_search(device, False, actor=fair.user("organiser"), at=NOW)
    db.session.commit()
    phone.reload()
    expect(phone.tab.locator("[data-open-names]")).to_be_hidden(timeout=30_000)
    assert phone.tab.evaluate(KEPT, "names") is None


def _choose_secret(page: Page) -> None:
    """What is too easy, or typed otherwise the second time, is not taken."""
    page.locator("[data-open-names]").click()
    wrong = page.locator("[data-names-choose-error]")
    for first, second, told in (
        ("123456", "123456", "guess"),
        (SECRET, SECRET[:-1], "same"),
        (SECRET, SECRET, ""),
    ):
        page.fill("#secret", first)
        page.fill("#secret-again", second)
        page.keyboard.press("Enter")
        if told:
            expect(wrong).to_contain_text(told)
    expect(page.locator("[data-names-search]")).to_be_visible(timeout=30_000)


def _open_names(page: Page, secret: str) -> None:
    page.locator("[data-open-names]").click()
    page.fill("#secret-known", secret)
    page.keyboard.press("Enter")


def _guess_until_erased(page: Page) -> None:
    _open_names(page, "000001")
    for left in range(9, 0, -1):
        expect(page.locator("[data-names-unlock-error]")).to_contain_text(f"erased: {left}")
        page.fill("#secret-known", "000001")
        page.keyboard.press("Enter")
    expect(page.locator("[data-names-choose-error]")).to_contain_text("erased")


def _on_disk(phone: Phone, *texts: str) -> list[str]:
    """Those of them that a thief finds in the phone's profile."""
    disk = b"".join(f.read_bytes() for f in sorted(phone.folder.rglob("*")) if f.is_file())
    return [text for text in texts if any(form in disk for form in _forms(text))]


def _secrets(people: list[Registration]) -> list[str]:
    found = ["Sanoyah"]
    for person in people:
        phones = [str(person.phone), str(person.phone)[-8:]] if person.phone else []
        found += [*person.full_name.split(), *phones]
    return found


def _forms(text: str) -> set[bytes]:
    """How it may stand in a file."""
    plain = {text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")}
    plain |= {text.encode("latin-1", "ignore"), text.lower().encode()}
    coded = set()
    for form in plain:
        # In the middle of something longer it begins at any of three places.
        for before in range(3):
            code = base64.b64encode(b"\0" * before + form)
            coded.add(code[4 if before else 0 : -4])
    return plain | {code for code in coded if len(code) >= 8}
