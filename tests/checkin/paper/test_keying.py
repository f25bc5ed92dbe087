"""A list that was ticked by hand is typed: number or name, Enter, the next one."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from fairapp.checkin import presence
from fairapp.checkin.models import Scan
from fairapp.checkin.paper.keying import badge_number
from fairapp.core.db import db
from tests.checkin.conftest import MORNING, Fair, make_fair
from tests.conftest import Login

PAPER = "/staff/journees/paper"

pytestmark = pytest.mark.usefixtures("morning", "english")


@pytest.fixture
def reception(client: FlaskClient, fair: Fair, login: Login) -> FlaskClient:
    login(client, "reception")
    return client


def send(client: FlaskClient, text: str = "", **values: Any) -> TestResponse:
    db.session.commit()
    row = {"gate": "G1", "day": "1", "at": "08:00", "text": text, "uuid": str(uuid4()), **values}
    return client.post(PAPER, data=row)


def scans() -> list[Scan]:
    db.session.rollback()
    return list(db.session.scalars(select(Scan).order_by(Scan.id)))


def told(client: FlaskClient, answer: TestResponse) -> str:
    assert answer.status_code == 303
    return client.get(answer.location).text


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), (" 012 ", 12), ("#12", 12), ("١٢", 12), ("0", None), ("12a", None), ("", None)],
)
def test_a_number_is_read_in_any_digits(text: str, number: int | None) -> None:
    assert badge_number(text) == number


def test_a_number_is_stored_as_of_paper_and_where_and_when_are_kept(
    reception: FlaskClient, fair: Fair
) -> None:
    badge = fair.badge(fair.person("Mariama Diallo"))
    answer = send(reception, str(badge.number))
    assert answer.location.endswith("?gate=G1&day=1&at=08:00")
    page = told(reception, answer)
    assert "Mariama Diallo is noted" in page and "1 line typed" in page
    assert re.search(r'<input[^>]*\bautofocus[^>]*name="text"', page)
    assert 'value="08:00"' in page and 'selected value="G1"' in page
    [scan] = scans()
    assert (scan.method, scan.is_entry, scan.device_id) == ("paper", True, None)
    assert scan.at == MORNING.replace(hour=8, minute=0) and scan.badge_id == badge.id
    assert presence.unique_participants(fair.event) == 1


def test_a_name_that_means_one_person_is_stored(reception: FlaskClient, fair: Fair) -> None:
    person = fair.person("Mariama Diallo")
    fair.person("Aly Bah")
    told(reception, send(reception, "diallo"))
    assert [scan.registration_id for scan in scans()] == [person.id]


def test_of_several_people_the_likeliest_is_one_enter_away(
    reception: FlaskClient, fair: Fair
) -> None:
    one = fair.person("Mariama Diallo", organisation="AGIL")
    two = fair.person("Mariama Diallo", organisation="Police")
    answer = send(reception, "mariama diallo")
    assert answer.status_code == 200 and scans() == []
    assert "AGIL" in answer.text and "Police" in answer.text
    assert re.search(r'name="person" value="\d+" autofocus', answer.text)
    told(reception, send(reception, "mariama diallo", person=str(two.id)))
    assert [scan.registration_id for scan in scans()] == [two.id] != [one.id]


def test_whoever_is_in_already_is_not_stored_again(reception: FlaskClient, fair: Fair) -> None:
    badge = fair.badge(fair.person("Mariama Diallo"))
    send(reception, str(badge.number))
    page = told(reception, send(reception, str(badge.number), at="08:20", gate="G2"))
    assert "Mariama Diallo was in already, since 08:00" in page
    assert len(scans()) == 1


def test_a_second_tap_is_not_a_second_row(reception: FlaskClient, fair: Fair) -> None:
    badge, uuid = fair.badge(), str(uuid4())
    for _tap in range(2):
        assert send(reception, str(badge.number), uuid=uuid).status_code == 303
    assert len(scans()) == 1


def test_a_guest_of_protocol_who_was_ticked_has_come(reception: FlaskClient, fair: Fair) -> None:
    guest = fair.badge(fair.person("Son Excellence", protocol_rank=1))
    told(reception, send(reception, str(guest.number)))
    assert [(scan.is_entry, scan.override) for scan in scans()] == [(True, "paper list")]


def test_a_guest_who_is_not_confirmed_is_still_asked_about(
    reception: FlaskClient, fair: Fair
) -> None:
    guest = fair.badge(fair.person("Son Excellence", protocol_rank=1, status="pending"))
    answer = send(reception, str(guest.number))
    assert answer.status_code == 422 and "not confirmed yet" in answer.text
    assert scans() == []


def test_a_badge_that_is_nobodys_counts_for_nobody(reception: FlaskClient, fair: Fair) -> None:
    answer = send(reception, str(fair.badge(blank=True).number), override="Entrée quand même")
    assert answer.status_code == 422 and "belongs to nobody yet" in answer.text
    assert 'id="override"' not in answer.text and scans() == []


def test_a_row_is_undone_and_can_be_typed_again(reception: FlaskClient, fair: Fair) -> None:
    badge = fair.badge(fair.person("Mariama Diallo"))
    page = told(reception, send(reception, str(badge.number)))
    scan = re.search(r'name="scan" value="([^"]+)"', page)
    assert scan is not None
    values = {"scan": scan[1], "uuid": str(uuid4()), "gate": "G1", "day": "1", "at": "08:00"}
    page = told(reception, reception.post(f"{PAPER}/undos", data=values))
    assert "Taken back: Mariama Diallo" in page and "0 lines typed" in page
    assert presence.unique_participants(fair.event) == 0
    assert "1 line typed" in told(reception, send(reception, str(badge.number)))
    assert presence.unique_participants(fair.event) == 1


def test_whom_the_gate_would_have_stopped_needs_a_reason(
    reception: FlaskClient, fair: Fair
) -> None:
    badge = fair.badge(fair.person("Mariama Diallo", status="pending"))
    answer = send(reception, str(badge.number))
    assert answer.status_code == 422 and scans() == []
    assert "not confirmed yet" in answer.text and f'value="{badge.number}"' in answer.text
    told(reception, send(reception, str(badge.number), override="Invitation montrée"))
    [scan] = scans()
    assert (scan.is_entry, scan.override) == (True, "Invitation montrée")


@pytest.mark.parametrize(
    ("text", "values", "field"),
    [
        ("", {}, "text"),
        ("999", {}, "text"),
        ("Personne Inconnue", {}, "text"),
        ("1", {"at": "08:31"}, "at"),
        ("1", {"day": "2"}, "at"),
        ("1", {"at": "huit heures"}, "at"),
        ("1", {"gate": "NONE"}, "gate"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_kept(
    reception: FlaskClient, fair: Fair, text: str, values: dict[str, str], field: str
) -> None:
    fair.badge(fair.person("Mariama Diallo"))
    answer = send(reception, text, **values)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text and f'value="{text}"' in answer.text
    assert scans() == []


def test_another_fairs_people_and_badges_are_not_found(reception: FlaskClient, fair: Fair) -> None:
    other = make_fair(fair.db, "ailleurs")
    stranger = other.person("Mariama Diallo")
    badge = other.badge(stranger)
    for values in ({"text": "x", "person": str(stranger.id)}, {"text": str(badge.number)}):
        answer = send(reception, **values)
        assert answer.status_code == 422 and "Mariama" not in answer.text.partition("<h1>")[2]
    assert scans() == []


@pytest.mark.parametrize("role", ["scanner", "badges", "reports", "finance"])
def test_others_do_not_type(client: FlaskClient, fair: Fair, login: Login, role: str) -> None:
    login(client, role)
    assert client.get(PAPER).status_code == 403


def test_a_fair_without_checkpoints_says_so(reception: FlaskClient, fair: Fair) -> None:
    fair.event.checkpoints.clear()
    db.session.commit()
    assert "Nothing to type yet" in reception.get(PAPER).text
