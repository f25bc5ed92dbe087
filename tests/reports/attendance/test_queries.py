"""Who stands on a list, whatever happened at the gates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from fairapp.badges import actions as badges
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.programme.models import Session
from fairapp.registration.signups.models import SeatStatus, SignUp
from fairapp.reports.attendance.queries import attendees, expected
from fairapp.reports.attendance.scope import Half, Scope, choices, find
from tests.checkin.conftest import DAYS, MORNING, Fair
from tests.reports.conftest import came, local, scanned, undone


def here(event: Event, key: str = "1") -> dict[str, str]:
    """By given names, the time that the list shows."""
    scope = find(event, key)
    assert scope is not None
    return {
        one.given_names: f"{event.local(one.first_at):%H:%M}"
        for one in attendees(event, scope)
        if one.first_at
    }


def awaited(event: Event, key: str = "1") -> list[str]:
    scope = find(event, key)
    assert scope is not None
    return [one.given_names for one in expected(event, scope)]


def session(fair: Fair) -> Session:
    return db.session.scalars(select(Session).filter_by(event_id=fair.event.id)).one()


# -- from scans -----------------------------------------------------------------------------------


def test_an_undone_entry_leaves_the_one_after_it(fair: Fair) -> None:
    event = fair.event
    once, twice = fair.person("Une Camara"), fair.person("Deux Camara")
    for person in (once, twice):
        at = local(event, DAYS[0], "08:30")
        undone(scanned(event, person, at), at=at + timedelta(minutes=1))
    scanned(event, twice, local(event, DAYS[0], "09:10"))

    assert here(event) == {"Deux": "09:10"}


def test_a_chain_of_merged_duplicates_is_one_person(fair: Fair) -> None:
    kept = came(fair, "Kept Diallo", "11:00")
    middle = came(fair, "Middle Diallo", "10:00", status="merged", merged_into_id=kept.id)
    came(fair, "Last Diallo", "09:00", status="merged", merged_into_id=middle.id)
    came(fair, "Last Diallo", "13:30", status="merged", merged_into_id=middle.id)

    assert here(fair.event) == {"Kept": "09:00"}
    assert here(fair.event, "1-afternoon") == {"Kept": "13:30"}


def test_who_comes_in_anothers_place_stands_for_himself(fair: Fair) -> None:
    absent = fair.person("Kadiatou Bah", status="replaced")
    came(fair, "Saran Bérété", "08:55", replaces_id=absent.id, relation="replaces")
    came(fair, "Chef Cabinet", "08:55", relation="represents", stands_for="le ministre")

    found = {one.given_names: one for one in attendees(fair.event, Scope(fair.event.days[0]))}

    assert set(found) == {"Saran", "Chef"}
    assert (found["Saran"].in_place_of, found["Saran"].represents) == ("Kadiatou Bah", False)
    assert (found["Chef"].in_place_of, found["Chef"].represents) == ("le ministre", True)


def test_entries_with_a_badge_that_was_lost_since_stay(fair: Fair) -> None:
    person = fair.person("Fanta Keïta")
    lost = fair.badge(person)
    scanned(fair.event, person, local(fair.event, DAYS[0], "08:40"), badge_id=lost.id)
    new = badges.replace(lost, reason="lost", actor=None, at=MORNING + timedelta(hours=1))
    refused = {"badge_id": lost.id, "verdict": "refused", "is_entry": False}
    scanned(fair.event, person, local(fair.event, DAYS[1], "08:40"), **refused)

    (found,) = attendees(fair.event, Scope(fair.event.days[0]))

    assert found.badge == new.number != lost.number
    assert here(fair.event) == {"Fanta": "08:40"}
    assert here(fair.event, "2") == {}


def test_a_blank_badge_counts_for_whoever_was_given_it(fair: Fair) -> None:
    blank = fair.badge(blank=True)
    at = local(fair.event, DAYS[0], "08:40")
    scanned(fair.event, None, at, badge_id=blank.id, verdict="blank")
    assert here(fair.event) == {}

    blank.registration_id = fair.person("Venu Sylla").id
    db.session.flush()

    assert here(fair.event) == {"Venu": "08:40"}


def test_scans_that_come_two_days_late_from_a_wrong_clock_stand_where_they_belong(
    fair: Fair,
) -> None:
    event = fair.event
    true = local(event, DAYS[0], "12:50")
    scanned(
        event,
        fair.person("Hors Ligne"),
        true,
        scanned_at=true + timedelta(days=20, hours=3),
        received_at=true + timedelta(days=2),
        offset_ms=-int(timedelta(days=20, hours=3).total_seconds()) * 1000,
    )

    assert here(event) == here(event, "1-morning") == {"Hors": "12:50"}
    assert here(event, "1-afternoon") == here(event, "3") == {}


def test_an_evening_that_crosses_midnight_is_of_two_days(fair: Fair) -> None:
    came(fair, "Avant Minuit", "23:59")
    came(fair, "Après Minuit", "00:01", day=2)

    assert here(fair.event) == here(fair.event, "1-afternoon") == {"Avant": "23:59"}
    assert here(fair.event, "2") == here(fair.event, "2-morning") == {"Après": "00:01"}


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)], ids=["spring", "autumn"]
)
def test_a_day_on_which_the_clocks_change(fair: Fair, day: date, hours: int) -> None:
    """In Paris. Noon stays at noon on the fair's clocks, and no hour is lost or counted twice."""
    event = fair.event
    event.timezone = "Europe/Paris"
    event.days[0].date = day
    db.session.flush()
    for name, clock in {"Tôt": "00:00", "Midi": "12:59", "Après": "13:00", "Tard": "23:59"}.items():
        scanned(event, fair.person(f"{name} Camara"), local(event, day, clock))
    after = local(event, day, "00:00") + timedelta(hours=hours)
    scanned(event, fair.person("Lendemain Camara"), after)

    assert here(event, "1-morning") == {"Tôt": "00:00", "Midi": "12:59"}
    assert here(event, "1-afternoon") == {"Après": "13:00", "Tard": "23:59"}
    assert set(here(event)) == {"Tôt", "Midi", "Après", "Tard"}


