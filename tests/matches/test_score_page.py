"""Keeping the score: forms without JavaScript, and the wire of the phone."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.core import clock
from fairapp.events.models import Event
from fairapp.matches import queries
from fairapp.matches.models import Incident
from tests.conftest import NOW, Login
from tests.matches.conftest import BLUES, CODE, YELLOWS, Game

AT = f"/staff/foire/programme/matches/{CODE}"
API = f"/api/v1/events/foire/matches/{CODE}/incidents"


@pytest.fixture
def keeper(client: FlaskClient, event: Event, login: Login) -> FlaskClient:
    login(client, "programme")
    client.set_cookie("lang", "en")
    return client


def line(kind: str, **values: object) -> dict[str, object]:
    return {"uuid": str(uuid4()), "kind": kind, "at": NOW.isoformat(), **values}


def send(keeper: FlaskClient, *lines: object, **upload: object):
    return keeper.post(API, json={"sent_at": NOW.isoformat(), "incidents": lines, **upload})


def form(kind: str, **values: object) -> dict[str, object]:
    return {"uuid": str(uuid4()), "kind": kind, **values}


def course(game: Game) -> list[tuple[str, str, int]]:
    sheet = queries.sheet(game.match, at=NOW)
    return [
        (str(x.fact.kind), str(x.when), x.player.number if x.player else 0) for x in sheet.lines
    ]


def test_forms_note_a_whole_match(keeper: FlaskClient, game: Game) -> None:
    nine, own = game.player(BLUES, 9).id, game.player(YELLOWS, 5).id
    five, twelve = game.player(BLUES, 5).id, game.player(BLUES, 12).id
    keeper.post(f"{AT}/incidents", data=form("kick_off", ago="10"))
    with clock.stopped(NOW + timedelta(minutes=12)):
        for data in (
            form("goal", side="1", player=str(nine), penalty="y"),
            form("goal", side="1", own=str(own), minute="30"),
            form("yellow", side="2", player="", minute="45+1"),
            form("substitution", side="1", player=str(five), other=str(twelve), minute="40"),
            form("half_time"),
        ):
            keeper.post(f"{AT}/incidents", data=data)
        page = keeper.get(f"{AT}/score").text
    assert course(game) == [
        ("kick_off", "0", 0),
        ("goal", "23", 9),
        ("goal", "30", 5),
        ("substitution", "40", 5),
        ("yellow", "45+1", 0),
        ("half_time", "23", 0),
    ]
    assert queries.sheet(game.match, at=NOW).text == "2 – 0"
    assert "Half-time" in page and 'data-score="1">2<' in page


def test_the_same_form_twice_is_one_goal(
    keeper: FlaskClient, game: Game, db_session: scoped_session[DbSession]
) -> None:
    keeper.post(f"{AT}/incidents", data=form("kick_off"))
    goal = form("goal", side="1", player="", minute="3")
    for _ in range(2):
        keeper.post(f"{AT}/incidents", data=goal)
    assert db_session.scalar(select(func.count(Incident.id))) == 2
    keeper.post(f"{AT}/incidents", data=form("undo", undoes=goal["uuid"]))
    assert queries.sheet(game.match, at=NOW).text == "0 – 0"


@pytest.mark.parametrize(
    "data",
    [
        form("goal", side="1", minute="deux"),
        form("goal", side="3"),
        form("nothing", side="1"),
        form("yellow", side="1", own="1"),
        form("goal", side="1", player="99999999999999999999"),
        form("goal", side="x"),
        form("undo"),
        {"kind": "goal", "side": "1", "uuid": "x"},
        {},
    ],
)
def test_forms_that_are_not_ours_note_nothing(
    keeper: FlaskClient, game: Game, db_session: scoped_session[DbSession], data: dict[str, str]
) -> None:
    keeper.post(f"{AT}/incidents", data=form("kick_off"))
    answer = keeper.post(f"{AT}/incidents", data=data, follow_redirects=True)
    assert answer.status_code == 200 and "A minute is written" in answer.text
    assert db_session.scalar(select(func.count(Incident.id))) == 1


def test_refusal_is_said_on_the_page(keeper: FlaskClient, game: Game) -> None:
    answer = keeper.post(
        f"{AT}/incidents", data=form("goal", side="1", minute="3"), follow_redirects=True
    )
    assert "note the kick-off first" in answer.text


def test_upload_is_answered_line_by_line(keeper: FlaskClient, game: Game) -> None:
    player = game.player(BLUES, 9).id
    goal = line("goal", side=1, player=player, minute="12", how="penalty")
    lines = [line("kick_off"), goal, goal, line("goal", side=2, player=player), 7, {"uuid": 7}]
    answer = send(keeper, *lines).get_json()
    statuses = [result["status"] for result in answer["results"]]
    assert statuses == ["stored", "stored", "already", "refused", "refused", "refused"]
    assert "not on the team’s list" in answer["results"][3]["reason"]
    assert [i["uuid"] for i in answer["incidents"]] == [lines[0]["uuid"], goal["uuid"]]
    assert keeper.get(API).get_json()["csrf"]


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": "goal", "side": True},
        {"kind": "goal", "side": 1, "minute": 12},
        {"kind": "goal", "side": 1, "minute": "999"},
        {"kind": "goal", "side": 1, "player": 2**40},
        {"kind": "goal", "side": 1, "player": "1"},
        {"kind": "goal", "side": 1, "how": "missed"},
        {"kind": "goal", "side": 1, "at": "yesterday"},
        {"kind": "goal", "side": 1, "at": "2026-11-16T09:00:00"},
        {"kind": ["goal"], "side": 1},
        {"kind": "undo", "undoes": "x"},
        {"kind": "undo"},
    ],
)
def test_what_is_no_line_is_refused_and_stops_nobody(
    keeper: FlaskClient, game: Game, bad: dict[str, object]
) -> None:
    kick_off, after = line("kick_off"), line("goal", side=1, minute="5")
    answer = send(keeper, kick_off, line("goal") | bad, after).get_json()
    assert [r["status"] for r in answer["results"]] == ["stored", "refused", "stored"]


def test_what_is_no_upload_is_refused_as_a_whole(keeper: FlaskClient, game: Game) -> None:
    assert keeper.post(API, data="goal").status_code == 400
    assert keeper.post(API, json=[]).status_code == 400
    assert send(keeper, sent_at="now").status_code == 400
    assert send(keeper, *[line("goal")] * 51).status_code == 413


def test_only_the_programme_s_team_keeps_the_score(
    client: FlaskClient, game: Game, login: Login
) -> None:
    assert send(client, line("kick_off")).status_code == 401
    login(client, "scanner")
    assert send(client, line("kick_off")).status_code == 403
    assert client.get(API).status_code == 403
