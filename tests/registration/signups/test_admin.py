"""Seats as the team keeps them."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.programme.models import Session, SessionStatus
from fairapp.registration.models import Registration, Status
from fairapp.registration.signups import actions
from fairapp.registration.signups.models import SeatStatus
from tests.conftest import Login
from tests.registration.people import AT, make_fair, register
from tests.registration.signups.workshops import add_workshop, standings
from tests.statements import recorded

SEATED, WAITING, GIVEN_UP = SeatStatus.SEATED, SeatStatus.WAITING, SeatStatus.GIVEN_UP
INDEX = "/staff/foire/registrations/seats/"
SHOW = f"{INDEX}J1-05"


@pytest.fixture
def workshop(fair: Event) -> Session:
    return add_workshop(fair)


@pytest.fixture
def team(client: FlaskClient, login: Login, workshop: Session) -> FlaskClient:
    login(client, "organiser")
    return client


def sign_up(workshop: Session, *names: str) -> list[Registration]:
    people = [register(workshop.event, name) for name in names]
    for person in people:
        actions.sign_up(person, workshop, actor=None, at=AT)
    return people


def test_index_lists_what_takes_sign_up_and_all_when_asked(team: FlaskClient, fair: Event) -> None:
    add_workshop(fair, "J1-06", takes_sign_up=False)
    add_workshop(fair, "J1-07", status=SessionStatus.DRAFT)
    add_workshop(make_fair("ailleurs"), "J1-08")
    listed = [
        re.findall(rf'href="{INDEX}(J1-\d+)"', team.get(INDEX + q).text) for q in ("", "?all")
    ]
    assert listed == [["J1-05"], ["J1-05", "J1-06"]]
    assert f'href="{INDEX}" aria-current="page"' in team.get(INDEX).text


def test_without_any_sign_up_all_sessions_are_listed(
    client: FlaskClient, login: Login, fair: Event
) -> None:
    login(client, "organiser")
    assert client.get(INDEX).status_code == 200
    add_workshop(fair, takes_sign_up=False)
    assert f'href="{SHOW}"' in client.get(INDEX).text


def test_seats_are_set_and_more_of_them_seat_whoever_waits(
    team: FlaskClient, workshop: Session
) -> None:
    sign_up(workshop, "Aissatou Sow", "Bountou Sow", "Cellou Sow")
    answer = team.post(SHOW, data={"takes_sign_up": "y", "capacity": "3"})
    assert (answer.status_code, answer.location) == (303, SHOW)
    assert set(standings(workshop).values()) == {SEATED}
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "signup.seats_set")
    ).one()
    assert entry.actor_id is not None
    team.post(SHOW, data={"capacity": ""})
    db.session.refresh(workshop)
    assert (workshop.takes_sign_up, workshop.capacity) == (False, None)


@pytest.mark.parametrize("capacity", ["1", "-1", "many", "9999999999"])
def test_impossible_seats_are_refused_at_their_field(
    team: FlaskClient, workshop: Session, capacity: str
) -> None:
    sign_up(workshop, "Aissatou Sow", "Bountou Sow")
    answer = team.post(SHOW, data={"takes_sign_up": "y", "capacity": capacity})
    assert answer.status_code == 422
    assert 'id="capacity-error"' in answer.text and f'value="{capacity}"' in answer.text
    db.session.refresh(workshop)
    assert workshop.capacity == 2


def test_somebody_is_found_added_taken_off_and_put_back(
    team: FlaskClient, fair: Event, workshop: Session
) -> None:
    person, other = register(fair, "Mamadou Sow"), register(fair, "Mamadou Barry")
    page = team.get(f"{SHOW}?q=mamadou").text
    assert f'value="{person.reference}"' in page and f'value="{other.reference}"' in page
    data = {"reference": person.reference}
    assert team.post(f"{SHOW}/people", data=data).location == SHOW
    assert standings(workshop) == {"Mamadou": SEATED}
    assert page.count(f'action="{SHOW}/people"') == 2
    assert team.get(f"{SHOW}?q=mamadou").text.count(f'action="{SHOW}/people"') == 1
    answer = team.post(f"{SHOW}/removal", data=data)
    assert answer.location == f"{SHOW}?off={person.reference}"
    assert standings(workshop) == {"Mamadou": GIVEN_UP}
    assert f'action="{SHOW}/people"' in team.get(answer.location).text
    team.post(f"{SHOW}/people", data=data)
    assert standings(workshop) == {"Mamadou": SEATED}
    assert f'action="{SHOW}/people"' not in team.get(answer.location).text
    acts = db.session.scalars(
        select(AuditEntry.action)
        .where(AuditEntry.action.startswith("signup."), AuditEntry.actor_id.is_not(None))
        .order_by(AuditEntry.id)
    ).all()
    assert acts == ["signup.signed_up", "signup.given_up", "signup.signed_up"]


def test_whoever_cannot_be_added_is_refused_in_words(
    team: FlaskClient, fair: Event, workshop: Session
) -> None:
    gone = register(fair)
    gone.status = Status.CANCELLED
    answer = team.post(f"{SHOW}/people", data={"reference": gone.reference})
    assert 'class="notice error"' in team.get(answer.location).text
    assert standings(workshop) == {}
    elsewhere = register(make_fair("ailleurs"))
    for reference in ("", "rien", elsewhere.reference, "\0"):
        for act in ("people", "removal"):
            sent = team.post(f"{SHOW}/{act}", data={"reference": reference})
            assert sent.status_code in {400, 404}
    for path in (f"{INDEX}rien", f"{INDEX}rien/list"):
        assert team.get(path).status_code == 404


def test_the_list_for_the_door_has_names_and_no_contacts(
    team: FlaskClient, fair: Event, workshop: Session
) -> None:
    person = register(fair, "Aissatou Sow", phone="631 22 33 44", email="aissatou@example.org")
    late = register(fair, "Zenab Bah")
    workshop.capacity = 1
    for who in (person, late):
        actions.sign_up(who, workshop, actor=None, at=AT)
    page = team.get(f"{SHOW}/list").text
    assert page.index("SOW Aissatou") < page.index("BAH Zenab")
    assert "631" not in page and "aissatou@" not in page


@pytest.mark.parametrize("role", ["reception", "scanner", "badges"])
def test_others_of_the_team_are_kept_out(
    client: FlaskClient, login: Login, workshop: Session, role: str
) -> None:
    login(client, role)
    for path in (INDEX, SHOW, f"{SHOW}/list"):
        assert client.get(path).status_code == 403
    assert client.post(f"{SHOW}/people", data={"reference": "x"}).status_code == 403


def test_pages_ask_the_same_however_many_people(
    team: FlaskClient, fair: Event, workshop: Session
) -> None:
    counts = []
    for number in range(3):
        sign_up(workshop, f"Aissatou Sow{'abc'[number]}")
        add_workshop(fair, f"J2-0{number}", day=2)
        with recorded() as asked:
            for path in (INDEX, SHOW, f"{SHOW}/list"):
                assert team.get(path).status_code == 200
        counts.append(len(asked))
    # The third is the first to wait.
    assert counts[0] == counts[1] == counts[2]
