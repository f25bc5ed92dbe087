"""The whole way: register on a phone, print the badge, be scanned, stand on the day's list."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from fairapp.demo.load import SLUG
from tests.browser.film import film_page, text_of
from tests.browser.steps import PHONE, SEND, register, sign_in_by_form
from tests.conftest import OpenPage
from tests.services import ROOT, LiveServer

pytestmark = pytest.mark.browser

GIVEN, FAMILY = "Nènè Kadiatou", "N’Diaye-Tonkara"
NAME = f"{GIVEN} {FAMILY}"
ON_LIST = f"{FAMILY.upper()} {GIVEN} F"
VERDICT = "[data-verdict]:not([hidden])"


@pytest.mark.both_engines
def test_who_registers_on_a_phone_is_scanned_from_the_badge_and_stands_on_the_list(
    page_phone: Page,
    open_page: OpenPage,
    camera_browser: Callable[[Path], Browser],
    demo_server: LiveServer,
    tmp_path: Path,
) -> None:
    # A participant, on a phone.
    register(page_phone, demo_server.url, GIVEN, FAMILY)
    expect(page_phone.locator("html")).to_have_attribute("lang", "fr")
    expect(page_phone.locator("h1")).to_have_text(NAME)
    expect(page_phone.locator(".pass-qr svg")).to_be_visible()
    code = page_phone.locator(".pass-code").inner_text()
    with page_phone.expect_download() as download:
        page_phone.locator("a[href$='/badge.pdf']").click()
    badge = _kept(download.value, tmp_path / "badge.pdf")
    assert code in text_of(badge)

    # At the gate, another phone, whose camera sees the printed badge.
    film = film_page(badge, tmp_path / "badge.mjpeg")
    gate = open_page(360, 740, browser=camera_browser(film), **PHONE)
    gate.goto(f"{demo_server.url}/scan/{SLUG}/")
    sign_in_by_form(gate, "scanner")
    expect(gate).to_have_url(re.compile(rf"/scan/{SLUG}/$"))
    gate.locator("[data-own-phone] button").click()
    gate.locator("[data-gates] button[value=G1]").click()
    _expect_verdict(gate, "admitted")
    gate.reload()
    _expect_verdict(gate, "again")

    # Who accounts for the fair takes the list of the day.
    office = open_page(1440, 900)
    office.goto(f"{demo_server.url}/staff/{SLUG}/reports/documents/attendance-list")
    sign_in_by_form(office, "reports")
    assert ON_LIST in _list_by_page(office, tmp_path)
    assert ON_LIST in _list_by_command(demo_server, tmp_path)

    # A mistake is put right at the reception, and the list follows.
    desk = open_page(768, 1024)
    desk.goto(f"{demo_server.url}/desk/{SLUG}/")
    sign_in_by_form(desk, "reception")
    _undo_all(desk, code)
    assert ON_LIST not in _list_by_command(demo_server, tmp_path)


def _expect_verdict(gate: Page, look: str) -> None:
    expect(gate.locator(f"{VERDICT}[data-look={look}] [data-name]")).to_have_text(
        NAME, timeout=60_000
    )


def _list_by_page(office: Page, folder: Path) -> str:
    # Today is proposed.
    expect(office.locator("[name=scope]")).to_have_value("1")
    office.locator(SEND).click()
    # The page follows the worker by itself.
    button = office.get_by_role("button", name=re.compile("^Télécharger le fichier PDF"))
    expect(button).to_be_visible(timeout=30_000)
    with office.expect_download() as download:
        button.click()
    return text_of(_kept(download.value, folder / "by-page.pdf"))


def _list_by_command(server: LiveServer, folder: Path) -> str:
    file = folder / "by-command.pdf"
    command = ["report", "attendance-list", SLUG, "--day", "1", "--output", str(file)]
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *command],
        cwd=ROOT,
        env={**os.environ, **server.environment},
        check=True,
        capture_output=True,
    )
    return text_of(file)


def _undo_all(desk: Page, code: str) -> None:
    """Both entries: while one stands, the person was there."""
    card = desk.locator("[data-card]").filter(has_text=NAME)
    for _ in range(2):
        desk.fill("#q", code)
        desk.press("#q", "Enter")
        expect(card).to_have_count(1)
        card.get_by_role("button", name="Annuler").click()
        expect(desk.locator("[data-said]")).to_contain_text(NAME)


def _kept(download, path: Path) -> Path:  # type: ignore[no-untyped-def]
    download.save_as(path)
    return path
