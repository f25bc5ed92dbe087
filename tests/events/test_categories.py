"""Changing the categories of participants."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.audit import AuditEntry
from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText
from fairapp.events import actions, categories
from fairapp.events.categories import CategoryDetails
from fairapp.events.models import Event
from tests.conftest import NOW
from tests.events.test_actions import NEW, register

Db = scoped_session[Session]


@pytest.fixture
def fair(db_session: Db) -> Event:
    event = actions.create_event(NEW, actor=None, at=NOW)
    db_session.commit()
    return event


DETAILS = CategoryDetails(LocalizedText(fr="Élèves"), "L", "#00704a", "open", None, True)


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
    assert "admission" not in entry.details


def test_only_an_empty_category_is_removed(db_session: Db, fair: Event) -> None:
    register(db_session, fair)
    full, empty = fair.categories[0], fair.categories[1]
    with pytest.raises(DomainError) as refusal:
        categories.remove_category(full, actor=None, at=NOW)
    assert refusal.value.code == "category_used"
    categories.remove_category(empty, actor=None, at=NOW)
    db_session.commit()
    assert [c.code for c in fair.categories][:2] == ["autorites", "elus_locaux"]


def test_a_category_to_which_a_checkpoint_is_kept_alone_is_not_removed(
    db_session: Db, fair: Event
) -> None:
    """Without it, that door would let everybody in."""
    kept, gate = fair.categories[1], fair.checkpoints[0]
    gate.categories = [kept]
    db_session.flush()
    with pytest.raises(DomainError) as refusal:
        categories.remove_category(kept, actor=None, at=NOW)
    assert refusal.value.code == "door_open"
    assert str(gate.name) in str(refusal.value.message)
    gate.categories = []
    db_session.flush()
    categories.remove_category(kept, actor=None, at=NOW)


def test_a_category_comes_off_a_checkpoint_that_is_kept_to_others_too(
    db_session: Db, fair: Event
) -> None:
    gone, stays = fair.categories[1], fair.categories[2]
    gate = fair.checkpoints[0]
    gate.categories, gone_code = [gone, stays], gone.code
    db_session.flush()
    categories.remove_category(gone, actor=None, at=NOW)
    db_session.commit()
    assert gate.categories == [stays]
    entry = db_session.scalars(select(AuditEntry).filter_by(action="category.removed")).one()
    assert entry.details == {"code": gone_code, "checkpoints": [gate.code]}
