"""Two gates at the same moment, each with its own connection to the real database."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import func, select

from fairapp.accounts.models import User
from fairapp.checkin.actions import record_scans
from fairapp.checkin.items import Item, Outcome
from fairapp.checkin.models import Scan
from fairapp.core.db import db, transaction
from fairapp.events.models import Event
from tests.checkin.conftest import MORNING, Fair, scan, undoing

GATES = 6
ROUNDS = 5


def test_one_badge_at_two_gates_at_once_is_admitted_once(app: Flask, fair: Fair) -> None:
    for _ in range(ROUNDS):
        badge = fair.badge()
        items = [
            scan(badge, checkpoint=("G1", "G2")[n % 2], scanned_at=_moment(n)) for n in range(GATES)
        ]
        fair.db.commit()

        outcomes = _at_once(app, [_sends(item) for item in items])

        verdicts = sorted(outcome.verdict for outcome in outcomes)
        assert verdicts == ["admitted"] + ["again"] * (GATES - 1)


def test_one_scan_sent_twice_at_once_is_stored_once(app: Flask, fair: Fair) -> None:
    for _ in range(ROUNDS):
        item = scan(fair.badge())
        fair.db.commit()
        before = _count(fair)

        outcomes = _at_once(app, [_sends(item)] * GATES)

        statuses = sorted(outcome.status for outcome in outcomes)
        assert statuses == ["already"] * (GATES - 1) + ["stored"]
        assert {outcome.verdict for outcome in outcomes} == {"admitted"}
        assert _count(fair) == before + 1


def test_one_unknown_code_sent_twice_at_once_is_stored_once(app: Flask, fair: Fair) -> None:
    # No person's row to queue at: only the unique uuid is left to decide.
    item = scan("n:4711")
    fair.db.commit()

    outcomes = _at_once(app, [_sends(item)] * GATES)

    statuses = sorted(outcome.status for outcome in outcomes)
    assert statuses == ["already"] * (GATES - 1) + ["stored"]


def test_one_scan_undone_at_once_is_undone_once(app: Flask, fair: Fair) -> None:
    actor, item = fair.user("reception"), scan(fair.badge())
    fair.db.commit()
    _at_once(app, [_sends(item, actor_id=actor.id)])
    undos = [undoing(item) for _ in range(GATES)]

    outcomes = _at_once(app, [_sends(taking_back, actor_id=actor.id) for taking_back in undos])

    reasons = sorted(outcome.reason for outcome in outcomes)
    assert reasons == ["undo"] + ["undone_already"] * (GATES - 1)


def test_batches_of_the_same_people_in_opposite_orders(app: Flask, fair: Fair) -> None:
    badges = [fair.badge() for _ in range(20)]
    fair.db.commit()
    there = [scan(badge) for badge in badges]
    back = [scan(badge, checkpoint="G2") for badge in reversed(badges)]

    _at_once(app, [_sends(*there), _sends(*back)])

    fair.db.rollback()
    query = select(Scan.verdict, func.count()).group_by(Scan.verdict)
    assert {verdict: n for verdict, n in fair.db.execute(query)} == {"admitted": 20, "again": 20}


def _moment(number: int) -> datetime:
    # The network brings them in another order than they were made in.
    return MORNING - timedelta(milliseconds=40 * number)


def _sends(*items: Item, actor_id: int | None = None) -> Callable[[], Outcome]:
    def send() -> Outcome:
        with transaction():
            event = db.session.scalars(select(Event)).one()
            actor = db.session.get(User, actor_id) if actor_id else None
            outcomes = record_scans(event, items, actor=actor, received_at=MORNING, sent_at=MORNING)
        return outcomes[0]

    return send


def _at_once(app: Flask, sends: list[Callable[[], Outcome]]) -> list[Outcome]:
    barrier = threading.Barrier(len(sends))
    outcomes: list[Outcome] = []
    errors: list[BaseException] = []

    def run(send: Callable[[], Outcome]) -> None:
        with app.app_context():
            barrier.wait()
            try:
                outcomes.append(send())
            except BaseException as error:
                errors.append(error)

    threads = [threading.Thread(target=run, args=(send,)) for send in sends]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors, errors
    return outcomes


def _count(fair: Fair) -> int:
    fair.db.rollback()
    return fair.db.scalars(select(func.count(Scan.id))).one()
