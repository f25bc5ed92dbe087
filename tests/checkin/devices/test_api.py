"""A phone becomes a device, asks what it may know, scans as itself, and is cut off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from fairapp.checkin import codes
from fairapp.checkin.devices import actions, rules
from fairapp.checkin.devices.actions import NewDevice
from fairapp.checkin.models import Device, Scan
from fairapp.core import clock
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from tests.checkin.conftest import MORNING, Fair, make_fair
from tests.conftest import Login, MakeApp
from tests.statements import recorded

ENROL = "/api/v1/devices"
API = "/api/v1/events/journees"
MARKED = {"X-Fair-App": "scanner"}

pytestmark = pytest.mark.usefixtures("morning")


def enrolled(fair: Fair, **values: Any) -> tuple[Device, str]:
    """A device of the fair and its token."""
    new = replace(NewDevice("Porte 1"), **values)
    device = actions.make(fair.event, new, actor=fair.user("organiser"), at=MORNING)
    code = actions.give_code(device, actor=fair.user("organiser"), at=MORNING)
    return actions.enrol(code, at=MORNING)


def bearing(token: str) -> dict[str, str]:
    return {**MARKED, "Authorization": f"Bearer {token}"}


def scan_of(badge: str, **values: Any) -> dict[str, Any]:
    return {
        "uuid": str(uuid4()),
        "seq": 1,
        "badge": badge,
        "checkpoint": "G1",
        "scanned_at": "2026-12-02T08:29:47Z",
        **values,
    }


def send(client: FlaskClient, token: str, *scans: Any, **upload: Any) -> TestResponse:
    body = {"sent_at": "2026-12-02T08:30:00Z", "scans": list(scans), **upload}
    return client.post(f"{API}/scans", json=body, headers=bearing(token))


def result(answer: TestResponse) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    [found] = answer.json["results"]
    return dict(found)


# -- enrolment ------------------------------------------------------------------------------------


def test_enrol_turns_a_code_into_a_token_once(client: FlaskClient, fair: Fair) -> None:
    organiser = fair.user("organiser")
    made = actions.make(fair.event, NewDevice("Porte 1"), actor=organiser, at=MORNING)
    code = actions.give_code(made, actor=organiser, at=MORNING)
    typed = rules.spell(code).lower().replace("-", " ")

    answer = client.post(ENROL, json={"code": typed}, headers=MARKED)
    again = client.post(ENROL, json={"code": code}, headers=MARKED)

    assert answer.status_code == 200
    assert answer.json is not None
    assert (answer.json["event"], answer.json["last_seq"]) == ("journees", 0)
    assert answer.headers["Cache-Control"] == "no-store"
    shown = client.get(f"{API}/device", headers=bearing(answer.json["token"])).json
    assert shown == answer.json["config"]
    assert (again.status_code, again.json and again.json["code"]) == (403, "code_unknown")
    kept = db.session.scalars(select(Device)).one()
    assert kept.enrolled_at == MORNING
    assert kept.token_hash == rules.digest(answer.json["token"])
    assert answer.json["token"] not in str(vars(kept))


def test_enrol_is_refused_after_a_quarter_of_an_hour(client: FlaskClient, fair: Fair) -> None:
    organiser = fair.user("organiser")
    made = actions.make(fair.event, NewDevice("Porte 1"), actor=organiser, at=MORNING)
    code = actions.give_code(made, actor=organiser, at=MORNING)

    with clock.stopped(MORNING + timedelta(minutes=15)):
        late = client.post(ENROL, json={"code": code}, headers=MARKED)
    with clock.stopped(MORNING + timedelta(minutes=14, seconds=59)):
        in_time = client.post(ENROL, json={"code": code}, headers=MARKED)

    assert (late.status_code, late.json and late.json["code"]) == (403, "code_expired")
    assert in_time.status_code == 200


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        ({"code": "ABCD-EFGH-JKLM"}, MARKED, 403, "code_unknown"),
        ({"code": ""}, MARKED, 403, "code_unknown"),
        ({"code": 7}, MARKED, 400, "malformed"),
        (["code"], MARKED, 400, "malformed"),
        ({"code": "ABCD-EFGH-JKLM"}, {}, 400, "no_app"),
    ],
)
def test_enrol_refuses_what_is_no_code(
    client: FlaskClient, fair: Fair, body: Any, headers: dict[str, str], status: int, code: str
) -> None:
    # A device that was never given a code must not be found by the lack of one.
    fair.device("A1")
    answer = client.post(ENROL, json=body, headers=headers)
    assert (answer.status_code, answer.json and answer.json["code"]) == (status, code)


def test_enrol_is_limited(client: FlaskClient, fair: Fair) -> None:
    tried = [
        client.post(ENROL, json={"code": f"GUESS{n}"}, headers=MARKED).status_code
        for n in range(31)
    ]
    assert tried == [403] * 30 + [429]


def test_enrol_again_makes_the_phone_before_a_stranger(client: FlaskClient, fair: Fair) -> None:
    device, first = enrolled(fair)
    send(client, first, scan_of(f"t:{fair.badge().token}", seq=41))
    code = actions.give_code(device, actor=fair.user("organiser"), at=MORNING)
    assert send(client, first).status_code == 200, "until another phone is enrolled"

    second = client.post(ENROL, json={"code": code}, headers=MARKED).json

    assert second is not None
    assert second["last_seq"] == 41, "the new phone goes on counting where the old one stopped"
    assert problem(send(client, first)) == (401, "device_unknown")
    assert send(client, second["token"]).status_code == 200


def test_enrol_own_makes_the_phone_in_hand_a_device(
    client: FlaskClient, fair: Fair, login: Login
) -> None:
    login(client, "reception")

    answer = client.post("/scan/journees/devices", headers=MARKED)

    assert answer.json is not None
    assert answer.json["config"]["device"] == {
        "code": "P1",
        "name": "Téléphone de Reception",
        "may_override": True,
        "may_search": False,
        "expires_at": "2026-12-06T00:00:00.000Z",
    }
    stranger = client.application.test_client()
    assert send(stranger, answer.json["token"]).status_code == 200


def test_enrol_own_gives_a_scanner_no_right_that_it_has_not(
    client: FlaskClient, fair: Fair, login: Login
) -> None:
    login(client, "scanner")
    answer = client.post("/scan/journees/devices", headers=MARKED)
    assert answer.json is not None
    assert answer.json["config"]["device"]["may_override"] is False


def test_a_device_lasts_at_least_a_day_even_after_the_fair(fair: Fair) -> None:
    later = MORNING + timedelta(days=30)
    assert actions.usual_end(fair.event, later) == later + timedelta(days=1)


# -- what it is told ------------------------------------------------------------------------------


def test_device_is_told_its_fair_and_nobodys_name(client: FlaskClient, fair: Fair) -> None:
    fair.badge(fair.person("Mariama Diallo"))
    session_door, stand = fair.event.checkpoints[2:4]
    session_door.signed_up_only = True
    session_door.opens_at = datetime(2026, 12, 2, 8, 0, tzinfo=UTC)
    stand.categories = [fair.categories["officiel"], fair.categories["ong"]]
    stand.days = [fair.event.days[1]]
    stand.capacity, stand.direction = 12, "in"
    _device, token = enrolled(fair)

    answer = client.get(f"{API}/device", headers=bearing(token))

    assert answer.json is not None
    salt = codes.event_salt(str(client.application.config["SECRET_KEY"]), fair.event.id).hex()
    assert answer.json["event"] == {
        "slug": "journees",
        "name": "Journées d’échanges",
        "zone": "Africa/Conakry",
        "days": ["2026-12-02", "2026-12-03", "2026-12-04"],
        "salt": salt,
    }
    found = {gate["code"]: gate for gate in answer.json["checkpoints"]}
    assert list(found) == ["G1", "G2", "S1", "ST3", "H1"]
    assert found["S1"] == {
        "code": "S1",
        "name": "Grande salle",
        "scope": "session",
        "group": "",
        "is_entrance": False,
        "direction": "both",
        "opens_at": "2026-12-02T08:00:00.000Z",
        "closes_at": None,
        "categories": None,
        "days": None,
        "signed_up_only": True,
        "watches": "J1-02",
        "capacity": 2,
    }
    numbers = sorted(fair.categories[code].id for code in ("ong", "officiel"))
    limits = ("categories", "days", "capacity", "direction")
    assert [found["ST3"][name] for name in limits] == [numbers, ["2026-12-03"], 12, "in"]
    ong = str(fair.categories["ong"].id)
    assert answer.json["categories"][ong] == {
        "code": "ong",
        "name": "ONG et associations",
        "letter": "O",
        "tone": "#1e4f8c",
    }
    assert answer.json["server_time"] == "2026-12-02T08:30:00.000Z"
    assert "Diallo" not in answer.text


def test_device_reads_the_language_that_it_asks_for(client: FlaskClient, fair: Fair) -> None:
    _device, token = enrolled(fair)
    answer = client.get(f"{API}/device?lang=ar", headers=bearing(token))
    assert answer.json is not None
    assert answer.json["event"]["name"] == "أيام التبادل"


def test_device_that_is_bound_is_told_its_own_checkpoint_alone(
    client: FlaskClient, fair: Fair
) -> None:
    _device, token = enrolled(fair, checkpoint=fair.event.checkpoints[1])
    answer = client.get(f"{API}/device", headers=bearing(token))
    assert answer.json is not None
    assert [gate["code"] for gate in answer.json["checkpoints"]] == ["G2"]


def test_device_is_no_page_for_people(client: FlaskClient, fair: Fair, login: Login) -> None:
    login(client, "organiser")
    assert problem(client.get(f"{API}/device")) == (401, "device_unknown")


# -- who may --------------------------------------------------------------------------------------


def problem(answer: TestResponse) -> tuple[int, str]:
    assert answer.json is not None
    assert answer.mimetype == "application/problem+json"
    return answer.status_code, answer.json["code"]


def test_a_device_scans_as_itself(client: FlaskClient, fair: Fair) -> None:
    device, token = enrolled(fair)

    found = result(send(client, token, scan_of(f"t:{fair.badge().token}", seq=7)))

    assert (found["status"], found["verdict"], found["may_override"]) == (
        "stored",
        "admitted",
        False,
    )
    scan = db.session.scalars(select(Scan)).one()
    assert (scan.device_id, scan.seq, scan.user_id) == (device.id, 7, None)


@pytest.mark.parametrize("token", ["", "wrong", "Ünicode", "x" * 4000])
def test_a_wrong_token_is_unknown(client: FlaskClient, fair: Fair, token: str) -> None:
    enrolled(fair)
    fair.device("NEVER")
    assert problem(send(client, token)) == (401, "device_unknown")


def test_a_device_that_was_cut_off_or_is_over_is_told_so(client: FlaskClient, fair: Fair) -> None:
    badge = fair.badge()
    device, token = enrolled(fair)
    actions.revoke(device, actor=fair.user("organiser"), at=MORNING)
    _other, short = enrolled(fair, expires_at=MORNING + timedelta(hours=1))

    cut_off = send(client, token, scan_of(f"t:{badge.token}"))
    assert send(client, short).status_code == 200
    with clock.stopped(MORNING + timedelta(hours=1)):
        over = send(client, short, scan_of(f"t:{badge.token}"))

    assert problem(cut_off) == (401, "device_revoked")
    assert problem(over) == (401, "device_expired")
    assert cut_off.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert db.session.scalars(select(Scan)).all() == []


def test_a_token_is_good_at_its_own_fair_alone(client: FlaskClient, fair: Fair) -> None:
    make_fair(fair.db, "ailleurs")
    _device, token = enrolled(fair)
    for path in ("device", "counts?checkpoint=G1"):
        answer = client.get(f"/api/v1/events/ailleurs/{path}", headers=bearing(token))
        assert answer.status_code == 403


@pytest.mark.parametrize(
    "path", ["/desk/journees/", "/scan/journees/", "/staff/journees/registrations/"]
)
def test_a_token_opens_no_page_of_the_team(client: FlaskClient, fair: Fair, path: str) -> None:
    _device, token = enrolled(fair, may_override=True)
    assert client.get(path, headers=bearing(token)).status_code in {302, 401}


def test_a_cookie_beside_a_token_is_not_looked_at(
    client: FlaskClient, fair: Fair, login: Login
) -> None:
    """Somebody who may override signs in on a phone that may not; and a revoked phone stays so."""
    login(client, "organiser")
    device, token = enrolled(fair)
    person = fair.person(status="pending")
    sent = scan_of(f"t:{fair.badge(person).token}", override="Connu")

    found = result(send(client, token, sent))
    actions.revoke(device, actor=fair.user("organiser"), at=MORNING)

    assert (found["verdict"], found["entry"], found["may_override"]) == ("ask", False, False)
    assert problem(send(client, token)) == (401, "device_revoked")


def test_no_token_against_forgery_is_asked_of_a_device_but_of_everybody_else(
    make_app: MakeApp, fair: Fair, login: Login
) -> None:
    client = make_app(WTF_CSRF_ENABLED=True).test_client()
    login(client, "scanner")
    _device, token = enrolled(fair)
    body = {"sent_at": "2026-12-02T08:30:00Z", "scans": []}

    assert send(client, token).status_code == 200
    assert client.post(f"{API}/scans", json=body, headers=MARKED).status_code == 400
    basic = {**MARKED, "Authorization": "Basic eDp5"}
    assert client.post(f"{API}/scans", json=body, headers=basic).status_code == 400
    # A view that takes no devices takes no notice of a token either.
    own = client.post("/scan/journees/devices", headers=bearing(token))
    assert own.status_code == 400


def test_a_device_that_may_override_does(client: FlaskClient, fair: Fair) -> None:
    _device, token = enrolled(fair, may_override=True)
    sent = scan_of(f"t:{fair.badge(fair.person(status='pending')).token}", override="Connu")

    found = result(send(client, token, sent))

    assert (found["verdict"], found["entry"]) == ("ask", True)
    assert db.session.scalars(select(Scan)).one().override == "Connu"


def test_a_bound_device_scans_nowhere_else(client: FlaskClient, fair: Fair) -> None:
    _device, token = enrolled(fair, checkpoint=fair.event.checkpoints[1])
    badge = fair.badge()
    elsewhere, here = scan_of(f"t:{badge.token}"), scan_of(f"t:{badge.token}", checkpoint="G2")

    answer = send(client, token, elsewhere, here)

    assert answer.json is not None
    assert [(r["status"], r["reason"]) for r in answer.json["results"]] == [
        ("invalid", "checkpoint"),
        ("stored", ""),
    ]


def test_a_device_takes_back_its_own_scan_and_no_other(client: FlaskClient, fair: Fair) -> None:
    _one, first = enrolled(fair)
    _two, second = enrolled(fair)
    sent = scan_of(f"t:{fair.badge().token}")
    result(send(client, first, sent))

    def undo() -> dict[str, Any]:
        at = "2026-12-02T08:29:50Z"
        return {"uuid": str(uuid4()), "undoes": sent["uuid"], "scanned_at": at}

    assert result(send(client, second, undo()))["reason"] == "not_allowed"
    assert result(send(client, first, undo()))["reason"] == "undo"


def test_counts_answers_devices(client: FlaskClient, fair: Fair) -> None:
    _device, token = enrolled(fair)
    send(client, token, scan_of(f"t:{fair.badge().token}"))
    answer = client.get(f"{API}/counts?checkpoint=G1", headers=bearing(token))
    assert answer.json == {"today": 1, "here": None}


# -- what it tells --------------------------------------------------------------------------------


def told(device: Device) -> tuple[Any, ...]:
    db.session.refresh(device)
    names = ("last_seen_at", "waiting", "roster_revision", "clock_offset_ms")
    return tuple(getattr(device, name) for name in names)


def test_an_upload_tells_how_far_the_device_is(client: FlaskClient, fair: Fair) -> None:
    device, token = enrolled(fair)
    send(client, token, waiting=12, cursor=40, sent_at="2026-12-02T08:37:00Z")
    assert told(device) == (MORNING, 12, 40, -420_000)

    with clock.stopped(MORNING + timedelta(seconds=3)):
        send(client, token, waiting=0, sent_at="2026-12-02T08:37:04.900Z")
    assert told(device) == (MORNING + timedelta(seconds=3), 0, 40, -420_000)


def test_an_upload_tells_the_battery_and_keeps_what_is_known(
    client: FlaskClient, fair: Fair, login: Login
) -> None:
    device, token = enrolled(fair)
    for sent, kept in ((15, 15), (None, 15), (101, 15), ("full", 15), (80, 80)):
        send(client, token, **({} if sent is None else {"battery": sent}))
        db.session.refresh(device)
        assert device.battery == kept
    send(client, token, battery=15)
    login(client, "organiser")
    page = client.get(f"/staff/{fair.event.slug}/devices/?lang=en").text
    assert "battery 15%" in page


def test_an_upload_with_nonsense_about_itself_is_taken_all_the_same(
    client: FlaskClient, fair: Fair
) -> None:
    device, token = enrolled(fair)
    sent = scan_of(f"t:{fair.badge().token}")
    answer = send(client, token, sent, waiting=-1, cursor="x", sent_at="1970-01-01T00:00:00Z")
    assert result(answer)["status"] == "stored"
    assert told(device) == (MORNING, None, None, 2**31 - 1)


def test_an_upload_writes_the_device_once_or_when_nothing_is_new_not_at_all(
    client: FlaskClient, fair: Fair
) -> None:
    _device, token = enrolled(fair)

    def updates(after: int, waiting: int) -> int:
        with clock.stopped(MORNING + timedelta(seconds=after)), recorded() as statements:
            at = clock.now().isoformat()
            assert send(client, token, waiting=waiting, sent_at=at).status_code == 200
        return sum(text.startswith("UPDATE") for text in statements)

    assert [updates(0, 1), updates(1, 0), updates(2, 0), updates(30, 0), updates(31, 0)] == [
        *(1, 1, 0),
        *(0, 1),
    ]


# -- what stays -----------------------------------------------------------------------------------


def test_what_happens_to_a_device_is_kept_in_the_audit(fair: Fair) -> None:
    device, _token = enrolled(fair)
    organiser = fair.user("organiser", "Aminata Bah")
    actions.rename(device, "Porte 2", actor=organiser, at=MORNING)
    actions.prolong(device, MORNING + timedelta(days=9), actor=organiser, at=MORNING)
    actions.revoke(device, actor=organiser, at=MORNING)
    acts = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert acts == [
        *("device.made", "device.code_given", "device.enrolled"),
        *("device.renamed", "device.prolonged", "device.revoked"),
    ]
