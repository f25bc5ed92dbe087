"""Publishing drafts as versions, and taking an earlier one up again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from fairapp.core.errors import DomainError
from fairapp.programme import queries as public
from fairapp.programme.editing import actions as editing
from fairapp.programme.editing import queries as drafts
from fairapp.programme.models import Session
from fairapp.programme.releases import actions, queries
from fairapp.programme.signals import published, seats
from tests.conftest import NOW
from tests.programme.conftest import DAY_1, at_fair, text

LATER = NOW + timedelta(hours=1)


def change(draft, **values):
    return editing.change(draft, values, version=draft.version, actor=None, at=LATER)


def shown(fair):
    return [(i.code, i.status, i.sequence, i.room_code) for i in public.programme(fair)]


def test_the_first_version_is_what_was_planned(fair, plan) -> None:
    plan("09:00"), plan("11:00", is_cancelled=True), plan("14:00", is_held=True), plan(None)
    release = actions.publish(fair, actor=None, at=NOW)
    assert (release.number, [c["what"] for c in release.changes]) == (1, ["added", "added"])
    assert shown(fair) == [("S01", "published", 0, "GS"), ("S02", "cancelled", 0, "GS")]
    assert list(release.entries) == ["S01", "S02"]


def test_nothing_to_publish_is_said(fair, plan) -> None:
    plan("09:00")
    actions.publish(fair, actor=None, at=NOW)
    assert not queries.is_changed(fair)
    with pytest.raises(DomainError) as refusal:
        actions.publish(fair, actor=None, at=LATER)
    assert refusal.value.code == "nothing_changed"


def test_a_move_is_told_counted_and_stays_said(fair, plan) -> None:
    draft = plan("09:00")
    actions.publish(fair, actor=None, at=NOW)
    change(draft, room_id=fair.rooms[1].id)
    assert shown(fair) == [("S01", "published", 0, "GS")]
    release = actions.publish(fair, actor=None, at=LATER)
    assert [(c["what"], c["after"]["room"]) for c in release.changes] == [("moved", "SC")]
    assert shown(fair) == [("S01", "moved", 1, "SC")]
    change(draft, abstract=text("Texte"))
    actions.publish(fair, actor=None, at=LATER)
    assert shown(fair) == [("S01", "moved", 2, "SC")]


def test_notes_of_the_team_are_published_without_a_word(fair, plan) -> None:
    draft = plan("09:00")
    actions.publish(fair, actor=None, at=NOW)
    change(draft, needs="2 micros")
    release = actions.publish(fair, actor=None, at=LATER)
    assert (release.number, release.changes) == (2, [])
    assert shown(fair) == [("S01", "published", 0, "GS")]
    assert public.db.session.scalar(select(Session.needs)) == "2 micros"


def test_cancelled_withdrawn_and_back(fair, plan) -> None:
    one, two = plan("09:00"), plan("11:00")
    actions.publish(fair, actor=None, at=NOW)
    change(one, is_cancelled=True), change(two, starts_at=None)
    release = actions.publish(fair, actor=None, at=LATER)
    assert [c["what"] for c in release.changes] == ["cancelled", "withdrawn"]
    assert shown(fair) == [("S01", "cancelled", 1, "GS")]
    change(one, is_cancelled=False), change(two, starts_at=at_fair(fair, DAY_1, "11:00"))
    release = actions.publish(fair, actor=None, at=LATER)
    assert [c["what"] for c in release.changes] == ["restored", "added"]
    assert [(code, status) for code, status, *_ in shown(fair)] == [
        ("S01", "published"),
        ("S02", "published"),
    ]


def test_fewer_seats_than_people_have_are_refused(fair, plan) -> None:
    draft = plan("09:00", capacity=60)
    answer = lambda event: {draft.code: 41}  # noqa: E731  # kept alive: blinker holds it weakly
    with seats.connected_to(answer):
        actions.publish(fair, actor=None, at=NOW)
        change(draft, capacity=40)
        with pytest.raises(DomainError) as refusal:
            actions.publish(fair, actor=None, at=LATER)
    assert refusal.value.code == "seats_taken"
    assert "S01" in str(refusal.value.message)


def test_listeners_hear_of_a_version_in_its_transaction(fair, plan) -> None:
    plan("09:00")
    heard = []

    def listen(release, *, changes, at):
        heard.append((release.number, [c.what for c in changes], at, shown(fair)))

    with published.connected_to(listen):
        actions.publish(fair, actor=None, at=NOW)
    assert heard == [(1, ["added"], NOW, [("S01", "published", 0, "GS")])]


def test_an_earlier_version_is_taken_up_whole(fair, plan) -> None:
    one, two = plan("09:00", title="Un", needs="2 micros"), plan("11:00", title="Deux")
    first = actions.publish(fair, actor=None, at=NOW)
    change(one, title=text("Autre"), starts_at=None, needs=""), change(two, is_held=True)
    added = plan("15:00", title="Trois")
    actions.publish(fair, actor=None, at=LATER)
    assert actions.take_up(first, actor=None, at=LATER) == ["S01", "S02", "S03"]
    assert (one.title, one.needs, two.is_held, added.is_held) == (
        text("Un"),
        "2 micros",
        False,
        True,
    )
    third = actions.publish(fair, actor=None, at=LATER)
    assert third.entries == first.entries
    assert [(c["code"], c["what"]) for c in third.changes] == [
        ("S01", "added"),
        ("S02", "added"),
        ("S03", "withdrawn"),
    ]


def test_seats_are_not_taken_up_again(fair, plan) -> None:
    draft = plan("09:00", title="Un", capacity=20, takes_sign_up=True)
    first = actions.publish(fair, actor=None, at=NOW)
    change(draft, capacity=40, title=text("Deux"))
    actions.publish(fair, actor=None, at=LATER)
    actions.take_up(first, actor=None, at=LATER)
    assert (draft.title, draft.capacity, draft.takes_sign_up) == (text("Un"), 40, True)


def test_what_is_published_is_what_was_seen(fair, plan) -> None:
    draft = plan("09:00")
    seen = queries.next_version(fair).seen
    change(draft, minutes=45)
    with pytest.raises(DomainError) as refusal:
        actions.publish(fair, seen=seen, actor=None, at=NOW)
    assert refusal.value.code == "changed_meanwhile"
    seen = queries.next_version(fair).seen
    actions.publish(fair, seen=seen, actor=None, at=NOW)
    with pytest.raises(DomainError) as refusal:
        actions.publish(fair, seen=seen, actor=None, at=LATER)
    assert refusal.value.code == "published_already"
    assert queries.latest_number(fair) == 1


def test_a_room_that_is_gone_leaves_the_session_without_one(db_session, fair, plan) -> None:
    draft = plan("09:00")
    first = actions.publish(fair, actor=None, at=NOW)
    change(draft, room_id=None)
    actions.publish(fair, actor=None, at=LATER)
    fair.rooms.remove(fair.rooms[0])
    db_session.flush()
    actions.take_up(first, actor=None, at=LATER)
    assert (draft.room, draft.is_public) == (None, True)


def test_versions_are_listed_latest_first(fair, plan) -> None:
    draft = plan("09:00")
    actions.publish(fair, actor=None, at=NOW)
    change(draft, minutes=30)
    assert [c.what for c in queries.pending(fair)] == ["moved"]
    actions.publish(fair, actor=None, at=LATER)
    assert [r.number for r in queries.releases(fair)] == [2, 1]
    assert queries.find(fair, 1).entries["S01"]["minutes"] == 60
    assert queries.find(fair, 3) is None
    assert len(drafts.drafts(fair)) == 1
