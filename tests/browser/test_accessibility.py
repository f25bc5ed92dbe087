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
        if faults := _faults_in_the_dark(page):
            found[f"{stop.name} in the dark"] = faults
    assert found == {}


def test_what_looks_for_faults_finds_them(page_desktop: Page) -> None:
    page_desktop.set_content(
        """<html lang="en" dir="ltr"><title>Faults</title><main><h2>Two</h2><img src="">
        <p style="color: #aaa; background: #fff">Pale</p>
        <div style="width: 2000px">Wide</div></main>"""
    )
    found = {str(fault[0]) for fault in _faults(page_desktop, "fr")}
    assert found >= {
        *("language", "headings", "overflow", "nameless"),
        *("color-contrast", "image-alt"),
    }


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
    return wrong + _violations(page, "{resultTypes: ['violations']}")


def _faults_in_the_dark(page: Page) -> list[Any]:
    page.emulate_media(color_scheme="dark")
    found = _violations(page, "{resultTypes: ['violations'], runOnly: ['color-contrast']}")
    page.emulate_media(color_scheme="light")
    return found


def _violations(page: Page, options: str) -> list[Any]:
    violations = page.evaluate(f"axe.run(document, {options}).then((report) => report.violations)")
    return [
        (found["id"], len(found["nodes"]), [node["html"][:160] for node in found["nodes"][:3]])
        for found in violations
    ]
