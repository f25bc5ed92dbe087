"""Many phones at once: the last place is given once, one form makes one person."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.badges.models import Badge
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.models import Registration, Status
from fairapp.registration.queries import HOLDING
from tests.registration.people import answers

AT_ONCE = 8


def send_together(app: Flask, forms: list[dict[str, Any]]) -> list[str]:
    """Each form from a phone of its own, all at the same moment; where each was led."""
    db.session.commit()
    db.session.remove()
    start = Barrier(len(forms))

    def send(form: dict[str, Any]) -> str:
        start.wait()
        answer = app.test_client().post("/e/foire/register", data=form)
        assert answer.status_code == 303, answer.status
        return str(answer.location)

    with ThreadPoolExecutor(len(forms)) as phones:
        return list(phones.map(send, forms))


def test_the_last_places_are_given_once(
    app: Flask, db_session: scoped_session[Session], fair: Event
) -> None:
    fair.capacity = 3
    send_together(app, [answers(family_name=f"Sow{'abcdefgh'[n]}") for n in range(AT_ONCE)])
    statuses = list(db.session.scalars(select(Registration.status)))
    assert sorted(statuses) == [Status.CONFIRMED] * 3 + [Status.WAITING] * (AT_ONCE - 3)
    numbers = list(db.session.scalars(select(Badge.number).order_by(Badge.number)))
    assert numbers == list(range(1, AT_ONCE + 1))


@pytest.mark.parametrize("limit", ["event", "category", "day"])
def test_of_fifty_at_once_one_gets_the_last_place(
    app: Flask, db_session: scoped_session[Session], fair: Event, limit: str
) -> None:
    limited = {"event": fair, "category": fair.categories[0], "day": fair.days[1]}[limit]
    limited.capacity = 1
    forms = [answers(given_names=f"Awa {chr(65 + n // 26)}{chr(97 + n % 26)}") for n in range(50)]
    send_together(app, forms)
    statuses = sorted(db.session.scalars(select(Registration.status)))
    assert statuses == [Status.CONFIRMED] + [Status.WAITING] * 49


def test_a_place_given_up_while_others_register_is_given_once(
    app: Flask, db_session: scoped_session[Session], fair: Event
) -> None:
    fair.capacity = 1
    send_together(app, [answers()])
    key = db.session.scalars(select(Registration.pass_key)).one()
    db.session.remove()
    start = Barrier(AT_ONCE)

    def send(n: int) -> int:
        start.wait()
        client = app.test_client()
        if n == 0:
            return client.post(f"/p/{key}/cancellation").status_code
        form = answers(given_names=f"Awa {chr(65 + n)}a")
        return client.post("/e/foire/register", data=form).status_code

    with ThreadPoolExecutor(AT_ONCE) as phones:
        assert list(phones.map(send, range(AT_ONCE))) == [303] * AT_ONCE
    statuses = list(db.session.scalars(select(Registration.status)))
    assert sum(status in HOLDING for status in statuses) == 1
    assert statuses.count(Status.CANCELLED) == 1


def test_one_form_sent_by_many_taps_is_one_person(
    app: Flask, db_session: scoped_session[Session], fair: Event
) -> None:
    form = answers(submission_key=str(uuid4()))
    led_to = send_together(app, [form] * AT_ONCE)
    assert len(set(led_to)) == 1
    assert len(list(db.session.scalars(select(Registration.id)))) == 1
    assert len(list(db.session.scalars(select(Badge.id)))) == 1
