"""Feeds for other programs, read back by schema and by other people's parsers."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import vobject
from jsonschema import Draft202012Validator
from lxml import etree

from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Room
from fairapp.programme.models import SessionStatus, Speaker
from fairapp.programme.parts import Act, Document, Part
from fairapp.programme.signals import live
from tests.programme.conftest import text

SCHEMAS = Path(__file__).parent / "schemas"
XML = etree.RelaxNG(etree.parse(SCHEMAS / "schedule.rng"))
JSON = Draft202012Validator(json.loads((SCHEMAS / "schedule.json").read_text()))
SCHEDULES = ("/e/foire/schedule.xml", "/e/foire/schedule.json")


@pytest.fixture
def stage(db_session, fair, add_session):
    """A ceremony with people, acts and a document, a play without any, and one that is off."""
    minister = Speaker(event=fair, name="S.E.M. Ibrahima Condé", represents="le Premier ministre")
    db_session.add(minister)
    db_session.flush()
    add_session(
        "J1-02",
        "09:00",
        "10:30",
        title="Ouverture & « hymne » <fort>\x0b",
        abstract=text("Un\nDeux"),
        languages="fr sus",
        interpretation="en",
        parts=(Part(minister.id, "speaker"), Part(minister.id, "moderator")),
        acts=(
            Act(title=text("Hymne"), minutes=5, company="Fanfare"),
            Act(title=text("Allocution"), minutes=10, speaker=minister.id),
        ),
        documents=(
            Document(title=text("Guide"), url="https://example.org/guide?a=1&b=2"),
            Document(title=text("Discours"), file=1),
        ),
    )
    add_session("J1-03", "10:30", "12:00", room=None, kind="theatre")
    add_session("J2-01", "14:00", "15:00", day=2, status=SessionStatus.CANCELLED, sequence=1)
    add_session("J2-02", "16:00", "17:00", day=2, status=SessionStatus.DRAFT, sequence=0)
    return fair


def xml_of(client, path="/e/foire/schedule.xml"):
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    return etree.fromstring(answer.data)


def test_schedule_xml_is_valid(client, stage) -> None:
    found = xml_of(client)
    XML.assertValid(found)
    assert [(day.get("index"), len(day.findall("room/event"))) for day in found.findall("day")] == [
        ("1", 2),
        ("2", 0),
    ]


def test_the_schema_can_refuse(client, stage) -> None:
    found = xml_of(client)
    found.find("day/room/event/duration").text = "90 min"
    assert not XML.validate(found)
    spoilt = client.get("/e/foire/schedule.json").json
    del spoilt["schedule"]["conference"]["days"][0]["day_end"]
    assert not JSON.is_valid(spoilt)


def test_an_event_in_schedule_xml(client, stage) -> None:
    event = xml_of(client).find("day/room/event")
    said = {child.tag: child.text for child in event}
    assert said["title"] == "Ouverture & « hymne » <fort>"
    assert said["date"] == "2026-12-02T09:00:00+03:00"
    assert (said["start"], said["duration"], said["room"]) == ("09:00", "01:30", "Grande salle")
    assert (said["language"], said["slug"]) == ("fr", "foire-j1-02")
    assert said["description"] == (
        "09:00 Hymne – Fanfare\n09:05 Allocution – S.E.M. Ibrahima Condé"
    )
    assert [p.text for p in event.find("persons")] == ["S.E.M. Ibrahima Condé"]
    assert [(a.get("href"), a.text) for a in event.find("links")] == [
        ("https://example.org/guide?a=1&b=2", "Guide")
    ]


def test_what_has_no_room_is_where_the_fair_is(client, stage) -> None:
    rooms = [room.get("name") for room in xml_of(client).findall("day/room")]
    assert rooms == ["Grande salle", "Maison des jeunes"]


def test_schedule_json_is_valid_and_says_the_same(client, stage) -> None:
    found = client.get("/e/foire/schedule.json").json
    JSON.validate(found)
    (event,) = found["schedule"]["conference"]["days"][0]["rooms"]["Grande salle"]
    same = xml_of(client).find("day/room/event")
    assert (event["guid"], str(event["id"])) == (same.get("guid"), same.get("id"))
    assert event["persons"][0]["public_name"] == "S.E.M. Ibrahima Condé"


@pytest.mark.parametrize("path", SCHEDULES)
def test_identities_stay_when_a_session_moves(client, db_session, stage, add_session, path) -> None:
    before = client.get(path).get_data(as_text=True)
    guid = xml_of(client).find("day/room/event").get("guid")
    session = add_session("J9-99", "18:00", "19:00", day=2)
    session.starts_at += timedelta(minutes=15)
    db_session.commit()
    after = client.get(path).get_data(as_text=True)
    assert guid in before and guid in after
    assert before != after


def test_a_fair_without_sessions_is_valid_too(client, fair) -> None:
    XML.assertValid(xml_of(client))
    JSON.validate(client.get("/e/foire/schedule.json").json)


def test_the_demonstration_is_valid_in_every_language(demo_client) -> None:
    for language in ("fr", "en", "ar"):
        answer = demo_client.get(f"/e/journees-2026/schedule.xml?lang={language}")
        found = etree.fromstring(answer.data)
        XML.assertValid(found)
        assert len(found.findall("day/room/event")) == 35
        JSON.validate(demo_client.get(f"/e/journees-2026/schedule.json?lang={language}").json)


def test_plain_json_has_every_language_and_state(client, db_session, stage) -> None:
    found = client.get("/e/foire/programme.json").json
    assert [(s["code"], s["status"]) for s in found["sessions"]] == [
        ("J1-02", "published"),
        ("J1-03", "published"),
        ("J2-01", "cancelled"),
    ]
    opening = found["sessions"][0]
    assert opening["starts_at"] == "2026-12-02T06:00:00Z"
    assert (opening["languages"], opening["interpretation"]) == (["fr", "sus"], ["en"])
    assert [a["starts_at"] for a in opening["acts"]] == [
        "2026-12-02T06:00:00Z",
        "2026-12-02T06:05:00Z",
    ]
    assert opening["people"][0]["represents"] == "le Premier ministre"
    assert [d["url"] for d in opening["documents"]] == ["https://example.org/guide?a=1&b=2"]


def test_plain_json_tells_what_goes_on(client, stage) -> None:
    def score(event):
        return {"J1-03": "2 – 1"}

    with live.connected_to(score):
        found = client.get("/e/foire/programme.json").json
    assert {s["code"]: s["live"] for s in found["sessions"]} == {
        "J1-02": None,
        "J1-03": "2 – 1",
        "J2-01": None,
    }


def test_what_the_team_notes_is_in_no_feed(client, db_session, add_session, stage) -> None:
    secret = {"note": "VIP : entrée sud", "needs": "gilet pare-balles"}
    acts = (Act(title=text("Scène"), needs="couteau factice"),)
    add_session("J1-09", "15:00", "16:00", acts=acts, **secret)
    for path in (*SCHEDULES, "/e/foire/programme.json", "/e/foire/programme.ics"):
        body = client.get(path).get_data(as_text=True)
        assert "J1-09" in body or "j1-09" in body
        assert not any(word in body for word in ("VIP", "gilet", "couteau"))


@pytest.mark.parametrize("path", [*SCHEDULES, "/e/foire/programme.json", "/e/foire/programme.ics"])
def test_scripts_of_other_sites_may_read_and_ask_again_for_nothing(client, stage, path) -> None:
    answer = client.get(path)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_second_parser_reads_the_calendar(client, db_session, stage, add_session) -> None:
    add_session("J2-03", "09:00", "10:00", day=2, status=SessionStatus.DRAFT, sequence=2)
    answer = client.get("/e/foire/programme.ics")
    found = vobject.readOne(answer.get_data(as_text=True)).vevent_list
    by_uid = {entry.uid.value: entry for entry in found}
    assert sorted(by_uid) == [
        f"{code}@foire.fairapp" for code in ("J1-02", "J1-03", "J2-01", "J2-03")
    ]
    opening = by_uid["J1-02@foire.fairapp"]
    assert opening.dtstart.value == datetime.fromisoformat("2026-12-02T06:00:00+00:00")
    assert opening.summary.value.startswith("Ouverture & « hymne » <fort>")
    states = {uid[:5]: (e.status.value, int(e.sequence.value)) for uid, e in by_uid.items()}
    assert states == {
        "J1-02": ("CONFIRMED", 0),
        "J1-03": ("CONFIRMED", 0),
        "J2-01": ("CANCELLED", 1),
        # Withdrawn after it was public: whoever kept it must lose it.
        "J2-03": ("CANCELLED", 2),
    }


def test_names_are_in_the_language_that_is_asked_for(client, db_session, fair, add_session) -> None:
    fair.rooms[0].name = LocalizedText(fr="Grande salle", en="Main hall")
    add_session("J1-02", "09:00", "10:30")
    found = client.get("/e/foire/schedule.json?lang=en").json
    assert list(found["schedule"]["conference"]["days"][0]["rooms"]) == ["Main hall"]
    assert isinstance(fair.rooms[0], Room)
