"""The score kept by a phone whose network goes in the middle: nothing lost, nothing doubled."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from fairapp.core.db import db
from fairapp.matches.models import Incident
from tests.checkin.browsing import PHONE, overflow, sign_in, violations
from tests.conftest import Login, OpenPage
from tests.matches.conftest import CODE, Game
from tests.services import LiveServer

pytestmark = pytest.mark.browser

SCORE = f"/staff/foire/programme/matches/{CODE}/score?lang=en"
PATIENCE = 30_000
# Targets for a thumb, those that are shown.
SMALL = """() => [...document.querySelectorAll(
    ".score-page button, .score-page summary, .score-page select")]
    .map((e) => [e.getBoundingClientRect(), e.textContent.trim()])
    .filter(([box]) => box.width && (box.height < 48 || box.width < 48))
    .map(([box, text]) => `${text}: ${box.width} x ${box.height}`)"""


def lines() -> list[tuple[str, int]]:
    db.session.rollback()
    return [(row.kind, row.side) for row in db.session.scalars(select(Incident).order_by("id"))]


def tap_goal(page: Page, team: int, number: int) -> None:
    act = page.locator(f".is-goal.team-{team}")
    act.locator("summary").first.tap()
    act.locator(".score-number", has_text=f" {number}").first.tap()


def lose_the_answer(route: Route) -> None:
    route.fetch()
    route.abort()


@pytest.mark.both_engines
def test_phone_keeps_the_score_while_the_network_comes_and_goes(
    app: Flask, live_server: LiveServer, game: Game, login: Login, open_page: OpenPage
) -> None:
    db.session.commit()
    page = open_page(360, 740, **PHONE)
    sign_in(page.context, app, live_server, login, "programme")
    page.goto(live_server.url + SCORE)
    one, two = page.locator('[data-score="1"]'), page.locator('[data-score="2"]')
    waiting = page.locator("[data-waiting]")

    page.locator("[data-phase-of=kick_off] button").tap()
    expect(page.locator("[data-phase]")).to_have_text("First half")
    expect(page.locator("[data-clock]")).to_have_text("1′")
    tap_goal(page, 1, 9)
    expect(one).to_have_text("1")
    expect(waiting).to_be_hidden(timeout=PATIENCE)

    # The answer of the server is lost: the line was stored, and the phone cannot know.
    page.route("**/api/**", lose_the_answer)
    tap_goal(page, 2, 7)
    expect(two).to_have_text("1")
    expect(page.locator("[data-state-word]")).to_have_text("Offline", timeout=PATIENCE)
    expect(waiting).to_have_text("1 waiting to be sent")
    assert lines()[-1] == ("goal", 2)
    page.unroute_all(behavior="wait")

    page.context.set_offline(True)
    expect(page.locator("[data-state-word]")).to_have_text("Offline")
    tap_goal(page, 1, 10)
    tap_goal(page, 1, 11)
    expect(one).to_have_text("3")
    # The last one was none.
    page.locator("[data-log] summary").first.tap()
    page.locator("[data-log] details[open] button", has_text="Undo").tap()
    expect(one).to_have_text("2")
    page.locator(".is-goal.team-1 summary").first.tap()
    assert page.evaluate(SMALL) == []
    assert overflow(page) == 0
    kept = page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('match ')).length")
    assert kept >= 3

    page.context.set_offline(False)
    # Closed and opened again before anything was sent, or while it is.
    page.reload()
    expect(waiting).to_be_hidden(timeout=PATIENCE)
    expect(one).to_have_text("2")
    expect(two).to_have_text("1")
    expect(page.locator("[data-refusals] li")).to_have_count(0)
    goals = [("goal", 1), ("goal", 2), ("goal", 1), ("goal", 1)]
    assert lines() == [("kick_off", 0), *goals, ("undo", 0)]
    assert page.evaluate("localStorage.length") == 0
    assert violations(page) == []

    spectator = open_page(360, 740, **PHONE)
    spectator.goto(f"{live_server.url}/e/foire/matches/{CODE}?lang=en")
    expect(spectator.locator("[data-refresh] [data-score='1']")).to_have_text("2")
    assert violations(spectator) == [] and overflow(spectator) == 0
    page.locator("[data-phase-of=half_time] button").tap()
    expect(waiting).to_be_hidden(timeout=PATIENCE)
    # It asks again by itself, and at once when somebody comes back to it.
    spectator.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(spectator.locator(".match-state").first).to_have_text("Half-time", timeout=PATIENCE)
