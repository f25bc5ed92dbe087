"""Days and checkpoints: read once, and again as soon as somebody has acted, in whatever process."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, text, update
from sqlalchemy.engine import Connection

from fairapp.checkin import fairs
from fairapp.checkin.fairs import FairRules
from fairapp.checkin.roster.difference import whole
from fairapp.checkin.roster.following import state
from fairapp.core import audit
from fairapp.core.db import db
from fairapp.events.models import Event, EventDay
from tests.checkin.conftest import DAYS, MORNING, Fair
from tests.statements import recorded


@pytest.fixture
def event_id(fair: Fair) -> int:
    """Of a fair that keeps a roster."""
    fair.badge()
    event_id = fair.event.id
    db.session.commit()
    whole(event_id, 0)
    return event_id


def now(event_id: int) -> FairRules:
    db.session.rollback()
    return fairs.rules_of(db.session.get_one(Event, event_id), state(event_id))


def act(connection: Connection, event_id: int, checkpoint: str, name: str) -> None:
    """As another process changes a checkpoint: by whatever means, with an act in the audit."""
    connection.execute(
        text("UPDATE checkpoint SET capacity = :n WHERE event_id = :event AND code = :code"),
        {"n": len(name), "event": event_id, "code": checkpoint},
    )
    connection.execute(
        insert(audit.AuditEntry),
        {
            **{"at": MORNING, "event_id": event_id, "actor_name": "", "action": name},
            **{"subject_type": "", "details": {}, "address": ""},
        },
    )


def test_who_has_them_does_not_read_them_again(event_id: int) -> None:
    first = now(event_id)
    with recorded() as statements:
        second = now(event_id)
    assert second is first
    assert second.days == frozenset(DAYS) and date(2026, 12, 5) not in second.days
    assert not [s for s in statements if "FROM event_day" in s or "FROM checkpoint" in s]


def test_what_another_process_has_changed_is_seen_at_once(event_id: int) -> None:
    assert now(event_id).gates["G1"].capacity is None
    db.session.rollback()
    with db.engine.begin() as other:
        act(other, event_id, "G1", "four")
    assert now(event_id).gates["G1"].capacity == 4


def test_another_fair_with_the_same_number_is_another_one(event_id: int) -> None:
    """The database was emptied and filled again while the server ran."""
    assert now(event_id).days == frozenset(DAYS)
    db.session.rollback()
    with db.engine.begin() as other:
        made = update(Event).where(Event.id == event_id)
        other.execute(made.values(created_at=MORNING - timedelta(days=1)))
        later = update(EventDay).where(EventDay.event_id == event_id, EventDay.number == 3)
        other.execute(later.values(date=date(2026, 12, 9)))
    assert now(event_id).days == {*DAYS[:2], date(2026, 12, 9)}


@pytest.mark.only_on("postgresql")
def test_an_act_that_ends_after_a_later_one_is_seen_too(app: Flask, event_id: int) -> None:
    now(event_id)
    db.session.rollback()
    with db.engine.connect() as slow, db.engine.begin() as quick:
        act(slow, event_id, "G1", "slow")
        act(quick, event_id, "G2", "quick")
        quick.commit()
        before = now(event_id)
        assert (before.gates["G1"].capacity, before.gates["G2"].capacity) == (None, 5)
        db.session.rollback()
        slow.commit()
    # The newest act is the same as before.
    assert now(event_id).gates["G1"].capacity == 4
