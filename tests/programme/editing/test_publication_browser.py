"""From a dragged session to every place where the public finds the change, in a real browser."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pypdfium2
import pytest
from icalendar import Calendar
from lxml import etree
from playwright.sync_api import expect

from fairapp.core.db import db
from fairapp.programme.editing import queries
from fairapp.programme.releases import actions
from tests.conftest import NOW
from tests.programme.editing.conftest import AT
from tests.programme.editing.test_browser import HOUR, block, drag, saved

pytestmark = pytest.mark.browser


@pytest.mark.both_engines
def test_a_session_dragged_and_published_is_found_everywhere(
    open_page, live_server, sign_in, fair, plan, client
) -> None:
    plan("Panel", "14:15", minutes=75, room="SC")
    plan("Atelier des jeunes", "10:00", minutes=60, room="GS")
    actions.publish(fair, actor=None, at=NOW)
    db.session.commit()

    page = open_page(1440, 900)
    page.set_default_timeout(60_000)
    sign_in(page, live_server, "programme")
    page.goto(f"{live_server.url}{AT}?day=1")
    expect(block(page, "S02")).to_be_visible()
    drag(page, block(page, "S02"), block(page, "S01"), by=(0, HOUR / 2))
    page.mouse.up()
    saved(page)
    expect(block(page, "S02").locator(".ed-sign")).to_have_text("Salle prise")
    # The public reads what it was told until a version is published.
    assert "14:45" not in client.get("/e/foire/programme?day=1").text

    page.goto(f"{live_server.url}{AT}versions/")
    expect(page.locator(".changes > li")).to_contain_text("Grande salle → Scène")
    page.locator("main form button[type=submit], main form button:not([type])").last.click()
    expect(page.get_by_text("La version 2 est publiée.")).to_be_visible()
    db.session.rollback()
    assert queries.find(fair, "S02").room.code == "SC"

    visitor = open_page(360, 740, java_script_enabled=False)
    visitor.goto(f"{live_server.url}/e/foire/programme/S02")
    expect(visitor.locator("main")).to_contain_text("14:45")
    expect(visitor.locator("main")).to_contain_text("Scène")
    expect(visitor.locator(".notice.warning")).to_be_visible()

    def fetched(path: str) -> bytes:
        answer = visitor.request.get(f"{live_server.url}/e/foire/{path}")
        assert answer.status == 200
        return answer.body()

    moment = datetime(2026, 12, 2, 11, 45, tzinfo=UTC)
    entries = {
        str(e["UID"]): e for e in Calendar.from_ical(fetched("programme.ics")).walk("VEVENT")
    }
    moved = entries["S02@foire.fairapp"]
    assert (moved.decoded("DTSTART"), int(moved["SEQUENCE"])) == (moment, 1)
    assert str(moved["LOCATION"]).startswith("Scène")

    schedule = etree.fromstring(fetched("schedule.xml"))
    (event,) = schedule.xpath("//event[slug='foire-s02']")
    assert (event.findtext("start"), event.findtext("room")) == ("14:45", "Scène")
    assert schedule.findtext("version") == "2"

    document = pypdfium2.PdfDocument(fetched("programme.pdf"))
    text = " ".join(p.get_textpage().get_text_range() for p in document)
    assert re.search(r"14:45.{0,80}Atelier des jeunes", re.sub(r"\s+", " ", text))
