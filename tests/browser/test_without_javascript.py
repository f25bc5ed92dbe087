"""Everything but the camera page works in a browser that runs no script."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Locator, Page, expect

from fairapp.demo.load import SLUG
from tests.browser.film import text_of
from tests.browser.steps import PASS, PHONE, SEND, fill_registration, sign_in_by_form
from tests.conftest import OpenPage
from tests.services import LiveServer

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page(360, 740, java_script_enabled=False, **PHONE)


def test_somebody_registers_corrects_cancels_and_comes_all_the_same(
    page: Page, demo_server: LiveServer
) -> None:
    page.goto(f"{demo_server.url}/e/{SLUG}/register")
    fill_registration(page, "Doussouba")
    page.fill("#birth", "il y a longtemps")
    page.locator(SEND).click()
    expect(page.locator(".summary li")).to_have_count(1)
    expect(page.locator("#birth-error")).to_be_visible()
    # Nothing typed is lost.
    expect(page.locator("#given_names")).to_have_value("Doussouba")
    expect(page.locator("#birth")).to_have_value("il y a longtemps")
    expect(page.locator("#place")).to_have_value("CKY-RATOMA")
    page.fill("#birth", "vers 1961")
    page.locator(SEND).click()
    expect(page).to_have_url(PASS)
    expect(page.locator("h1")).to_have_text("Doussouba")
    key = page.url
    page.get_by_role("link", name="Corriger mes informations").click()
    page.fill("#organisation", "Coopérative de Sanoyah")
    page.locator(SEND).click()
    expect(page).to_have_url(key)

    page.get_by_role("link", name="Annuler mon inscription").click()
    page.get_by_role("button", name="Oui, annuler").click()
    expect(page.locator(".pass-qr")).to_have_count(0)
    page.get_by_role("button", name="Reprendre ma place").click()
    expect(page.locator(".pass-qr svg")).to_be_visible()


def test_programme_is_chosen_from_by_day_kind_and_room(page: Page, demo_server: LiveServer) -> None:
    sessions = page.locator(".timeline article")
    page.goto(f"{demo_server.url}/e/{SLUG}/programme")
    first_day = sessions.count()
    page.locator(".tabs a").nth(2).click()
    expect(page.locator(".tabs [aria-current=page]")).to_contain_text("4 déc.")

    page.locator("details.filters summary").click()
    page.locator(".filters a").filter(has_text="Match de football").click()
    expect(sessions).to_have_count(1)
    expect(page).to_have_url(re.compile("kind=football"))
    page.locator(".chosen a").first.click()
    expect(page).not_to_have_url(re.compile("kind="))

    sessions.first.get_by_role("link").click()
    expect(page.locator("h1")).to_be_visible()
    page.go_back()
    page.locator(".tabs a").first.click()
    expect(sessions).to_have_count(first_day)


def test_reception_finds_checks_in_takes_back_and_registers(
    page: Page, demo_server: LiveServer
) -> None:
    page.goto(f"{demo_server.url}/desk/{SLUG}/")
    sign_in_by_form(page, "reception")
    page.fill("#q", "diallo")
    page.press("#q", "Enter")
    check_in = page.get_by_role("button", name="Pointer", exact=True)
    absent = page.locator("[data-card]").filter(has=check_in).first
    family_name, code = absent.locator("h3").inner_text().split()[-1], _code(absent)
    absent.get_by_role("button", name="Pointer", exact=True).click()
    expect(page.get_by_text(f"{family_name} est pointé(e).")).to_be_visible()

    card = page.locator("[data-card]")
    _search(page, code)
    expect(card).to_contain_text("Entré")
    card.get_by_role("button", name="Annuler").click()
    _search(page, code)
    expect(card.get_by_role("button", name="Pointer", exact=True)).to_be_visible()

    _search(page, "Zzyzx Ouattara")
    page.get_by_role("link", name="Inscrire sur place").last.click()
    expect(page.locator("#name")).to_have_value("Zzyzx Ouattara")
    page.check("[name=sex][value=F]")
    page.select_option("#category", "public")
    page.locator(SEND).click()
    _search(page, "Zzyzx")
    expect(card).to_have_count(1)
    expect(card).to_contain_text("Entré")


def test_badge_sheets_and_lists_are_made_and_taken(
    open_page: OpenPage, demo_server: LiveServer, tmp_path: Path
) -> None:
    page = open_page(1440, 900, java_script_enabled=False)
    page.goto(f"{demo_server.url}/staff/{SLUG}/badges")
    sign_in_by_form(page, "badges")
    page.get_by_label(re.compile("A7")).check()
    page.select_option("#category", "medias")
    page.get_by_role("button", name="Voir la planche").click()
    page.locator(SEND).click()
    sheets = _download(page, page.get_by_role("link", name="Télécharger"), tmp_path / "sheets.pdf")
    with pdfium.PdfDocument(sheets) as document:
        assert len(document) == 3
    assert "Médias" in text_of(sheets)

    office = open_page(1440, 900, java_script_enabled=False)
    office.goto(f"{demo_server.url}/staff/{SLUG}/reports/documents/attendance-list")
    sign_in_by_form(office, "reports")
    office.locator(SEND).click()
    button = office.get_by_role("button", name="Télécharger")
    assert "Journée 1 – mercredi 2 décembre 2026" in text_of(
        _download(office, button, tmp_path / "list.pdf")
    )


def _code(card: Locator) -> str:
    found = re.search(r"\b[A-Z0-9]{3}-[A-Z0-9]{3}\b", card.inner_text())
    assert found
    return found[0]


def _search(page: Page, text: str) -> None:
    page.goto(re.sub(r"/desk/.*", f"/desk/{SLUG}/", page.url))
    page.fill("#q", text)
    page.press("#q", "Enter")
    expect(page.locator("#q")).to_have_value(text)


def _download(page: Page, button: Locator, file: Path) -> Path:
    # Meanwhile the page loads itself again and again.
    expect(button).to_be_visible(timeout=30_000)
    with page.expect_download() as download:
        button.click()
    download.value.save_as(file)
    return file
