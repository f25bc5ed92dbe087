"""Drafts: made, changed by two people at once, removed; the public sees none of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.programme import queries as public
from fairapp.programme.editing import actions, queries
from fairapp.programme.models import SessionKind, Speaker
from fairapp.programme.parts import Act, Document, Part
from fairapp.programme.releases import actions as releases
from tests.conftest import NOW
from tests.programme.conftest import DAY_1, at_fair, text


@pytest.fixture
def kind(db_session, fair):
    return db_session.scalar(select(SessionKind).where(SessionKind.code == "table_ronde"))


@pytest.fixture
def draft(db_session, fair, kind):
    values = {
        "title": text("Table ronde"),
        "kind_id": kind.id,
        "room_id": fair.rooms[0].id,
        "starts_at": at_fair(fair, DAY_1, "09:00"),
        "minutes": 90,
    }
    made = actions.create(fair, values, actor=None, at=NOW)
    db_session.commit()
    return made


def refused(call, *args, **keywords):
    with pytest.raises(DomainError) as refusal:
        call(*args, **keywords)
    return refusal.value.code


def test_a_draft_is_numbered_placed_and_unseen(fair: Event, draft) -> None:
    assert (draft.code, draft.version, draft.day.number) == ("S01", 1, 1)
    assert draft.ends_at == at_fair(fair, DAY_1, "10:30")
    assert public.programme(fair) == []


def test_the_next_code_is_free(fair, kind, draft) -> None:
    values = {"title": text("Autre"), "kind_id": kind.id}
    assert actions.create(fair, values, actor=None, at=NOW).code == "S02"
    assert actions.create(fair, values, code="J1-02", actor=None, at=NOW).code == "J1-02"
    assert refused(actions.create, fair, values, code="S01", actor=None, at=NOW) == "code_taken"


def test_what_has_no_beginning_is_parked_and_listed_last(fair, kind, draft) -> None:
    parked = actions.create(fair, {"title": text("Film"), "kind_id": kind.id}, actor=None, at=NOW)
    assert (parked.day, parked.ends_at, parked.is_public) == (None, None, False)
    assert [d.code for d in queries.drafts(fair)] == ["S01", "S02"]


def test_a_change_moves_and_counts(fair, draft) -> None:
    later = {"starts_at": at_fair(fair, DAY_1 + timedelta(days=1), "14:00"), "minutes": 45}
    actions.change(draft, later, version=1, actor=None, at=NOW + timedelta(minutes=1))
    assert (draft.version, draft.day.number, draft.minutes) == (2, 2, 45)


def test_saying_the_same_again_is_no_change(draft) -> None:
    actions.change(draft, {"minutes": 90}, version=1, actor=None, at=NOW + timedelta(hours=1))
    assert (draft.version, draft.updated_at) == (1, NOW)


def test_whoever_saw_an_older_version_overwrites_nothing(db_session, draft, fair) -> None:
    actions.change(draft, {"title": text("Panel")}, version=1, actor=None, at=NOW)
    db_session.commit()
    late = {"title": text("Débat"), "minutes": 30}
    assert refused(actions.change, draft, late, version=1, actor=None, at=NOW) == "edited_meanwhile"
    db_session.rollback()
    db_session.expire_all()
    assert (draft.title, draft.minutes, draft.version) == (text("Panel"), 90, 2)


def test_a_day_without_fair_is_refused_and_nothing_set(draft, fair) -> None:
    outside = {"starts_at": at_fair(fair, DAY_1 - timedelta(days=1), "09:00"), "minutes": 30}
    assert refused(actions.change, draft, outside, version=1, actor=None, at=NOW) == "outside_fair"
    assert (draft.starts_at, draft.minutes) == (at_fair(fair, DAY_1, "09:00"), 90)


def test_speakers_of_another_fair_are_refused(db_session, draft) -> None:
    other = Event(
        slug="autre", name=text("Autre"), timezone="UTC", created_at=NOW, published_at=NOW
    )
    db_session.add(other)
    db_session.flush()
    stranger = Speaker(event=other, name="Mme Aïssatou Diallo")
    db_session.add(stranger)
    db_session.flush()
    for values in ({"parts": (Part(stranger.id),)}, {"acts": (Act(speaker=stranger.id),)}):
        assert refused(actions.change, draft, values, version=1, actor=None, at=NOW) == "other_fair"


def test_parts_acts_and_documents_come_back_as_they_went(db_session, draft, fair) -> None:
    speaker = Speaker(event=fair, name="S.E.M. Mamadou Barry", rank=4)
    db_session.add(speaker)
    db_session.flush()
    values = {
        "parts": (Part(speaker.id, "moderator"),),
        "acts": (
            Act(title=text("Allocution"), minutes=10, speaker=speaker.id),
            Act(title=LocalizedText(en="Song"), company="Les Étoiles", needs="2 micros"),
        ),
        "documents": (Document(title=text("Guide"), url="https://example.org/g", language="fr"),),
    }
    actions.change(draft, values, version=1, actor=None, at=NOW)
    db_session.commit()
    db_session.expire_all()
    assert {name: getattr(draft, name) for name in values} == values


def test_a_draft_nobody_has_seen_is_removed_for_good(db_session, fair, draft) -> None:
    assert refused(actions.remove, draft, version=9, actor=None, at=NOW) == "edited_meanwhile"
    actions.remove(draft, version=1, actor=None, at=NOW)
    assert queries.drafts(fair) == []


def test_what_was_published_is_never_removed(fair, draft) -> None:
    releases.publish(fair, actor=None, at=NOW)
    assert refused(actions.remove, draft, version=1, actor=None, at=NOW) == "was_published"


def test_warnings_are_those_of_the_whole_programme(fair, kind, draft) -> None:
    values = {
        "title": text("Autre"),
        "kind_id": kind.id,
        "room_id": fair.rooms[0].id,
        "starts_at": at_fair(fair, DAY_1, "10:00"),
    }
    actions.create(fair, values, actor=None, at=NOW)
    found = queries.warnings_of(fair, queries.drafts(fair))
    assert [(w.code, w.trouble, w.other) for w in found] == [
        ("S01", "room_taken", "S02"),
        ("S02", "room_taken", "S01"),
    ]
