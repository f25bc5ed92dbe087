"""Whoever comes with a blank badge: registered once, whoever had the badge first."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from fairapp.badges import actions as badges
from fairapp.badges.models import Badge
from fairapp.badges.queries import in_force
from fairapp.checkin.actions import record_scans
from fairapp.checkin.items import InvalidItem, Item, Outcome, ScanItem, WalkIn
from fairapp.checkin.models import Device, Scan
from fairapp.checkin.parsing import read_item
from fairapp.core.db import db, transaction
from fairapp.events.models import Event
from fairapp.registration.models import Registration, Source
from tests.checkin.conftest import MORNING, Fair, scan


def walk_in(name: str = "Mariama Diallo", **values: Any) -> WalkIn:
    return WalkIn(**{"uuid": str(uuid4()), "name": name, "sex": "F", "category": "ong", **values})


def send(fair: Fair, *items: Item, device: Device | None = None) -> list[Outcome]:
    device = device or fair.device(f"P{next(fair.serial)}")
    return record_scans(
        fair.event, items, actor=None, device=device, received_at=MORNING, sent_at=MORNING
    )


def registered() -> list[Registration]:
    query = select(Registration).where(Registration.source == Source.WALK_IN)
    return list(db.session.scalars(query.order_by(Registration.id)))


def test_a_blank_badge_becomes_that_of_whoever_comes_with_it(fair: Fair) -> None:
    blank = fair.badge(blank=True)

    [outcome] = send(fair, scan(blank, walk_in=walk_in("M’Mah Camara")))

    [person] = registered()
    assert (person.given_names, person.family_name, person.sex) == ("M’Mah", "Camara", "F")
    assert (person.category.code, person.status) == ("ong", "confirmed")
    assert in_force(person) == blank
    assert (outcome.verdict, outcome.reason, outcome.is_entry) == ("admitted", "", True)
    assert (outcome.name, outcome.registration_id) == ("M’Mah Camara", person.id)
    stored = db.session.scalars(select(Scan)).one()
    assert (stored.method, stored.badge_id) == ("walk_in", blank.id)


def test_sent_again_it_is_the_same_person(fair: Fair) -> None:
    item = scan(fair.badge(blank=True), walk_in=walk_in())

    [first] = send(fair, item)
    [second] = send(fair, item)
    # The phone lost its queue's numbering, and with it the scan's own uuid.
    [third] = send(fair, ScanItem(**{**fields(item), "uuid": str(uuid4())}))

    assert len(registered()) == 1
    assert (first.status, second.status, third.status) == ("stored", "already", "stored")
    assert (first.verdict, second.verdict, third.verdict) == ("admitted", "admitted", "again")
    assert third.reason == "already_in"


def fields(item: ScanItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ScanItem.__slots__}


def test_of_two_people_with_one_badge_the_first_has_it_and_none_is_lost(fair: Fair) -> None:
    blank = fair.badge(blank=True)
    early, late = MORNING - timedelta(minutes=9), MORNING - timedelta(minutes=3)
    one = scan(blank, walk_in=walk_in("Mariama Diallo"), scanned_at=early)
    two = scan(blank, walk_in=walk_in("Ibrahima Bah"), scanned_at=late)

    second, first = send(fair, two, one)

    owner, other = registered()
    assert (owner.full_name, other.full_name) == ("Mariama Diallo", "Ibrahima Bah")
    assert in_force(owner) == blank
    assert in_force(other) not in (None, blank)
    assert (first.verdict, first.reason, first.is_entry) == ("admitted", "", True)
    assert (second.verdict, second.reason, second.is_entry) == ("admitted", "badge_taken", True)
    assert second.name == "Ibrahima Bah"


def test_a_badge_that_the_desk_has_given_meanwhile_stays_with_its_holder(fair: Fair) -> None:
    blank, holder = fair.badge(blank=True), fair.person("Aïssatou Bah")
    badges.claim(blank, holder, actor=None, at=MORNING)

    [outcome] = send(fair, scan(blank, walk_in=walk_in("Mariama Diallo")))

    assert in_force(holder) == blank
    assert (outcome.name, outcome.reason) == ("Mariama Diallo", "badge_taken")


def test_a_badge_that_opens_nothing_registers_all_the_same(fair: Fair) -> None:
    revoked, foreign = fair.badge(blank=True), "t:ABCDEFGHIJKLMN27"
    badges.revoke(revoked, reason="lost", actor=None, at=MORNING - timedelta(hours=1))

    outcomes = send(
        fair,
        scan(revoked, walk_in=walk_in("Mariama Diallo")),
        scan(foreign, walk_in=walk_in("Ibrahima Bah")),
    )

    assert [(o.verdict, o.reason) for o in outcomes] == [("admitted", "badge_unusable")] * 2
    assert {o.name for o in outcomes} == {"Mariama Diallo", "Ibrahima Bah"}
    assert all(in_force(person) for person in registered())


def test_a_category_that_is_gone_loses_nobody(fair: Fair) -> None:
    by_number = walk_in("Mariama Diallo", category=str(fair.categories["officiel"].id))
    gone = walk_in("Ibrahima Bah", category="presse")

    send(
        fair,
        scan(fair.badge(blank=True), walk_in=by_number),
        scan(fair.badge(blank=True), walk_in=gone),
    )

    codes = {person.full_name: person.category.code for person in registered()}
    assert codes == {"Mariama Diallo": "officiel", "Ibrahima Bah": "ong"}


def test_without_the_right_to_register_it_is_a_scan_of_a_blank_badge(fair: Fair) -> None:
    blank, actor = fair.badge(blank=True), fair.user("scanner")
    item = scan(blank, walk_in=walk_in())

    [outcome] = record_scans(fair.event, [item], actor=actor, received_at=MORNING, sent_at=MORNING)

    assert (outcome.verdict, registered()) == ("blank", [])


@pytest.mark.parametrize(
    "said",
    [
        "Mariama",
        {},
        {"uuid": "1", "name": "Mariama", "category": "ong"},
        {"uuid": str(uuid4()), "name": "  ", "category": "ong"},
        {"uuid": str(uuid4()), "name": "12", "category": "ong"},
        {"uuid": str(uuid4()), "name": "M" * 241, "category": "ong"},
        {"uuid": str(uuid4()), "name": "M" * 121, "category": "ong"},
        {"uuid": str(uuid4()), "name": "Mariama\x00", "category": "ong"},
        {"uuid": str(uuid4()), "name": ["Mariama"], "category": "ong"},
    ],
)
def test_what_names_nobody_is_answered_so(said: Any) -> None:
    raw = {
        "uuid": str(uuid4()),
        "badge": "t:ABCDEFGHIJKLMN27",
        "checkpoint": "G1",
        "scanned_at": "2026-12-02T08:29:47Z",
        "walk_in": said,
    }

    assert read_item(raw) == InvalidItem(raw["uuid"], "walk_in")


def test_what_was_typed_of_a_walk_in_is_read(fair: Fair) -> None:
    said = {"uuid": str(uuid4()), "name": " Mariama  Diallo ", "sex": "-", "category": 3}
    raw = {"uuid": str(uuid4()), "badge": "n:12", "checkpoint": "G1", "walk_in": said}

    item = read_item({**raw, "scanned_at": "2026-12-02T08:29:47Z"})

    assert isinstance(item, ScanItem)
    assert item.walk_in == WalkIn(said["uuid"], "Mariama Diallo", None, "3")


def test_two_gates_at_once_give_one_badge_once(app: Flask, fair: Fair) -> None:
    for _ in range(3):
        blank = fair.badge(blank=True)
        devices = [fair.device(f"P{next(fair.serial)}").id for _ in range(4)]
        fair.db.commit()
        items = [scan(blank, walk_in=walk_in(f"Personne {name}")) for name in "ABCD"]
        barrier, outcomes = threading.Barrier(4), []

        def gate(device_id: int, item: ScanItem) -> None:
            with app.app_context():
                barrier.wait()  # noqa: B023 - joined below
                with transaction():
                    event = db.session.scalars(select(Event)).one()
                    device = db.session.get_one(Device, device_id)
                    outcomes.extend(  # noqa: B023
                        record_scans(
                            event,
                            [item],
                            actor=None,
                            device=device,
                            received_at=MORNING,
                            sent_at=MORNING,
                        )
                    )

        threads = [
            threading.Thread(target=gate, args=pair) for pair in zip(devices, items, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(outcome.reason for outcome in outcomes) == ["", *["badge_taken"] * 3]
        fair.db.rollback()
        held = select(func.count()).where(Badge.id == blank.id, Badge.registration_id.is_not(None))
        assert fair.db.scalar(held) == 1
    assert len(registered()) == 12
