"""The hall's screen: whole without JavaScript, alive with it, and going on without network."""

from __future__ import annotations

import re

import pytest

from fairapp.programme.models import SessionStatus
from fairapp.programme.queries import programme
from fairapp.programme.screen import on_air
from tests.programme.conftest import DAY_1, DAY_2, at_fair


@pytest.fixture
def day(fair, add_session):
    add_session("a", "09:00", "10:30")
    add_session("b", "10:30", "12:00", status=SessionStatus.MOVED)
    add_session("c", "10:30", "11:00", status=SessionStatus.CANCELLED)
    add_session("d", "09:00", "10:00", day=2)
    return fair


def shown(fair, on, clock):
    found = on_air(fair, programme(fair), at_fair(fair, on, clock))
    codes = [[i.code for i in part] for part in (found.now, found.next, found.changes)]
    return (*codes, found.is_over)


def test_the_page_says_the_same_as_its_script(day) -> None:
    assert shown(day, DAY_1, "08:00") == ([], ["a", "b"], ["b", "c"], False)
    assert shown(day, DAY_1, "10:30") == (["b"], ["d"], ["b", "c"], False)
    assert shown(day, DAY_1, "11:30") == (["b"], ["d"], ["b"], False)
    assert shown(day, DAY_2, "10:00") == ([], [], [], True)


def sections(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return re.findall(r'<section lang="(\w+)"', answer.get_data(as_text=True))


def test_french_and_english_in_turn_unless_others_are_asked_for(client, day) -> None:
    assert sections(client, "/e/foire/programme/screen") == ["fr", "en"]
    assert sections(client, "/e/foire/programme/screen?langs=ar,fr,xx,ar") == ["ar", "fr"]
    assert sections(client, "/e/foire/programme/screen?langs=") == ["fr", "en"]


def test_a_fair_without_programme_has_a_screen(client, fair) -> None:
    page = client.get("/e/foire/programme/screen").get_data(as_text=True)
    assert "Rien en ce moment" in page and "Nothing at the moment" in page


@pytest.mark.browser
def test_the_screen_turns_and_survives_the_network(demo_server, open_page) -> None:
    page = open_page(1280, 720)
    # Its own timers, run ahead: a minute of a television's life.
    page.clock.install()
    page.goto(f"{demo_server.url}/e/journees-2026/programme/screen")
    french, english = (page.locator(f'section[data-language="{code}"]') for code in ("fr", "en"))
    rows = french.locator('[data-part="now"] li')
    rows.first.wait_for()
    page.clock.run_for(12_000)
    english.wait_for(state="visible")
    assert rows.first.locator(".title").text_content() != (
        english.locator(".now .title").first.text_content()
    )
    away = page.locator("[data-away]")
    page.context.set_offline(True)
    page.clock.run_for(30_000)
    away.wait_for(state="visible")
    assert rows.count() >= 1
    page.context.set_offline(False)
    page.clock.run_for(30_000)
    away.wait_for(state="hidden")
