"""Every page of the journey, in both directions of writing, on a phone and on a desktop."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.pages import PUBLIC, TEAM, Stop
from tests.conftest import OpenPage, SignIn
from tests.services import LiveServer

pytestmark = pytest.mark.browser

SIZES = ((360, 740), (1440, 900))
DIRECTIONS = {"fr": "ltr", "ar": "rtl"}
LOOK = """() => ({
    language: [document.documentElement.lang, document.documentElement.dir],
    headings: document.querySelectorAll("h1").length,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    nameless: [...document.querySelectorAll("img:not([alt]), svg[role=img]:not([aria-label])")]
        .map((image) => image.outerHTML.slice(0, 100)),
})"""
CHECK = "axe.run(document, {resultTypes: ['violations']}).then((report) => report.violations)"


@pytest.mark.parametrize("language", list(DIRECTIONS))
@pytest.mark.parametrize("stops", [PUBLIC, TEAM], ids=["public", "team"])
def test_pages_are_accessible_and_no_wider_than_the_screen(
    open_page: OpenPage,
    demo_server: LiveServer,
    sign_in: SignIn,
    stops: Iterable[Stop],
    language: str,
) -> None:
    pages: dict[str | None, Page] = {}
    found: dict[str, Any] = {}
    for stop in stops:
        if stop.role not in pages:
            pages[stop.role] = open_page(*SIZES[0])
            if stop.role is not None:
                sign_in(pages[stop.role], demo_server, stop.role)
        page = pages[stop.role]
        page.goto(demo_server.url + stop.path_in(language))
        stop.prepare(page)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            if faults := _faults(page, language):
                found[f"{stop.name} at {width}"] = faults
    assert found == {}


def _faults(page: Page, language: str) -> list[Any]:
    page.wait_for_load_state()
    look = page.evaluate(LOOK)
    right = {
        "language": [language, DIRECTIONS[language]],
        "headings": 1,
        "overflow": 0,
        "nameless": [],
    }
    wrong: list[Any] = [(key, look[key]) for key in right if look[key] != right[key]]
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    for violation in page.evaluate(CHECK):
        nodes = [node["html"][:160] for node in violation["nodes"][:3]]
        wrong.append((violation["id"], len(violation["nodes"]), nodes))
    return wrong
