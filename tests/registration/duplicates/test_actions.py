"""Merging two registrations, telling them apart, and taking both back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from fairapp.badges.models import Badge
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.messages import Message
from fairapp.events.models import Event
from fairapp.registration import queries
from fairapp.registration.actions import cancel
from fairapp.registration.duplicates import actions
from fairapp.registration.duplicates.models import DistinctPair
from fairapp.registration.duplicates.pairs import distinct
from fairapp.registration.duplicates.pairs import probable as pairs
from fairapp.registration.models import Registration, Status
from tests.registration.people import AT, make_fair, register

PHONE = "+224 631 12 34 56"


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Event:
    return make_fair()


def twice(fair: Event, **values: Any) -> tuple[Registration, Registration]:
    kept = register(fair, "Mariama Diallo", phone=PHONE)
    return kept, register(fair, "Diallo Mariama", phone=PHONE, **values)


def merge(kept: Registration, merged: Registration, *take: str) -> Any:
    return actions.merge(kept, merged, take=take, actor=None, at=AT)


def state(*registrations: Registration) -> list[Any]:
    db.session.flush()
    db.session.expire_all()
    return [
        (actions.said(r), r.status, r.status_at, r.merged_into_id, r.search_text)
        for r in registrations
    ]


def test_merge_and_undo_restore_both_exactly(fair: Event) -> None:
    kept, merged = twice(fair, organisation="ONG Paix", email="m@example.org", birth_year=1980)
    before = state(kept, merged)

    done = merge(kept, merged, "organisation", "email", "birth")
    assert (kept.organisation, kept.email, kept.birth_year) == ("ONG Paix", "m@example.org", 1980)
    assert (merged.status, merged.merged_into) == (Status.MERGED, kept)
    assert [row.id for row in queries.search(fair, "paix")] == [kept.id]

    actions.undo(done, actor=None, at=AT)
    assert state(kept, merged) == before


def test_badges_and_messages_stay(fair: Event) -> None:
    kept, merged = twice(fair, email="m@example.org")
    count = select(func.count(Badge.id)).where(Badge.revoked_at.is_(None))
    messages = db.session.scalars(select(func.count(Message.id))).one()

    merge(kept, merged)
    assert db.session.scalars(count).one() == 2
    assert db.session.scalars(select(func.count(Message.id))).one() == messages


def test_merge_of_merged_leads_to_whoever_counts_and_back(fair: Event) -> None:
    kept, middle = twice(fair)
    last = register(fair, "M. Diallo", phone=PHONE)
    first_merge = merge(middle, last)
    second_merge = merge(kept, middle)
    db.session.expire_all()
    assert last.merged_into_id == middle.merged_into_id == kept.id

    with pytest.raises(DomainError, match="changed"):
        actions.undo(first_merge, actor=None, at=AT)
    actions.undo(second_merge, actor=None, at=AT)
    db.session.expire_all()
    assert (last.merged_into_id, middle.status) == (middle.id, Status.CONFIRMED)
    actions.undo(first_merge, actor=None, at=AT)
    assert (last.merged_into_id, last.status) == (None, Status.CONFIRMED)


def test_what_is_merged_is_not_merged_again(fair: Event) -> None:
    kept, merged = twice(fair)
    merge(kept, merged)

    for one, other in ((kept, merged), (merged, kept), (kept, kept)):
        with pytest.raises(DomainError, match="merged"):
            merge(one, other)


def test_undo_refuses_what_changed_since(fair: Event) -> None:
    kept, merged = twice(fair)
    done = merge(kept, merged)
    kept.organisation = "ONG Paix"

    db.session.flush()
    with pytest.raises(DomainError, match="changed"):
        actions.undo(done, actor=None, at=AT)
    assert (merged.status, done.undone_at) == (Status.MERGED, None)


def test_undo_twice_changes_nothing(fair: Event) -> None:
    kept, merged = twice(fair)
    done = merge(kept, merged)
    actions.undo(done, actor=None, at=AT)
    count = db.session.scalars(select(func.count(AuditEntry.id))).one()

    actions.undo(done, actor=None, at=AT)
    assert db.session.scalars(select(func.count(AuditEntry.id))).one() == count


def test_whoever_has_a_place_keeps_it(fair: Event) -> None:
    kept, merged = twice(fair)
    cancel(kept, actor=None, at=AT)

    done = merge(kept, merged)
    assert kept.status == Status.CONFIRMED
    actions.undo(done, actor=None, at=AT)
    assert (kept.status, merged.status) == (Status.CANCELLED, Status.CONFIRMED)


def test_told_apart_is_not_asked_again_until_it_is(fair: Event) -> None:
    one, other = twice(fair)
    assert [(p.first_id, p.second_id) for p in pairs(fair)] == [(one.id, other.id)]

    actions.tell_apart(other, one, actor=None, at=AT)
    actions.tell_apart(one, other, actor=None, at=AT)
    assert pairs(fair) == []
    assert distinct(fair) == {(one.id, other.id)}

    actions.ask_again(db.session.scalars(select(DistinctPair)).one(), actor=None, at=AT)
    assert len(pairs(fair)) == 1
