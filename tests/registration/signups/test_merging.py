"""One person registered twice has each seat once."""

import json

import pytest

from fairapp.events.models import Event
from fairapp.registration.actions import set_status
from fairapp.registration.models import Registration, Status
from fairapp.registration.signups import actions
from fairapp.registration.signups.models import SeatStatus
from tests.registration.people import AT, register
from tests.registration.signups.test_actions import MINUTE
from tests.registration.signups.workshops import add_workshop, standings

SEATED, WAITING, GIVEN_UP = SeatStatus.SEATED, SeatStatus.WAITING, SeatStatus.GIVEN_UP


@pytest.fixture
def twice(fair: Event) -> tuple[Registration, Registration]:
    """The registration that goes, and the one that stays."""
    return register(fair, "Double Sow"), register(fair, "Gardee Sow")


def test_the_one_that_stays_has_the_better_of_both(
    fair: Event, twice: tuple[Registration, Registration]
) -> None:
    source, target = twice
    other = register(fair, "Cellou Sow")
    alone = add_workshop(fair, "J1-01", hours=("09:00", "10:00"), capacity=1)
    behind = add_workshop(fair, "J1-02", hours=("10:00", "11:00"), capacity=1)
    both = add_workshop(fair, "J1-03", hours=("11:00", "12:00"), capacity=2)
    for n, (who, workshop) in enumerate(
        [(source, alone), (source, behind), (target, behind), (source, both), (target, both)]
    ):
        actions.sign_up(who, workshop, actor=None, at=AT + n * MINUTE)
    actions.sign_up(other, both, actor=None, at=AT + 9 * MINUTE)

    moved = actions.move(source, target, actor=None, at=AT + 10 * MINUTE)
    set_status(source, Status.MERGED, "registration.merged", actor=None, at=AT + 10 * MINUTE)
    assert standings(alone) == {"Double": GIVEN_UP, "Gardee": SEATED}
    assert standings(behind) == {"Double": GIVEN_UP, "Gardee": SEATED}
    # The second seat of one person is somebody else's.
    assert standings(both) == {"Double": GIVEN_UP, "Gardee": SEATED, "Cellou": SEATED}

    moved = json.loads(json.dumps(moved))
    set_status(source, Status.CONFIRMED, "registration.parted", actor=None, at=AT + 11 * MINUTE)
    actions.move_back(source, target, moved, actor=None, at=AT + 11 * MINUTE)
    assert standings(alone) == {"Double": SEATED, "Gardee": GIVEN_UP}
    assert standings(behind) == {"Double": SEATED, "Gardee": WAITING}
    assert standings(both) == {"Double": SEATED, "Gardee": WAITING, "Cellou": SEATED}


def test_what_was_given_up_meanwhile_stays_given_up(
    fair: Event, twice: tuple[Registration, Registration]
) -> None:
    source, target = twice
    workshop = add_workshop(fair)
    actions.sign_up(source, workshop, actor=None, at=AT)
    moved = actions.move(source, target, actor=None, at=AT + MINUTE)
    actions.give_up(target, workshop, actor=None, at=AT + 2 * MINUTE)
    actions.move_back(source, target, moved, actor=None, at=AT + 3 * MINUTE)
    assert standings(workshop) == {"Double": GIVEN_UP, "Gardee": GIVEN_UP}
