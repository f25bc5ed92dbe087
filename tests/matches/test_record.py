"""The record: appended, never doubled, undone by a line of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.events.models import Event
from fairapp.matches import actions, queries
from fairapp.matches.facts import Kind, Minute
from fairapp.matches.items import InvalidItem, UndoItem
from fairapp.matches.models import Incident
from fairapp.matches.record import record
from fairapp.programme.queries import live
from tests.conftest import NOW
from tests.matches.conftest import BLUES, CODE, YELLOWS, Game

LATER = NOW + timedelta(minutes=30)


def sheet(game: Game):
    return queries.sheet(game.match, at=LATER)


def test_lines_are_stored_once_however_often_they_are_sent(
    db_session: scoped_session[DbSession], game: Game
) -> None:
    items = [game.item(Kind.KICK_OFF), game.item(Kind.GOAL, BLUES, 9, minute=3)]
    assert [o.status for o in game.note(*items)] == ["stored", "stored"]
    assert [o.status for o in game.note(*items, items[1])] == ["already"] * 3
    assert db_session.scalar(select(func.count(Incident.id))) == 2
    assert sheet(game).text == "1 – 0"


def test_undo_is_a_line_that_names_the_first(
    db_session: scoped_session[DbSession], game: Game
) -> None:
    goal = game.item(Kind.GOAL, BLUES, 9, minute=3)
    undo = UndoItem(str(uuid4()), goal.uuid, NOW)
    game.note(game.item(Kind.KICK_OFF), goal)
    assert [o.status for o in game.note(undo, undo)] == ["stored", "already"]
    [again, unknown, twice] = game.note(
        UndoItem(str(uuid4()), goal.uuid, NOW),
        UndoItem(str(uuid4()), str(uuid4()), NOW),
        UndoItem(str(uuid4()), undo.uuid, NOW),
    )
    assert {again.status, unknown.status, twice.status} == {"refused"}
    assert sheet(game).text == "0 – 0"
    assert db_session.scalar(select(func.count(Incident.id))) == 3


def test_minute_is_that_of_the_clock_when_it_happened(game: Game) -> None:
    """The phone's clock is an hour fast, and what it noted waited for ten minutes."""
    fast = timedelta(hours=1)
    kick_off = replace(game.item(Kind.KICK_OFF), at=NOW + fast)
    goal = replace(game.item(Kind.GOAL, YELLOWS, 7), at=NOW + fast + timedelta(minutes=22))
    record(game.match, [kick_off, goal], actor=None, received_at=LATER, sent_at=LATER + fast)
    [line] = sheet(game).goals(YELLOWS)
    assert (line.when, line.fact.at) == (Minute(23), NOW + timedelta(minutes=22))


def test_minute_can_be_put_right(db_session: scoped_session[DbSession], game: Game) -> None:
    goal = game.item(Kind.GOAL, BLUES, 9, minute=3)
    right = UndoItem(str(uuid4()), goal.uuid, NOW, Minute(45, 2))
    game.note(game.item(Kind.KICK_OFF), goal)
    assert [o.status for o in game.note(right, right)] == ["stored", "already"]
    [line] = sheet(game).goals(BLUES)
    assert (str(line.when), line.player and line.player.number) == ("45+2", 9)
    assert db_session.scalar(select(func.count(Incident.id))) == 4


def test_a_line_that_cannot_be_stops_nobody(game: Game) -> None:
    outcomes = game.note(
        game.item(Kind.GOAL, BLUES, 9),
        game.item(Kind.KICK_OFF),
        game.item(Kind.KICK_OFF),
        game.item(Kind.GOAL, BLUES, 9),
        game.item(Kind.GOAL, BLUES, 9, of=YELLOWS),
    )
    assert [o.status for o in outcomes] == ["refused", "stored", "refused", "stored", "refused"]
    assert all(o.reason for o in outcomes if o.status == "refused")
    [bad] = record(game.match, [InvalidItem(None)], actor=None, received_at=NOW, sent_at=NOW)
    assert bad.status == "refused"


def test_a_line_of_another_match_is_not_ours(event: Event, game: Game) -> None:
    kick_off = game.item(Kind.KICK_OFF)
    game.note(kick_off)
    other = actions.prepare(event, "J1-01", actor=None, at=NOW)
    [outcome] = record(other, [kick_off], actor=None, received_at=NOW, sent_at=NOW)
    assert outcome.status == "refused"


def test_the_programme_is_told_the_score_once_there_is_one(event: Event, game: Game) -> None:
    assert live(event) == {}
    game.note(game.item(Kind.KICK_OFF), game.item(Kind.GOAL, BLUES, 9))
    assert live(event) == {CODE: "1 – 0"}


def test_what_lies_ahead_is_not_told(game: Game) -> None:
    """As with scans: the demonstration has its last day already on its third morning."""
    game.note(game.item(Kind.KICK_OFF), game.item(Kind.GOAL, BLUES, 9), at=NOW)
    before = NOW - timedelta(seconds=1)
    assert queries.scores(game.event, at=before) == {}
    assert not queries.sheet(game.match, at=before, until=before).has_begun
    assert queries.sheet(game.match, at=before).text == "1 – 0"


@pytest.mark.parametrize("is_second", [False, True])
def test_second_yellow_card_is_said(game: Game, is_second: bool) -> None:
    cards = [game.item(Kind.YELLOW, BLUES, 9, minute=n) for n in (3, 20)[: 1 + is_second]]
    game.note(game.item(Kind.KICK_OFF), *cards)
    assert [line.is_second_yellow for line in sheet(game).cards(BLUES)][-1] is is_second
