"""The timetable: the list of a day, and what the grid asks and sends."""

from __future__ import annotations

import json
import re

import pytest

from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.programme.editing import actions
from fairapp.programme.releases import actions as releases
from tests.conftest import NOW, Client
from tests.programme.conftest import DAY_2, at_fair
from tests.programme.editing.conftest import AT, Plan
from tests.statements import recorded


def state_of(page: str) -> dict:
    """What the page gives the grid."""
    found = re.search(r"<script type=\"application/json\" data-state>(.*?)</script>", page, re.S)
    assert found is not None
    return json.loads(found[1])


def test_board_lists_the_day_and_what_is_parked(planner: Client, plan: Plan) -> None:
    plan("Ouverture", "09:00", minutes=90)
    plan("Clôture", "16:00", day=2)
    plan("Film surprise")
    page = planner.get(f"{AT}?day=1").text
    listed = page[page.index("data-list-part") :]
    assert re.findall(r"<time datetime=\"(\S+)\"", listed) == ["2026-12-02T09:00+03:00"]
    titles = re.findall(r"sessions/S0\d\">([^<]+)</a>", listed)
    assert titles == ["Ouverture", "Film surprise"]


def test_board_leads_on_when_there_is_nothing(planner: Client, fair: Event, db_session) -> None:
    page = planner.get(AT).text
    assert f'href="{AT}sessions/new?day=1"' in page
    fair.rooms.clear()
    db_session.commit()
    assert "Il n’y a pas encore de salle" in planner.get(AT).text
    fair.days.clear()
    db_session.commit()
    page = planner.get(AT).text
    assert "La foire n’a pas encore de jours" in page
    assert "data-editor" not in page


def test_grid_is_told_hours_on_the_fairs_clocks(planner: Client, plan: Plan) -> None:
    plan("Ouverture", "09:05", minutes=90)
    plan("Nuit", "22:30", day=2, minutes=60)
    state = state_of(planner.get(f"{AT}?day=1").text)
    assert [(d["code"], d["day"], d["start"], d["minutes"]) for d in state["drafts"]] == [
        ("S01", 1, 545, 90),
        ("S02", 2, 1350, 60),
    ]
    # A day is drawn for its hours, and as far as something lies outside them.
    assert state["spans"] == {"1": [420, 1320], "2": [420, 1440]}
    assert [room["code"] for room in state["rooms"]] == ["GS", "SC", ""]


def test_a_drop_moves_and_answers_with_what_it_meets(
    planner: Client, plan: Plan, fair: Event, db_session
) -> None:
    plan("Panel", "14:15", minutes=75, room="SC")
    moved = plan("Atelier", "09:00")
    wanted = {"version": 1, "day": 1, "start": 870, "minutes": 45, "room": "SC"}
    answer = planner.post(f"{AT}sessions/S02/place", json=wanted)
    assert answer.status_code == 200
    (draft,) = answer.json["drafts"]
    assert (draft["code"], draft["version"], draft["start"], draft["room"]) == ("S02", 2, 870, "SC")
    assert answer.json["pending"] == 2
    told = {w["code"]: (w["label"], w["text"]) for w in answer.json["warnings"]}
    room = fair.rooms[1].name
    assert told["S02"] == (
        "Salle prise",
        f"{room}\xa0: déjà prise par «\xa0Panel\xa0» de 14:15 à 15:30.",
    )
    db_session.refresh(moved)
    assert moved.starts_at == at_fair(fair, fair.days[0].date, "14:30")
    assert moved.room is not None and moved.room.code == "SC"
    # The list says it too.
    assert "Salle prise" in planner.get(f"{AT}?day=1").text


def test_a_session_is_parked_and_taken_from_there(planner: Client, plan: Plan, db_session) -> None:
    draft = plan("Atelier", "09:00")
    parked = {"version": 1, "day": None, "start": None, "minutes": 60, "room": "GS"}
    assert planner.post(f"{AT}sessions/S01/place", json=parked).json["drafts"][0]["day"] is None
    db_session.refresh(draft)
    assert (draft.starts_at, draft.day_id) == (None, None)
    back = {**parked, "version": 2, "day": 2, "start": 600}
    assert planner.post(f"{AT}sessions/S01/place", json=back).json["drafts"][0]["day"] == 2


