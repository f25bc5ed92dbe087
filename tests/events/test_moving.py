"""Moving a fair while nothing stands on its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.errors import DomainError
from fairapp.events import actions, moving
from fairapp.events.models import Event, EventDay
from tests.conftest import NOW
from tests.events.test_actions import NEW, register

Db = scoped_session[Session]


@pytest.fixture
def fair(db_session: Db) -> Event:
    event = actions.create_event(NEW, actor=None, at=NOW)
    db_session.commit()
    return event


def move(event: Event, first: int, last: int, timezone: str = "Africa/Conakry") -> None:
    moving.move_event(
        event,
        first_day=date(2026, 12, first),
        last_day=date(2026, 12, last),
        timezone=timezone,
        actor=None,
        at=NOW,
    )


def test_an_unused_fair_moves_and_its_registration_still_ends_with_it(
    db_session: Db, fair: Event
) -> None:
    move(fair, 9, 10)
    db_session.commit()
    assert [(day.number, day.date.day) for day in fair.days] == [(1, 9), (2, 10)]
    assert fair.registration_closes_at == datetime(2026, 12, 11, tzinfo=UTC)
    assert db_session.scalar(select(func.count(EventDay.id))) == 2


def test_in_another_zone_the_fairs_clocks_say_the_same(db_session: Db, fair: Event) -> None:
    fair.registration_closes_at = datetime(2026, 12, 1, 12, tzinfo=UTC)
    db_session.commit()
    move(fair, 2, 4, "Africa/Lagos")
    db_session.commit()
    assert fair.registration_closes_at == datetime(2026, 12, 1, 11, tzinfo=UTC)
    assert fair.registration_opens_at == NOW - timedelta(hours=1)


def test_a_used_fair_stays_where_it_is(db_session: Db, fair: Event) -> None:
    assert not moving.is_used(fair)
    register(db_session, fair)
    assert moving.is_used(fair)
    with pytest.raises(DomainError) as refusal:
        move(fair, 9, 11)
    assert refusal.value.code == "days_used"
    move(fair, 2, 4)
    assert [day.date.day for day in fair.days] == [2, 3, 4]


def test_another_fairs_people_use_only_that_one(db_session: Db, fair: Event) -> None:
    other = actions.create_event(replace(NEW, slug="labe"), actor=None, at=NOW)
    register(db_session, other)
    assert (moving.is_used(fair), moving.is_used(other)) == (False, True)


def test_a_checkpoint_kept_to_days_moves_with_them(db_session: Db, fair: Event) -> None:
    gate, other = fair.checkpoints[0], fair.checkpoints[1]
    gate.days, gate.categories = [fair.days[0], fair.days[2]], [fair.categories[0]]
    db_session.commit()
    assert not moving.is_used(fair)
    move(fair, 9, 10)
    db_session.commit()
    assert [day.date.day for day in gate.days] == [9]
    assert other.days == []


def test_hours_of_a_checkpoint_move_with_the_fair(db_session: Db, fair: Event) -> None:
    gate, other = fair.checkpoints[:2]
    gate.opens_at, gate.closes_at = (
        fair.utc(date(2026, 12, 3), time(8)),
        fair.utc(date(2026, 12, 4), time(18, 30)),
    )
    other.opens_at = fair.utc(date(2026, 12, 1), time(15))
    other.closes_at = fair.utc(date(2026, 12, 5), time(2))
    db_session.commit()

    move(fair, 9, 11, timezone="Europe/Paris")

    def shown(moment: datetime | None) -> str:
        return event_text(fair, moment)

    assert [shown(gate.opens_at), shown(gate.closes_at)] == ["10 08:00", "11 18:30"]
    assert [shown(other.opens_at), shown(other.closes_at)] == ["08 15:00", "12 02:00"]
    move(fair, 16, 16, timezone="Europe/Paris")
    assert [shown(gate.opens_at), shown(gate.closes_at)] == ["15 08:00", "16 18:30"]


def event_text(fair: Event, moment: datetime | None) -> str:
    assert moment is not None
    return fair.local(moment).strftime("%d %H:%M")


def test_a_checkpoint_is_not_left_without_its_days(db_session: Db, fair: Event) -> None:
    """It would be open on all of them."""
    gate = fair.checkpoints[0]
    gate.days = [fair.days[2]]
    db_session.commit()
    with pytest.raises(DomainError) as refusal:
        move(fair, 9, 10)
    assert (refusal.value.code, refusal.value.field) == ("day_kept", "last_day")
    assert str(gate.name) in str(refusal.value.message)
    assert [day.date.day for day in fair.days] == [2, 3, 4]
