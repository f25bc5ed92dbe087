"""The pages of duplicates: found, compared, merged, undone, told apart."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session

from fairapp.checkin.models import Scan
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Checkpoint, Event
from fairapp.registration.models import Delegation, Registration, Status
from tests.conftest import Login
from tests.registration.people import AT, make_fair, register

URL = "/staff/foire/registrations/duplicates/"
PHONE = "+224 631 12 34 56"


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Event:
    return make_fair()


@pytest.fixture
def team(client: FlaskClient, fair: Event, login: Login) -> FlaskClient:
    login(client, "organiser")
    return client


def twice(fair: Event) -> tuple[int, int]:
    one = register(fair, "Mariama Diallo", phone=PHONE)
    other = register(fair, "Diallo Mariama", phone=PHONE, organisation="ONG Paix")
    return one.id, other.id


def registration(key: int) -> Registration:
    db.session.expire_all()
    return db.session.get_one(Registration, key)


def test_empty_list(team: FlaskClient) -> None:
    answer = team.get(URL)
    assert answer.status_code == 200
    assert "data-pair" not in answer.text


def test_merge_and_undo_by_the_pages(team: FlaskClient, fair: Event) -> None:
    one, other = twice(fair)
    assert f'data-pair="{one}-{other}"' in team.get(URL).text
    page = team.get(f"{URL}{one}/{other}").text
    assert page.count("data-differs") == 2

    answer = team.post(f"{URL}{one}/{other}/merge", data={"keep": one, "organisation": other})
    assert answer.status_code == 302
    assert registration(one).organisation == "ONG Paix"
    assert registration(other).merged_into_id == one
    page = team.get(URL).text
    assert "data-pair" not in page
    assert "merges/1/undo" in page

    team.post(f"{URL}merges/1/undo")
    assert registration(one).organisation == ""
    assert registration(other).status == Status.CONFIRMED


def test_second_organiser_is_told(team: FlaskClient, fair: Event) -> None:
    one, other = twice(fair)
    team.post(f"{URL}{one}/{other}/merge", data={"keep": one})

    answer = team.post(f"{URL}{one}/{other}/merge", data={"keep": other})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_told_apart_and_asked_again(team: FlaskClient, fair: Event) -> None:
    one, other = twice(fair)

    team.post(f"{URL}{one}/{other}/distinct")
    assert "data-pair" not in team.get(URL).text
    team.post(f"{URL}distinct/1/undo")
    assert "data-pair" in team.get(URL).text


def test_people_of_another_fair_are_not_found(team: FlaskClient, fair: Event) -> None:
    one, _other = twice(fair)
    stranger = register(make_fair("autre"), "Mariama Diallo", phone=PHONE)

    for path in (f"{one}/{stranger.id}", f"{one}/{one}", f"{one}/99999999999999999999"):
        assert team.get(URL + path).status_code == 404
    assert team.post(f"{URL}{one}/{stranger.id}/merge").status_code == 404


def test_only_who_manages_registrations(client: FlaskClient, fair: Event, login: Login) -> None:
    login(client, "reception")
    assert client.get(URL).status_code == 403


def test_comparison_counts_what_hangs_on_each(team: FlaskClient, fair: Event) -> None:
    one, other = twice(fair)
    kept, gone = registration(one), registration(other)
    kept.delegation = Delegation(event=fair, code="D1", name="Délégation de Kindia")
    gate = Checkpoint(event=fair, code="G1", name=LocalizedText(fr="Entrée"), position=1)
    db.session.add(gate)
    db.session.flush()
    for n in range(2):
        db.session.add(
            Scan(
                uuid=f"scan-{n}",
                event=fair,
                checkpoint=gate,
                registration=gone,
                method="qr",
                verdict="admitted",
                is_entry=True,
                scanned_at=AT,
                at=AT,
                received_at=AT,
            )
        )
    db.session.commit()

    page = team.get(f"{URL}{one}/{other}").text
    counts = {
        kind: tuple(re.findall(r">(\d+)</td>", cells))
        for kind, cells in re.findall(r'data-trace="(\w+)">(.*?)</tr>', page)
    }
    assert counts == {
        "badges": ("1", "1"),
        "scans": ("0", "2"),
        "messages": ("0", "0"),
        "seats": ("0", "0"),
    }
    assert "Délégation de Kindia" in page
