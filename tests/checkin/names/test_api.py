"""The list of names on the wire: to whom it is given, what is in it, and what changes."""

from __future__ import annotations

import json
import zlib
from datetime import timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from fairapp.badges import actions as badges
from fairapp.checkin.devices import actions as devices
from fairapp.checkin.models import Device, Scan
from fairapp.core import audit, clock
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from tests.checkin.conftest import MORNING, Fair
from tests.checkin.devices.test_api import API, bearing, enrolled, result, scan_of, send
from tests.checkin.roster.test_api import code_of
from tests.conftest import Login

NAMES = f"{API}/names"
KEY = f"{NAMES}/key"

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def phone(fair: Fair) -> tuple[Device, str]:
    """One that may search, and its token."""
    made = enrolled(fair, may_search=True)
    db.session.commit()
    return made


def ask_key(client: FlaskClient, token: str) -> TestResponse:
    return client.post(KEY, json={}, headers=bearing(token))


def key_of(client: FlaskClient, token: str) -> bytes:
    answer = ask_key(client, token)
    assert answer.json and "key" in answer.json, answer.text
    return bytes.fromhex(answer.json["key"])


def fetch(client: FlaskClient, token: str, since: int = 0) -> TestResponse:
    return client.get(f"{NAMES}?since={since}", headers=bearing(token))


def opened(answer: TestResponse, key: bytes) -> dict[str, list[Any]]:
    """Rows by code."""
    assert answer.status_code == 200, answer.text
    if not answer.data:
        return {}
    body = AESGCM(key).decrypt(answer.data[:12], answer.data[12:], b"fairapp names")
    return {code: row for code, *row in json.loads(zlib.decompress(body))}


def refusal(answer: TestResponse) -> tuple[int, str]:
    assert answer.json is not None, answer.text
    return answer.status_code, answer.json["code"]


def test_a_phone_that_may_search_gets_names_and_no_contacts(
    client: FlaskClient, fair: Fair, phone: tuple[Device, str]
) -> None:
    someone = fair.person(
        "M'Mah Bâ",
        phone="+224631234567",
        phone_raw="631 23 45 67",
        email="mmah@example.org",
        organisation="ONG Espoir",
        locality="Labé",
        birth_year=1961,
        birth_approximate=True,
        precision="Piscine",
    )
    badge, revoked, _blank = fair.badge(someone), fair.badge(), fair.badge(blank=True)
    badges.revoke(revoked, reason="lost", actor=None, at=MORNING)
    db.session.commit()
    _device, token = phone

    answer = fetch(client, token)
    rows = opened(answer, key_of(client, token))

    assert answer.headers["Cache-Control"] == "no-store"
    [(code, row)] = rows.items()
    assert code == code_of(fair, badge.token)
    reference = someone.reference
    text = f" ba mmah piscine bah | 1961 {reference.lower()} ong espoir labe "
    known = ["", "Piscine", "", "Labé", 1961, 1]
    assert row == [badge.number, reference, text, "M'Mah Bâ", "ONG Espoir", [], *known]
    assert "example.org" not in str(rows) and "63123" not in str(rows)
    assert "Bâ".encode() not in answer.data


def test_the_key_is_given_once(client: FlaskClient, fair: Fair, phone: tuple[Device, str]) -> None:
    device, token = phone
    key = key_of(client, token)
    assert refusal(ask_key(client, token)) == (403, "key_given")

    devices.renew_search(device, actor=fair.user("organiser"), at=MORNING)
    db.session.commit()
    fair.badge()
    db.session.commit()
    newer = key_of(client, token)

    assert newer != key
    assert refusal(ask_key(client, token)) == (403, "key_given")
    assert len(opened(fetch(client, token), newer)) == 1
    with pytest.raises(InvalidTag):
        opened(fetch(client, token), key)
    acts = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    told = [act for act in acts if act.startswith(("device.search", "device.names"))]
    assert told == [
        *("device.search_allowed", "device.names_given"),
        *("device.search_renewed", "device.names_given"),
    ]


