"""The public pages of a fair."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.i18n import LocalizedText
from fairapp.events.colours import DEFAULT, tones
from fairapp.events.models import Event, EventDay, Stand
from tests.conftest import NOW
from tests.statements import recorded

Db = scoped_session[Session]


@pytest.fixture
def fair(db_session: Db) -> Event:
    event = Event(
        slug="kindia",
        name=LocalizedText(fr="Foire aux savoirs", ar="معرض المعارف"),
        place=LocalizedText(fr="Maison des jeunes"),
        city="Kindia",
        created_at=NOW,
        published_at=NOW,
    )
    event.days = [EventDay(number=1, date=(NOW + timedelta(days=3)).date())]
    db_session.add(event)
    db_session.commit()
    return event


def test_index_without_a_fair_says_what_to_do(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "/login" in answer.text


def test_index_with_one_fair_leads_to_it(client: FlaskClient, fair: Event) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer.location) == (302, "/e/kindia/")


def test_index_lists_fairs_latest_first(client: FlaskClient, db_session: Db, fair: Event) -> None:
    later = Event(
        slug="labe", name=LocalizedText(fr="Foire de Labé"), created_at=NOW, published_at=NOW
    )
    later.days = [EventDay(number=1, date=(NOW + timedelta(days=9)).date())]
    db_session.add(later)
    page = client.get("/").text
    assert page.index("Foire de Labé") < page.index("Foire aux savoirs")


def test_home_says_what_when_and_where(client: FlaskClient, fair: Event) -> None:
    page = client.get("/e/kindia/").text
    for words in ("Foire aux savoirs", "19 novembre 2026", "Maison des jeunes", "Kindia"):
        assert words in page
    assert '<html lang="fr" dir="ltr">' in page


def test_home_in_arabic_runs_from_the_right(client: FlaskClient, fair: Event) -> None:
    page = client.get("/e/kindia/?lang=ar").text
    assert '<html lang="ar" dir="rtl">' in page
    assert "معرض المعارف" in page
    assert '<bdi lang="fr">Maison des jeunes</bdi>' in page


def test_home_of_an_unknown_fair_is_not_found(client: FlaskClient) -> None:
    assert client.get("/e/nowhere/").status_code == 404


REGISTER = 'class="button wide" href="/e/kindia/register'


@pytest.mark.parametrize(
    ("opens_in", "closes_in", "is_offered"),
    [(None, None, True), (-1, 1, True), (1, None, False), (None, -1, False)],
)
def test_home_offers_registration_while_it_is_open(
    client: FlaskClient,
    db_session: Db,
    fair: Event,
    opens_in: int | None,
    closes_in: int | None,
    is_offered: bool,
) -> None:
    fair.registration_opens_at = NOW + timedelta(days=opens_in) if opens_in else None
    fair.registration_closes_at = NOW + timedelta(days=closes_in) if closes_in else None
    assert (REGISTER in client.get("/e/kindia/").text) is is_offered


def test_home_of_a_past_fair_offers_no_registration(
    client: FlaskClient, db_session: Db, fair: Event
) -> None:
    fair.days[0].date = (NOW - timedelta(days=1)).date()
    assert REGISTER not in client.get("/e/kindia/").text


def test_home_is_kept_and_then_not_sent_again(client: FlaskClient, fair: Event) -> None:
    first = client.get("/e/kindia/", headers={"Accept-Encoding": "gzip"})
    assert first.headers["Cache-Control"] == "private, max-age=60"
    assert "Cookie" in first.headers["Vary"]
    headers = {"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]}
    again = client.get("/e/kindia/", headers=headers)
    assert (again.status_code, again.data) == (304, b"")


def test_home_in_another_language_is_another_page(client: FlaskClient, fair: Event) -> None:
    tag = client.get("/e/kindia/").headers["ETag"]
    client.set_cookie("lang", "ar")
    assert client.get("/e/kindia/", headers={"If-None-Match": tag}).status_code == 200


def test_page_with_a_message_is_not_kept(client: FlaskClient, fair: Event) -> None:
    with client.session_transaction() as session:
        session["_flashes"] = [("success", "Bienvenue")]
    first = client.get("/e/kindia/")
    assert "Bienvenue" in first.text
    assert first.headers["Cache-Control"] == "no-store"
    assert "Bienvenue" not in client.get("/e/kindia/").text


def test_stands_by_number(client: FlaskClient, db_session: Db, fair: Event) -> None:
    fair.stands = [
        Stand(number=2, name=LocalizedText(fr="Protection civile")),
        Stand(number=1, name=LocalizedText(fr="Police de proximité")),
    ]
    page = client.get("/e/kindia/stands").text
    assert page.index("Police de proximité") < page.index("Protection civile")


def test_stands_without_any_say_so(client: FlaskClient, fair: Event) -> None:
    page = client.get("/e/kindia/stands").text
    assert 'class="empty"' in page
    assert 'class="stands' not in page


def test_default_accent_needs_no_sheet(client: FlaskClient, fair: Event) -> None:
    assert fair.accent == DEFAULT
    assert "theme.css" not in client.get("/e/kindia/").text


def test_own_accent_comes_in_readable_tones(
    client: FlaskClient, db_session: Db, fair: Event
) -> None:
    fair.accent = "#ffcc00"
    page = client.get("/e/kindia/").text
    address = page.split('href="/e/kindia/theme.css')[1].split('"')[0]
    sheet = client.get("/e/kindia/theme.css" + address)
    assert f"--accent:{tones('#ffcc00').fill};" in sheet.text
    assert sheet.mimetype == "text/css"
    assert sheet.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_index_asks_the_same_however_many_fairs(
    client: FlaskClient, db_session: Db, fair: Event
) -> None:
    counts = []
    for number in range(3):
        extra = Event(
            slug=f"f{number}", name=LocalizedText(fr="Foire"), created_at=NOW, published_at=NOW
        )
        extra.days = [EventDay(number=1, date=NOW.date())]
        db_session.add(extra)
        db_session.commit()
        with recorded() as statements:
            client.get("/")
        counts.append(len(statements))
    assert counts == [2, 2, 2]
