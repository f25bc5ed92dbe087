"""Reads of the programme."""

from __future__ import annotations

from datetime import timedelta

from fairapp.events.models import Event
from fairapp.programme import queries
from fairapp.programme.models import SessionStatus
from tests.conftest import NOW
from tests.programme.conftest import DAY_1, AddSession, at_fair
from tests.statements import recorded


def test_by_the_clock_then_by_room(fair: Event, add_session: AddSession) -> None:
    add_session("nowhere", "09:00", "10:00", room=None)
    add_session("stage", "09:00", "10:00", room="SC")
    add_session("hall", "09:00", "10:00", room="GS")
    add_session("early", "08:00", "09:00", room="SC")
    codes = [item.code for item in queries.programme(fair)]
    assert codes == ["early", "hall", "stage", "nowhere"]


def test_drafts_are_shown_to_nobody(fair: Event, add_session: AddSession) -> None:
    add_session("draft", "09:00", "10:00", status=SessionStatus.DRAFT)
    add_session("open", "09:00", "10:00", room="SC")
    assert [item.code for item in queries.programme(fair)] == ["open"]
    assert queries.find(fair, "draft") is None
    assert [item.code for item in queries.coming(fair, NOW, limit=9)] == ["open"]
    assert [kind.sessions for kind in queries.kinds(fair)] == [1, 0, 0]


def test_another_fairs_session_is_not_found(fair: Event, add_session: AddSession) -> None:
    add_session("J1-01", "09:00", "10:00")
    other = Event(id=fair.id + 1)
    assert queries.find(other, "J1-01") is None
    assert queries.find(fair, "J1-01") is not None


def test_coming_is_what_runs_and_what_is_next(fair: Event, add_session: AddSession) -> None:
    add_session("past", "08:00", "09:00")
    add_session("now", "09:00", "10:00")
    add_session("off", "09:30", "10:00", room="SC", status=SessionStatus.CANCELLED)
    add_session("next", "10:00", "11:00")
    add_session("later", "11:00", "12:00")
    at = at_fair(fair, DAY_1, "09:00")
    assert [item.code for item in queries.coming(fair, at, limit=2)] == ["now", "next"]
    assert queries.coming(fair, at + timedelta(days=9), limit=2) == []


def test_programme_asks_the_same_however_many_sessions(
    fair: Event, add_session: AddSession
) -> None:
    counts = []
    for number in range(3):
        add_session(str(number), f"{9 + number:02}:00", f"{10 + number:02}:00")
        fair_id = fair.id  # loaded before, as the page's address loads it
        with recorded() as statements:
            assert len(queries.programme(fair)) == number + 1
        counts.append(len(statements))
        assert fair_id == fair.id
    assert counts == [1, 1, 1]
