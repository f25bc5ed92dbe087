"""The form in Chromium with the fair's own questions and seats at sessions: weight, draft, what
applies; and all of it without JavaScript."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.registration.questions.answers import answers_of
from fairapp.registration.questions.models import Answer
from tests.browser.relay import Relay
from tests.checkin.browsing import PHONE, overflow, violations
from tests.conftest import OpenPage
from tests.registration.people import make_fair
from tests.registration.questions.asking import PNG, ask
from tests.registration.signups.workshops import add_workshop
from tests.services import LiveServer

pytestmark = pytest.mark.browser

KB = 1024
PASS = re.compile(r"/p/[\w-]+$")


@pytest.fixture
def form_url(live_server: LiveServer, db_session: scoped_session[Session]) -> str:
    """A fair that asks about food, of police officers their number, and has three workshops."""
    fair = make_fair(contact="+224 631 00 00 00")
    food = ask(fair, "regime")
    food.label = LocalizedText(
        fr="Y a-t-il des aliments que vous ne mangez pas ?", ar="هل هناك أطعمة لا تتناولها؟"
    )
    shirt = ask(fair, "maillot", "choice", is_required=True, category_codes=["police"])
    shirt.label = LocalizedText(
        fr="Si vous jouez le match de gala : quelle taille de maillot ?",
        ar="إذا كنت ستلعب المباراة الاحتفالية: ما مقاس القميص؟",
    )
    for day, title in enumerate(
        ("Médiation de quartier", "Monter un projet local", "Écouter une victime"), 1
    ):
        text = LocalizedText(fr=title, ar="ورشة عمل حول الوساطة")
        add_workshop(fair, f"J{day}-09", day=day, capacity=24, title=text)
    db_session.commit()
    return f"{live_server.url}/e/foire/register"


def fill(page: Page, category: str = "ong") -> None:
    page.fill("#given_names", "Fatoumata Binta")
    page.fill("#family_name", "Diallo")
    page.check("#sex-0")
    page.select_option("#category", category)
    page.select_option("#place", "CKY-RATOMA")


def send(page: Page) -> None:
    page.locator("form[data-once] button:not([type])").click()


def told() -> dict[str, str]:
    db.session.rollback()
    person = db.session.scalars(select(Registration)).one()
    return {told.question.code: told.words for told in answers_of(person)}


@pytest.mark.parametrize("encoding", ["br", "gzip"])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_with_questions_and_seats_the_form_weighs_at_most_14_kilobytes(
    open_page: OpenPage, live_server: LiveServer, form_url: str, language: str, encoding: str
) -> None:
    page = open_page(360, 740, extra_http_headers={"Accept-Encoding": encoding}, **PHONE)
    with Relay(live_server.port) as relay:
        url = form_url.replace(live_server.url, relay.url)
        page.goto(f"{url}?lang={language}", wait_until="networkidle")
        expect(page.locator("#q_regime")).to_be_visible()
        expect(page.locator("[name=sessions]")).to_have_count(3)
        received = relay.received
    print(f"\nform in {language} with {encoding}: {received / KB:.1f} KB")
    assert 4 * KB < received <= 14 * KB


def test_what_does_not_apply_is_hidden_and_comes_back(page_phone: Page, form_url: str) -> None:
    page = page_phone
    page.goto(form_url)
    shirt, third_day = page.locator("#q_maillot"), page.locator("#sessions-2")
    expect(shirt).to_be_hidden()
    expect(third_day).to_be_visible()
    page.select_option("#category", "police")
    page.uncheck("#days-2")
    expect(shirt).to_be_visible()
    expect(third_day).to_be_hidden()
    page.select_option("#category", "ong")
    page.check("#days-2")
    expect(shirt).to_be_hidden()
    expect(third_day).to_be_visible()


def test_the_draft_keeps_questions_seats_and_whom_one_stands_for(
    page_phone: Page, form_url: str
) -> None:
    page = page_phone
    page.goto(form_url)
    fill(page, "police")
    page.fill("#q_regime", "Pas d’arachide")
    page.check("#q_maillot-1")
    page.check("#sessions-0")
    page.locator("form summary").click()
    page.fill("#stands_for", "Le Directeur")
    page.check("#relation-1")
    page.goto("about:blank")

    page.goto(form_url)
    expect(page.locator("#q_regime")).to_have_value("Pas d’arachide")
    for box in ("#q_maillot-1", "#sessions-0", "#relation-1"):
        expect(page.locator(box)).to_be_checked()
        expect(page.locator(box)).to_be_visible()
    expect(page.locator("#stands_for")).to_be_visible()
    send(page)
    expect(page).to_have_url(PASS)
    assert told() == {"regime": "Pas d’arachide", "maillot": "M"}


def test_a_draft_with_a_file_keeps_the_rest(
    page_phone: Page, form_url: str, tmp_path: Path
) -> None:
    page = page_phone
    ask(db.session.scalars(select(Event)).one(), "ordre", "file")
    db.session.commit()
    (tmp_path / "ordre.png").write_bytes(PNG)
    page.goto(form_url)
    fill(page)
    page.set_input_files("#q_ordre", tmp_path / "ordre.png")
    page.reload()
    expect(page.locator("#given_names")).to_have_value("Fatoumata Binta")
    page.set_input_files("#q_ordre", tmp_path / "ordre.png")
    send(page)
    expect(page).to_have_url(PASS)
    assert told() == {"ordre": "ordre.png"}
    (file,) = [answer.file for answer in db.session.scalars(select(Answer)) if answer.file]
    assert file.mimetype == "image/png"


def test_without_javascript_everything_is_there_and_only_what_applies_counts(
    open_page: OpenPage, form_url: str
) -> None:
    page = open_page(360, 740, java_script_enabled=False, **PHONE)
    page.goto(form_url)
    for field in ("#abroad", "#honorific_other", "#q_maillot", "#sessions-2", "#q_regime"):
        expect(page.locator(field)).to_be_visible()
    fill(page)
    page.uncheck("#days-2")
    page.check("#sessions-0")
    page.check("#sessions-2")
    page.fill("#q_regime", "Sans sel")
    send(page)
    expect(page).to_have_url(PASS)
    assert told() == {"regime": "Sans sel"}


def test_organisations_are_proposed_after_two_letters(page_phone: Page, form_url: str) -> None:
    page = page_phone
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "organisations" in r.url else None)
    page.goto(form_url)
    page.locator("#organisation").press_sequentially("c")
    assert not [url for url in asked if url.endswith(".json")]
    page.locator("#organisation").press_sequentially("lspd de kissi")
    proposed = page.locator("#organisation-list option")
    expect(proposed).to_have_count(1)
    expect(proposed).to_have_attribute("value", "CLSPD de Kissidougou")
    assert len([url for url in asked if url.endswith(".json")]) == 1


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (1440, 900)])
def test_the_form_fits_and_is_accessible(
    open_page: OpenPage, form_url: str, width: int, height: int, language: str
) -> None:
    page = open_page(width, height)
    page.goto(f"{form_url}?lang={language}")
    page.locator("form summary").click()
    page.select_option("#category", "police")
    assert overflow(page) == 0
    assert violations(page) == []
    send(page)
    expect(page.locator(".summary")).to_be_visible()
    assert violations(page) == []
