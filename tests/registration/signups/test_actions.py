"""Seats are taken, given up and passed on."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.messages import Message
from fairapp.events.models import Event
from fairapp.programme.models import SessionStatus
from fairapp.registration import actions as registrations
from fairapp.registration.models import Registration, Status
from fairapp.registration.signups import actions
from fairapp.registration.signups.models import SeatStatus
from tests.registration.people import AT, make_fair, register
from tests.registration.signups.workshops import add_workshop, standings

MINUTE = timedelta(minutes=1)
SEATED, WAITING, GIVEN_UP = SeatStatus.SEATED, SeatStatus.WAITING, SeatStatus.GIVEN_UP


def people(fair: Event, *names: str, **values: str) -> list[Registration]:
    return [register(fair, f"{name} Sow", **values) for name in names]


def told(subject: str = "Atelier") -> list[str]:
    found = select(Message.recipient).where(Message.subject.contains(subject))
    return list(db.session.scalars(found.order_by(Message.id)))


def set_status(person: Registration, status: Status, minutes: int = 30) -> None:
    registrations.set_status(
        person, status, "registration.tested", actor=None, at=AT + minutes * MINUTE
    )


def test_whoever_comes_first_sits_and_the_others_wait_in_line(fair: Event) -> None:
    workshop = add_workshop(fair)
    for person in people(fair, "Aissatou", "Bountou", "Cellou"):
        actions.sign_up(person, workshop, actor=None, at=AT)
    assert standings(workshop) == {"Aissatou": SEATED, "Bountou": SEATED, "Cellou": WAITING}


def test_signing_up_twice_changes_nothing(fair: Event) -> None:
    workshop = add_workshop(fair, capacity=1)
    first, second = people(fair, "Aissatou", "Bountou")
    seat = actions.sign_up(first, workshop, actor=None, at=AT)
    actions.sign_up(second, workshop, actor=None, at=AT)
    again = actions.sign_up(first, workshop, actor=None, at=AT + MINUTE)
    assert (again.id, again.status, again.status_at) == (seat.id, SEATED, AT)
    trail = db.session.scalars(
        select(AuditEntry.details)
        .where(AuditEntry.action == "signup.signed_up")
        .order_by(AuditEntry.id)
    )
    assert [entry["is"] for entry in trail] == [SEATED, WAITING]


def test_without_a_limit_everybody_sits(fair: Event) -> None:
    workshop = add_workshop(fair, capacity=None)
    for person in people(fair, "Aissatou", "Bountou", "Cellou"):
        assert actions.sign_up(person, workshop, actor=None, at=AT).status == SEATED


def test_a_seat_given_up_goes_to_the_first_in_line_who_is_told(fair: Event) -> None:
    workshop = add_workshop(fair, capacity=1)
    first, second, third = (
        register(fair, f"{name} Sow", email=f"{name.lower()}@example.org")
        for name in ("Aissatou", "Bountou", "Cellou")
    )
    for minute, person in enumerate((first, second, third)):
        actions.sign_up(person, workshop, actor=None, at=AT + minute * MINUTE)
    assert told() == []
    actions.give_up(first, workshop, actor=None, at=AT + 5 * MINUTE)
    assert standings(workshop) == {"Aissatou": GIVEN_UP, "Bountou": SEATED, "Cellou": WAITING}
    assert told() == ["bountou@example.org"]
    actions.give_up(first, workshop, actor=None, at=AT + 6 * MINUTE)
    assert told() == ["bountou@example.org"]

    # Whoever comes back stands at the end.
    actions.sign_up(first, workshop, actor=None, at=AT + 7 * MINUTE)
    actions.give_up(second, workshop, actor=None, at=AT + 8 * MINUTE)
    assert standings(workshop) == {"Aissatou": WAITING, "Bountou": GIVEN_UP, "Cellou": SEATED}


def test_leaving_the_line_frees_no_seat(fair: Event) -> None:
    workshop = add_workshop(fair, capacity=1)
    first, second, third = people(fair, "Aissatou", "Bountou", "Cellou")
    for person in (first, second, third):
        actions.sign_up(person, workshop, actor=None, at=AT)
    actions.give_up(second, workshop, actor=None, at=AT)
    assert standings(workshop) == {"Aissatou": SEATED, "Bountou": GIVEN_UP, "Cellou": WAITING}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"takes_sign_up": False}, "no_sign_up"),
        ({"status": SessionStatus.CANCELLED}, "session_cancelled"),
        ({"status": SessionStatus.DRAFT}, "no_sign_up"),
    ],
)
def test_what_takes_no_sign_up_refuses_it(
    fair: Event, values: dict[str, object], code: str
) -> None:
    (person,) = people(fair, "Aissatou")
    with pytest.raises(DomainError) as refused:
        actions.sign_up(person, add_workshop(fair, **values), actor=None, at=AT)
    assert refused.value.code == code


def test_another_fair_s_session_is_refused(fair: Event) -> None:
    (person,) = people(fair, "Aissatou")
    elsewhere = add_workshop(make_fair("ailleurs"))
    for act in (actions.sign_up, actions.give_up):
        with pytest.raises(DomainError) as refused:
            act(person, elsewhere, actor=None, at=AT)
        assert refused.value.code == "other_fair"


def test_nobody_signs_up_for_what_has_begun_or_without_a_registration_that_counts(
    fair: Event,
) -> None:
    workshop = add_workshop(fair)
    person, gone = people(fair, "Aissatou", "Bountou")
    set_status(gone, Status.CANCELLED)
    for who, at, code in (
        (person, workshop.starts_at, "session_begun"),
        (gone, AT, "not_expected"),
    ):
        with pytest.raises(DomainError) as refused:
            actions.sign_up(who, workshop, actor=None, at=at)
        assert refused.value.code == code


def test_whoever_waits_for_the_fair_is_passed_by_until_they_have_a_place(fair: Event) -> None:
    workshop = add_workshop(fair)
    hopeful, other = people(fair, "Aissatou", "Bountou")
    fair.capacity = 1
    set_status(hopeful, Status.WAITING, 0)
    actions.sign_up(hopeful, workshop, actor=None, at=AT)
    actions.sign_up(other, workshop, actor=None, at=AT + MINUTE)
    assert standings(workshop) == {"Aissatou": WAITING, "Bountou": SEATED}
    set_status(hopeful, Status.OFFERED)
    assert standings(workshop)["Aissatou"] == SEATED
    # The offer lapses.
    set_status(hopeful, Status.WAITING, 40)
    assert standings(workshop)["Aissatou"] == WAITING


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.REPLACED, Status.DECLINED])
def test_whoever_is_no_longer_expected_frees_the_seats(fair: Event, status: Status) -> None:
    one, two = add_workshop(fair, capacity=1), add_workshop(fair, "J2-01", day=2, capacity=1)
    first, second = people(fair, "Aissatou", "Bountou")
    for person in (first, second):
        actions.sign_up(person, one, actor=None, at=AT)
    actions.sign_up(first, two, actor=None, at=AT)
    set_status(first, status)
    assert standings(one) == {"Aissatou": GIVEN_UP, "Bountou": SEATED}
    assert standings(two) == {"Aissatou": GIVEN_UP}


def test_whoever_comes_back_has_the_seats_that_are_still_there(fair: Event) -> None:
    free, full = add_workshop(fair, capacity=1), add_workshop(fair, "J2-01", day=2, capacity=1)
    left = add_workshop(fair, "J3-01", day=3)
    first, second = people(fair, "Aissatou", "Bountou")
    for workshop in (free, full, left):
        actions.sign_up(first, workshop, actor=None, at=AT)
    actions.give_up(first, left, actor=None, at=AT + MINUTE)
    registrations.cancel(first, actor=None, at=AT + 2 * MINUTE)
    actions.sign_up(second, full, actor=None, at=AT + 3 * MINUTE)
    registrations.reinstate(first, actor=None, at=AT + 4 * MINUTE)
    assert standings(free) == {"Aissatou": SEATED}
    assert standings(full) == {"Aissatou": WAITING, "Bountou": SEATED}
    # Given up on purpose, before.
    assert standings(left) == {"Aissatou": GIVEN_UP}


def test_more_seats_go_to_whoever_waits_and_fewer_take_none_away(fair: Event) -> None:
    workshop = add_workshop(fair, capacity=1)
    for person in people(fair, "Aissatou", "Bountou", "Cellou"):
        actions.sign_up(person, workshop, actor=None, at=AT)
    seats = {"takes_sign_up": True, "actor": None, "at": AT + MINUTE}
    seated = actions.set_seats(workshop, capacity=2, **seats)
    assert [sign_up.registration.given_names for sign_up in seated] == ["Bountou"]
    with pytest.raises(DomainError) as refused:
        actions.set_seats(workshop, capacity=1, **seats)
    assert refused.value.code == "seats_taken"
    assert len(actions.set_seats(workshop, capacity=None, **seats)) == 1
    assert set(standings(workshop).values()) == {SEATED}
    trail = db.session.scalars(
        select(AuditEntry.details)
        .where(AuditEntry.action == "signup.seats_set")
        .order_by(AuditEntry.id)
    ).all()
    assert [entry["is"]["capacity"] for entry in trail] == [2, None]


def test_switching_off_and_on_again_forgets_nobody(fair: Event) -> None:
    workshop = add_workshop(fair, capacity=1)
    first, second = people(fair, "Aissatou", "Bountou")
    for person in (first, second):
        actions.sign_up(person, workshop, actor=None, at=AT)
    switch = {"capacity": 1, "actor": None, "at": AT + MINUTE}
    actions.set_seats(workshop, takes_sign_up=False, **switch)
    actions.give_up(first, workshop, actor=None, at=AT + MINUTE)
    assert standings(workshop)["Bountou"] == WAITING
    actions.set_seats(workshop, takes_sign_up=True, **switch)
    assert standings(workshop) == {"Aissatou": GIVEN_UP, "Bountou": SEATED}


def test_a_message_is_in_the_language_of_whoever_is_told(
    db_session: scoped_session[DbSession], fair: Event
) -> None:
    workshop = add_workshop(fair, capacity=1)
    (first,) = people(fair, "Aissatou")
    second = register(fair, "Bountou Sow", email="bountou@example.org", language="ar")
    for person in (first, second):
        actions.sign_up(person, workshop, actor=None, at=AT)
    actions.give_up(first, workshop, actor=None, at=AT + MINUTE)
    letter = db_session.scalars(select(Message).order_by(Message.id.desc())).first()
    assert letter is not None
    assert f"/p/{second.pass_key}" in letter.body
    # The day in Arabic words, on the fair's clocks.
    assert "الأربعاء" in letter.body
    assert "14:00" in letter.body