def test_every_phone_and_every_enrolment_has_its_own_key(
    client: FlaskClient, fair: Fair, phone: tuple[Device, str]
) -> None:
    device, token = phone
    _other, other_token = enrolled(fair, may_search=True, name="Porte 2")
    keys = {key_of(client, token), key_of(client, other_token)}
    code = devices.give_code(device, actor=fair.user("organiser"), at=MORNING)
    _device, newer = devices.enrol(code, at=MORNING)
    db.session.commit()
    keys.add(key_of(client, newer))
    assert len(keys) == 3
    assert refusal(ask_key(client, token)) == (401, "device_unknown")


def test_a_difference_says_what_changed(
    client: FlaskClient, fair: Fair, phone: tuple[Device, str]
) -> None:
    _device, token = phone
    first, second = fair.badge(), fair.badge()
    audit.record("registration.made", fair.person(), at=MORNING)
    db.session.commit()
    key = key_of(client, token)
    whole = fetch(client, token)
    cursor = int(whole.headers["X-Names-Cursor"])
    assert (len(opened(whole, key)), whole.headers["X-Names-Since"]) == (2, "0")
    again = fetch(client, token, cursor)
    assert (again.data, again.headers["X-Names-Since"]) == (b"", str(cursor))

    person = first.registration
    assert person is not None
    # Nothing of this is in the roster: the list follows by itself.
    person.locality, person.precision = "Boké", "l’aîné"
    audit.record("registration.changed", person, at=MORNING)
    badges.revoke(second, reason="lost", actor=None, at=MORNING)
    db.session.commit()
    changed = fetch(client, token, cursor)

    rows = opened(changed, key)
    assert set(rows) == {code_of(fair, badge.token) for badge in (first, second)}
    assert rows[code_of(fair, first.token)][7:10:2] == ["l’aîné", "Boké"]
    assert rows[code_of(fair, second.token)] == []
    assert int(changed.headers["X-Names-Cursor"]) > cursor


def test_a_phone_that_is_ahead_gets_all(
    client: FlaskClient, fair: Fair, phone: tuple[Device, str]
) -> None:
    """A server was set back to a copy of yesterday."""
    fair.badge()
    db.session.commit()
    answer = fetch(client, phone[1], 999_999)
    assert answer.headers["X-Names-Since"] == "0"
    assert len(opened(answer, key_of(client, phone[1]))) == 1
    assert client.get(f"{NAMES}?since=-1", headers=bearing(phone[1])).status_code == 400


def test_others_get_nothing(
    client: FlaskClient, fair: Fair, phone: tuple[Device, str], login: Login
) -> None:
    fair.badge()
    device, token = phone
    _plain, plain = enrolled(fair, name="Porte 2")
    db.session.commit()
    forbidden = (403, "search_not_allowed")
    assert [refusal(a) for a in (fetch(client, plain), ask_key(client, plain))] == [forbidden] * 2

    devices.let_search(device, False, actor=fair.user("organiser"), at=MORNING)
    db.session.commit()
    assert [refusal(a) for a in (fetch(client, token), ask_key(client, token))] == [forbidden] * 2
    devices.let_search(device, True, actor=fair.user("organiser"), at=MORNING)
    db.session.commit()
    assert fetch(client, token).status_code == 200
    with clock.stopped(MORNING + timedelta(days=30)):
        assert refusal(fetch(client, token)) == (401, "device_expired")
    devices.revoke(device, actor=fair.user("organiser"), at=MORNING)
    db.session.commit()
    gone = (401, "device_revoked")
    assert [refusal(a) for a in (fetch(client, token), ask_key(client, token))] == [gone] * 2

    assert client.get(NAMES).status_code == 401
    login(client, "organiser")
    # A list is a phone's: whoever is signed in has the reception.
    assert refusal(client.get(NAMES)) == (401, "device_unknown")


def test_a_scan_of_somebody_found_by_name_says_so(
    client: FlaskClient, fair: Fair, phone: tuple[Device, str]
) -> None:
    badge = fair.badge(fair.person("Mariama Diallo"))
    db.session.commit()
    found = scan_of(f"h:{code_of(fair, badge.token)}", method="search")
    told = result(send(client, phone[1], found))
    result(send(client, phone[1], scan_of(f"t:{badge.token}", seq=2, method="search")))
    assert (told["verdict"], told["name"]) == ("admitted", "Mariama Diallo")
    methods = list(db.session.scalars(select(Scan.method).order_by(Scan.seq)))
    # Whoever shows a badge's own code has had it before the camera.
    assert methods == ["search", "qr"]
