"""The clicker of a phone: taps outlive network and page, and are summed once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from fairapp.checkin.tallies.queries import totals
from fairapp.checkin.tallies.rules import Heads
from fairapp.core.db import db
from tests.checkin.browsing import overflow, violations
from tests.checkin.conftest import Fair
from tests.checkin.test_scanner_browser import (  # noqa: F401 - fixtures
    OpenGate,
    fair,
    open_gate,
    wait_until_ready,
)

pytestmark = pytest.mark.browser


def test_heads_counted_without_network_arrive_once(
    fair: Fair,  # noqa: F811 - the fixture
    open_gate: OpenGate,  # noqa: F811
) -> None:
    gate = open_gate()
    page = gate.page
    wait_until_ready(page)
    page.context.set_offline(True)

    def count(*sides: str) -> None:
        page.locator("[data-change-gate]").click()
        page.locator("[data-open-clicker]").click()
        for side in sides:
            page.locator(f"[data-{side}]").click()

    count("women", "women", "men", "children", "children-less")
    expect(page.locator("[data-women-count]")).to_have_text("2")
    expect(page.locator("[data-children-less]")).to_be_disabled()
    assert (violations(page), overflow(page)) == ([], 0)

    # The page is closed in the middle of it.
    page.reload()
    expect(page.locator("[data-roster]")).to_be_visible()
    count("men")
    expect(page.locator("[data-clicker-all]")).to_have_text("4")
    page.locator("[data-clicker] [data-close]").click()
    page.locator("[data-open-phone]").first.click()
    expect(page.locator("[data-heads]")).to_be_visible()
    expect(page.locator("[data-leave]")).to_be_disabled()
    assert totals(fair.event) == {}

    page.context.set_offline(False)
    expect(page.locator("[data-heads]")).to_be_hidden(timeout=30_000)
    db.session.rollback()
    assert totals(fair.event) == {"J1-02": Heads(2, 2)}
    expect(page.locator("[data-leave]")).to_be_enabled()