def test_a_half_day_is_of_those_who_came_in_then(fair: Fair) -> None:
    came(fair, "Matin Camara", "09:00")
    came(fair, "Deux Camara", "09:00", "14:00")
    came(fair, "Soir Camara", "13:00")

    assert here(fair.event, "1-morning") == {"Matin": "09:00", "Deux": "09:00"}
    assert here(fair.event, "1-afternoon") == {"Deux": "14:00", "Soir": "13:00"}


def test_a_session_is_of_those_let_in_at_its_door(fair: Fair) -> None:
    came(fair, "Dehors Camara", "08:31")
    inside = came(fair, "Dedans Camara", "08:31")
    scanned(fair.event, inside, local(fair.event, DAYS[0], "09:05"), gate="S1")
    team = fair.person("Équipe Camara", category="staff")
    scanned(fair.event, team, local(fair.event, DAYS[0], "09:05"), gate="S1")

    assert here(fair.event, ":J1-02") == {"Dedans": "09:05"}


# -- to be signed at the door ---------------------------------------------------------------------


def test_expected_are_those_confirmed_who_named_the_day_or_none(fair: Fair) -> None:
    first, second = fair.event.days[:2]
    for name, days in {
        "Tous": [],
        "Un": [first],
        "Deux": [second],
        "Un-deux": [first, second],
    }.items():
        fair.person(f"{name} Camara").days = days
    for status in ("pending", "waiting", "offered", "declined", "cancelled", "replaced", "merged"):
        fair.person(f"{status} Camara", status=status)
    fair.person("Équipe Camara", category="staff")
    db.session.flush()

    assert awaited(fair.event) == ["Tous", "Un", "Un-deux"]
    assert awaited(fair.event, "2-afternoon") == ["Deux", "Tous", "Un-deux"]
    assert awaited(fair.event, "3") == ["Tous"]


def test_expected_at_a_session_are_those_with_a_seat(fair: Fair) -> None:
    for status in SeatStatus:
        person = fair.person(f"{status} Camara")
        place = SignUp(registration_id=person.id, session_id=session(fair).id, status=status)
        place.status_at = MORNING
        db.session.add(place)
    fair.person("Sans Place")
    db.session.flush()

    assert awaited(fair.event, ":J1-02") == ["seated"]


def test_a_list_to_sign_has_no_times(fair: Fair) -> None:
    came(fair, "Venue Camara", "08:31")

    (person,) = expected(fair.event, Scope(fair.event.days[0]))

    assert person.first_at is None
    assert not person.is_from_paper


# -- of what --------------------------------------------------------------------------------------


def test_each_choice_is_found_again(fair: Fair) -> None:
    keys = [key for some in choices(fair.event).values() for key, _label in some]

    assert keys[:4] == ["1", "1-morning", "1-afternoon", ":J1-02"]
    assert [found.key for key in keys if (found := find(fair.event, key))] == keys


@pytest.mark.parametrize("key", ["", "0", "4", "x", "1-", "1-night", ":", ":J9-99", "1-morning-x"])
def test_what_is_not_there_is_not_found(fair: Fair, key: str) -> None:
    found = find(fair.event, key)
    # A dash with nothing behind it is the whole day.
    assert found is None or (key == "1-" and found.half is None)


def test_withdrawn_sessions_have_no_list(fair: Fair) -> None:
    session(fair).status = "cancelled"
    db.session.flush()

    assert find(fair.event, ":J1-02") is None


def test_halves_are_named(fair: Fair) -> None:
    day = fair.event.days[0]

    assert Scope(day).signings == (Half.MORNING, Half.AFTERNOON)
    assert Scope(day, Half.AFTERNOON).slug == "2026-12-02-afternoon"
    assert Scope(day, session=session(fair)).slug == "2026-12-02-J1-02"
