"""The page of decisions: who is on it, what is decided there and taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.core.messages import Message, MessageStatus
from fairapp.events.models import Admission, Event
from fairapp.registration.models import Registration, Source, Status
from fairapp.registration.moderation import actions
from tests.conftest import NOW, Login
from tests.registration.people import AT, make_fair, register
from tests.statements import recorded

URL = "/staff/foire/registrations/decisions/"
PENDING, CONFIRMED, DECLINED = Status.PENDING, Status.CONFIRMED, Status.DECLINED


@pytest.fixture
def fair(fair: Event) -> Event:
    """Its `police` is confirmed by the team."""
    next(c for c in fair.categories if c.code == "police").admission = Admission.MODERATED
    db.session.flush()
    return fair


@pytest.fixture
def team(client: FlaskClient, fair: Event, login: Login) -> FlaskClient:
    login(client, "organiser")
    return client


def ask(fair: Event, *names: str, **values: Any) -> list[int]:
    values = {"category": "police", "email": "personne@example.org", **values}
    made = [register(fair, n, source=Source.ONLINE, **values) for n in names]
    assert {person.status for person in made} <= {PENDING}
    return [person.id for person in made]


def get(key: int) -> Registration:
    db.session.expire_all()
    return db.session.get_one(Registration, key)


def letters(key: int, kind: str) -> list[str]:
    query = select(Message.status).where(Message.registration_id == key, Message.kind == kind)
    return list(db.session.scalars(query.order_by(Message.id)))


def test_empty_page_says_so(team: FlaskClient) -> None:
    page = team.get(URL)
    assert page.status_code == 200
    assert 'class="empty"' in page.text
    assert "<form" not in page.text.partition("<main")[2]


def test_oldest_first_and_by_category(team: FlaskClient, fair: Event) -> None:
    (late,) = ask(fair, "Mamadou Bah")
    (early,) = ask(fair, "Aïssatou Barry", at=AT - timedelta(days=1), organisation="Commissariat")
    register(fair, "Sékou Touré")
    page = team.get(URL).text
    assert page.index(f'data-person="{early}"') < page.index(f'data-person="{late}"')
    assert "Sékou" not in page
    assert "Commissariat" in page
    assert "Mamadou" in team.get(f"{URL}?category=police").text
    assert "Mamadou" not in team.get(f"{URL}?category=ong").text


def test_one_button_confirms_one_person_whatever_is_ticked(team: FlaskClient, fair: Event) -> None:
    one, other = ask(fair, "Mamadou Bah", "Aïssatou Barry")
    answer = team.post(f"{URL}approval", data={"only": one, "person": [one, other]})
    assert answer.status_code == 303
    assert (get(one).status, get(other).status) == (CONFIRMED, PENDING)
    assert len(letters(one, "approved")) == 1
    assert 'data-decided="1"' in team.get(answer.location).text


def test_several_are_declined_with_a_reason_in_their_language(
    team: FlaskClient, fair: Event
) -> None:
    one, other = ask(fair, "Mamadou Bah", "Aïssatou Barry")
    asked = team.post(f"{URL}refusal", data={"person": [one, other]})
    assert asked.status_code == 303
    assert get(one).status == PENDING
    page = team.get(asked.location).text
    assert page.count('type="hidden" name="person"') == 2

    data = {"person": [one, other], "reason": "own", "words": " Réservé aux équipes. "}
    answer = team.post(f"{URL}refusal", data=data)
    for key in (one, other):
        assert (get(key).status, get(key).status_reason) == (DECLINED, "Réservé aux équipes.")
        assert len(letters(key, "declined")) == 1
    page = team.get(answer.location).text
    assert 'data-decided="2"' in page
    assert page.count("data-declined") == 2


@pytest.mark.parametrize(
    ("words", "reason", "status"),
    [
        ("", "own", 422),
        ("x" * 301, "own", 422),
        ("x" * 300, "own", 303),
        ("x" * 181, "twice", 422),
        ("", "twice", 303),
        ("x", "nonsense", 422),
    ],
)
def test_a_reason_is_needed_and_fits(
    team: FlaskClient, fair: Event, words: str, reason: str, status: int
) -> None:
    (key,) = ask(fair, "Mamadou Bah")
    answer = team.post(f"{URL}refusal", data={"person": key, "words": words, "reason": reason})
    assert answer.status_code == status
    assert get(key).status == (PENDING if status == 422 else DECLINED)
    if status == 422:
        assert "-error" in answer.text
    else:
        assert 0 < len(get(key).status_reason) <= 300


def test_undo_restores_since_when_and_takes_the_letter_back(team: FlaskClient, fair: Event) -> None:
    one, other = ask(fair, "Mamadou Bah", "Aïssatou Barry", at=AT - timedelta(days=2))
    team.post(f"{URL}approval", data={"person": [one, other]})
    team.post(f"{URL}undo", data={"done": NOW.isoformat()})
    for key in (one, other):
        assert (get(key).status, get(key).status_at) == (PENDING, AT - timedelta(days=2))
        assert letters(key, "approved") == [MessageStatus.CANCELLED]
        assert letters(key, "changed") == []


def test_undo_tells_whoever_has_read_the_letter(team: FlaskClient, fair: Event) -> None:
    (key,) = ask(fair, "Mamadou Bah")
    team.post(f"{URL}approval", data={"person": key})
    query = select(Message).where(Message.kind == "approved")
    db.session.scalars(query).one().status = MessageStatus.SENT
    team.post(f"{URL}undo", data={"done": NOW.isoformat()})
    assert get(key).status == PENDING
    assert len(letters(key, "changed")) == 1


def test_undo_leaves_alone_what_happened_since(team: FlaskClient, fair: Event) -> None:
    (key,) = ask(fair, "Mamadou Bah")
    team.post(f"{URL}approval", data={"person": key})
    get(key).status_at = NOW + timedelta(minutes=1)
    team.post(f"{URL}undo", data={"done": NOW.isoformat()})
    assert get(key).status == CONFIRMED
    assert team.post(f"{URL}undo", data={"done": "hier"}).status_code == 400


def test_twice_is_once(team: FlaskClient, fair: Event) -> None:
    (key,) = ask(fair, "Mamadou Bah")
    for _time in range(2):
        team.post(f"{URL}approval", data={"person": key})
    assert len(letters(key, "approved")) == 1
    acts = select(AuditEntry).where(AuditEntry.action == "registration.approved")
    assert len(db.session.scalars(acts).all()) == 1


def test_a_decision_made_by_somebody_else_stands_and_is_said(
    team: FlaskClient, fair: Event
) -> None:
    one, other = ask(fair, "Mamadou Bah", "Aïssatou Barry")
    actions.decline(get(one), reason="Non", actor=None, at=AT)
    answer = team.post(f"{URL}approval", data={"person": [one, other]})
    assert (get(one).status, get(other).status) == (DECLINED, CONFIRMED)
    page = team.get(answer.location).text
    assert 'role="alert"' in page
    assert "Mamadou Bah" in page.partition('role="alert"')[2][:1500]


def test_declined_person_is_looked_at_again(team: FlaskClient, fair: Event) -> None:
    (key,) = ask(fair, "Mamadou Bah")
    team.post(f"{URL}refusal", data={"person": key, "reason": "own", "words": "Non"})
    team.post(f"{URL}{key}/reconsideration")
    assert (get(key).status, get(key).status_reason) == (PENDING, "")
    assert f'data-person="{key}"' in team.get(URL).text


def test_nobody_ticked_is_said(team: FlaskClient, fair: Event) -> None:
    ask(fair, "Mamadou Bah")
    for act in ("approval", "refusal"):
        answer = team.post(URL + act)
        assert answer.location == URL
        assert 'class="notice warning"' in team.get(URL).text


def test_people_of_another_fair_are_refused(team: FlaskClient, fair: Event) -> None:
    (own,) = ask(fair, "Mamadou Bah")
    other = make_fair("autre")
    next(c for c in other.categories if c.code == "police").admission = Admission.MODERATED
    db.session.flush()
    (stranger,) = ask(other, "Aïssatou Barry")
    reason = {"reason": "own", "words": "Non"}
    for wrong in (stranger, "99999999999", "x", "²"):
        both = {"person": [own, wrong]}
        assert team.post(f"{URL}approval", data=both).status_code == 404
        assert team.post(f"{URL}refusal", data={**both, **reason}).status_code == 404
    assert team.post(f"{URL}{stranger}/reconsideration").status_code == 404
    assert (get(own).status, get(stranger).status) == (PENDING, PENDING)
    assert "Aïssatou" not in team.get(URL).text


def test_only_who_manages_registrations(client: FlaskClient, fair: Event, login: Login) -> None:
    (key,) = ask(fair, "Mamadou Bah")
    login(client, "reception")
    assert client.get(URL).status_code == 403
    assert client.post(f"{URL}approval", data={"person": key}).status_code == 403
    assert get(key).status == PENDING


def test_queries_do_not_grow_with_people(team: FlaskClient, fair: Event) -> None:
    counts = []
    for names in (("Mamadou Bah",), ("Aïssatou Barry", "Sékou Camara")):
        ask(fair, *names)
        team.get(URL)
        with recorded() as statements:
            page = team.get(URL).text
        counts.append((page.count("data-person"), len(statements)))
    assert [people for people, _queries in counts] == [1, 3]
    assert counts[0][1] == counts[1][1]
