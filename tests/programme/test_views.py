"""The pages of the programme."""

from __future__ import annotations

import re

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from fairapp.core import clock
from fairapp.events.models import Event
from fairapp.programme.models import SessionStatus
from tests.programme.conftest import DAY_1, DAY_2, AddSession, at_fair
from tests.statements import recorded


def timeline(page: str) -> str:
    return page.split('<ol class="timeline">', 1)[1].split("</ol>", 1)[0]


def titles(page: str) -> list[str]:
    return re.findall(r'class="title[^"]*"><a [^>]*>(.*?)</a>', timeline(page))


def test_programme_of_a_day_in_the_fairs_time(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("b", "11:00", "12:00", title="Ensuite")
    add_session("a", "09:00", "10:30", title="D’abord")
    add_session("c", "09:00", "10:30", day=2, title="Demain")
    page = client.get("/e/foire/programme?day=1").text
    assert titles(page) == ["D’abord", "Ensuite"]
    assert '<time datetime="2026-12-02T09:00+03:00">09:00' in page
    assert "mercredi 2 décembre" in page


def test_drafts_and_notes_stay_with_the_team(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("a", "09:00", "10:00", title="Brouillon", status=SessionStatus.DRAFT)
    add_session("b", "09:00", "10:00", title="Ouverture", note="Le ministre vient à dix heures")
    for path in ("/e/foire/programme", "/e/foire/programme/b", "/e/foire/programme.ics"):
        page = client.get(path).text
        assert "Ouverture" in page
        assert "Brouillon" not in page
        assert "ministre" not in page
    assert client.get("/e/foire/programme/a").status_code == 404


def test_today_is_shown_and_now_is_marked(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("past", "08:00", "09:00", day=2)
    add_session("on", "09:00", "10:00", day=2)
    with clock.stopped(at_fair(fair, DAY_2, "09:30")):
        page = client.get("/e/foire/programme").text
    assert page.count('id="now"') == 1
    marked = re.search(r'<article [^>]*id="now">(.*?)</article>', page, re.DOTALL)
    assert marked is not None
    assert "Séance on" in marked.group(1)
    assert 'pill now"' in marked.group(1)
    assert 'href="#now"' in page


def test_between_sessions_now_leads_to_the_next(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("past", "08:00", "09:00")
    add_session("next", "11:00", "12:00")
    with clock.stopped(at_fair(fair, DAY_1, "10:00")):
        page = client.get("/e/foire/programme").text
    marked = re.search(r'<article [^>]*id="now">(.*?)</article>', page, re.DOTALL)
    assert marked is not None
    assert "Séance next" in marked.group(1)
    assert 'pill now"' not in marked.group(1)


def test_another_day_has_no_now(client: FlaskClient, fair: Event, add_session: AddSession) -> None:
    add_session("a", "09:00", "10:00")
    with clock.stopped(at_fair(fair, DAY_2, "09:30")):
        assert 'href="#now"' not in client.get("/e/foire/programme?day=1").text


def test_a_kind_over_all_days(client: FlaskClient, fair: Event, add_session: AddSession) -> None:
    add_session("a", "09:00", "10:00", title="Débat")
    add_session("b", "09:00", "10:00", kind="theatre", room="SC", title="Pièce")
    add_session("c", "09:00", "10:00", kind="theatre", day=2, title="Reprise")
    page = client.get("/e/foire/programme?kind=theatre").text
    assert "Pièce" in page
    assert "Reprise" in page
    assert "Débat" not in page
    # The chosen chip leads back to everything.
    assert re.search(r'class="chip" href="/e/foire/programme" aria-current="true"', page)


@pytest.mark.parametrize("query", ["kind=opera", "room=%3Cscript%3E", "day=1&kind=theatre"])
def test_a_choice_without_sessions_leads_on(
    client: FlaskClient, fair: Event, add_session: AddSession, query: str
) -> None:
    add_session("a", "09:00", "10:00")
    answer = client.get(f"/e/foire/programme?{query}")
    assert answer.status_code == 200
    assert 'class="empty"' in answer.text
    assert "<script>" not in answer.text


def test_programme_without_sessions_and_without_days(client: FlaskClient, fair: Event) -> None:
    assert 'class="empty"' in client.get("/e/foire/programme").text
    fair.days.clear()
    assert 'class="empty"' in client.get("/e/foire/programme").text


def test_grid_has_a_column_for_each_room(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("a", "09:00", "11:00", room="GS")
    add_session("b", "09:00", "10:00", room="SC")
    add_session("c", "10:00", "11:00", room="SC")
    page = client.get("/e/foire/programme").text
    grid = page.split('<table class="grid">')[1].split("</table>")[0]
    columns = re.findall(r'<th scope="col">(?!<span class="hidden">)(.*?)</th>', grid)
    assert columns == ["Grande salle", "Scène"]
    assert grid.count('rowspan="2"') == 1
    assert grid.count('rowspan="1"') == 2


def test_session_page(client: FlaskClient, fair: Event, add_session: AddSession) -> None:
    add_session("a", "09:00", "10:30", title="Police & voisins", languages="fr en", capacity=90)
    add_session("b", "10:00", "11:00", room="SC", title="En même temps")
    add_session("c", "10:30", "11:00", title="Juste après")
    page = client.get("/e/foire/programme/a").text
    for words in ("Police &amp; voisins", "Grande salle", "français et anglais", "En même temps"):
        assert words in page
    assert "Juste après" not in page
    assert "/e/foire/programme/a.ics" in page


def test_cancelled_session_says_so_everywhere(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("a", "09:00", "10:00", status=SessionStatus.CANCELLED)
    with clock.stopped(at_fair(fair, DAY_1, "09:30")):
        day = client.get("/e/foire/programme").text
        own = client.get("/e/foire/programme/a").text
    assert 'pill bad"' in day
    assert 'pill now"' not in day
    assert 'role="alert"' in own
    assert ".ics" not in own


def test_home_shows_what_is_next_and_the_kinds(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("a", "09:00", "10:00", kind="theatre", title="Pièce")
    add_session("b", "10:00", "11:00", kind="pause", title="Déjeuner")
    page = client.get("/e/foire/").text
    assert "Pièce" in page
    assert "programme?kind=theatre" in page
    assert "programme?kind=pause" not in page
    assert "programme?kind=table_ronde" not in page


def test_kinds_sheet_is_kept_for_a_year(client: FlaskClient, fair: Event) -> None:
    page = client.get("/e/foire/programme").text
    address = page.split('href="/e/foire/kinds.css')[1].split('"')[0]
    sheet = client.get("/e/foire/kinds.css" + address)
    assert sheet.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/e/foire/kinds.css?v=old").headers["Cache-Control"] == "no-cache"


PAGES = ("/e/foire/", "/e/foire/programme", "/e/foire/programme/s0", "/e/foire/programme.ics")


@pytest.mark.parametrize("path", PAGES)
def test_pages_ask_the_same_however_many_sessions(
    client: FlaskClient, fair: Event, add_session: AddSession, path: str
) -> None:
    counts = []
    for number in range(3):
        add_session(f"s{number}", f"{9 + number:02}:00", f"{10 + number:02}:00")
        with recorded() as statements:
            assert client.get(path).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] == counts[2] <= 6


def test_programme_of_a_full_day_is_light(
    app: Flask, client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    for number in range(40):
        start, end = f"{8 + number // 4:02}:{number % 4 * 15:02}", f"{9 + number // 4:02}:00"
        title = f"Séance {number} : {'partage d’expériences ' * (number % 5)}"
        add_session(str(number), start, end, room=("GS", "SC")[number % 2], title=title)
    page = client.get("/e/foire/programme")
    with app.test_request_context():
        css = app.jinja_env.globals["asset"]("public.css")  # type: ignore[operator]
    weight = sum(len(brotli.compress(body)) for body in (page.data, client.get(css).data))
    assert weight < 25_000
