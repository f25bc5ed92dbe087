"""The team's pages about matches, and the papers."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.events.models import Event
from fairapp.matches import actions, queries
from fairapp.matches.facts import How, Kind
from tests.conftest import NOW, Login
from tests.matches.conftest import BLUES, CODE, YELLOWS, AddPerson, Game
from tests.statements import recorded

AT = "/staff/foire/programme/matches/"
DETAILS = {
    **{"half_minutes": "20", "extra_minutes": "5", "has_penalties": "y", "referee": "Mme Barry"},
    **{"name_1-fr": "Gardiens", "short_name_1": "GDP", "colour_1": "#a51d1d"},
    **{"name_2-fr": "Étoile", "short_name_2": "EDQ", "colour_2": "#0b6e4f"},
}


@pytest.fixture
def editor(client: FlaskClient, event: Event, login: Login) -> FlaskClient:
    login(client, "programme")
    client.set_cookie("lang", "en")
    return client


def squad_fields(game: Game, **changes: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for player in game.match.team(BLUES).players:
        fields[f"number-{player.id}"] = str(player.number)
        fields[f"role-{player.id}"] = "starting" if player.is_starting else "bench"
    return fields | changes


def test_match_is_prepared_at_a_session_and_set_up(editor: FlaskClient, event: Event) -> None:
    page = editor.get(AT).text
    assert page.index(CODE) < page.index("J1-01")  # football is proposed first
    assert editor.post(AT, data={"code": CODE}).location.endswith(f"{AT}{CODE}")
    answer = editor.post(f"{AT}{CODE}", data=DETAILS, follow_redirects=True)
    assert "The match is saved." in answer.text
    assert "These shirts are of one lightness" in answer.text
    match = queries.find(event, CODE)
    assert match is not None
    assert (match.terms.half, match.terms.extra, match.terms.has_penalties) == (20, 5, True)
    assert match.officials == {"referee": "Mme Barry"}
    assert [team.short_name for team in match.teams] == ["GDP", "EDQ"]
    assert "Choose a session." in editor.post(AT, data={"code": "?"}, follow_redirects=True).text


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("half_minutes", "0", "From 5 to 60 minutes."),
        ("half_minutes", "", "How long is a half?"),
        ("colour_1", "red", "Choose a colour"),
        ("short_name_2", "X" * 13, "At most 12 characters."),
        ("name_1-fr", "X" * 81, "At most 80 characters."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    editor: FlaskClient, game: Game, field: str, value: str, message: str
) -> None:
    answer = editor.post(f"{AT}{CODE}", data=DETAILS | {field: value})
    assert answer.status_code == 422
    assert message in answer.text and "Mme Barry" in answer.text
    assert game.match.terms.half == 45


def test_players_are_found_and_added(
    editor: FlaskClient, game: Game, person: AddPerson, db_session: scoped_session[DbSession]
) -> None:
    fatou = person("Fatou Binta", "Camara")
    squad = f"{AT}{CODE}/teams/1"
    assert fatou.reference in editor.get(squad, query_string={"q": "binta"}).text
    for data in ({"reference": fatou.reference}, {"name": "Petit <b>Alpha</b>"}):
        answer = editor.post(f"{squad}/players", data=data, follow_redirects=True)
        assert "On the list with number" in answer.text
    again = editor.post(
        f"{squad}/players", data={"reference": fatou.reference}, follow_redirects=True
    )
    assert "on one of the lists already" in again.text
    assert "<b>Alpha</b>" not in again.text
    db_session.expire_all()
    player = game.player(BLUES, 14)
    removal = editor.post(f"{squad}/players/{player.id}/removal", follow_redirects=True)
    assert "Taken off the list." in removal.text and "Petit" not in removal.text
    assert editor.get(f"{AT}{CODE}/teams/3").status_code == 404


def test_a_number_twice_is_said_beside_the_player(editor: FlaskClient, game: Game) -> None:
    nine = game.player(BLUES, 9)
    data = squad_fields(game, **{f"number-{nine.id}": "10", "captain": str(nine.id)})
    answer = editor.post(f"{AT}{CODE}/teams/1", data=data)
    assert answer.status_code == 422
    assert "Two players have this number." in answer.text
    data[f"number-{nine.id}"] = "99"
    editor.post(f"{AT}{CODE}/teams/1", data=data)
    assert nine.number == 99 and nine.is_captain


@pytest.mark.parametrize("value", ["", "zero", "0", "100"])
def test_what_is_no_number_is_said(editor: FlaskClient, game: Game, value: str) -> None:
    nine = game.player(BLUES, 9)
    data = squad_fields(game, **{f"number-{nine.id}": value})
    answer = editor.post(f"{AT}{CODE}/teams/1", data=data)
    assert answer.status_code == 422
    assert f'id="number-{nine.id}-error"' in answer.text


def test_index_asks_the_database_no_more_for_two_matches(
    editor: FlaskClient, event: Event, game: Game
) -> None:
    with recorded() as one:
        assert "GDP" in editor.get(AT).text
    actions.prepare(event, "J1-01", actor=None, at=NOW)
    with recorded() as two:
        assert "J1-01/score" in editor.get(AT).text
    assert len(two) == len(one)


def words_of(pdf: bytes) -> tuple[int, str]:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
        return len(document), " ".join(text.split())


def test_team_sheet_has_both_lists_and_room_to_sign(editor: FlaskClient, game: Game) -> None:
    game.match.officials = {"referee": "Mme Barry"}
    answer = editor.get(f"{AT}{CODE}/sheet.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "no-store" in answer.headers["Cache-Control"]
    pages, words = words_of(answer.data)
    assert pages == 1
    for text in ("Team sheet", "Bleue 12", "Jaune 1", "Mme Barry", "Signatures", "Match de gala"):
        assert text in words
    assert re.search(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d+ November 2026 ·", words)
    assert "Sub substitute" in words


def test_result_has_the_score_by_half_and_what_happened(editor: FlaskClient, game: Game) -> None:
    game.note(
        game.item(Kind.KICK_OFF),
        game.item(Kind.GOAL, BLUES, 9, minute=3, how=How.PENALTY),
        game.item(Kind.SUBSTITUTION, YELLOWS, 5, on=12, minute=20),
        game.item(Kind.RED, YELLOWS, 4, minute=21),
    )
    pages, words = words_of(editor.get(f"{AT}{CODE}/result.pdf").data)
    assert pages == 1
    for text in ("1 – 0", "3′ 9 Bleue 9 · Goal from a penalty", "20′ on: 12 Jaune 12", "Red card"):
        assert text in words
    assert editor.get(f"{AT}{CODE}/result.pdf?lang=ar").status_code == 200


def test_papers_are_the_teams_only(client: FlaskClient, game: Game, login: Login) -> None:
    assert client.get(f"{AT}{CODE}/sheet.pdf").status_code == 302
    login(client, "reception")
    assert client.get(f"{AT}{CODE}/result.pdf").status_code == 403
    assert client.get(f"{AT}{CODE}/score").status_code == 403