def test_whoever_drags_an_older_version_is_shown_the_present_one(
    planner: Client, plan: Plan, fair: Event, db_session
) -> None:
    draft = plan("Atelier", "09:00")

    class Other:
        id, name = None, "Fatou Camara"

    values = {"starts_at": at_fair(fair, DAY_2, "11:00")}
    actions.change(draft, values, version=1, actor=Other(), at=NOW)
    db_session.commit()
    wanted = {"version": 1, "day": 1, "start": 600, "minutes": 60, "room": "GS"}
    answer = planner.post(f"{AT}sessions/S01/place", json=wanted)
    assert (answer.status_code, answer.json["error"]) == (409, "edited_meanwhile")
    assert "Fatou Camara" in answer.json["message"]
    (now,) = answer.json["drafts"]
    assert (now["version"], now["day"], now["start"], now["by"]) == (2, 2, 660, "Fatou Camara")
    db_session.refresh(draft)
    assert draft.version == 2


@pytest.mark.parametrize(
    "wanted",
    [
        {"day": 9, "start": 600},
        {"day": 1, "start": 1440},
        {"day": 1, "start": -5},
        {"day": 1},
        {"day": "1", "start": 600},
        {"day": 1, "start": True},
        {"room": "NOWHERE"},
        {"room": None},
        {"minutes": 0},
        {"minutes": 5000},
        {"minutes": "60"},
    ],
)
def test_what_no_grid_would_send_is_refused(
    planner: Client, plan: Plan, wanted: dict, db_session
) -> None:
    draft = plan("Atelier", "09:00")
    answer = planner.post(f"{AT}sessions/S01/place", json={"version": 1, **wanted})
    assert answer.status_code == 422
    assert answer.json["drafts"][0]["version"] == 1
    db_session.refresh(draft)
    assert (draft.version, draft.minutes) == (1, 60)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"version": "1"}', b'{"version": true}'])
def test_what_is_no_move_at_all_is_refused(planner: Client, plan: Plan, body: bytes) -> None:
    plan("Atelier", "09:00")
    sent = planner.post(f"{AT}sessions/S01/place", data=body, content_type="application/json")
    assert sent.status_code == 400
    assert planner.post(f"{AT}sessions/S99/place", json={"version": 1}).status_code == 404


def test_asking_again_costs_nothing_until_something_changes(
    planner: Client, plan: Plan, fair: Event, db_session
) -> None:
    draft = plan("Atelier", "09:00")
    first = planner.get(f"{AT}state")
    assert [d["code"] for d in first.json["drafts"]] == ["S01"]
    assert first.json["rooms"] == ["GS", "SC"]
    tag = {"If-None-Match": first.headers["ETag"]}
    again = planner.get(f"{AT}state", headers=tag)
    assert (again.status_code, again.data) == (304, b"")
    actions.change(draft, {"minutes": 30}, version=1, actor=None, at=NOW)
    assert planner.get(f"{AT}state", headers=tag).json["drafts"][0]["minutes"] == 30
    tag = {"If-None-Match": planner.get(f"{AT}state").headers["ETag"]}
    releases.publish(fair, actor=None, at=NOW)
    assert planner.get(f"{AT}state", headers=tag).json["pending"] == 0


def test_titles_in_other_languages_say_so(planner: Client, plan: Plan) -> None:
    draft = plan("x", "09:00")
    actions.change(draft, {"title": LocalizedText(ar="ورشة")}, version=1, actor=None, at=NOW)
    draft = planner.get(f"{AT}state").json["drafts"][0]
    assert (draft["title"], draft["lang"]) == ("ورشة", "ar")


def test_hours_are_set_and_warned_of(planner: Client, plan: Plan) -> None:
    plan("Veillée", "20:00")
    sent = {"opens_at": "08:00", "closes_at": "18:30", "stage_change": "20"}
    assert planner.post(f"{AT}hours", data=sent).status_code == 303
    warnings = planner.get(f"{AT}state").json["warnings"]
    assert [w["label"] for w in warnings] == ["Hors horaires"]
    page = planner.post(f"{AT}hours", data={**sent, "closes_at": "07:00"})
    assert page.status_code == 422
    assert 'value="07:00"' in page.text


def test_a_day_costs_as_many_reads_with_three_sessions_as_with_one(
    planner: Client, plan: Plan
) -> None:
    plan("Un", "09:00")
    with recorded() as one:
        planner.get(f"{AT}?day=1")
    plan("Deux", "11:00", kind="theatre", room="SC")
    plan("Trois", "14:00", kind="pause", room=None)
    with recorded() as three:
        planner.get(f"{AT}?day=1")
    assert len(three) == len(one)
