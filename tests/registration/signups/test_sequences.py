"""Whatever people and organisers do, in whatever order: no seat twice, none empty beside a line."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.programme.models import Session
from fairapp.registration import actions as registrations
from fairapp.registration.models import Registration, Status
from fairapp.registration.queries import HOLDING
from fairapp.registration.signups import actions
from fairapp.registration.signups.models import SeatStatus, SignUp
from tests.registration.people import AT, make_fair, register
from tests.registration.signups.workshops import add_workshop

PEOPLE = 5
STANDINGS = (Status.CONFIRMED, Status.WAITING, Status.OFFERED, Status.CANCELLED, Status.DECLINED)

who = st.integers(0, PEOPLE - 1)
acts = st.one_of(
    st.tuples(st.sampled_from(["sign_up", "give_up"]), who),
    st.tuples(st.just("stand"), who, st.sampled_from(STANDINGS)),
    st.tuples(st.just("seats"), st.one_of(st.none(), st.integers(0, PEOPLE))),
    st.tuples(st.just("switch"), st.booleans()),
    st.tuples(st.just("move"), who, who),
)


@pytest.fixture
def context(app: Flask) -> None:
    """Only that there is an empty database; each example is rolled back."""


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(acts, max_size=25))
def test_no_seat_is_given_twice_and_none_stays_empty_beside_a_line(
    app: Flask, context: None, sequence: list[tuple[object, ...]]
) -> None:
    with app.app_context():
        fair = make_fair()
        workshop = add_workshop(fair)
        people = [register(fair, f"Aissatou Sow {n}") for n in range(PEOPLE)]
        for act in sequence:
            try:
                do(act, people, workshop)
            except DomainError as refusal:
                assert refusal.code in {"not_expected", "no_sign_up", "seats_taken"}
            check(workshop)
        db.session.rollback()


def do(act: tuple[object, ...], people: list[Registration], workshop: Session) -> None:
    match act:
        case ("sign_up", int(n)):
            actions.sign_up(people[n], workshop, actor=None, at=AT)
        case ("give_up", int(n)):
            actions.give_up(people[n], workshop, actor=None, at=AT)
        case ("stand", int(n), Status() as status):
            registrations.set_status(people[n], status, "registration.tested", actor=None, at=AT)
        case ("seats", capacity):
            assert capacity is None or isinstance(capacity, int)
            set_seats(workshop, workshop.takes_sign_up, capacity)
        case ("switch", bool(is_on)):
            set_seats(workshop, is_on, workshop.capacity)
        case ("move", int(n), int(m)) if n != m:
            actions.move(people[n], people[m], actor=None, at=AT)


def set_seats(workshop: Session, takes_sign_up: bool, capacity: int | None) -> None:
    actions.set_seats(workshop, takes_sign_up=takes_sign_up, capacity=capacity, actor=None, at=AT)


def check(workshop: Session) -> None:
    rows = db.session.execute(
        select(SignUp.status, Registration.status).join(
            Registration, Registration.id == SignUp.registration_id
        )
    ).all()
    seated = [standing for status, standing in rows if status == SeatStatus.SEATED]
    in_line = [
        standing
        for status, standing in rows
        if status == SeatStatus.WAITING and standing in HOLDING
    ]
    assert workshop.capacity is None or len(seated) <= workshop.capacity
    assert all(standing in HOLDING for standing in seated)
    has_room = workshop.capacity is None or len(seated) < workshop.capacity
    assert not (workshop.takes_sign_up and has_room and in_line)
