"""The board, before, during and after a fair."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session, scoped_session

from fairapp.accounts.models import Role, User
from fairapp.accounts.sessions import hash_password
from fairapp.accounts.teams import give_role
from fairapp.checkin.models import Scan
from fairapp.core import clock
from fairapp.core.access import Permission
from fairapp.core.i18n import LocalizedText
from fairapp.events.actions import create_event
from fairapp.events.models import Event
from fairapp.events.moving import move_event
from fairapp.registration.models import Registration, Source, Status
from fairapp.reports.board_bars import Bar
from fairapp.reports.board_before import before
from fairapp.reports.board_during import during
from fairapp.reports.board_kept import Readings
from tests.checkin.browsing import overflow, violations
from tests.conftest import NOW, Login, OpenPage
from tests.events.test_actions import NEW
from tests.services import LiveServer
from tests.statements import recorded

Db = scoped_session[Session]
BOARD = "/staff/foire-aux-savoirs-2026/"
MORNING = datetime(2026, 12, 2, 9, 20, tzinfo=UTC)
_numbers = count(1)


@pytest.fixture
def fair(db_session: Db) -> Event:
    event = create_event(NEW, actor=None, at=NOW)
    db_session.commit()
    return event


def person(db_session: Db, event: Event, category: str = "ong", **columns: object) -> Registration:
    number = next(_numbers)
    values = {
        "status": Status.CONFIRMED,
        "source": Source.ONLINE,
        "family_name": f"Bah {number}",
        "sex": "F",
        "birth_year": 1990,
        "region": "Kindia",
        "phone_raw": "631 00 00 00",
        "days": list(event.days),
        **columns,
    }
    row = Registration(
        event_id=event.id,
        category_id=next(c.id for c in event.categories if c.code == category),
        reference=f"R{number:05d}",
        pass_key=f"{number:022d}",
        created_at=NOW,
        status_at=NOW,
        **values,
    )
    db_session.add(row)
    db_session.flush()
    return row


def enter(db_session: Db, row: Registration, at: datetime, **values: Any) -> Scan:
    number = next(_numbers)
    event = db_session.get_one(Event, row.event_id)
    scan = Scan(
        uuid=str(UUID(int=number)),
        event_id=event.id,
        checkpoint_id=event.checkpoints[0].id,
        registration_id=row.id,
        method="qr",
        verdict="admitted",
        scanned_at=at,
        at=at,
        received_at=at,
        **{"is_entry": True, **values},
    )
    db_session.add(scan)
    db_session.flush()
    return scan


def counted(bars: list[Bar]) -> list[tuple[str, int, float, float]]:
    return [(str(bar.label), bar.count, bar.share, bar.width) for bar in bars]


# -- before ---------------------------------------------------------------------------------------


def test_before_counts_those_who_stand_by_category_and_source(db_session: Db, fair: Event) -> None:
    for _ in range(3):
        person(db_session, fair, "police", source=Source.DELEGATION)
    person(db_session, fair, status=Status.PENDING)
    person(db_session, fair, status=Status.WAITING)
    for status in (Status.CANCELLED, Status.DECLINED, Status.REPLACED, Status.MERGED):
        person(db_session, fair, "medias", status=status)
    person(db_session, fair, "staff")
    figures = before(fair, NOW)
    assert (figures.confirmed, figures.pending, figures.waiting, figures.total) == (3, 1, 1, 5)
    assert counted(figures.by_category) == [
        ("Police nationale et protection civile", 3, 60.0, 100.0),
        ("ONG et associations", 2, 40.0, 66.7),
    ]
    assert [(bar.count, bar.share) for bar in figures.by_source] == [(3, 60.0), (2, 40.0)]


def test_before_says_what_people_have_not_said(db_session: Db, fair: Event) -> None:
    person(db_session, fair, status=Status.PENDING, sex=None, region="", phone_raw="")
    person(db_session, fair)
    missing = before(fair, NOW).missing
    assert (missing.without_sex, missing.without_region, missing.without_phone) == (1, 1, 1)


def test_before_draws_how_registrations_have_grown(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    fair.timezone = "Pacific/Kiritimati"  # 14 hours ahead: the evening before is today there
    assert before(fair, NOW).trend is None
    for days, hour in ((10, 9), (10, 11), (1, 9)):
        row = person(db_session, fair)
        row.created_at = (NOW - timedelta(days=days)).replace(hour=hour, minute=0)
    person(db_session, fair, "staff")
    person(db_session, fair, status=Status.CANCELLED)
    found = before(fair, NOW).trend
    assert found is not None
    ago = [(fair.local(NOW).date() - day.on).days for day in found.days]
    assert [(day.came, day.total) for day in found.days] == [(1, 1), (1, 2), (1, 3)]
    assert ago[0] - ago[1] == 1
    assert found.last_week == 1
    assert found.levels[-1].label == "10"
    login(client, "reports")
    page = client.get(f"{BOARD}?lang=en").text
    assert "<polyline points=" in page
    assert 'style="' not in page


def test_before_draws_how_each_category_has_grown(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    person(db_session, fair).created_at = NOW - timedelta(days=10)
    assert before(fair, NOW).growth is None, "one category is the whole"
    for days, category in ((10, "ong"), (2, "ong"), (16, "police"), (0, "staff")):
        person(db_session, fair, category).created_at = NOW - timedelta(days=days)
    found = before(fair, NOW).growth
    assert found is not None
    today = fair.local(NOW).date()
    assert found.weeks == tuple(today - timedelta(days=n) for n in (0, 7, 14))
    ong, police = found.categories
    assert (ong.total, ong.last_week, ong.weeks) == (3, 1, (3, 2, 0))
    assert (police.total, police.last_week, police.weeks) == (1, 0, (1, 1, 1))
    # Each rises to its own height, and both begin on the same day.
    assert ong.line.startswith("1.5,26.5") and ong.line.endswith("118.5,1.5")
    assert police.line.startswith("1.5,26.5 1.5,26.5 8.4,1.5")
    login(client, "reports")
    page = client.get(f"{BOARD}?lang=en").text
    table = page.split("Growth by category</caption>")[1].split("</table>")[0]
    assert table.count("<polyline") == 2 and "+1" in table


def test_before_tells_what_is_left_of_each_limit(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    ong = next(c for c in fair.categories if c.code == "ong")
    fair.capacity, ong.capacity = 3, 1
    person(db_session, fair)
    login(client, "organiser")
    page = client.get(f"{BOARD}?lang=en").text
    assert "2 left" in page
    assert "1 of 1" in page
    assert "Full" in page


def test_before_page_leads_to_what_is_missing_until_nothing_is(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    login(client, "organiser")
    page = client.get(BOARD).text
    assert f'href="{BOARD}privacy/notice"' in page
    assert f'href="{BOARD}checklist"' in page
    assert "http://localhost/e/foire-aux-savoirs-2026/" in page
    login(app_client := client.application.test_client(), "scanner")
    assert app_client.get(BOARD).status_code == 302
    fair.settled, fair.contact, fair.languages = ["dates", "categories"], "631 00 00 00", ["fr"]
    fair.privacy_notice = fair.place = LocalizedText(fr="Dit")
    person(db_session, fair)
    page = client.get(BOARD).text
    assert 'class="pill ok"' in page
    assert 'class="pill warn"' not in page


# -- during ---------------------------------------------------------------------------------------


def test_during_counts_each_person_once_and_no_staff(db_session: Db, fair: Event) -> None:
    early = person(db_session, fair, "police", sex="M", birth_year=1960, region="Conakry")
    enter(db_session, early, MORNING - timedelta(hours=1))
    enter(db_session, early, MORNING)  # came back after a break
    for year in (1991, 2011, 1990):  # on the first day: 35, 15 and 36 years old
        enter(db_session, person(db_session, fair, birth_year=year, sex=None), MORNING)
    enter(db_session, person(db_session, fair, "staff"), MORNING)
    undone = enter(db_session, person(db_session, fair), MORNING)
    enter(
        db_session,
        person(db_session, fair),
        MORNING,
        undoes_id=undone.id,
        is_entry=False,
    )
    yesterday = person(db_session, fair, days=[fair.days[1]])
    enter(db_session, yesterday, MORNING - timedelta(days=1))
    db_session.flush()
    figures = during(fair, fair.days[0], MORNING)
    assert (figures.present, figures.youth) == (4, 2)
    assert [(bar.count, bar.share) for bar in figures.by_sex] == [(3, 75.0), (1, 25.0)]
    assert counted(figures.by_region) == [("Kindia", 3, 75.0, 100.0), ("Conakry", 1, 25.0, 33.3)]
    assert [bar.count for bar in figures.by_category] == [3, 1]
    # Everybody confirmed for the day, come or not: 1 + 3 + 2, neither staff nor day two's.
    assert figures.expected == 6
    assert figures.arrivals is not None
    assert figures.arrivals.steps[-1].total == 4


def test_during_shows_nothing_that_is_still_to_come(db_session: Db, fair: Event) -> None:
    """The demonstration fair holds the scans of all its days, wherever its clock stands."""
    now, later = person(db_session, fair), person(db_session, fair, protocol_rank=1)
    enter(db_session, now, MORNING)
    enter(db_session, later, MORNING + timedelta(minutes=1))
    figures = during(fair, fair.days[0], MORNING)
    assert (figures.present, [g.rank for g in figures.guests]) == (1, [1])
    assert during(fair, fair.days[0], MORNING + timedelta(minutes=1)).present == 2


def test_guests_of_protocol_not_yet_in_by_precedence(db_session: Db, fair: Event) -> None:
    def guest(rank: int, **columns: object) -> Registration:
        name = f"Rang {rank}"
        return person(
            db_session, fair, "autorites", protocol_rank=rank, family_name=name, **columns
        )

    guest(7, honorific="S. E. M.", position="Préfet")
    guest(2)
    enter(db_session, guest(1), MORNING)
    guest(3, status=Status.REPLACED)
    guest(4, days=[fair.days[2]])
    guest(5, days=[])
    figures = during(fair, fair.days[0], MORNING)
    assert [g.name for g in figures.guests] == ["Rang 2", "Rang 5", "S. E. M. Rang 7"]
    third = during(fair, fair.days[2], MORNING + timedelta(days=2))
    assert [g.rank for g in third.guests] == [1, 2, 4, 5, 7]


def test_during_page_escapes_names_and_draws_without_inline_style(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    login(client, "organiser")
    person(db_session, fair, family_name="<script>alert(1)</script>", protocol_rank=1)
    enter(db_session, person(db_session, fair, region="<b>ici</b>"), MORNING)
    with clock.stopped(MORNING):
        page = client.get(BOARD).text
    assert "<script>alert" not in page and "<b>ici" not in page
    assert "&lt;b&gt;ici" in page
    assert " style=" not in page
    assert "<polyline points=" in page
    assert 'data-refresh="10"' in page


def test_before_the_doors_open_nobody_is_in(client: FlaskClient, fair: Event, login: Login) -> None:
    login(client, "organiser")
    with clock.stopped(MORNING):
        page = client.get(BOARD)
    assert page.status_code == 200
    assert 'class="notice info"' in page.text
    assert "<polyline" not in page.text


# -- after ----------------------------------------------------------------------------------------


def test_after_the_fair_three_figures(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    login(client, "reports")
    both, one = person(db_session, fair), person(db_session, fair)
    for row, at in ((both, MORNING), (both, MORNING + timedelta(hours=4)), (one, MORNING)):
        enter(db_session, row, at)
    enter(db_session, both, MORNING + timedelta(days=1))
    with clock.stopped(MORNING + timedelta(days=10)):
        page = client.get(BOARD).text
    assert re.findall(r"<dd>(\d+)</dd>", page) == ["2", "3", "4"]
    assert f'href="{BOARD}reports"' in page


# -- who, and how often ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("reception", "/desk/foire-aux-savoirs-2026/"),
        ("scanner", "/scan/foire-aux-savoirs-2026/"),
        ("badges", f"{BOARD}badges"),
    ],
)
def test_who_may_not_see_it_is_sent_to_work(
    client: FlaskClient, fair: Event, login: Login, role: str, page: str
) -> None:
    login(client, role)
    answer = client.get(BOARD)
    assert (answer.status_code, answer.location) == (302, page)


def test_who_has_no_role_at_this_fair_is_refused(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    other = create_event(NEW.__class__(**{**NEW.__dict__, "slug": "labe"}), actor=None, at=NOW)
    db_session.commit()
    login(client, "organiser", slug="labe")
    assert client.get(BOARD).status_code == 403
    assert client.get(f"/staff/{other.slug}/").status_code == 200


def test_reports_see_the_board_without_what_organisers_set_up(
    client: FlaskClient, fair: Event, login: Login
) -> None:
    login(client, "reports")
    page = client.get(BOARD)
    assert page.status_code == 200
    assert "/settings" not in page.text
    assert Permission.MANAGE_EVENT not in page.text


def test_the_page_asks_as_much_for_three_people_as_for_one(
    client: FlaskClient,
    app: Flask,
    db_session: Db,
    fair: Event,
    login: Login,
    board_readings: Readings,
) -> None:
    login(client, "organiser")
    counts = []
    for _ in range(3):
        enter(db_session, person(db_session, fair, protocol_rank=1), MORNING)
        person(db_session, fair, protocol_rank=2)
        board_readings.clear()
        with clock.stopped(MORNING), app.app_context(), recorded() as statements:
            assert client.get(BOARD).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[2]


# -- in a browser ---------------------------------------------------------------------------------


@pytest.fixture
def today(db_session: Db, fair: Event) -> Event:
    """The fair on the day of `NOW`, with somebody in and an organiser who can sign in."""
    first = NOW.date()
    days = {"first_day": first, "last_day": first + timedelta(days=1)}
    move_event(fair, **days, timezone=fair.timezone, actor=None, at=NOW)
    user = User(email="a@example.org", name="A", created_at=NOW)
    user.password_hash = hash_password("une phrase simple")
    db_session.add(user)
    db_session.flush()
    give_role(user, fair, Role.ORGANISER, actor=None, at=NOW)
    enter(db_session, person(db_session, fair), NOW - timedelta(minutes=20))
    db_session.commit()
    return fair


@pytest.mark.browser
def test_the_board_refreshes_itself_and_keeps_what_is_unfolded(
    live_server: LiveServer, page_desktop: Page, db_session: Db, today: Event
) -> None:
    page = page_desktop
    page.clock.install()
    page.goto(live_server.url + "/login")
    page.get_by_label("Adresse e-mail").fill("a@example.org")
    page.get_by_label("Mot de passe").fill("une phrase simple")
    page.locator("main form button").click()
    expect(page).to_have_url(live_server.url + BOARD)
    present = page.locator(".board-first dd").first
    expect(present).to_have_text("1")
    page.locator("details.fold summary").click()
    enter(db_session, person(db_session, today), NOW - timedelta(minutes=10))
    db_session.commit()
    # What was read before stands for a moment.
    for _ in range(60):
        page.clock.fast_forward(11_000)
        with suppress(AssertionError):
            expect(present).to_have_text("2", timeout=1_000)
            break
    expect(present).to_have_text("2")
    expect(page.locator("details.fold").first).to_have_attribute("open", "")
    expect(page.locator("details.fold summary")).to_be_focused()
    page.context.set_offline(True)
    page.clock.fast_forward(31_000)
    expect(page.locator("[data-refresh-failed]")).to_be_visible()
    page.context.set_offline(False)
    page.clock.fast_forward(31_000)
    expect(page.locator("[data-refresh-failed]")).to_be_hidden()
    page.context.clear_cookies()
    page.clock.fast_forward(31_000)
    expect(page).to_have_url(re.compile("/login"))


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(360, 740), (1440, 900)])
def test_the_board_is_accessible(
    live_server: LiveServer, open_page: OpenPage, today: Event, width: int, height: int
) -> None:
    page = open_page(width, height)
    _sign_in(page, live_server)
    for language in ("fr", "ar"):
        page.goto(f"{live_server.url}{BOARD}?lang={language}")
        expect(page.locator(".gates")).to_be_visible()
        assert violations(page) == [], language
        assert overflow(page) <= 0, language


@pytest.mark.browser
def test_the_board_without_script_is_reloaded_by_hand(
    live_server: LiveServer, open_page: OpenPage, db_session: Db, today: Event
) -> None:
    page = open_page(360, 740, java_script_enabled=False)
    _sign_in(page, live_server)
    present = page.locator(".board-first dd").first
    expect(present).to_have_text("1")
    expect(page.locator("[data-refresh-failed]")).to_be_hidden()
    enter(db_session, person(db_session, today), NOW - timedelta(minutes=10))
    db_session.commit()
    for _ in range(60):
        page.locator(f"main a[href='{BOARD}']").last.click()
        with suppress(AssertionError):
            expect(present).to_have_text("2", timeout=1_000)
            break
    expect(present).to_have_text("2")


def _sign_in(page: Page, server: LiveServer) -> None:
    page.goto(server.url + "/login")
    page.fill("#email", "a@example.org")
    page.fill("#password", "une phrase simple")
    page.locator("main form button").click()
    expect(page).to_have_url(server.url + BOARD)
