"""The public page of a match, and what the programme says of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.core import clock
from fairapp.matches import actions
from fairapp.matches.facts import How, Kind
from fairapp.programme.models import Session
from tests.conftest import NOW
from tests.matches.conftest import BLUES, YELLOWS, AddPerson, Game

PAGE = "/e/foire/matches/J1-10"


def text_of(client: FlaskClient, path: str = PAGE, **query: str) -> str:
    answer = client.get(path, query_string={"lang": "en", **query})
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_before_the_kick_off_the_page_says_when(client: FlaskClient, game: Game) -> None:
    page = text_of(client)
    assert "Monday 16 November, 09:00" in page
    assert "Minute by minute" not in page and "data-score" not in page


def test_score_scorers_and_course(client: FlaskClient, game: Game) -> None:
    game.note(
        game.item(Kind.KICK_OFF),
        game.item(Kind.GOAL, BLUES, 9, minute=3, how=How.PENALTY),
        game.item(Kind.GOAL, YELLOWS, 5, of=BLUES, minute=20, how=How.OWN),
        game.item(Kind.YELLOW, YELLOWS, 4, minute=21),
    )
    with clock.stopped(NOW + timedelta(minutes=22)):
        page = text_of(client)
    assert "<title>1 – 1 – " in page
    assert 'data-score="1">1<' in page and 'data-score="2">1<' in page
    assert 'First half</span> <span class="num minute" dir="ltr">23′' in page
    for words in ("Goal from a penalty", "own goal", "Yellow card", "Kick-off"):
        assert words in page


@pytest.mark.parametrize(
    ("shares", "ticked", "named"),
    [(True, True, True), (False, True, False), (True, False, False)],
)
def test_whoever_did_not_agree_is_a_number(
    client: FlaskClient, game: Game, person: AddPerson, shares: bool, ticked: bool, named: bool
) -> None:
    fatou = person("Fatou Binta", "Camara", share_name=shares)
    player = actions.add_player(game.match, BLUES, registration=fatou, actor=None, at=NOW)
    player.may_be_named = ticked
    game.note(game.item(Kind.KICK_OFF), game.item(Kind.GOAL, BLUES, 13, minute=3))
    page = text_of(client)
    assert ("Camara" in page) is named
    assert ("No. 13" in page) is not named
    # Nobody who stands by name alone is named without being asked.
    assert "Bleue" not in page


def test_page_has_a_tag_and_an_unchanged_one_is_not_sent_again(
    client: FlaskClient, game: Game
) -> None:
    first = client.get(PAGE)
    assert client.get(PAGE, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    game.note(game.item(Kind.KICK_OFF))
    assert client.get(PAGE, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_programme_says_the_score(client: FlaskClient, game: Game) -> None:
    for path in ("/e/foire/programme", "/e/foire/programme/J1-10"):
        assert "1 – 0" not in text_of(client, path)
    game.note(game.item(Kind.KICK_OFF), game.item(Kind.GOAL, BLUES, 9, minute=3))
    for path in ("/e/foire/programme", "/e/foire/programme/J1-10", "/e/foire/"):
        assert "1 – 0" in text_of(client, path)
    assert PAGE in text_of(client, "/e/foire/programme/J1-10")
    assert "/matches/" not in text_of(client, "/e/foire/programme/J1-01")


def test_a_match_is_public_when_its_session_is(
    client: FlaskClient, db_session: scoped_session[DbSession], game: Game
) -> None:
    session = db_session.query(Session).filter_by(code="J1-10").one()
    session.status = "draft"
    assert client.get(PAGE).status_code == 404
    assert client.get("/e/foire/matches/J1-01").status_code == 404


def test_shirts_have_letters_that_can_be_read(client: FlaskClient, game: Game) -> None:
    sheet = client.get(f"{PAGE}.css").text
    assert ".team-1{--team:#123c69;--on-team:#ffffff}" in sheet
    assert ".team-2{--team:#f2c230;--on-team:#000000}" in sheet
