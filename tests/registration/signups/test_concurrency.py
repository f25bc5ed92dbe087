"""Many phones at once: the last seat is given once, and what is freed goes on in order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.signups import actions
from fairapp.registration.signups.models import SeatStatus, SignUp
from tests.registration.people import AT, register
from tests.registration.signups.workshops import add_workshop

AT_ONCE = 50


def post_together(app: Flask, paths: list[str]) -> None:
    """Each from a phone of its own, all at the same moment."""
    db.session.commit()
    db.session.remove()
    start = Barrier(len(paths))

    def send(path: str) -> None:
        start.wait()
        answer = app.test_client().post(path)
        assert answer.status_code == 303, answer.status

    with ThreadPoolExecutor(len(paths)) as phones:
        list(phones.map(send, paths))


def counts() -> dict[str, int]:
    rows = db.session.execute(select(SignUp.status, func.count()).group_by(SignUp.status))
    return {status: count for status, count in rows}


def test_the_last_seat_is_given_once_to_fifty_who_want_it(app: Flask, fair: Event) -> None:
    add_workshop(fair, capacity=1)
    people = [register(fair, f"Aissatou Sow {n}") for n in range(AT_ONCE)]
    post_together(app, [f"/p/{person.pass_key}/seats/J1-05" for person in people])
    assert counts() == {SeatStatus.SEATED: 1, SeatStatus.WAITING: AT_ONCE - 1}


def test_one_person_s_many_taps_take_one_seat(app: Flask, fair: Event) -> None:
    add_workshop(fair)
    person = register(fair)
    post_together(app, [f"/p/{person.pass_key}/seats/J1-05"] * 8)
    assert counts() == {SeatStatus.SEATED: 1}


def test_seats_given_up_together_go_to_the_first_in_line(app: Flask, fair: Event) -> None:
    workshop = add_workshop(fair, capacity=8)
    people = [register(fair, f"Aissatou Sow {n}") for n in range(20)]
    for minute, person in enumerate(people):
        actions.sign_up(person, workshop, actor=None, at=AT + timedelta(minutes=minute))
    order = [person.id for person in people]
    leave = [f"/p/{person.pass_key}/seats/J1-05/cancellation" for person in people[:4]]
    cancel = [f"/p/{person.pass_key}/cancellation" for person in people[4:8]]
    post_together(app, leave + cancel)
    seated = select(SignUp.registration_id).where(SignUp.status == SeatStatus.SEATED)
    assert sorted(db.session.scalars(seated)) == order[8:16]
