"""The calendar of one person, read back by a calendar library."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from icalendar import Event as Entry
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.programme.models import Session, SessionStatus
from fairapp.registration import actions
from fairapp.registration.models import Registration, Status
from fairapp.registration.signups import actions as seats
from tests.registration.people import AT, make_fair, register
from tests.registration.signups.workshops import add_workshop

TITLE = LocalizedText(fr="Médiation de quartier ; suite", en="Mediation", ar="وساطة الحي")


@pytest.fixture
def fair(db_session: scoped_session[DbSession]) -> Event:
    return make_fair()


@pytest.fixture
def workshop(fair: Event) -> Session:
    return add_workshop(fair, title=TITLE, capacity=1)


@pytest.fixture
def person(fair: Event, workshop: Session) -> Registration:
    """Comes on the first day, with a seat."""
    person = register(fair, days=[fair.days[0]])
    seats.sign_up(person, workshop, actor=None, at=AT)
    return person


def feed(client: FlaskClient, person: Registration, query: str = "") -> dict[str, Entry]:
    """Entries by identity; none is there twice."""
    answer = client.get(f"/p/{person.pass_key}/calendar.ics{query}", follow_redirects=True)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.headers["Cache-Control"] == "private, no-store"
    entries = Calendar.from_ical(answer.data).walk("VEVENT")
    found = {str(entry["uid"]): entry for entry in entries}
    assert len(found) == len(entries)
    return found


def ids(person: Registration) -> tuple[str, str]:
    """Of the first day and of the workshop."""
    return tuple(f"{person.reference}-{what}@foire.fairapp" for what in ("20261202", "J1-05"))  # type: ignore[return-value]


def states(entries: dict[str, Entry]) -> list[str]:
    return [str(entry["status"]) for entry in entries.values()]


def test_days_and_sessions_stand_in_it(
    client: FlaskClient, fair: Event, workshop: Session, person: Registration
) -> None:
    add_workshop(fair, "J1-06")
    entries = feed(client, person)
    assert tuple(entries) == ids(person)
    seat = entries[ids(person)[1]]
    assert str(seat["summary"]) == "Médiation de quartier ; suite"
    assert seat.decoded("dtstart") == datetime(2026, 12, 2, 14, tzinfo=UTC)
    assert seat.decoded("dtend") == datetime(2026, 12, 2, 15, 30, tzinfo=UTC)
    assert str(seat["location"]) == "Salle Niger, Palais du Peuple"
    assert str(seat["url"]) == "http://localhost/e/foire/programme/J1-05"
    assert states(entries) == ["CONFIRMED", "CONFIRMED"]
    assert all(person.pass_key not in uid for uid in entries)


def test_a_seat_given_up_is_cancelled_and_counted_on(
    client: FlaskClient, workshop: Session, person: Registration
) -> None:
    other = register(workshop.event, "Bountou Sow", days=[workshop.day])
    seats.sign_up(other, workshop, actor=None, at=AT)
    assert states(feed(client, other)) == ["CONFIRMED", "TENTATIVE"]
    seen = [feed(client, person)]
    seats.give_up(person, workshop, actor=None, at=AT)
    seen.append(feed(client, person))
    seats.sign_up(person, workshop, actor=None, at=AT)
    seen.append(feed(client, person))
    uid = ids(person)[1]
    assert [str(entries[uid]["status"]) for entries in seen] == [
        *("CONFIRMED", "CANCELLED", "TENTATIVE")
    ]
    numbers = [entries[uid]["sequence"] for entries in seen]
    assert numbers == sorted(set(numbers))
    assert states(feed(client, other)) == ["CONFIRMED", "CONFIRMED"]


def test_a_session_that_is_moved_or_cancelled_says_so(
    client: FlaskClient, workshop: Session, person: Registration
) -> None:
    uid = ids(person)[1]
    before = feed(client, person)[uid]
    workshop.starts_at = workshop.starts_at.replace(minute=15)
    workshop.status, workshop.sequence = SessionStatus.MOVED, 1
    moved = feed(client, person)[uid]
    assert moved.decoded("dtstart") == datetime(2026, 12, 2, 14, 15, tzinfo=UTC)
    workshop.status, workshop.sequence = SessionStatus.CANCELLED, 2
    off = feed(client, person)[uid]
    assert [str(e["status"]) for e in (before, moved, off)] == [
        *("CONFIRMED", "CONFIRMED", "CANCELLED")
    ]
    first = before["sequence"]
    assert [moved["sequence"], off["sequence"]] == [first + 1, first + 2]
    workshop.status = SessionStatus.DRAFT
    assert list(feed(client, person)) == [ids(person)[0]]


def test_who_gives_the_place_up_has_everything_cancelled(
    client: FlaskClient, person: Registration
) -> None:
    before = feed(client, person)
    actions.cancel(person, actor=None, at=AT)
    after = feed(client, person)
    assert states(after) == ["CANCELLED", "CANCELLED"]
    assert all(after[uid]["sequence"] > before[uid]["sequence"] for uid in ids(person))


@pytest.mark.parametrize("status", [Status.PENDING, Status.WAITING, Status.OFFERED])
def test_whoever_has_no_place_yet_may_come(
    client: FlaskClient, fair: Event, status: Status
) -> None:
    person = register(fair)
    person.status = status
    assert states(feed(client, person)) == ["TENTATIVE"] * 3


def test_a_calendar_without_cookies_reads_the_language_of_its_address(
    client: FlaskClient, person: Registration
) -> None:
    uid = ids(person)[1]
    person.language = "ar"
    for query, title in (
        *(("", TITLE.ar), ("?lang=en", TITLE.en), ("?lang=fr", TITLE.fr), ("?lang=xx", TITLE.ar)),
    ):
        client.delete_cookie("lang")
        assert str(feed(client, person, query)[uid]["summary"]) == title
    client.set_cookie("lang", "en")
    assert str(feed(client, person)[uid]["summary"]) == TITLE.ar


def test_the_pass_offers_file_and_subscription_in_its_own_language(
    client: FlaskClient, person: Registration
) -> None:
    page = client.get(f"/p/{person.pass_key}?lang=ar").text
    path = f"/p/{person.pass_key}/calendar.ics?lang=ar"
    assert f'href="{path}"' in page
    assert f'href="webcal://localhost{path}"' in page


def test_the_feed_of_a_duplicate_leads_to_the_one_that_is_kept(
    client: FlaskClient, fair: Event, person: Registration
) -> None:
    double = register(fair, "Mariame Diallo")
    double.status, double.merged_into = Status.MERGED, person
    db.session.flush()
    assert tuple(feed(client, double, "?lang=en&pass_key=x&_scheme=x")) == ids(person)
