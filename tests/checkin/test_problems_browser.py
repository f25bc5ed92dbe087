"""What the server could not take: seen on the phone, saved as a file, handed over, then left."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect
from sqlalchemy import update

from fairapp.checkin.review import queue_file
from fairapp.core import audit
from fairapp.core.db import db
from fairapp.events.models import Checkpoint
from fairapp.programme.models import Session
from tests.checkin.browsing import overflow, violations, wait_until_ready
from tests.checkin.conftest import Fair
from tests.checkin.test_scanner_browser import (  # noqa: F401 - fixtures
    OpenGate,
    address,
    fair,
    open_gate,
    scans,
)
from tests.conftest import NOW

pytestmark = pytest.mark.browser

LEFT = """() => new Promise((resolve) => {
  indexedDB.open("fair-scanner").onsuccess = ({ target }) => {
    const db = target.result, stores = [...db.objectStoreNames], left = {};
    const all = db.transaction(stores);
    for (const name of stores) {
      all.objectStore(name).count().onsuccess = (event) => (left[name] = event.target.result);
    }
    all.oncomplete = () => { db.close(); resolve(left); };
  };
})"""


def test_what_the_server_cannot_take_leaves_the_phone_as_a_file(
    fair: Fair,  # noqa: F811 - the fixture
    open_gate: OpenGate,  # noqa: F811
) -> None:
    badges = [fair.badge(fair.person(name)) for name in ("Mariama Diallo", "Ibrahima Bah")]
    gate = open_gate()
    page = gate.page
    wait_until_ready(page)
    page.context.set_offline(True)
    for badge in badges:
        gate.wedge(address(badge))
        gate.verdict("admitted")
        gate.go_on()
    _count_heads(page)
    # Meanwhile the checkpoint and the session have gone: renamed, which lets the file in later.
    door = fair.event.checkpoints[0]
    _rename(door, "G1-old")
    db.session.execute(update(Session).values(code="J1-03"))
    db.session.commit()
    page.context.set_offline(False)

    news = page.locator("[data-problem-count]")
    expect(news).to_have_text("Unreadable scans: 3", timeout=30_000)
    assert scans() == []
    page.locator(".strip [data-open-phone]").click()
    leave, why = page.locator("[data-leave]"), page.locator("[data-leave-why]")
    expect(leave).to_be_disabled()
    expect(why).to_have_text("Possible when what the server could not read is saved as a file.")
    page.locator("[data-problems]").click()
    sheet = page.locator("[data-problems-sheet]")
    rows = sheet.locator("li")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("G1")
    expect(rows.first).to_contain_text("This checkpoint no longer exists.")
    expect(rows.last).to_contain_text("2 women, 0 men, 0 children")
    expect(rows.last).to_contain_text("This session no longer exists.")
    assert (violations(page), overflow(page)) == ([], 0)

    with page.expect_download() as download:
        sheet.locator("[data-save]").click()
    name = download.value.suggested_filename
    expect(rows.first).to_contain_text(name)
    content = download.value.path().read_text()
    sheet.locator("[data-close]").click()
    expect(news).to_be_hidden()
    expect(page.locator("[data-problems]")).to_have_text("Unreadable scans: 3")
    expect(leave).to_be_enabled()
    expect(why).to_be_hidden()

    assert name in _click_and_answer(leave, is_yes=False)
    expect(page.locator("[data-problems]")).to_be_visible()
    assert name in _click_and_answer(leave, is_yes=True)
    expect(page.locator("[data-start]")).to_be_visible()
    assert set(page.evaluate(LEFT).values()) == {0}

    # Nothing is lost: with the checkpoint back, the organisers' import takes all of it.
    assert [row["seq"] for row in json.loads(content)["problems"]] == [1, 2]
    db.session.rollback()
    _rename(door, "G1")
    queue = queue_file.read(fair.event, content)
    queue_file.take(fair.event, queue, actor=fair.user("organiser"), at=NOW)
    db.session.commit()
    assert [row.badge_id for row in scans()] == [badge.id for badge in badges]


def _count_heads(page: Page) -> None:
    page.locator("[data-change-gate]").click()
    page.locator("[data-open-clicker]").click()
    for _ in range(2):
        page.locator("[data-women]").click()
    expect(page.locator("[data-women-count]")).to_have_text("2")
    page.locator("[data-clicker] [data-close]").click()


def _rename(door: Checkpoint, code: str) -> None:
    db.session.rollback()
    door.code = code
    audit.record("checkpoint.changed", door, at=NOW)
    db.session.commit()


def _click_and_answer(button: Locator, *, is_yes: bool) -> str:
    """What the page asked; it asks only after it has read what is kept."""
    with button.page.expect_event("dialog") as asked:
        button.page.once("dialog", Dialog.accept if is_yes else Dialog.dismiss)
        button.click()
    return asked.value.message
