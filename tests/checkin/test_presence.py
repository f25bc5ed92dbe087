from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from fairapp.badges.models import Badge
from fairapp.checkin import entries, presence
from fairapp.checkin.presence import DayFigures, HalfDays
from fairapp.core.db import db
from fairapp.events.models import Event
from tests.checkin.conftest import DAYS, Fair, make_fair
from tests.reports.conftest import came, local, scanned, undone
from tests.statements import recorded

ONE, TWO, THREE = DAYS


def test_second_entry_of_a_day_is_an_entry_and_no_second_person(fair: Fair) -> None:
    person = came(fair, "Mariama Diallo", "08:31", "13:05")

    figures = presence.figures(fair.event)

    assert (figures.unique, figures.person_days, figures.entries) == (1, 1, 2)
    (one,) = presence.present(fair.event, ONE)
    assert one.registration_id == person.id
    assert one.first_at == local(fair.event, ONE, "08:31")
    assert (one.last_at, one.entries) == (local(fair.event, ONE, "13:05"), 2)


def test_three_days_are_three_person_days_of_one_participant(fair: Fair) -> None:
    person = came(fair, "Mariama Diallo", "09:00")
    for day in (TWO, THREE):
        scanned(fair.event, person, local(fair.event, day, "09:00"))

    assert presence.unique_participants(fair.event) == 1
    assert presence.person_days(fair.event) == 3
    assert presence.entries(fair.event) == 3


def test_days_without_anybody_are_told_too(fair: Fair) -> None:
    came(fair, "Mariama Diallo", "09:00", day=2)

    assert presence.figures(fair.event).days == (
        DayFigures(ONE, 0, 0),
        DayFigures(TWO, 1, 1),
        DayFigures(THREE, 0, 0),
    )


def test_undone_scan_never_happened(fair: Fair) -> None:
    wrong = fair.person("Homonyme Diallo")
    undone(
        scanned(fair.event, wrong, local(fair.event, ONE, "08:40")),
        at=local(fair.event, ONE, "08:41"),
    )
    right = came(fair, "Mariama Diallo", "08:41")

    assert [one.registration_id for one in presence.present(fair.event, ONE)] == [right.id]
    assert presence.entries(fair.event) == 1


def test_undoing_the_first_entry_leaves_the_second_as_the_first(fair: Fair) -> None:
    person = fair.person()
    first = scanned(fair.event, person, local(fair.event, ONE, "08:40"))
    scanned(fair.event, person, local(fair.event, ONE, "11:00"))
    undone(first, at=local(fair.event, ONE, "12:00"))

    (one,) = presence.present(fair.event, ONE)

    assert one.first_at == local(fair.event, ONE, "11:00")


def test_duplicate_is_the_person_it_was_merged_into(fair: Fair) -> None:
    kept = came(fair, "Mariama Diallo", "09:10")
    double = came(fair, "Diallo Mariama", "08:30", status="merged", merged_into_id=kept.id)
    # A duplicate of the duplicate, merged first.
    came(fair, "M. Diallo", "08:10", status="merged", merged_into_id=double.id)

    figures = presence.figures(fair.event)
    (one,) = presence.present(fair.event, ONE)

    assert (figures.unique, figures.person_days, figures.entries) == (1, 1, 3)
    assert one.registration_id == kept.id
    assert one.first_at == local(fair.event, ONE, "08:10")


def test_registrations_merged_in_a_circle_hang_nothing(fair: Fair) -> None:
    one, other = came(fair, "A Bah", "08:10"), came(fair, "B Bah", "08:20")
    one.merged_into_id, other.merged_into_id = other.id, one.id
    db.session.flush()

    assert presence.entries(fair.event) == 2


def test_merged_into_staff_is_staff(fair: Fair) -> None:
    member = fair.person("Membre Équipe", category="staff")
    came(fair, "Membre Équipe", "08:00", status="merged", merged_into_id=member.id)

    assert presence.unique_participants(fair.event) == 0


def test_staff_are_not_counted_but_the_desk_sees_them(fair: Fair) -> None:
    member = came(fair, "Membre Équipe", "07:45", category="staff")

    assert presence.figures(fair.event).unique == 0
    assert presence.count_today(fair.event, ONE) == 0
    state = presence.state(fair.event, ONE, member.id)
    assert state.first is not None
    assert state.first.checkpoint_code == "G1"


def test_refused_scan_is_no_entry(fair: Fair) -> None:
    person = fair.person()
    at = local(fair.event, ONE, "08:40")
    # A revoked badge: refused, so no entry; the same person then comes in with the new one.
    scanned(fair.event, person, at, verdict="refused", reason="badge_revoked", is_entry=False)
    scanned(fair.event, person, at + timedelta(minutes=3))

    (one,) = presence.present(fair.event, ONE)

    assert one.entries == 1
    assert one.first_at == at + timedelta(minutes=3)


