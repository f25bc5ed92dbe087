"""The timetable in a real browser: dragged, warned of, taken back, moved by keyboard, shared."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.programme.editing import queries
from tests.conftest import OpenPage, SignIn
from tests.programme.editing.conftest import AT, Plan
from tests.services import LiveServer

pytestmark = pytest.mark.browser

# An hour of the day, in pixels (editor-grid.css).
HOUR = 84


@pytest.fixture
def board(
    open_page: OpenPage,
    live_server: LiveServer,
    sign_in: SignIn,
    fair: Event,
    plan: Plan,
) -> Page:
    """The first day, with a panel on the stage, a workshop in the hall, and a film to place."""
    plan("Panel", "14:15", minutes=75, room="SC")
    plan("Atelier", "10:00", minutes=60, room="GS")
    plan("Film")
    page = open_page(1440, 900)
    page.set_default_timeout(30_000)
    sign_in(page, live_server, "programme")
    page.goto(f"{live_server.url}{AT}?day=1")
    expect(block(page, "S02")).to_be_visible(timeout=30_000)
    return page


def block(page: Page, code: str) -> Locator:
    return page.locator(f"[data-code={code}]")


def drag(page: Page, what: Locator, to: Locator, *, by: tuple[float, float] = (0, 0)) -> None:
    """From near the top of `what` to the same point of `to`, and `by` pixels further."""
    what.scroll_into_view_if_needed()
    start, end = what.bounding_box(), to.bounding_box()
    assert start is not None and end is not None
    page.mouse.move(start["x"] + 20, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 30, start["y"] + 20)
    page.mouse.move(end["x"] + 20 + by[0], end["y"] + 10 + by[1], steps=8)
    expect(page.locator(".ed-carried")).to_be_visible()


def saved(page: Page) -> None:
    """The server has answered to every move."""
    expect(page.locator("[data-grid-part]")).to_have_attribute("aria-busy", "false", timeout=20_000)


def place(fair: Event, code: str) -> tuple[str, str | None, int]:
    """Room, hour and length as the server has them."""
    db.session.rollback()
    db.session.expire_all()
    draft = queries.find(fair, code)
    assert draft is not None
    at = f"{fair.local(draft.starts_at):%H:%M}" if draft.starts_at else None
    return draft.room.code if draft.room else "", at, draft.minutes


@pytest.mark.both_engines
def test_organisers_move_sessions_and_never_overwrite_each_other(
    board: Page,
    live_server: LiveServer,
    fair: Event,
    open_page: OpenPage,
    sign_in: SignIn,
    db_session: scoped_session[DbSession],
) -> None:
    page, said = board, board.locator("[data-said]")

    # Dragged onto the panel, half an hour into it: the block and the list say what clashes.
    drag(page, block(page, "S02"), block(page, "S01"), by=(0, HOUR / 2))
    expect(page.locator(".ed-carried .ed-hours")).to_contain_text("14:45")
    page.mouse.up()
    saved(page)
    expect(said).to_contain_text("Enregistré. Attention\xa0: ")
    assert place(fair, "S02") == ("SC", "14:45", 60)
    expect(block(page, "S02").locator(".ed-sign")).to_have_text("Salle prise")
    expect(page.locator("[data-warnings] li")).to_have_count(2)
    expect(page.locator("[data-warnings]")).to_contain_text("de 14:15 à 15:30")

    # Escape leaves everything as it was.
    drag(page, block(page, "S02"), block(page, "S01"), by=(0, -2 * HOUR))
    page.keyboard.press("Escape")
    expect(page.locator(".ed-carried")).to_have_count(0)
    page.mouse.up()
    assert place(fair, "S02") == ("SC", "14:45", 60)

    # Taken back, then moved and stretched by keyboard.
    page.locator("[data-undo]").click()
    saved(page)
    expect(page.locator("[data-warnings] li")).to_have_count(0)
    expect(block(page, "S02")).to_contain_text("10:00")
    block(page, "S02").focus()
    for key in ("ArrowDown", "ArrowDown", "Shift+ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    expect(said).to_contain_text("10:10")
    saved(page)
    assert place(fair, "S02") == ("SC", "10:10", 65)
    page.keyboard.press("z")
    expect(block(page, "S02")).to_contain_text("10:00")
    saved(page)

    # To the list of what has no hour, and from it into the day.
    page.keyboard.press("p")
    expect(page.locator("[data-parked] [data-code=S02]")).to_be_focused()
    saved(page)
    assert place(fair, "S02")[1] is None
    drag(page, block(page, "S03"), block(page, "S01"), by=(0, -HOUR))
    page.mouse.up()
    saved(page)
    assert place(fair, "S03") == ("SC", "13:15", 60)

    # Its lower edge makes it shorter.
    edge = block(page, "S01").locator("[data-edge]")
    edge.scroll_into_view_if_needed()
    box = edge.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 6)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] + 6 - HOUR / 2, steps=5)
    page.mouse.up()
    expect(block(page, "S01")).to_contain_text("15:00")
    saved(page)
    assert place(fair, "S01") == ("SC", "14:15", 45)

    # Somebody else moves the film by form, without a script; my drag comes second.
    other = open_page(360, 740, java_script_enabled=False)
    sign_in(other, live_server, "organiser")
    other.goto(f"{live_server.url}{AT}sessions/S03")
    other.fill("#start", "17:00")
    other.get_by_role("button", name="Enregistrer la séance").last.click()
    expect(other.locator("#s-S03 time")).to_have_text("17:00")
    block(page, "S03").focus()
    page.keyboard.press("ArrowDown")
    told = page.locator("[data-told]")
    expect(told).to_be_visible(timeout=20_000)
    expect(told).to_contain_text("Organiser")
    expect(told).to_contain_text("17:00")
    expect(block(page, "S03")).to_contain_text("17:00")
    expect(block(page, "S03")).to_contain_text("Modifiée par Organiser")
    assert place(fair, "S03") == ("SC", "17:00", 60)

    # What the other changes next comes by itself.
    other.goto(f"{live_server.url}{AT}sessions/S03")
    other.fill("#title-fr", "Film et débat")
    other.get_by_role("button", name="Enregistrer la séance").last.click()
    expect(block(page, "S03")).to_contain_text("Film et débat", timeout=30_000)
