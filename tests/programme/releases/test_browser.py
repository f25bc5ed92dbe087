"""From two changes on the team's side to what the public reads, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.programme.editing import actions as editing
from fairapp.programme.releases import actions, queries
from tests.checkin.browsing import PHONE, overflow, violations
from tests.conftest import NOW, OpenPage, SignIn
from tests.programme.conftest import DAY_1, at_fair
from tests.programme.releases.conftest import Plan
from tests.services import LiveServer

pytestmark = pytest.mark.browser


@pytest.mark.both_engines
def test_two_changes_are_published_once_and_read_by_the_public(
    open_page: OpenPage, live_server: LiveServer, sign_in: SignIn, fair: Event, plan: Plan
) -> None:
    moved, cancelled = plan("09:00", title="Ouverture"), plan("14:00", title="Débat")
    actions.publish(fair, actor=None, at=NOW)
    values = {"starts_at": at_fair(fair, DAY_1, "10:00"), "room_id": fair.rooms[1].id}
    editing.change(moved, values, version=1, actor=None, at=NOW)
    editing.change(cancelled, {"is_cancelled": True}, version=1, actor=None, at=NOW)
    db.session.commit()

    page = open_page(360, 740, **PHONE)
    sign_in(page, live_server, "programme")
    page.goto(f"{live_server.url}/staff/foire/programme/versions/")
    expect(page.locator(".changes > li")).to_have_count(2)
    assert (overflow(page), violations(page)) == (0, [])
    page.fill("#note-fr", "À cause de la pluie")
    # Two quick taps are one version.
    page.locator("main form button").dblclick()
    expect(page.locator(".version-list > li")).to_have_count(2, timeout=20_000)
    db.session.rollback()
    assert queries.latest_number(fair) == 2

    visitor = open_page(360, 740, java_script_enabled=False, **PHONE)
    visitor.goto(f"{live_server.url}/e/foire/programme?day=1")
    expect(visitor.locator(".timeline .pill.warn")).to_have_count(1)
    expect(visitor.locator(".timeline .pill.bad")).to_have_count(1)
    visitor.goto(f"{live_server.url}/e/foire/programme/versions")
    latest = visitor.locator("section[aria-labelledby=version-2]")
    expect(latest).to_contain_text("À cause de la pluie")
    expect(latest.locator(".changes > li").first).to_contain_text("Grande salle → Scène")
    visitor.locator("a[href$='/versions/1']").click()
    expect(visitor.locator(".notice.warning")).to_be_visible()
    expect(visitor.locator(".timeline .slot > time").first).to_contain_text("09:00")
