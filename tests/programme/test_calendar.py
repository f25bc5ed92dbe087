"""Calendar feeds, read back by a calendar library."""

from __future__ import annotations

from datetime import UTC, datetime

from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.programme.models import SessionStatus
from tests.programme.conftest import AddSession


def entries(client: FlaskClient, path: str) -> list[Calendar]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


def test_session_in_a_calendar(client: FlaskClient, fair: Event, add_session: AddSession) -> None:
    add_session("J1-02", "09:00", "10:30", title="Théâtre, forum ; suite", kind="theatre")
    (entry,) = entries(client, "/e/foire/programme/J1-02.ics")
    assert entry["UID"] == "J1-02@foire.fairapp"
    assert entry.decoded("DTSTART") == datetime(2026, 12, 2, 6, tzinfo=UTC)
    assert entry.decoded("DTEND") == datetime(2026, 12, 2, 7, 30, tzinfo=UTC)
    assert str(entry["SUMMARY"]) == "Théâtre, forum ; suite"
    assert str(entry["LOCATION"]) == "Grande salle, Maison des jeunes"
    assert str(entry["URL"]) == "http://localhost/e/foire/programme/J1-02"
    assert str(entry["STATUS"]) == "CONFIRMED"


def test_a_session_that_moves_keeps_its_identity(
    client: FlaskClient, db_session: scoped_session[Session], fair: Event, add_session: AddSession
) -> None:
    session = add_session("J1-02", "09:00", "10:30")
    (before,) = entries(client, "/e/foire/programme.ics")
    session.starts_at = session.starts_at.replace(minute=15)
    session.title = LocalizedText(fr="Autre titre")
    session.sequence += 1
    (after,) = entries(client, "/e/foire/programme.ics")
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)


def test_cancelled_session_says_so_and_a_draft_is_not_there(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("off", "09:00", "10:00", status=SessionStatus.CANCELLED)
    add_session("draft", "10:00", "11:00", status=SessionStatus.DRAFT)
    (entry,) = entries(client, "/e/foire/programme.ics")
    assert (str(entry["UID"]), str(entry["STATUS"])) == ("off@foire.fairapp", "CANCELLED")
    assert client.get("/e/foire/programme/draft.ics").status_code == 404


def test_unchanged_feed_is_not_sent_again(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("J1-02", "09:00", "10:30")
    tag = client.get("/e/foire/programme.ics").headers["ETag"]
    again = client.get("/e/foire/programme.ics", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_feed_in_another_language(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    session = add_session("J1-02", "09:00", "10:30")
    session.title = LocalizedText(fr="Ouverture", en="Opening")
    (entry,) = entries(client, "/e/foire/programme.ics?lang=en")
    assert str(entry["SUMMARY"]) == "Opening"
