"""A checkpoint's rules as the team has set them, on real rows: they reach the decision."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from fairapp.checkin.models import Device
from fairapp.core.db import db
from fairapp.events.models import Checkpoint
from fairapp.programme.models import Session
from fairapp.registration.models import Registration
from fairapp.registration.signups.models import SeatStatus, SignUp
from tests.checkin.conftest import MORNING, Fair, scan, undoing
from tests.checkin.test_actions import send, verdicts
from tests.statements import recorded

HOUR = timedelta(hours=1)


@pytest.fixture
def gates(fair: Fair) -> dict[str, Checkpoint]:
    return {gate.code: gate for gate in fair.event.checkpoints}


def ask(fair: Fair, person: Registration | None = None, **values: Any) -> str:
    """The reason that one scan is answered with; the verdict when there is none."""
    [(verdict, reason)] = verdicts(send(fair, scan(fair.badge(person), **values)))
    return reason or verdict


def test_categories_that_a_checkpoint_names_come_in_there_and_no_other(
    fair: Fair, gates: dict[str, Checkpoint]
) -> None:
    gates["H1"].categories = [fair.categories["officiel"], fair.categories["staff"]]
    db.session.flush()

    asked = {
        category: ask(fair, fair.person(category=category), checkpoint="H1")
        for category in ("officiel", "staff", "ong")
    }

    assert asked == {"officiel": "admitted", "staff": "admitted", "ong": "category"}
    assert ask(fair, checkpoint="G1") == "admitted"


def test_days_that_a_checkpoint_names(fair: Fair, gates: dict[str, Checkpoint]) -> None:
    gates["H1"].days = [fair.event.days[0], fair.event.days[2]]
    db.session.flush()
    moments = [MORNING + timedelta(days=n) for n in range(3)]
    asked = [ask(fair, checkpoint="H1", scanned_at=at) for at in moments]
    assert asked == ["admitted", "day", "admitted"]


def test_hours_of_a_checkpoint(fair: Fair, gates: dict[str, Checkpoint]) -> None:
    gates["H1"].opens_at, gates["H1"].closes_at = MORNING, MORNING + HOUR
    db.session.flush()
    moments = [MORNING - HOUR, MORNING, MORNING + HOUR]
    asked = [ask(fair, checkpoint="H1", scanned_at=at) for at in moments]
    assert asked == ["not_open_yet", "admitted", "closed"]


def test_a_seat_is_asked_for_where_the_team_wants_it(
    fair: Fair, gates: dict[str, Checkpoint]
) -> None:
    gates["S1"].signed_up_only = True
    session = db.session.query(Session).one()
    people = {status: fair.person() for status in SeatStatus}
    db.session.add_all(
        SignUp(registration_id=who.id, session_id=session.id, status=status, status_at=MORNING)
        for status, who in people.items()
    )
    db.session.flush()

    asked = {status: ask(fair, who, checkpoint="S1") for status, who in people.items()}

    assert asked == {"seated": "admitted", "waiting": "sign_up", "given_up": "sign_up"}
    assert ask(fair, checkpoint="S1") == "sign_up"


def test_the_checkpoints_own_limit_stands_before_the_sessions(
    fair: Fair, gates: dict[str, Checkpoint]
) -> None:
    gates["S1"].capacity = 1
    db.session.flush()
    assert [ask(fair, checkpoint="S1"), ask(fair, checkpoint="S1")] == ["admitted", "full"]


def test_whoever_leaves_makes_room(fair: Fair) -> None:
    badges = [fair.badge() for _ in range(4)]
    first, second = (scan(badge, checkpoint="S1") for badge in badges[:2])
    later = [MORNING + n * HOUR / 10 for n in range(6)]
    leaving = scan(badges[0], checkpoint="S1", direction="out", scanned_at=later[2])

    def at(item: Any, moment: datetime) -> str:
        [(verdict, reason)] = verdicts(send(fair, item, at=moment))
        return reason or verdict

    assert [at(first, MORNING), at(second, MORNING)] == ["admitted", "admitted"]
    assert at(leaving, later[2]) == "left"
    assert at(scan(badges[2], checkpoint="S1", scanned_at=later[3]), later[3]) == "admitted"
    assert at(scan(badges[3], checkpoint="S1", scanned_at=later[4]), later[4]) == "full"
    # Nobody has left when the exit is taken back, and nobody is in whose entry is.
    send(fair, undoing(leaving, scanned_at=later[4]), actor=fair.user("reception"))
    send(fair, undoing(second, scanned_at=later[4]), actor=fair.user("reception"))
    assert at(scan(badges[3], checkpoint="S1", scanned_at=later[5]), later[5]) == "full"


def test_a_limit_is_of_a_turn(fair: Fair, gates: dict[str, Checkpoint]) -> None:
    gates["H1"].capacity = 1
    db.session.flush()
    morning, afternoon = MORNING, MORNING.replace(hour=14)
    moments = [morning, morning + HOUR, afternoon, afternoon + HOUR, morning + timedelta(days=1)]
    asked = [ask(fair, checkpoint="H1", scanned_at=at) for at in moments]
    assert asked == ["admitted", "full", "admitted", "full", "admitted"]


def test_a_limit_holds_within_one_upload(fair: Fair, gates: dict[str, Checkpoint]) -> None:
    gates["G1"].capacity = 2
    db.session.flush()
    outcomes = send(fair, *(scan(fair.badge()) for _ in range(4)))
    assert [outcome.verdict for outcome in outcomes] == ["admitted"] * 2 + ["refused"] * 2


def test_an_override_lets_in_against_each_of_the_rules(
    fair: Fair, gates: dict[str, Checkpoint]
) -> None:
    gates["H1"].categories = [fair.categories["officiel"]]
    db.session.flush()
    device = Device(event_id=fair.event.id, code="P1", name="P1", may_override=True)
    db.session.add(device)
    db.session.flush()

    item = scan(fair.badge(), checkpoint="H1", override="Connu")
    [outcome] = send(fair, item, device=device)

    assert (outcome.reason, outcome.is_entry) == ("category", True)


def test_checkpoints_without_such_rules_cost_no_statement(fair: Fair) -> None:
    limited, plain = scan(fair.badge(), checkpoint="H1"), scan(fair.badge(), checkpoint="H1")

    with recorded() as before:
        send(fair, plain)
    gate = next(gate for gate in fair.event.checkpoints if gate.code == "H1")
    gate.categories, gate.days = [fair.categories["ong"]], [fair.event.days[0]]
    gate.opens_at = MORNING
    db.session.flush()
    with recorded() as after:
        send(fair, limited)

    assert len(after) == len(before), "\n".join(after)
