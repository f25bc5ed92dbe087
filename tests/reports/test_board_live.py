"""The board while gates work: counts, rates, and the phones that nobody has heard of."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session

from fairapp.checkin.models import Device
from fairapp.core import clock
from fairapp.reports.board_kept import Readings, rest_after
from fairapp.reports.board_live import Contact, Live, live
from tests.checkin.conftest import DAYS, Fair
from tests.conftest import Login
from tests.reports.conftest import local, scanned, undone
from tests.statements import recorded

Db = scoped_session[Session]
MINUTE = timedelta(minutes=1)


def now(fair: Fair, time: str = "09:30") -> datetime:
    return local(fair.event, DAYS[0], time)


def phone(fair: Fair, db_session: Db, code: str, **values: Any) -> Device:
    device = Device(
        event_id=fair.event.id,
        code=code,
        name=f"Téléphone {code}",
        enrolled_at=now(fair, "07:00"),
        **values,
    )
    db_session.add(device)
    db_session.flush()
    return device


def read(fair: Fair, time: str = "09:30") -> Live:
    return live(fair.event, fair.event.days[0], now(fair, time))


def test_gates_count_accepted_scans_of_today_and_of_late(db_session: Db, fair: Fair) -> None:
    at, person = now(fair), fair.person("Sow")
    for minutes in (1, 14, 16, 60):
        scanned(fair.event, person, at - minutes * MINUTE)
    scanned(fair.event, person, at - MINUTE, "G2")
    scanned(fair.event, person, at - MINUTE, verdict="refused", is_entry=False)
    scanned(fair.event, person, at - MINUTE, direction="out", verdict="left", is_entry=False)
    scanned(fair.event, person, at + MINUTE)
    scanned(fair.event, person, at - timedelta(days=1))
    undone(scanned(fair.event, person, at - 2 * MINUTE), at)
    first, second, *others = read(fair).gates
    assert (first.count, first.recent, first.width) == (4, 2, 100.0)
    assert first.rate == pytest.approx(2 / 15)
    assert (second.count, second.recent, second.width) == (1, 1, 50.0)
    assert others == []  # neither door nor stand, where nobody came


def test_a_phone_stands_where_it_scanned_last_unless_it_is_bound(
    db_session: Db, fair: Fair
) -> None:
    at, person = now(fair), fair.person("Sow")
    gates = {gate.code: gate.id for gate in fair.event.checkpoints}
    roaming = phone(fair, db_session, "P1", last_seen_at=at)
    bound = phone(fair, db_session, "P2", last_seen_at=at, checkpoint_id=gates["G1"])
    phone(fair, db_session, "P3", last_seen_at=at)
    scanned(fair.event, person, at - 5 * MINUTE, "G1", device_id=roaming.id)
    scanned(fair.event, person, at - 2 * MINUTE, "G2", device_id=roaming.id)
    scanned(fair.event, person, at - MINUTE, "G2", device_id=bound.id)
    shown = read(fair)
    assert [[p.code for p in gate.phones] for gate in shown.gates] == [["P2"], ["P1"]]
    assert [p.code for p in shown.elsewhere] == ["P3"]


def test_what_is_heard_of_phones(db_session: Db, fair: Fair) -> None:
    at = now(fair)
    phone(fair, db_session, "P1", last_seen_at=at - 10 * MINUTE)
    phone(fair, db_session, "P2", last_seen_at=at - 11 * MINUTE, waiting=7)
    phone(fair, db_session, "P3", last_seen_at=at - timedelta(days=1))
    phone(fair, db_session, "P4", last_seen_at=at, revoked_at=at - MINUTE, waiting=2)
    phone(fair, db_session, "P5", last_seen_at=at, revoked_at=at - timedelta(days=1))
    phone(fair, db_session, "P6", last_seen_at=at, expires_at=at)
    phone(fair, db_session, "P7", last_seen_at=at, clock_offset_ms=-420_000)
    shown = read(fair)
    assert {p.code: p.contact for p in shown.phones} == {
        "P1": Contact.SENDING,
        "P2": Contact.SILENT,
        "P3": Contact.UNSEEN,
        "P4": Contact.REVOKED,
        "P7": Contact.SENDING,
    }
    assert [p.code for p in shown.missed] == ["P2"]
    assert shown.waiting == 9
    assert [p.fast_min for p in shown.phones if p.fast_min] == [7]


def test_a_phone_is_missed_in_opening_hours_alone(db_session: Db, fair: Fair) -> None:
    gate = fair.event.checkpoints[0]
    seen = now(fair, "18:30")
    phone(fair, db_session, "P1", last_seen_at=seen, checkpoint_id=gate.id)
    assert len(read(fair, "18:59").missed) == 1
    assert read(fair, "19:00").missed == []
    gate.opens_at, gate.closes_at = now(fair, "18:00"), now(fair, "20:00")
    assert len(read(fair, "19:59").missed) == 1
    assert read(fair, "20:00").missed == []


def test_the_page_says_what_is_wrong_and_leads_there(
    client: FlaskClient, db_session: Db, fair: Fair, login: Login
) -> None:
    at = now(fair)
    phone(fair, db_session, "P1", last_seen_at=at - 30 * MINUTE, waiting=3)
    scanned(fair.event, fair.person("Sow"), at - MINUTE, override="Ministre")
    login(client, "organiser")
    with clock.stopped(at):
        page = client.get(f"/staff/{fair.event.slug}/").text
    assert "muet depuis" in page and "1 téléphone est muet" in page
    assert f'href="/staff/{fair.event.slug}/devices/P1"' in page
    assert f'href="/staff/{fair.event.slug}/scans/"' in page
    assert 'role="status" data-refresh-said' in page


def test_reports_see_gates_without_the_organisers_pages(
    client: FlaskClient, db_session: Db, fair: Fair, login: Login
) -> None:
    phone(fair, db_session, "P1", last_seen_at=now(fair))
    login(client, "reports")
    with clock.stopped(now(fair)):
        page = client.get(f"/staff/{fair.event.slug}/").text
    assert "Téléphone P1" in page
    assert "/devices/" not in page


def test_nothing_is_sent_or_read_again_while_nothing_has_changed(
    client: FlaskClient, app: Flask, db_session: Db, fair: Fair, login: Login
) -> None:
    at, url = now(fair), f"/staff/{fair.event.slug}/"
    device = phone(fair, db_session, "P1", last_seen_at=at)
    login(client, "organiser")
    with clock.stopped(at):
        tag = client.get(url).headers["ETag"]
        with app.app_context(), recorded() as statements:
            again = client.get(url, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        assert not [s for s in statements if "FROM registration" in s]
        other = client.get(f"{url}?lang=ar", headers={"If-None-Match": tag})
        assert other.status_code != 304
    readings: Readings = app.extensions["fairapp_board"]
    for change in (
        lambda: scanned(fair.event, fair.person("Bah"), at - MINUTE),
        lambda: setattr(device, "waiting", 4),
        lambda: setattr(device, "last_seen_at", at - 11 * MINUTE),
    ):
        change()
        db_session.flush()
        readings.clear()
        with clock.stopped(at):
            fresh = client.get(url, headers={"If-None-Match": tag})
        assert fresh.status_code == 200
        tag = fresh.headers["ETag"]
    readings.clear()
    with clock.stopped(at + MINUTE):
        assert client.get(url, headers={"If-None-Match": tag}).status_code == 200


def test_figures_rest_for_as_long_as_they_took_and_never_for_minutes() -> None:
    assert rest_after(0.1) == pytest.approx(4)
    assert rest_after(9.0) == 30
