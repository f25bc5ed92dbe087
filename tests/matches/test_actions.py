"""Preparing a match."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.matches import actions, queries
from fairapp.matches.facts import Kind
from fairapp.matches.models import Match
from fairapp.matches.squads import Place
from tests.conftest import NOW
from tests.matches.conftest import BLUES, CODE, AddPerson, Game


def places(game: Game, **numbers: int) -> list[Place]:
    players = game.match.team(BLUES).players
    return [
        Place(
            p.id, numbers.get(f"n{p.number}", p.number), p.number <= 11, p.number == 4, False, True
        )
        for p in players
    ]


def test_a_session_has_one_match(db_session: scoped_session[DbSession], event: Event) -> None:
    first = actions.prepare(event, CODE, actor=None, at=NOW)
    assert actions.prepare(event, CODE, actor=None, at=NOW) is first
    assert [team.side for team in first.teams] == [1, 2]
    with pytest.raises(DomainError, match="session_unknown"):
        actions.prepare(event, "J9-99", actor=None, at=NOW)
    assert db_session.scalar(select(func.count(Match.id))) == 1


def test_registered_players_follow_their_registration(game: Game, person: AddPerson) -> None:
    fatou = person("Fatou", "Camara")
    player = actions.add_player(game.match, BLUES, registration=fatou, actor=None, at=NOW)
    assert (player.number, player.is_starting, player.may_be_named) == (13, False, True)
    fatou.family_name = "Kamara"
    row = queries.player_rows(game.match.team(BLUES))[-1]
    assert (row.name, row.is_named) == ("Fatou Kamara", True)
    fatou.share_name = False
    assert not queries.player_rows(game.match.team(BLUES))[-1].is_named


def test_nobody_plays_on_both_sides(game: Game, person: AddPerson) -> None:
    fatou = person("Fatou", "Camara")
    actions.add_player(game.match, 2, registration=fatou, actor=None, at=NOW)
    with pytest.raises(DomainError, match="plays_already"):
        actions.add_player(game.match, 1, registration=fatou, actor=None, at=NOW)
    with pytest.raises(DomainError, match="name_missing"):
        actions.add_player(game.match, 1, name="", actor=None, at=NOW)


def test_two_players_change_numbers(game: Game) -> None:
    one, two = game.player(BLUES, 1), game.player(BLUES, 2)
    actions.arrange(game.match, BLUES, places(game, n1=2, n2=1), actor=None, at=NOW)
    assert (one.number, two.number) == (2, 1)
    assert game.player(BLUES, 4).is_captain


def test_refused_list_changes_nothing(game: Game) -> None:
    with pytest.raises(DomainError, match="number_taken"):
        actions.arrange(game.match, BLUES, places(game, n1=2), actor=None, at=NOW)
    assert sorted(p.number for p in game.match.team(BLUES).players) == list(range(1, 13))


def test_whoever_the_record_names_stays(game: Game) -> None:
    scorer, other = game.player(BLUES, 9), game.player(BLUES, 8)
    game.note(game.item(Kind.KICK_OFF), game.item(Kind.GOAL, BLUES, 9, minute=3))
    with pytest.raises(DomainError, match="player_in_play"):
        actions.remove_player(scorer, actor=None, at=NOW)
    actions.remove_player(other, actor=None, at=NOW)
    assert [p.number for p in game.match.team(BLUES).players if p.number in (8, 9)] == [9]