def test_refused_scan_with_an_override_is_an_entry(fair: Fair) -> None:
    person = fair.person(status="cancelled")
    at = local(fair.event, ONE, "08:40")
    scanned(fair.event, person, at, verdict="refused", is_entry=True, override="chef de protocole")

    assert presence.count_today(fair.event, ONE) == 1


def test_doors_stands_and_exits_make_nobody_a_participant(fair: Fair) -> None:
    person = fair.person()
    at = local(fair.event, ONE, "09:15")
    scanned(fair.event, person, at, gate="S1")
    scanned(fair.event, person, at, gate="ST3")
    scanned(fair.event, person, at, direction="out", verdict="left", is_entry=False)

    assert presence.figures(fair.event).unique == 0
    assert [p.registration_id for p in presence.session_presence(fair.event, "J1-02")] == [
        person.id
    ]


def test_people_are_counted_at_each_door_once_and_up_to_a_moment(fair: Fair) -> None:
    one, other = fair.person(), fair.person("Aissatou Sow")
    at = local(fair.event, ONE, "09:15")
    for person, minutes in ((one, 0), (one, 5), (other, 10)):
        scanned(fair.event, person, at + timedelta(minutes=minutes), gate="S1")
    undone(scanned(fair.event, fair.person("Homonyme Sow"), at, gate="S1"), at=at)

    counts = [
        presence.session_counts(fair.event, until=at + timedelta(minutes=minutes))
        for minutes in (-1, 5, 10)
    ]
    assert counts == [{}, {"J1-02": 1}, {"J1-02": 2}]


def test_substitute_counts_and_the_person_replaced_does_not(fair: Fair) -> None:
    invited = fair.person("Invité Barry", status="replaced")
    substitute = came(fair, "Remplaçant Sow", "08:50", source="substitute", replaces_id=invited.id)

    assert [p.registration_id for p in presence.present(fair.event, ONE)] == [substitute.id]


def test_blank_badge_scanned_before_it_was_given_counts_for_its_holder(fair: Fair) -> None:
    blank: Badge = fair.badge(blank=True)
    scanned(fair.event, None, local(fair.event, ONE, "08:20"), badge_id=blank.id)

    assert presence.unique_participants(fair.event) == 0
    assert entries.unidentified(fair.event) == 1

    blank.registration_id = fair.person("Nouvelle Venue").id
    db.session.flush()

    assert presence.unique_participants(fair.event) == 1
    assert entries.unidentified(fair.event) == 0


def test_scan_of_an_unknown_code_is_told_apart(fair: Fair) -> None:
    at = local(fair.event, ONE, "08:20")
    scanned(fair.event, None, at, verdict="provisional")
    undone(scanned(fair.event, None, at, verdict="provisional"), at=at)
    scanned(fair.event, None, at, verdict="unknown", is_entry=False)

    assert entries.unidentified(fair.event) == 1
    assert presence.entries(fair.event) == 0


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Anchorage", "Africa/Conakry"])
def test_day_begins_at_midnight_on_the_fairs_clocks(fair: Fair, zone: str) -> None:
    fair.event.timezone = zone
    db.session.flush()
    late = came(fair, "Tard Camara", "23:59:59")
    early = came(fair, "Tôt Camara", "00:00", day=2)

    assert [p.registration_id for p in presence.present(fair.event, ONE)] == [late.id]
    assert [p.registration_id for p in presence.present(fair.event, TWO)] == [early.id]
    assert presence.count_today(fair.event, THREE) == 0


def test_day_on_which_the_clocks_change_has_all_its_hours(fair: Fair) -> None:
    """In Paris the last Sunday of October has twenty-five hours; none of them may be lost."""
    fair.event.timezone = "Europe/Paris"
    sunday = date(2026, 10, 25)
    fair.event.days[0].date = sunday
    db.session.flush()
    person = fair.person()
    start, end = entries.bounds(fair.event, sunday)
    scanned(fair.event, person, start)
    scanned(fair.event, person, end - timedelta(seconds=1))

    assert end - start == timedelta(hours=25)
    assert presence.figures(fair.event).days[0] == DayFigures(sunday, 1, 2)


def test_entry_on_a_day_that_is_not_the_fairs_counts_under_its_date(fair: Fair) -> None:
    person = came(fair, "Mariama Diallo", "08:30")
    rehearsal = date(2026, 12, 1)
    scanned(fair.event, person, local(fair.event, rehearsal, "17:00"))

    figures = presence.figures(fair.event)

    assert figures.days[0] == DayFigures(rehearsal, 1, 1)
    assert (figures.unique, figures.person_days, figures.entries) == (1, 2, 2)


