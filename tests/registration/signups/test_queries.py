"""What can be had, who has what, in how many questions to the database."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.events.models import Event
from fairapp.programme.models import SessionStatus
from fairapp.registration.models import Status
from fairapp.registration.signups import actions, queries
from fairapp.registration.signups.models import SeatStatus
from tests.registration.people import AT, make_fair, register
from tests.registration.signups.workshops import add_workshop
from tests.statements import recorded


def test_only_what_can_still_be_had_is_offered(fair: Event) -> None:
    first = add_workshop(fair, "J1-01", hours=("09:00", "10:00"))
    add_workshop(fair, "J1-03", status=SessionStatus.MOVED, capacity=None)
    add_workshop(fair, "J1-04", status=SessionStatus.CANCELLED)
    add_workshop(fair, "J1-05", status=SessionStatus.DRAFT)
    add_workshop(fair, "J1-06", takes_sign_up=False)
    add_workshop(make_fair("ailleurs"), "J1-07")
    assert [row.code for row in queries.offered(fair, at=AT)] == ["J1-01", "J1-03"]
    assert [row.code for row in queries.offered(fair, at=first.starts_at)] == ["J1-03"]


def test_a_row_says_when_where_and_how_many_seats_are_left(fair: Event) -> None:
    workshop, free = add_workshop(fair), add_workshop(fair, "J1-06", capacity=None)
    for name in ("Aissatou", "Bountou", "Cellou"):
        person = register(fair, f"{name} Sow")
        actions.sign_up(person, workshop, actor=None, at=AT)
    actions.give_up(person, workshop, actor=None, at=AT)
    actions.sign_up(person, free, actor=None, at=AT)
    row, unlimited = queries.offered(fair, at=AT)
    assert (row.session_id, row.day_number, str(row.room)) == (workshop.id, 1, "Salle Niger")
    assert (row.starts_at, row.ends_at) == (workshop.starts_at, workshop.ends_at)
    assert (row.capacity, row.taken, row.waiting, row.seats_left) == (2, 2, 0, 0)
    assert row.is_full
    assert (unlimited.taken, unlimited.seats_left, unlimited.is_full) == (1, None, False)


def test_own_seats_say_where_in_line_one_stands(fair: Event) -> None:
    workshop = add_workshop(fair, capacity=1)
    later = add_workshop(fair, "J2-01", day=2, status=SessionStatus.CANCELLED, takes_sign_up=True)
    people = [register(fair, f"{name} Sow") for name in ("Aissatou", "Bountou", "Cellou", "Dian")]
    people[1].status = Status.WAITING
    for minute, person in enumerate(people):
        actions.sign_up(person, workshop, actor=None, at=AT + timedelta(minutes=minute))
    later.status = SessionStatus.PUBLISHED
    actions.sign_up(people[0], later, actor=None, at=AT)
    later.status = SessionStatus.CANCELLED
    found = [
        [(seat.session.code, seat.status, seat.position) for seat in queries.of(person)]
        for person in people
    ]
    assert found == [
        [("J1-05", SeatStatus.SEATED, 1), ("J2-01", SeatStatus.SEATED, 1)],
        [("J1-05", SeatStatus.WAITING, 1)],
        # Whoever waits for the fair itself is passed by.
        [("J1-05", SeatStatus.WAITING, 1)],
        [("J1-05", SeatStatus.WAITING, 2)],
    ]
    assert [seat.session.is_cancelled for seat in queries.of(people[0])] == [False, True]


def test_attendance_is_by_name_then_in_line(fair: Event) -> None:
    workshop = add_workshop(fair)
    for name in ("Zenab Sow", "Aissatou Barry", "Mory Kaba", "Bintou Keita"):
        actions.sign_up(register(fair, name), workshop, actor=None, at=AT)
    who = queries.attendance(workshop)
    assert [p.list_name for p in who.seated] == ["BARRY Aissatou", "SOW Zenab"]
    assert [p.list_name for p in who.waiting] == ["KABA Mory", "KEITA Bintou"]


@pytest.mark.parametrize("count", [1, 3])
def test_reads_cost_the_same_for_one_and_for_three(
    db_session: scoped_session[DbSession], fair: Event, count: int
) -> None:
    person = register(fair)
    for n in range(count):
        workshop = add_workshop(fair, f"J1-0{n}")
        actions.sign_up(person, workshop, actor=None, at=AT)
        actions.sign_up(register(fair, f"Autre Sow{'abc'[n]}"), workshop, actor=None, at=AT)
    db_session.commit()
    event_id, person_id = fair.id, person.id  # read anew before counting
    assert event_id and person_id
    with recorded() as asked:
        assert len(queries.offered(fair, at=AT)) == len(queries.of(person)) == count
    assert len(asked) == 2
