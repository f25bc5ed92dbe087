"""The agenda that an address tells."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from fairapp.events.models import Event
from fairapp.programme.models import SessionStatus
from tests.programme.conftest import AddSession

AGENDA = "/e/foire/programme/agenda"


@pytest.fixture
def sessions(add_session: AddSession) -> None:
    add_session("J1-01", "09:00", "10:30", title="Débat")
    add_session("J1-02", "10:00", "11:00", room="SC", title="Atelier")
    add_session("J1-03", "11:00", "12:00", title="Après")
    add_session("J2-01", "09:00", "10:00", day=2, title="Demain")


def chosen(page: str) -> list[str]:
    return re.findall(r'class="title[^"]*"><a [^>]*>(.*?)</a>', page)


@pytest.mark.usefixtures("sessions")
def test_the_chosen_by_the_clock_whatever_their_order(client: FlaskClient, fair: Event) -> None:
    page = client.get(f"{AGENDA}?s=J2-01,J1-03,J1-03,J1-01").text
    assert chosen(page) == ["Débat", "Après", "Demain"]
    assert page.index("mercredi 2 décembre") < page.index("jeudi 3 décembre")
    assert "seat-clash" not in page
    # Each can be taken out by an address alone.
    assert f'href="{AGENDA}?s=J1-03,J2-01" data-drop="J1-01"' in page


@pytest.mark.usefixtures("sessions")
def test_two_at_one_time_are_told_of_on_both(client: FlaskClient, fair: Event) -> None:
    page = client.get(f"{AGENDA}?s=J1-01,J1-02,J1-03").text
    warnings = re.findall(r"En même temps que[^<]*</span>|En même temps que.*?</span>", page)
    assert [("Atelier" in w, "Débat" in w) for w in warnings] == [(True, False), (False, True)]
    assert "Certaines de ces séances ont lieu en même temps." in page


def test_what_is_cancelled_is_in_nobody_s_way(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("a", "09:00", "10:30")
    add_session("b", "10:00", "11:00", status=SessionStatus.CANCELLED)
    page = client.get(f"{AGENDA}?s=a,b").text
    assert "seat-clash" not in page
    assert 'pill bad"' in page


@pytest.mark.parametrize("query", ["", "?s=", "?s=,,%20", "?s=%3Cscript%3E"])
def test_an_empty_agenda_leads_to_the_programme(
    client: FlaskClient, fair: Event, query: str
) -> None:
    page = client.get(AGENDA + query)
    assert page.status_code == 200
    assert 'class="empty"' in page.text
    assert "<script>" not in page.text


def test_drafts_and_unknown_codes_are_only_counted(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("a", "09:00", "10:00", title="Visible")
    add_session("b", "09:00", "10:00", title="Secret", status=SessionStatus.DRAFT)
    page = client.get(f"{AGENDA}?s=a,b,zzz").text
    assert chosen(page) == ["Visible"]
    assert "2 séances de cette adresse" in page
    assert "Secret" not in page and "zzz" not in page.split("<main")[1]


@pytest.mark.usefixtures("sessions")
def test_the_same_for_a_calendar(client: FlaskClient, fair: Event) -> None:
    answer = client.get(f"{AGENDA}.ics?s=J1-02,J2-01")
    assert answer.mimetype == "text/calendar"
    entries = Calendar.from_ical(answer.data).walk("VEVENT")
    assert [str(entry["summary"]) for entry in entries] == ["Atelier", "Demain"]


@pytest.mark.usefixtures("sessions")
def test_the_agenda_of_a_name_is_not_a_session(client: FlaskClient, fair: Event) -> None:
    """It is a page of its own, and says nothing of who asks."""
    answer = client.get(f"{AGENDA}?s=J1-01")
    assert answer.headers["Cache-Control"] == "private, max-age=60"
    assert 'name="robots" content="noindex"' in answer.text
