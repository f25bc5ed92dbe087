"""A phone is lost; what was noted on paper is typed in its place."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from fairapp.accounts.models import User
from fairapp.checkin import presence
from fairapp.checkin.models import Device, Scan
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from tests.checkin.conftest import MORNING, Fair, make_fair
from tests.conftest import Login

PAPER = "/staff/journees/devices/A1/paper"

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def device(fair: Fair) -> Device:
    found = fair.device("A1")
    found.revoked_at = MORNING
    db.session.flush()
    return found


@pytest.fixture
def organiser(client: FlaskClient, device: Device, login: Login) -> FlaskClient:
    login(client, "organiser")
    return client


def send(client: FlaskClient, *rows: str, step: str = "store", **values: Any) -> TestResponse:
    sheet = {"checkpoint": "G1", "day": "1", "rows": "\n".join(rows), step: "y", **values}
    return client.post(PAPER, data=sheet)


def scans() -> list[Scan]:
    db.session.rollback()
    return list(db.session.scalars(select(Scan).order_by(Scan.at, Scan.id)))


def outcomes(page: str) -> list[str]:
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_every_row_is_shown_before_anything_is_stored(organiser: FlaskClient, fair: Fair) -> None:
    mariama, pending = fair.badge(fair.person("Mariama Diallo")), fair.person(status="pending")
    asked = fair.badge(pending)
    rows = (
        f"08:10 {mariama.number}",
        f"08:05 {mariama.number}",
        f"08:12 {asked.number}",
        "8:13 99",
    )

    answer = send(organiser, *rows, step="look")

    assert answer.status_code == 200
    # In the order of the sheet; the earlier of two is the admission.
    first, second, third, fourth = outcomes(answer.text)
    assert "Mariama Diallo" in first and "Déjà" in first
    assert "Bienvenue" in second
    assert "pas encore confirmée" in third
    assert "n’a ce code" in fourth or "Aucun badge" in fourth
    assert 'name="store"' in answer.text
    assert scans() == []
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_rows_are_stored_at_their_times_as_of_paper_by_whoever_types(
    organiser: FlaskClient, fair: Fair, device: Device
) -> None:
    badge = fair.badge(fair.person("Mariama Diallo"))

    answer = send(organiser, f"8h05 {badge.number}")

    assert answer.status_code == 303
    [scan] = scans()
    typist = db.session.scalars(select(User)).one()
    assert (scan.at, scan.scanned_at) == (MORNING.replace(hour=8, minute=5),) * 2
    assert (scan.method, scan.verdict, scan.is_entry) == ("paper", "admitted", True)
    assert (scan.device_id, scan.user_id, scan.seq) == (device.id, typist.id, None)
    assert scan.received_at == MORNING and not scan.clock_doubtful
    assert presence.unique_participants(fair.event) == 1
    assert "1 ligne enregistrée, dont 1 entrée" in organiser.get(answer.location).text
    entry = db.session.scalars(select(AuditEntry).filter_by(action="scans.keyed")).one()
    assert entry.details == {"code": "A1", "checkpoint": "G1", "scans": 1}


def test_the_same_sheet_is_never_stored_twice(organiser: FlaskClient, fair: Fair) -> None:
    badges = [fair.badge() for _ in range(60)]
    rows = [f"08:{n % 30:02d} {badge.number}" for n, badge in enumerate(badges)]
    send(organiser, *rows)
    assert len(scans()) == 60

    again = send(organiser, *rows, rows[0], f"08:29 {fair.badge().number}")

    assert len(scans()) == 61
    told = organiser.get(again.location).text
    assert "1 ligne enregistrée" in told and "61 y étaient déjà" in told


def test_people_who_were_let_in_all_the_same_are_counted_with_the_reason(
    organiser: FlaskClient, fair: Fair
) -> None:
    plain, pending = fair.badge(), fair.badge(fair.person(status="pending"))
    rows = (f"08:05 {plain.number}", f"08:06 {pending.number}")

    send(organiser, *rows, override="Invitation montrée")

    assert [(s.verdict, s.is_entry, s.override) for s in scans()] == [
        ("admitted", True, ""),
        ("ask", True, "Invitation montrée"),
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("08:05 1", "huit heures"), "ligne 2"),
        (("", "08:31 1"), "Pas encore"),
        (("",), "au moins une ligne"),
    ],
)
def test_a_sheet_with_rows_that_cannot_be_is_given_back_as_it_was_typed(
    organiser: FlaskClient, fair: Fair, rows: tuple[str, ...], said: str
) -> None:
    fair.badge()
    answer = send(organiser, *rows)
    assert answer.status_code == 422
    assert 'id="rows-error"' in answer.text and said in answer.text.replace("\xa0", " ")
    assert all(row in answer.text for row in rows)
    assert 'name="store"' not in answer.text
    assert scans() == []


def test_a_sheet_of_a_device_that_is_bound_is_of_its_checkpoint(
    organiser: FlaskClient, fair: Fair, device: Device
) -> None:
    device.checkpoint_id = fair.event.checkpoints[1].id
    badge = fair.badge()
    assert send(organiser, f"08:05 {badge.number}", checkpoint="G1").status_code == 422
    assert send(organiser, f"08:05 {badge.number}", checkpoint="G2").status_code == 303
    assert [scan.checkpoint.code for scan in scans()] == ["G2"]


def test_another_fairs_device_is_not_found(organiser: FlaskClient, fair: Fair) -> None:
    make_fair(fair.db, "ailleurs").device("THERE")
    assert organiser.get(PAPER.replace("A1", "THERE")).status_code == 404