def test_corrected_time_decides_the_day(fair: Fair) -> None:
    person = fair.person()
    wrong_clock = local(fair.event, TWO, "08:00")
    scanned(
        fair.event,
        person,
        local(fair.event, ONE, "08:00"),
        scanned_at=wrong_clock,
        offset_ms=-86_400_000,
    )

    assert presence.count_today(fair.event, ONE) == 1
    assert presence.count_today(fair.event, TWO) == 0


def test_half_days_are_what_entries_say(fair: Fair) -> None:
    morning = came(fair, "Matin Bah", "09:00", "12:59:59")
    afternoon = came(fair, "Soir Bah", "13:00")
    both = came(fair, "Tout Bah", "08:00", "14:30")

    assert presence.half_days(fair.event, ONE) == {
        morning.id: HalfDays(morning=True, afternoon=False),
        afternoon.id: HalfDays(morning=False, afternoon=True),
        both.id: HalfDays(morning=True, afternoon=True),
    }


def test_state_of_one_person_is_of_today(fair: Fair) -> None:
    person = came(fair, "Mariama Diallo", "08:31", day=1)
    second = scanned(fair.event, person, local(fair.event, TWO, "10:00"), gate="G2")

    state = presence.state(fair.event, TWO, person.id)

    assert state.last_entry is not None
    assert (state.last_entry.scan_id, state.last_entry.checkpoint_code) == (second.id, "G2")
    assert len(state.passages) == 1
    assert state.is_inside
    assert presence.state(fair.event, THREE, person.id).first is None


def test_state_after_an_exit_is_outside(fair: Fair) -> None:
    person = came(fair, "Mariama Diallo", "08:31")
    out = {"direction": "out", "verdict": "left", "is_entry": False}
    scanned(fair.event, person, local(fair.event, ONE, "12:00"), **out)

    state = presence.state(fair.event, ONE, person.id)

    assert not state.is_inside
    assert [passage.direction for passage in state.passages] == ["in", "out"]


def test_states_of_duplicates_and_strangers(fair: Fair) -> None:
    kept = came(fair, "Mariama Diallo", "09:10")
    double = came(fair, "Diallo Mariama", "08:30", status="merged", merged_into_id=kept.id)
    absent = fair.person("Absente Sylla")

    states = presence.states(fair.event, ONE, [kept.id, double.id, absent.id, 999_999])

    assert states[double.id] == states[kept.id]
    assert len(states[kept.id].passages) == 2
    assert states[absent.id].passages == states[999_999].passages == ()


def test_states_take_as_many_queries_for_three_as_for_one(fair: Fair) -> None:
    people = [came(fair, f"Personne {n}", "08:30").id for n in range(3)]

    with recorded() as for_one:
        presence.states(fair.event, ONE, people[:1])
    with recorded() as for_three:
        presence.states(fair.event, ONE, people)

    assert len(for_one) == len(for_three) <= 4


def test_many_passages_are_found_by_their_people_and_not_by_the_entrance(fair: Fair) -> None:
    if fair.db.get_bind().dialect.name == "postgresql":
        return  # It plans by what is in the tables, SQLite by how a question is put.
    people = [came(fair, f"Personne {n}", "08:30", "13:05", "16:20").id for n in range(120)]
    passages = entries.passage_rows(fair.event, people, *entries.bounds(fair.event, ONE)).select()
    asked = passages.compile(fair.db.get_bind(), compile_kwargs={"literal_binds": True})

    plan = [row.detail for row in fair.db.execute(text(f"EXPLAIN QUERY PLAN {asked}"))]

    assert any(step.startswith("SEARCH scan USING INTEGER PRIMARY KEY") for step in plan), plan


def test_live_figures_end_with_the_moment(fair: Fair) -> None:
    early = came(fair, "Mariama Diallo", "08:31", "13:05")
    late = came(fair, "Alpha Oumar Bah", "13:05")
    noon, moment = (local(fair.event, ONE, at) for at in ("12:00", "13:05"))

    assert presence.count_today(fair.event, ONE, until=noon) == 1
    assert presence.count_today(fair.event, ONE, until=moment) == 2
    figures = presence.figures(fair.event, until=noon)
    assert (figures.unique, figures.entries) == (1, 1)
    states = presence.states(fair.event, ONE, [early.id, late.id], until=noon)
    assert [len(states[person.id].passages) for person in (early, late)] == [1, 0]
    states = presence.states(fair.event, ONE, [early.id, late.id], until=moment)
    assert [len(states[person.id].passages) for person in (early, late)] == [2, 1]


def test_other_fairs_are_not_looked_at(fair: Fair) -> None:
    other = make_fair(fair.db, slug="autre")
    stranger = came(other, "Autre Foire", "08:30")
    own: Event = fair.event

    assert presence.figures(own).unique == 0
    assert presence.present(own, ONE) == []
    assert presence.state(own, ONE, stranger.id).first is None
    assert presence.unique_participants(other.event) == 1
