"""Places pass on: given up, more of them, fewer days, not taken in time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.errors import DomainError
from fairapp.events.actions import change_event
from fairapp.events.models import Admission, Event
from fairapp.registration import actions as registrations
from fairapp.registration.models import Registration, Source, Status
from fairapp.registration.waiting import actions, queries
from tests.registration.people import AT, details, make_fair, register

LATER = AT + timedelta(days=1)


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Event:
    """One place."""
    return make_fair(capacity=1)


def line(fair: Event, *names: str) -> list[Registration]:
    people = names or ("Un Sow", "Deux Sow", "Trois Sow")
    return [register(fair, name, source=Source.ONLINE) for name in people]


def give_up(person: Registration, at: datetime = LATER) -> None:
    registrations.cancel(person, actor=None, at=at)


def test_a_place_given_up_is_offered_to_the_first_in_line(fair: Event) -> None:
    one, two, three = line(fair)
    assert [queries.position(p) for p in (one, two, three)] == [None, 1, 2]
    give_up(one)
    assert (two.status, three.status) == (Status.OFFERED, Status.WAITING)
    assert two.offered_until == LATER + timedelta(hours=fair.offer_hours)
    assert queries.position(three) == 1


def test_taking_it_twice_is_taking_it_once(fair: Event) -> None:
    one, two, _ = line(fair)
    give_up(one)
    actions.accept(two, at=LATER)
    actions.accept(two, at=LATER + timedelta(days=9))
    assert (two.status, two.status_at, two.offered_until) == (Status.CONFIRMED, LATER, None)


def test_leaving_it_gives_it_to_the_next(fair: Event) -> None:
    one, two, three = line(fair)
    give_up(one)
    actions.refuse(two, at=LATER)
    assert (two.status, three.status) == (Status.CANCELLED, Status.OFFERED)


def test_what_is_not_taken_in_time_goes_to_the_next_and_the_pass_says_so(fair: Event) -> None:
    one, two, three = line(fair)
    give_up(one)
    until = two.offered_until
    assert until is not None
    assert actions.lapse(until - timedelta(seconds=1)) == []
    with pytest.raises(DomainError, match="offer_over"):
        actions.accept(two, at=until)
    assert actions.lapse(until) == [two]
    assert (two.status, three.status) == (Status.CANCELLED, Status.OFFERED)
    assert two.status_reason
    with pytest.raises(DomainError):
        actions.accept(two, at=until)


def test_more_places_are_shared_out_at_once(fair: Event) -> None:
    _, two, three = line(fair)
    change_event(fair, {"capacity": 2}, actor=None, at=LATER)
    assert (two.status, three.status) == (Status.OFFERED, Status.WAITING)


def test_after_the_fair_nobody_is_promoted(fair: Event) -> None:
    one, two, _ = line(fair)
    give_up(one, at=AT + timedelta(days=60))
    assert two.status == Status.WAITING


def test_just_before_the_fair_a_place_is_simply_theirs(fair: Event) -> None:
    one, two, _ = line(fair)
    give_up(one, at=datetime.combine(fair.days[0].date, datetime.min.time(), AT.tzinfo))
    assert two.status == Status.CONFIRMED


def test_the_team_looks_at_whoever_it_has_not_confirmed(fair: Event) -> None:
    fair.categories[0].admission = Admission.MODERATED
    one, two, _ = line(fair)
    give_up(one)
    assert two.status == Status.PENDING


def test_fewer_days_free_a_day(fair: Event) -> None:
    fair.capacity, fair.days[1].capacity = None, 1
    one, two, _ = line(fair)
    fewer = details(fair, one.full_name, days=[fair.days[0]])
    registrations.update_details(one, fewer, actor=None, at=LATER)
    assert two.status == Status.OFFERED


def test_whoever_waits_may_take_the_days_with_room(fair: Event) -> None:
    fair.capacity, fair.days[1].capacity = None, 1
    _, two, _ = line(fair)
    with pytest.raises(DomainError):
        actions.settle_for(two, {1}, at=LATER)
    actions.settle_for(two, {1, 3}, at=LATER)
    assert ([d.number for d in two.days], two.status) == ([1, 3], Status.CONFIRMED)
