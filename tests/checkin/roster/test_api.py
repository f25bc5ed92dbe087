"""The roster on the wire: fetched whole, by difference, with uploads; and scans by its codes."""

from __future__ import annotations

import base64
from typing import Any
from uuid import uuid4

import pytest
from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.badges import actions as badges
from fairapp.checkin.codes import event_salt, index_of
from fairapp.checkin.devices import actions as devices
from fairapp.checkin.models import Scan
from fairapp.checkin.roster import difference
from fairapp.core.db import db
from tests.checkin.conftest import MORNING, Fair, make_fair
from tests.checkin.roster.phones import from_scratch, split
from tests.conftest import Login
from tests.statements import recorded

ROSTER = "/api/v1/events/journees/roster"
SCANS = "/api/v1/events/journees/scans"
NOW = "2026-12-02T08:30:00Z"

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def headers(fair: Fair) -> dict[str, str]:
    """What an enrolled phone sends."""
    actor = fair.user("organiser")
    _device, token = devices.enrol_own(fair.event, "Portail", actor=actor, at=MORNING)
    db.session.commit()
    return {"Authorization": f"Bearer {token}", "X-Fair-App": "scanner"}


def code_of(fair: Fair, token: str) -> str:
    return index_of(token, event_salt(str(current_app.config["SECRET_KEY"]), fair.event.id))


