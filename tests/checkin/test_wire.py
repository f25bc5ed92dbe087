"""The wire: what is refused as a whole, what is answered one by one, what comes back."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from fairapp.checkin.models import Scan
from fairapp.core import clock
from fairapp.core.db import db
from tests.checkin.conftest import MORNING, Fair, make_fair
from tests.conftest import Login, MakeApp
from tests.statements import recorded

URL = "/api/v1/events/journees/scans"
MARKED = {"X-Fair-App": "scanner"}


pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gate(client: FlaskClient, fair: Fair, login: Login) -> FlaskClient:
    """A phone at the gate, signed in as a scanner."""
    login(client, "scanner")
    return client


def item(badge: str, **values: Any) -> dict[str, Any]:
    return {
        "uuid": str(uuid4()),
        "seq": 812,
        "badge": badge,
        "checkpoint": "G1",
        "direction": "in",
        "scanned_at": "2026-12-02T08:29:47Z",
        "offset_ms": -410,
        "verdict": "admitted",
        "override": None,
        **values,
    }


def send(client: FlaskClient, *scans: Any, url: str = URL, **upload: Any) -> TestResponse:
    body = {"sent_at": "2026-12-02T08:30:00Z", "cursor": None, "scans": list(scans), **upload}
    return client.post(url, json=body, headers=MARKED)


def results(answer: TestResponse) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    found: list[dict[str, Any]] = answer.json["results"]
    return found


def stored() -> int:
    db.session.rollback()
    return db.session.scalars(select(func.count(Scan.id))).one()


# -- answers --------------------------------------------------------------------------------------


def test_scans_answers_what_the_gate_shows(gate: FlaskClient, fair: Fair) -> None:
    badge = fair.badge(fair.person("M’Mah Camara"))
    sent = item(f"t:{badge.token}")

    answer = send(gate, sent)

    assert answer.json == {
        "server_time": "2026-12-02T08:30:00.000Z",
        "roster": None,
        "results": [
            {
                "uuid": sent["uuid"],
                "status": "stored",
                "verdict": "admitted",
                "reason": "",
                "entry": True,
                "name": "M’Mah Camara",
                "category": "ONG et associations",
                "letter": "O",
                "tone": "ong",
                "may_override": False,
                "first_seen": None,
            }
        ],
    }
    assert answer.headers["Cache-Control"] == "no-store"
    assert stored() == 1


def test_scans_tells_when_and_where_somebody_was_in_on_the_fairs_clocks(
    gate: FlaskClient, fair: Fair
) -> None:
    fair.event.timezone = "Asia/Kathmandu"
    badge = fair.badge()
    send(gate, item(f"t:{badge.token}", checkpoint="G2"))

    [result] = results(send(gate, item(f"t:{badge.token}", scanned_at="2026-12-02T08:29:58Z")))

    assert result["verdict"] == "again"
    assert result["first_seen"] == {
        "at": "2026-12-02T08:29:47.000Z",
        "time": "14:14",
        "checkpoint": "G2",
        "gate": "Entrée des stands",
    }


def test_scans_sent_again_answers_the_same(gate: FlaskClient, fair: Fair) -> None:
    sent = item(f"t:{fair.badge().token}")

    [first] = results(send(gate, sent))
    [second] = results(send(gate, sent))

    assert {**second, "status": "stored"} == first
    assert second["status"] == "already"
    assert stored() == 1


def test_scans_undoes_with_a_row_of_its_own(gate: FlaskClient, fair: Fair) -> None:
    sent = item(f"t:{fair.badge().token}")
    send(gate, sent)
    undo = {"uuid": str(uuid4()), "undoes": sent["uuid"], "scanned_at": "2026-12-02T08:29:59Z"}

    [first] = results(send(gate, undo))
    [second] = results(send(gate, {**undo, "uuid": str(uuid4())}))

    assert (first["status"], first["reason"], first["entry"]) == ("stored", "undo", False)
    assert second == {"uuid": second["uuid"], "status": "invalid", "reason": "undone_already"}


def test_scans_of_nothing_is_an_answer(gate: FlaskClient) -> None:
    assert results(send(gate)) == []


def test_scans_writes_words_in_the_language_of_the_phone(gate: FlaskClient, fair: Fair) -> None:
    badge = fair.badge()
    fair.categories["ong"].name = type(fair.event.name)(fr="ONG", ar="منظمات")

    [result] = results(send(gate, item(f"t:{badge.token}"), url=f"{URL}?lang=ar"))

    assert result["category"] == "منظمات"


# -- one by one -----------------------------------------------------------------------------------

BAD_ITEMS: list[tuple[Any, str]] = [
    (None, "not_an_object"),
    ([], "not_an_object"),
    ("t:AAAAAAAAAAAAAAAA", "not_an_object"),
    ({}, "uuid"),
    (item("n:1", uuid="1"), "uuid"),
    (item("n:1", uuid=17), "uuid"),
    (item("n:1", uuid="\x00" * 36), "uuid"),
    (item("n:1", scanned_at=None), "scanned_at"),
    (item("n:1", scanned_at=1764664259), "scanned_at"),
    (item("n:1", scanned_at="2026-12-02T08:30:59"), "scanned_at"),
    (item("n:1", scanned_at="9999-12-31T23:59:59-12:00"), "scanned_at"),
    (item("n:1", scanned_at="0001-01-01T00:00:00+14:00"), "scanned_at"),
    (item("n:1", seq=-1), "seq"),
    (item("n:1", seq=2**40), "seq"),
    (item("n:1", seq=True), "seq"),
    (item("n:1", seq="812"), "seq"),
    (item("n:1", offset_ms=10**14), "offset_ms"),
    (item("n:1", offset_ms=1.5), "offset_ms"),
    (item("AAAAAAAAAAAAAAAA"), "badge"),
    (item("i:1"), "badge"),
    (item("x:1"), "badge"),
    (item(None), "badge"),  # type: ignore[arg-type]
    (item("n:1", checkpoint=None), "checkpoint"),
    (item("n:1", checkpoint="nowhere"), "checkpoint"),
    (item("n:1", checkpoint="G1\x00"), "checkpoint"),
    (item("n:1", checkpoint="\ud800"), "checkpoint"),
    (item("n:1", direction="up"), "direction"),
    (item("n:1", direction=["in"]), "direction"),
    (item("n:1", override="x" * 201), "override"),
    (item("n:1", override=True), "override"),
    (item("n:1", undoes="1"), "undoes"),
    (item("n:1", undoes={"a": 1}), "undoes"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD_ITEMS)
def test_scans_answers_what_is_no_scan_and_stores_its_neighbours(
    gate: FlaskClient, fair: Fair, bad: Any, reason: str
) -> None:
    badge = fair.badge()
    # A surrogate alone is possible in JSON and nowhere else.
    body = json.dumps(
        {
            "sent_at": "2026-12-02T08:30:00Z",
            "scans": [item(f"t:{badge.token}"), bad, item("n:9999")],
        }
    )

    answer = gate.post(URL, data=body, content_type="application/json", headers=MARKED)

    first, middle, last = results(answer)
    assert (middle["status"], middle["reason"]) == ("invalid", reason)
    assert (first["verdict"], last["verdict"]) == ("admitted", "unknown")
    assert stored() == 2


@pytest.mark.parametrize(
    "badge",
    ["t:", "n:" + "9" * 400, "t:\x00\x00", "t:\ud800", "t:" + "🂡" * 300, "r:AAAAAA", "n:٣"],
)
def test_scans_takes_any_code_that_was_scanned(gate: FlaskClient, fair: Fair, badge: str) -> None:
    body = json.dumps({"sent_at": "2026-12-02T08:30:00Z", "scans": [item(badge)]})

    answer = gate.post(URL, data=body, content_type="application/json", headers=MARKED)

    assert results(answer)[0]["verdict"] == "unknown"
    assert stored() == 1


def test_scans_at_a_checkpoint_of_another_fair(gate: FlaskClient, fair: Fair) -> None:
    other = make_fair(fair.db, "other")
    other.event.checkpoints[0].code = "X9"

    [result] = results(send(gate, item(f"t:{fair.badge().token}", checkpoint="X9")))

    assert (result["status"], result["reason"]) == ("invalid", "checkpoint")
    assert stored() == 0


def test_scans_undoing_another_fairs_scan(
    gate: FlaskClient, fair: Fair, client: FlaskClient, login: Login
) -> None:
    other = make_fair(fair.db, "other")
    theirs = item(f"t:{other.badge().token}")
    login(client, "organiser", slug="other")
    send(client, theirs, url="/api/v1/events/other/scans")
    login(client, "organiser", slug="journees")

    undo = {"uuid": str(uuid4()), "undoes": theirs["uuid"], "scanned_at": "2026-12-02T08:29:59Z"}
    [result] = results(send(client, undo))

    assert (result["status"], result["reason"]) == ("invalid", "undo_unknown")
    assert stored() == 1


# -- refused as a whole ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("", 400, "malformed"),
        ("{", 400, "malformed"),
        ("[]", 400, "malformed"),
        ("null", 400, "malformed"),
        ("[" * 50_000, 400, "malformed"),
        ("9" * 5_000, 400, "malformed"),
        (b"\xff\xfe\x00", 400, "malformed"),
        ("{}", 400, "malformed"),
        ('{"scans": {}}', 400, "malformed"),
        ('{"scans": []}', 400, "sent_at"),
        ('{"scans": [], "sent_at": "yesterday"}', 400, "sent_at"),
        (
            json.dumps({"sent_at": "2026-12-02T08:30:00Z", "scans": [item("n:1")] * 51}),
            413,
            "too_many",
        ),
        (" " * (129 * 1024), 413, "too_large"),
    ],
)
def test_scans_refuses_what_is_no_upload(
    gate: FlaskClient, body: Any, status: int, code: str
) -> None:
    answer = gate.post(URL, data=body, content_type="application/json", headers=MARKED)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert (answer.json["code"], answer.json["status"]) == (code, status)
    assert stored() == 0


def test_scans_refuses_a_form(gate: FlaskClient) -> None:
    answer = gate.post(URL, data={"scans": "[]"}, headers=MARKED)

    assert (answer.status_code, answer.mimetype) == (415, "application/problem+json")


def test_scans_refuses_json_without_the_apps_marker(gate: FlaskClient) -> None:
    answer = gate.post(URL, json={"sent_at": "2026-12-02T08:30:00Z", "scans": []})

    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["code"] == "no_app"


def test_scans_needs_a_token_against_forgery(fair: Fair, make_app: MakeApp, login: Login) -> None:
    badge = fair.badge()
    fair.db.commit()
    client = make_app(WTF_CSRF_ENABLED=True).test_client()
    login(client, "scanner")

    answer = send(client, item(f"t:{badge.token}"))

    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert stored() == 0


@pytest.mark.parametrize("role", ["reports", "badges"])
def test_scans_refuses_a_role_that_checks_nobody_in(
    client: FlaskClient, fair: Fair, login: Login, role: str
) -> None:
    login(client, role)

    answer = send(client, item(f"t:{fair.badge().token}"))

    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    assert stored() == 0


def test_scans_asks_a_stranger_to_sign_in(client: FlaskClient, fair: Fair) -> None:
    answer = send(client, item(f"t:{fair.badge().token}"))

    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert stored() == 0


def test_scans_refuses_the_team_of_another_fair(gate: FlaskClient, fair: Fair) -> None:
    other = make_fair(fair.db, "other")

    answer = send(gate, item(f"t:{other.badge().token}"), url="/api/v1/events/other/scans")

    assert answer.status_code == 403
    assert stored() == 0


# -- counts ---------------------------------------------------------------------------------------


def test_counts_are_of_today_and_of_persons(gate: FlaskClient, fair: Fair) -> None:
    one, two, staff = fair.badge(), fair.badge(), fair.badge(fair.person(category="staff"))
    undone = item(f"t:{two.token}")
    send(gate, item(f"t:{one.token}"), undone, item(f"t:{staff.token}"))
    send(gate, item(f"t:{one.token}", checkpoint="G2"))
    for badge in (one, one, staff):
        send(gate, item(f"t:{badge.token}", checkpoint="ST3"))
    undo = {"uuid": str(uuid4()), "undoes": undone["uuid"], "scanned_at": "2026-12-02T08:29:59Z"}
    send(gate, undo)

    at_gate = gate.get("/api/v1/events/journees/counts?checkpoint=G1").json
    at_stand = gate.get("/api/v1/events/journees/counts?checkpoint=ST3").json
    nowhere = gate.get("/api/v1/events/journees/counts?checkpoint=X9")
    with clock.stopped(MORNING + timedelta(days=1)):
        tomorrow = gate.get("/api/v1/events/journees/counts?checkpoint=G1").json

    assert at_gate == {"today": 1, "here": None}
    assert at_stand == {"today": None, "here": 2}
    assert tomorrow == {"today": 0, "here": None}
    assert (nowhere.status_code, nowhere.mimetype) == (404, "application/problem+json")


# -- cost -----------------------------------------------------------------------------------------


def test_one_check_in_asks_the_database_ten_questions_at_most(
    gate: FlaskClient, fair: Fair
) -> None:
    token = fair.badge().token
    fair.db.commit()

    with recorded() as statements:
        results(send(gate, item(f"t:{token}")))

    # Event, user, roles; days, gates, scans stored before, badge, lock, entries; the scan itself.
    assert len(statements) <= 10, "\n".join(statements)
