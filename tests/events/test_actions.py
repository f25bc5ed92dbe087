"""Creating and changing a fair."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from fairapp.accounts.models import Membership, User
from fairapp.core.audit import AuditEntry
from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText
from fairapp.events import actions, colours
from fairapp.events.actions import NewEvent
from fairapp.events.models import Event
from fairapp.events.usual import CATEGORIES
from fairapp.registration.models import Registration
from tests.conftest import NOW

Db = scoped_session[Session]
NEW = NewEvent(
    name=LocalizedText(fr="Foire aux savoirs", en="Share fair"),
    first_day=date(2026, 12, 2),
    last_day=date(2026, 12, 4),
    city="Kindia",
    place=LocalizedText(fr="Maison des jeunes"),
    timezone="Africa/Conakry",
)


@pytest.fixture
def fair(db_session: Db) -> Event:
    event = actions.create_event(NEW, actor=None, at=NOW)
    db_session.commit()
    return event


def register(db_session: Db, event: Event) -> None:
    """Somebody, on the first day, in the first category."""
    person = Registration(
        event=event,
        category=event.categories[0],
        reference="K7M4QX",
        pass_key="p" * 22,
        source="online",
        created_at=NOW,
        status_at=NOW,
        days=[event.days[0]],
    )
    db_session.add(person)
    db_session.commit()


# -- creating -------------------------------------------------------------------------------------


def test_a_new_fair_can_be_registered_for_at_once(fair: Event) -> None:
    assert fair.slug == "foire-aux-savoirs-2026"
    assert [(day.number, day.date.day) for day in fair.days] == [(1, 2), (2, 3), (3, 4)]
    assert fair.registration_opens_at == NOW
    assert fair.registration_closes_at == datetime(2026, 12, 5, tzinfo=UTC)
    gates = [(c.code, c.is_entrance, c.scope) for c in fair.checkpoints]
    assert gates == [("G1", True, "day"), ("G2", True, "day"), ("T1", True, "day")]
    assert len(fair.categories) == 14
    assert [c.code for c in fair.categories if not (c.is_open and c.is_counted)] == ["staff"]


def test_usual_categories_can_be_told_apart_and_read() -> None:
    assert len({c.letter for c in CATEGORIES}) == len({c.code for c in CATEGORIES}) == 14
    for category in CATEGORIES:
        assert category.name.fr and category.name.en and category.name.ar
        assert colours.contrast(category.colour, colours.WHITE) >= 4.5


def test_registration_ends_with_the_last_day_on_the_fairs_own_clocks(db_session: Db) -> None:
    event = actions.create_event(replace(NEW, timezone="America/New_York"), actor=None, at=NOW)
    assert event.registration_closes_at == datetime(2026, 12, 5, 5, tzinfo=UTC)


def test_whoever_creates_a_fair_organises_it(db_session: Db) -> None:
    user = User(email="a@example.org", name="A", password_hash="", created_at=NOW)
    db_session.add(user)
    db_session.flush()
    event = actions.create_event(NEW, actor=user, at=NOW)
    rows = db_session.execute(select(Membership.user_id, Membership.event_id, Membership.role))
    assert rows.all() == [(user.id, event.id, "organiser")]
    entry = db_session.scalars(select(AuditEntry).filter_by(action="event.created")).one()
    assert (entry.actor_id, entry.event_id, entry.subject_id) == (user.id, event.id, event.id)


def test_a_proposed_address_is_free(db_session: Db, fair: Event) -> None:
    again = [actions.create_event(NEW, actor=None, at=NOW).slug for _ in range(2)]
    assert again == ["foire-aux-savoirs-2026-2", "foire-aux-savoirs-2026-3"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"slug": "foire-aux-savoirs-2026"}, "slug_taken", "slug"),
        ({"slug": "Foire"}, "slug_form", "slug"),
        ({"slug": "new"}, "slug_reserved", "slug"),
        ({"last_day": date(2026, 12, 1)}, "days_reversed", "last_day"),
        ({"last_day": date(2027, 12, 4)}, "days_many", "last_day"),
    ],
)
def test_what_cannot_be_a_fair_is_refused_on_its_field(
    db_session: Db, fair: Event, change: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        actions.create_event(replace(NEW, **change), actor=None, at=NOW)  # type: ignore[arg-type]
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert db_session.scalar(select(func.count(Event.id))) == 1


# -- changing -------------------------------------------------------------------------------------


def test_a_change_is_kept_with_what_was_before(db_session: Db, fair: Event) -> None:
    changes = {"capacity": 400, "city": "Kindia", "tagline": LocalizedText(fr="Venez")}
    actions.change_event(fair, changes, actor=None, at=NOW)
    db_session.commit()
    assert (fair.capacity, str(fair.tagline)) == (400, "Venez")
    entry = db_session.scalars(select(AuditEntry).filter_by(action="event.changed")).one()
    assert entry.details == {"capacity": [None, 400], "tagline": [{}, {"fr": "Venez"}]}
    actions.change_event(fair, changes, actor=None, at=NOW)
    assert len(db_session.scalars(select(AuditEntry).filter_by(action="event.changed")).all()) == 1


def test_an_accent_that_white_letters_vanish_on_is_refused_with_one_that_works(
    fair: Event,
) -> None:
    with pytest.raises(DomainError) as refusal:
        actions.change_event(fair, {"accent": "#ffcc00"}, actor=None, at=NOW)
    assert (refusal.value.code, refusal.value.field) == ("colour_pale", "accent")
    proposed = str(refusal.value.message).rpartition("#")[2][:6]
    assert colours.contrast(f"#{proposed}", colours.WHITE) >= 4.5
    actions.change_event(fair, {"accent": f"#{proposed}"}, actor=None, at=NOW)


def test_registration_closes_after_it_opens(fair: Event) -> None:
    for closes in (NOW, NOW - timedelta(days=1)):
        with pytest.raises(DomainError) as refusal:
            actions.change_event(fair, {"registration_closes_at": closes}, actor=None, at=NOW)
        assert refusal.value.field == "registration_closes_at"
    actions.change_event(fair, {"registration_closes_at": None}, actor=None, at=NOW)
