"""The team's pages of devices: made, enrolled, watched, cut off."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.checkin.devices import rules
from fairapp.checkin.models import Device, RosterEntry
from fairapp.core import clock
from fairapp.core.db import db
from tests.checkin.conftest import MORNING, Fair, make_fair
from tests.checkin.devices.test_api import ENROL, MARKED
from tests.conftest import Login
from tests.statements import recorded

PHONES = "/staff/journees/devices/"
NEW = {"name": "Porte 1", "checkpoint": "", "until": "2026-12-05"}

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def organiser(client: FlaskClient, fair: Fair, login: Login) -> FlaskClient:
    login(client, "organiser")
    return client


def text_of(page: str) -> str:
    body = page.partition("<main")[2]
    plain = " ".join(re.sub(r"<[^>]+>", " ", body).split())
    return plain.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def make(organiser: FlaskClient, **values: str) -> Device:
    answer = organiser.post(f"{PHONES}new", data={**NEW, **values})
    assert answer.status_code == 303, answer.text
    return the(answer.location.split("/")[-2])


def the(code: str) -> Device:
    db.session.rollback()
    return db.session.scalars(select(Device).where(Device.code == code)).one()


def code_on(page: str) -> str:
    [code] = re.findall(r'<p class="num" dir="ltr">([A-Z0-9-]{14})</p>', page)
    return str(code)


def test_without_any_the_page_says_what_to_do(organiser: FlaskClient) -> None:
    assert "Aucun appareil" in organiser.get(PHONES).text


def test_a_device_is_made_and_a_phone_becomes_it(organiser: FlaskClient, fair: Fair) -> None:
    made = make(organiser, checkpoint="G2", may_override="y")
    assert (made.name, made.may_override, made.may_search) == ("Porte 1", True, False)
    assert made.checkpoint is not None and made.checkpoint.code == "G2"
    page = organiser.get(f"{PHONES}{made.code}/enrolment").text
    assert "<svg" in page and 'data-refresh="3"' in page

    # The phone has no session of the team's.
    phone = organiser.application.test_client()
    assert phone.post(ENROL, json={"code": code_on(page)}, headers=MARKED).status_code == 200

    page = organiser.get(f"{PHONES}{made.code}/enrolment").text
    assert "Le téléphone est inscrit" in page
    assert "<svg xmlns" not in page.partition("<main")[2].partition("aria-label")[0]
    assert "Inscrit" in text_of(organiser.get(PHONES).text)


def test_the_code_is_shown_to_whoever_asked_for_it_alone(
    organiser: FlaskClient, fair: Fair, login: Login
) -> None:
    made = make(organiser)
    other = organiser.application.test_client()
    login(other, "administrator")
    page = other.get(f"{PHONES}{made.code}/enrolment").text
    assert "data-refresh" not in page
    assert "Afficher un nouveau code" in page


def test_a_code_that_is_too_old_is_replaced_by_another(organiser: FlaskClient) -> None:
    made = make(organiser)
    address = f"{PHONES}{made.code}/enrolment"
    first = code_on(organiser.get(address).text)
    with clock.stopped(MORNING + rules.CODE_LIFETIME):
        assert "Afficher un nouveau code" in organiser.get(address).text
        assert organiser.post(address).status_code == 303
        second = code_on(organiser.get(address).text)
        assert organiser.post(ENROL, json={"code": first}, headers=MARKED).status_code == 403
        assert organiser.post(ENROL, json={"code": second}, headers=MARKED).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"until": "2026-12-01"}, "until"),
        ({"until": "9999-12-31"}, "until"),
        ({"until": ""}, "until"),
        ({"checkpoint": "NONE"}, "checkpoint"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    organiser: FlaskClient, wrong: dict[str, str], field: str
) -> None:
    answer = organiser.post(f"{PHONES}new", data={**NEW, **wrong})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert db.session.scalars(select(Device)).all() == []


def test_a_device_works_to_the_evening_of_its_day(organiser: FlaskClient) -> None:
    made = make(organiser, until="2026-12-02")
    assert made.expires_at == MORNING.replace(hour=0, minute=0) + timedelta(days=1)


def test_the_list_says_what_each_is_doing(organiser: FlaskClient, fair: Fair) -> None:
    common = {"event_id": fair.event.id, "enrolled_at": MORNING}
    for n in range(1, 4):
        badge = fair.badge()
        db.session.add(
            RosterEntry(
                badge_id=badge.id,
                event_id=fair.event.id,
                code=f"{n}",
                body=b"",
                digest="",
                revision=n,
            )
        )
    db.session.add_all(
        [
            Device(
                code="P1",
                name="Allègre",
                last_seen_at=MORNING - timedelta(minutes=4),
                waiting=0,
                roster_revision=3,
                clock_offset_ms=-420_000,
                **common,
            ),
            Device(
                code="P2",
                name="Boubacar",
                last_seen_at=MORNING - timedelta(days=1),
                waiting=12,
                roster_revision=1,
                clock_offset_ms=119_000,
                **common,
            ),
            Device(code="P3", name="Conté", **common),
            Device(code="P4", name="Diallo", expires_at=MORNING, **common),
            Device(code="P5", name="Égaré", revoked_at=MORNING, **common),
            Device(code="P6", name="Fofana", event_id=fair.event.id),
        ]
    )

    page = organiser.get(PHONES).text

    rows = {
        row[: row.index('"')]: text_of(f"<main>{row.partition('>')[2]}")
        for row in page.split('<li id="device-')[1:]
    }
    assert list(rows) == ["P1", "P2", "P3", "P6", "P4", "P5"]
    assert "Vu : 08:26 · liste à jour" in rows["P1"]
    assert "horloge en avance de 7 minutes" in rows["P1"]
    assert "Vu : 1 déc. 08:30" in rows["P2"]
    assert "liste en retard de 2 changements" in rows["P2"]
    assert "12 pointages y attendent" in rows["P2"]
    assert "horloge" not in rows["P2"]
    assert "Jamais vu" in rows["P3"] and "pas encore de liste" in rows["P3"]
    assert "Délai passé" in rows["P4"]
    assert "Coupé" in rows["P5"]
    assert "Pas encore de téléphone" in rows["P6"]


def test_the_list_asks_as_much_of_the_database_for_many(organiser: FlaskClient, fair: Fair) -> None:
    def asked() -> int:
        with recorded() as statements:
            assert organiser.get(PHONES).status_code == 200
        return len(statements)

    gates = fair.event.checkpoints
    fair.device("A1").checkpoint_id = gates[0].id
    one = asked()
    for n in range(2, 5):
        fair.device(f"A{n}").checkpoint_id = gates[n].id
    assert asked() == one


def test_a_device_is_renamed_and_prolonged(organiser: FlaskClient) -> None:
    made = make(organiser)
    data = {"name": "Porte 9", "until": "2026-12-20"}
    assert organiser.post(f"{PHONES}{made.code}", data=data).status_code == 303
    made = the(made.code)
    assert (made.name, made.expires_at and made.expires_at.date().isoformat()) == (
        "Porte 9",
        "2026-12-21",
    )
    assert (
        organiser.post(
            f"{PHONES}{made.code}", data={"name": "Porte 9", "until": "2026-12-01"}
        ).status_code
        == 422
    )


def test_a_device_is_cut_off_once_it_is_asked_twice(organiser: FlaskClient) -> None:
    made = make(organiser)
    phone = organiser.application.test_client()
    code = code_on(organiser.get(f"{PHONES}{made.code}/enrolment").text)
    answer = phone.post(ENROL, json={"code": code}, headers=MARKED)
    assert answer.json is not None
    headers = {**MARKED, "Authorization": f"Bearer {answer.json['token']}"}
    address = "/api/v1/events/journees/device"

    assert "Couper" in organiser.get(f"{PHONES}{made.code}/revocation").text
    assert phone.get(address, headers=headers).status_code == 200
    assert organiser.post(f"{PHONES}{made.code}/revocation").status_code == 303
    assert phone.get(address, headers=headers).status_code == 401

    page = organiser.get(f"{PHONES}{made.code}").text
    assert "Coupé" in page
    # Nothing brings it back: no code, no other day.
    organiser.post(f"{PHONES}{made.code}/enrolment")
    assert the(made.code).enrolment_hash is None
    data = {"name": "Porte 1", "until": "2026-12-30"}
    assert organiser.post(f"{PHONES}{made.code}", data=data).status_code == 422


def test_another_fairs_device_is_not_found(organiser: FlaskClient, fair: Fair) -> None:
    make_fair(fair.db, "ailleurs").device("THERE")
    for path in ("THERE", "THERE/enrolment", "THERE/revocation"):
        assert organiser.get(PHONES + path).status_code == 404


def test_search_by_name_is_allowed_forbidden_and_renewed(organiser: FlaskClient) -> None:
    made = make(organiser)
    page, code = f"{PHONES}{made.code}", made.code
    saved = {"name": "Porte 1", "until": "2026-12-05"}
    assert "Cherche par nom non" in text_of(organiser.get(page).text)
    token = enrol_with(organiser, code)

    assert organiser.post(page, data={**saved, "may_search": "y"}).status_code == 303
    assert the(code).may_search
    shown = text_of(organiser.get(page).text)
    assert "son code secret reste à choisir" in shown
    assert "Autoriser un nouveau code secret" not in shown

    names = "/api/v1/events/journees/names/key"
    phone = organiser.application.test_client()
    headers = {**MARKED, "Authorization": f"Bearer {token}"}
    assert phone.post(names, json={}, headers=headers).status_code == 200
    shown = text_of(organiser.get(page).text)
    assert "oui, il a sa liste" in shown and "Autoriser un nouveau code secret" in shown
    assert phone.post(names, json={}, headers=headers).status_code == 403
    assert organiser.post(f"{page}/names").status_code == 303
    assert "son code secret reste à choisir" in text_of(organiser.get(page).text)
    assert phone.post(names, json={}, headers=headers).status_code == 200

    assert organiser.post(page, data=saved).status_code == 303
    assert not the(code).may_search
    assert phone.post(names, json={}, headers=headers).status_code == 403


def enrol_with(organiser: FlaskClient, code: str) -> str:
    shown = code_on(organiser.get(f"{PHONES}{code}/enrolment").text)
    phone = organiser.application.test_client()
    answer = phone.post(ENROL, json={"code": shown}, headers=MARKED).json
    assert answer is not None
    return str(answer["token"])
