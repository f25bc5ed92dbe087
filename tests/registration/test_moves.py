"""Other days, another category: nobody loses a place by it, and nobody takes one that is gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session, scoped_session

from fairapp.accounts.models import User
from fairapp.core.errors import DomainError
from fairapp.events.models import Admission, Event
from fairapp.registration import actions, queries
from fairapp.registration.models import Registration, Source, Status
from tests.registration.people import AT, details, make_fair, register

LATER = AT + timedelta(days=1)


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Event:
    """One place on the second day, and one among the police."""
    fair = make_fair()
    fair.days[1].capacity = fair.categories[1].capacity = 1
    return fair


def move(person: Registration, actor: User | None = None, **wish: Any) -> None:
    wished = details(person.event, person.full_name, **wish)
    actions.update_details(person, wished, actor=actor, at=LATER)


def team_member(db_session: scoped_session[Session]) -> User:
    user = User(email="t@example.org", name="Team", password_hash="none", created_at=AT)
    db_session.add(user)
    db_session.flush()
    return user


@pytest.mark.parametrize(
    ("wish", "code", "field"),
    [
        ({"days": [1, 2]}, "day_full", "days"),
        ({"days": []}, "day_full", "days"),
        ({"days": [1], "category": "police"}, "category_full", "category"),
        ({"days": [1], "category": "officiel"}, "category_closed", "category"),
    ],
)
def test_a_wish_that_cannot_be_had_is_refused_at_its_field_and_changes_nothing(
    fair: Event, wish: dict[str, Any], code: str, field: str
) -> None:
    register(fair, "Avant Sow", source=Source.ONLINE, days=[fair.days[1]], category="police")
    person = register(fair, source=Source.ONLINE, days=[fair.days[0]])
    wish = {**wish, "days": [fair.days[n - 1] for n in wish["days"]]}
    with pytest.raises(DomainError) as refusal:
        move(person, **wish)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert ([d.number for d in person.days], person.category.code) == ([1], "ong")
    assert person.status == Status.CONFIRMED


def test_the_team_may_put_somebody_on_a_full_day(
    db_session: scoped_session[Session], fair: Event
) -> None:
    register(fair, "Avant Sow", source=Source.ONLINE, days=[fair.days[1]])
    person = register(fair, source=Source.ONLINE, days=[fair.days[0]])
    move(person, actor=team_member(db_session), days=[fair.days[1]])
    assert [d.number for d in person.days] == [2]


def test_whoever_is_on_a_full_day_may_stay_there_and_come_less(fair: Event) -> None:
    for name in ("Un Sow", "Deux Sow"):  # by the team: one more than there are places
        person = register(fair, name)
    move(person, days=fair.days[1:])
    move(person, days=[fair.days[1]], organisation="Maison des jeunes")
    assert ([d.number for d in person.days], person.organisation) == ([2], "Maison des jeunes")


def test_coming_on_fewer_days_frees_the_day(fair: Event) -> None:
    person = register(fair, source=Source.ONLINE)
    move(person, days=[fair.days[0]])
    assert [q.taken for q in queries.quotas(fair) if q.scope == "day"] == [0]
    assert register(fair, "Apres Sow", source=Source.ONLINE).status == Status.CONFIRMED


def test_another_category_is_looked_at_where_the_team_confirms_it(fair: Event) -> None:
    fair.categories[1].admission = Admission.MODERATED
    person = register(fair, source=Source.ONLINE)
    move(person, category="police")
    assert person.status == Status.PENDING
    move(person, category="ong")
    assert person.status == Status.CONFIRMED


def test_giving_up_and_coming_back_is_no_way_around_the_team(fair: Event) -> None:
    fair.categories[1].admission = Admission.MODERATED
    person = register(fair, source=Source.ONLINE, category="police")
    actions.cancel(person, actor=None, at=LATER)
    actions.reinstate(person, actor=None, at=LATER)
    assert person.status == Status.PENDING


def test_whoever_was_confirmed_comes_back_confirmed(fair: Event) -> None:
    fair.categories[1].admission = Admission.MODERATED
    person = register(fair, category="police")
    actions.cancel(person, actor=None, at=LATER)
    actions.reinstate(person, actor=None, at=LATER)
    assert person.status == Status.CONFIRMED