def send(client: FlaskClient, headers: dict[str, str], *scans: Any, **upload: Any) -> Any:
    body = {"sent_at": NOW, "scans": list(scans), **upload}
    answer = client.post(SCANS, json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json


def item(badge: str, **values: Any) -> dict[str, Any]:
    uuid = str(uuid4())
    return {"uuid": uuid, "badge": badge, "checkpoint": "G1", "scanned_at": NOW, **values}


def test_roster_is_fetched_whole_then_by_difference(
    client: FlaskClient, fair: Fair, headers: dict[str, str]
) -> None:
    first, second = fair.badge(), fair.badge(blank=True)

    whole = client.get(ROSTER, headers=headers)
    again = client.get(f"{ROSTER}?since=1", headers=headers)
    badges.revoke(second, reason="lost", actor=None, at=MORNING)
    changed = client.get(f"{ROSTER}?since=1", headers=headers)

    assert whole.mimetype == "application/octet-stream"
    assert whole.headers["Cache-Control"] == "no-store"
    assert whole.headers["X-Roster-Revision"] == "1"
    assert set(split(whole.data)) == {code_of(fair, b.token) for b in (first, second)}
    assert (again.data, again.headers["X-Roster-Revision"]) == (b"", "1")
    assert changed.headers["X-Roster-Revision"] == "2"
    assert {**split(whole.data), **split(changed.data)} == from_scratch(fair.event.id)
    assert list(split(changed.data)) == [code_of(fair, second.token)]


def test_roster_of_a_phone_that_is_ahead_is_sent_whole(
    client: FlaskClient, fair: Fair, headers: dict[str, str]
) -> None:
    """A server was set back to a copy of yesterday."""
    fair.badge()

    answer = client.get(f"{ROSTER}?since=4711", headers=headers)

    assert answer.headers["X-Roster-Since"] == "0"
    assert split(answer.data) == from_scratch(fair.event.id)


@pytest.mark.parametrize("since", ["-1", "99999999999"])
def test_roster_refuses_what_is_no_revision(
    client: FlaskClient, fair: Fair, headers: dict[str, str], since: str
) -> None:
    assert client.get(f"{ROSTER}?since={since}", headers=headers).status_code == 400


def test_roster_is_for_whoever_checks_in_at_this_fair(
    client: FlaskClient, fair: Fair, headers: dict[str, str], login: Login
) -> None:
    make_fair(fair.db, "other")
    db.session.commit()

    elsewhere = client.get("/api/v1/events/other/roster", headers=headers)
    stranger = client.get(ROSTER)
    login(client, "reports")
    reader = client.get(ROSTER)

    assert [a.status_code for a in (elsewhere, stranger, reader)] == [403, 401, 403]
    assert not any(a.headers.get("X-Roster-Revision") for a in (elsewhere, stranger, reader))


def test_roster_holds_the_badges_of_one_fair(
    client: FlaskClient, fair: Fair, headers: dict[str, str]
) -> None:
    mine, theirs = fair.badge(), make_fair(fair.db, "other").badge()

    answer = client.get(ROSTER, headers=headers)

    assert list(split(answer.data)) == [code_of(fair, mine.token)]
    assert theirs.token.encode() not in answer.data


def test_an_upload_brings_what_the_phone_lacks(
    client: FlaskClient, fair: Fair, headers: dict[str, str]
) -> None:
    one, two = fair.badge(), fair.badge()
    client.get(ROSTER, headers=headers)
    badges.revoke(two, reason="lost", actor=None, at=MORNING)
    db.session.commit()

    behind = send(client, headers, item(f"t:{one.token}"), cursor=1)["roster"]
    level = send(client, headers, cursor=2)["roster"]
    without = send(client, headers, item(f"t:{one.token}"))["roster"]

    assert behind["revision"] == 2
    assert list(split(base64.b64decode(behind["entries"]))) == [code_of(fair, two.token)]
    assert level == {"revision": 2, "entries": ""}
    assert without is None


def test_an_upload_brings_few_and_tells_to_ask_for_many(
    client: FlaskClient, fair: Fair, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(difference, "MOST_IN_ANSWER", 2)
    made = [fair.badge() for _ in range(3)]
    client.get(ROSTER, headers=headers)
    few = made[:2]
    for badge in few:
        badges.revoke(badge, reason="lost", actor=None, at=MORNING)
    db.session.commit()

    many = send(client, headers, cursor=0)
    some = send(client, headers, cursor=1)
    ahead = send(client, headers, cursor=99)

    assert many["roster"] is None
    assert len(split(base64.b64decode(some["roster"]["entries"]))) == 2
    assert ahead["roster"] is None


def test_a_scan_by_the_rosters_code_finds_its_badge(
    client: FlaskClient, fair: Fair, headers: dict[str, str]
) -> None:
    sealed = fair.badge(fair.person("M’Mah Camara"))
    client.get(ROSTER, headers=headers)
    unsealed, theirs = fair.badge(), make_fair(fair.db, "other").badge()
    db.session.commit()

    answer = send(
        client,
        headers,
        *(item(f"h:{code_of(fair, badge.token)}") for badge in (sealed, unsealed, theirs)),
    )

    known, new, foreign = answer["results"]
    assert (known["verdict"], known["name"]) == ("admitted", "M’Mah Camara")
    assert new["verdict"] == "admitted"
    assert (foreign["verdict"], foreign["name"]) == ("unknown", "")


def test_what_the_phone_has_shown_is_kept(
    client: FlaskClient, fair: Fair, headers: dict[str, str]
) -> None:
    badge = fair.badge()
    alone, asked = item(f"t:{badge.token}", device_verdict="provisional"), item(f"t:{badge.token}")
    wrong = item(f"t:{badge.token}", device_verdict="green")

    results = send(client, headers, alone, {**asked, "device_verdict": None}, wrong)["results"]

    db.session.rollback()
    kept = {scan.uuid: scan.device_verdict for scan in db.session.scalars(select(Scan))}
    assert kept == {alone["uuid"]: "provisional", asked["uuid"]: ""}
    assert (results[2]["status"], results[2]["reason"]) == ("invalid", "device_verdict")


def test_looking_whether_anything_is_new_costs_no_more_than_a_scan_does(
    client: FlaskClient, fair: Fair, headers: dict[str, str]
) -> None:
    token = fair.badge().token
    client.get(ROSTER, headers=headers)
    # The first reads what the others find kept, and notes how far the phone is.
    send(client, headers, item(f"t:{token}"), cursor=1)
    with recorded() as without:
        send(client, headers, item(f"t:{token}"))
    with recorded() as statements:
        send(client, headers, item(f"t:{token}"), cursor=1)

    assert len([s for s in statements if "roster.revision" in s]) == 1, "\n".join(statements)
    # The device with its fair and its roster; the badge, the lock, the entries; the scan itself.
    assert len(statements) == len(without) == 5, "\n".join(statements)
