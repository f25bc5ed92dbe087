"""The copy of a pass that a phone keeps: shown without network, never instead of something else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, Page, expect
from sqlalchemy import text
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.models import Registration, Status
from tests.checkin.browsing import overflow, violations
from tests.registration.keeping import kept, wait_until_kept
from tests.registration.people import make_fair, register
from tests.services import LiveServer

pytestmark = pytest.mark.browser

NOTE = "[data-kept]"
THEME = "/e/foire/theme.css"


@pytest.fixture
def fair(live_server: LiveServer, db_session: scoped_session[Session]) -> Event:
    return make_fair(accent="#123c69")


@pytest.fixture
def person(fair: Event) -> Registration:
    person = register(fair, "Fatoumata Binta Diallo")
    db.session.commit()
    return person


def code_on(page: Page) -> str | None:
    return page.locator(".pass-qr path").last.get_attribute("d")


def test_each_language_that_was_opened_opens_again_without_network(
    page_phone: Page, live_server: LiveServer, person: Registration
) -> None:
    page, path = page_phone, f"/p/{person.pass_key}"
    address = f"{live_server.url}{path}"
    for language in ("fr", "ar"):
        page.goto(f"{address}?lang={language}")
        wait_until_kept(page, f'<html lang="{language}"')
        expect(page.locator(NOTE)).to_be_hidden()
    code = code_on(page)

    page.context.set_offline(True)
    for asked, shown, day in (
        *(("", "ar", "16 نوفمبر"), ("?lang=fr", "fr", "16 novembre"), ("", "fr", "16 novembre")),
        # Never opened in English: better in French than not at all.
        ("?lang=en", "fr", "16 novembre"),
    ):
        page.goto(f"{address}{asked}")
        expect(page.locator("html")).to_have_attribute("lang", shown)
        expect(page.locator(NOTE)).to_contain_text(day)
        for part in (NOTE, "h1", ".pass-code"):
            expect(page.locator(part)).to_be_in_viewport(ratio=1)
        assert code_on(page) == code
        # With its style sheet: without, the code would not fill the screen.
        box = page.locator(".pass-qr svg").bounding_box()
        assert box and box["width"] >= 340
        assert (violations(page), overflow(page)) == ([], 0)


def test_the_copy_follows_the_server_as_far_as_it_was_seen(
    page_phone: Page, live_server: LiveServer, fair: Event, person: Registration
) -> None:
    page, path = page_phone, f"/p/{person.pass_key}"
    page.goto(f"{live_server.url}{path}")
    wait_until_kept(page)
    page.goto(f"{live_server.url}{path}/details")
    page.fill("#organisation", "Coopérative de Sanoyah")
    page.fill("#given_names", "Fatoumata Bintou")
    page.locator("form[data-once] button:not([type])").click()
    expect(page.locator("h1")).to_have_text("Fatoumata Bintou Diallo")
    expect(page.locator(".notice.success")).to_be_visible()
    wait_until_kept(page, "Fatoumata Bintou")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_have_text("Fatoumata Bintou Diallo")
    # What was said once is not said again.
    expect(page.locator(".notice.success")).to_have_count(0)

    page.context.set_offline(False)
    page.goto(f"{live_server.url}{path}/cancellation")
    page.locator("main form button").click()
    expect(page.locator(".pass-state .pill.bad")).to_be_visible()
    wait_until_kept(page, "pill bad")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator(NOTE)).to_be_visible()
    expect(page.locator(".pass-state .pill.bad")).to_be_visible()
    expect(page.locator(".pass-qr")).to_have_count(0)


def test_a_pass_first_seen_replaced_is_kept_as_such_and_a_merged_one_is_forgotten(
    page_phone: Page, live_server: LiveServer, fair: Event, person: Registration
) -> None:
    page, path = page_phone, f"/p/{person.pass_key}"
    other = register(fair, "Fatou Diallo")
    person.status = Status.REPLACED
    db.session.commit()
    page.goto(f"{live_server.url}{path}")
    wait_until_kept(page)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator(NOTE)).to_be_visible()
    expect(page.locator(".pass-state .pill.bad")).to_be_visible()

    page.context.set_offline(False)
    person.status, person.merged_into = Status.MERGED, other
    db.session.commit()
    page.goto(f"{live_server.url}{path}")
    expect(page.locator("h1")).to_have_text("Fatou Diallo")
    wait_until_kept(page)
    assert [name for name in kept(page) if person.pass_key in name] == []


def test_a_server_that_is_ill_knows_no_better_than_the_copy(
    page_phone: Page, live_server: LiveServer, person: Registration
) -> None:
    page, path = page_phone, f"/p/{person.pass_key}"
    page.goto(f"{live_server.url}{path}")
    wait_until_kept(page)
    db.session.commit()
    db.session.execute(text("ALTER TABLE registration_day RENAME TO mislaid"))
    db.session.commit()
    try:
        page.reload()
        expect(page.locator(NOTE)).to_be_visible()
        expect(page.locator(".pass-qr")).to_be_visible()
    finally:
        db.session.execute(text("ALTER TABLE mislaid RENAME TO registration_day"))
        db.session.commit()


def test_only_passes_are_kept_and_each_for_who_has_its_address(
    page_phone: Page, live_server: LiveServer, fair: Event, person: Registration
) -> None:
    page, path = page_phone, f"/p/{person.pass_key}"
    other = register(fair, "Mariama Sow")
    db.session.commit()
    page.goto(f"{live_server.url}{path}")
    wait_until_kept(page)
    # The programme has a worker of its own, which may have taken its pages already.
    worker = "navigator.serviceWorker.controller?.scriptURL"
    keeper = page.evaluate(worker)
    assert keeper == f"{live_server.url}/p/worker.js"
    for elsewhere in ("/", "/e/foire/", "/e/foire/programme", "/e/foire/register", "/login"):
        answer = page.goto(f"{live_server.url}{elsewhere}")
        assert answer and answer.status == 200
        assert page.evaluate(worker) != keeper
    answer = page.goto(f"{live_server.url}{path}/details")
    assert answer and answer.status == 200
    with page.expect_download() as download:
        page.evaluate("path => { location = path }", f"{path}/calendar.ics")
    assert download.value.suggested_filename.endswith(".ics")
    names = [name.partition("?")[0] for name in kept(page)]
    assert [name for name in names if not name.startswith("/static/")] == [path, THEME]

    page.context.set_offline(True)
    unknown = f"/p/{other.pass_key}"
    for elsewhere in (unknown, f"{path}/details", "/e/foire/register", f"{path}/badge.png"):
        with pytest.raises(Error, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
            page.goto(f"{live_server.url}{elsewhere}")


def test_what_no_copy_needs_is_thrown_away(
    page_phone: Page, live_server: LiveServer, person: Registration
) -> None:
    page, path = page_phone, f"/p/{person.pass_key}"
    page.goto(f"{live_server.url}{path}")
    wait_until_kept(page)
    before = kept(page)
    # An older sheet, a pass of last season, more passes than a family has.
    page.evaluate(
        """async () => {
          const cache = await caches.open("passes");
          const put = (path, date) => cache.put(path, new Response("", { headers: { date } }));
          const now = new Date(), old = new Date(now - 121 * 24 * 3600 * 1000);
          await put("/static/public.css?v=old", now.toUTCString());
          await put(`/p/${"o".repeat(22)}?lang=fr`, old.toUTCString());
          for (let n = 10; n < 26; n++)
            await put(`/p/${"n".repeat(20)}${n}?lang=fr`, now.toUTCString());
        }"""
    )
    page.reload()
    wanted = [f"/p/{'n' * 20}{n}?lang=fr" for n in range(12, 26)]
    for _ in range(400):
        names = kept(page)
        # Sheets of the page itself may arrive after it.
        others = [name for name in names if name.startswith("/p/") and name not in before]
        if others == wanted and "/static/public.css?v=old" not in names:
            break
        page.wait_for_timeout(50)
    assert others == wanted
    assert set(before) <= set(names)
    assert "/static/public.css?v=old" not in names
