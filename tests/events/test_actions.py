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
from fairapp.events import actions, categories, colours
from fairapp.events.actions import NewEvent
from fairapp.events.categories import CategoryDetails
from fairapp.events.models import Event, EventDay
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


def move(event: Event, first: int, last: int, timezone: str = "Africa/Conakry") -> None:
    actions.move_event(
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
    assert not actions.is_used(fair)
    register(db_session, fair)
    assert actions.is_used(fair)
    with pytest.raises(DomainError) as refusal:
        move(fair, 9, 11)
    assert refusal.value.code == "days_used"
    move(fair, 2, 4)
    assert [day.date.day for day in fair.days] == [2, 3, 4]


def test_another_fairs_people_use_only_that_one(db_session: Db, fair: Event) -> None:
    other = actions.create_event(replace(NEW, slug="labe"), actor=None, at=NOW)
    register(db_session, other)
    assert (actions.is_used(fair), actions.is_used(other)) == (False, True)


# -- categories -----------------------------------------------------------------------------------

DETAILS = CategoryDetails(LocalizedText(fr="Élèves"), "L", "#00704a", True, True)


def test_a_category_is_added_at_the_end_with_a_code_of_its_own(db_session: Db, fair: Event) -> None:
    first = categories.add_category(fair, DETAILS, actor=None, at=NOW)
    second = categories.add_category(fair, replace(DETAILS, letter="É"), actor=None, at=NOW)
    assert (first.code, second.code) == ("eleves", "eleves_2")
    assert [c.code for c in fair.categories][-2:] == ["eleves", "eleves_2"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [({"letter": "P"}, "letter_taken", "letter"), ({"colour": "#ffff00"}, "colour_pale", "colour")],
)
def test_a_category_that_cannot_be_told_or_read_is_refused(
    db_session: Db, fair: Event, change: dict[str, str], code: str, field: str
) -> None:
    details = replace(DETAILS, **change)  # type: ignore[arg-type]
    with pytest.raises(DomainError) as refusal:
        categories.add_category(fair, details, actor=None, at=NOW)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    category = categories.find_category(fair, "ong")
    assert category is not None
    with pytest.raises(DomainError) as refusal:
        categories.change_category(category, details, actor=None, at=NOW)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    db_session.commit()
    assert (category.letter, category.colour, len(fair.categories)) == ("O", "#0b6e4f", 14)


def test_a_category_keeps_its_code_when_its_words_change(db_session: Db, fair: Event) -> None:
    category = categories.find_category(fair, "ong")
    assert category is not None
    categories.change_category(category, DETAILS, actor=None, at=NOW)
    db_session.commit()
    assert (category.code, str(category.name), category.letter) == ("ong", "Élèves", "L")
    entry = db_session.scalars(select(AuditEntry).filter_by(action="category.changed")).one()
    assert entry.details["letter"] == ["O", "L"]
    assert "is_open" not in entry.details


def test_only_an_empty_category_is_removed(db_session: Db, fair: Event) -> None:
    register(db_session, fair)
    full, empty = fair.categories[0], fair.categories[1]
    with pytest.raises(DomainError) as refusal:
        categories.remove_category(full, actor=None, at=NOW)
    assert refusal.value.code == "category_used"
    categories.remove_category(empty, actor=None, at=NOW)
    db_session.commit()
    assert [c.code for c in fair.categories][:2] == ["autorites", "elus_locaux"]
