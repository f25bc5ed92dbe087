"""The team's pages about one person."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.models import Delegation, Registration, Source, Status
from fairapp.registration.questions.answers import answers_of
from tests.conftest import Login
from tests.registration.people import AT, make_fair, register
from tests.registration.questions.asking import ask
from tests.registration.signups.workshops import add_workshop
from tests.statements import recorded

PAGES = "/staff/foire/registrations"


@pytest.fixture
def client(client: FlaskClient, fair: Event, login: Login) -> FlaskClient:
    login(client, "organiser")
    client.set_cookie("lang", "en")
    return client


def people() -> list[Registration]:
    db.session.expire_all()
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def one() -> Registration:
    (person,) = people()
    return person


def found(page: str) -> list[str]:
    return re.findall(r'<a href="[^"]*"><bdi><b>([^<]*)', page)


# -- entering and correcting ----------------------------------------------------------------------


def test_a_name_and_a_category_are_enough_whatever_the_fair_asks(
    client: FlaskClient, fair: Event
) -> None:
    ask(fair, "regime", is_required=True)
    fair.capacity, fair.registration_closes_at = 0, AT
    answer = client.post(f"{PAGES}/new", data={"given_names": "Doussouba", "category": "officiel"})
    person = one()
    assert (answer.status_code, answer.location) == (303, f"{PAGES}/{person.reference}")
    assert (person.status, person.source) == (Status.CONFIRMED, Source.STAFF)
    assert (person.category.code, person.sex, person.region) == ("officiel", None, "")
    assert person.created_by is not None


def test_everything_the_team_knows_is_kept(client: FlaskClient, fair: Event) -> None:
    ask(fair, "regime")
    workshop = add_workshop(fair)
    db.session.add(Delegation(event_id=fair.id, code="D1", name="Préfecture de Siguiri"))
    db.session.commit()
    told = {
        **{"given_names": "El Hadj Sékou", "family_name": "Condé", "category": "officiel"},
        **{"name_other_script": "ߛߋߞߎ ߞߐߣߘߍ", "precision": "Condé Pharmacie", "sex": "M"},
        **{"birth": "vers 1961", "protocol_rank": "3", "delegation": "D1", "place": "GN-SI"},
        **{"note": "Arrive le soir.\nVégétarien.", "stands_for": "Le Ministre", "days": ["1"]},
        **{"relation": "represents", "q_regime": "Sans sel", "sessions": [workshop.code]},
    }
    assert client.post(f"{PAGES}/new", data=told).status_code == 303
    person = one()
    assert (person.honorific, person.given_names) == ("El Hadj", "Sékou")
    assert (person.name_other_script, person.precision) == ("ߛߋߞߎ ߞߐߣߘߍ", "Condé Pharmacie")
    assert (person.protocol_rank, person.note) == (3, "Arrive le soir.\nVégétarien.")
    assert person.delegation is not None and "siguiri" in person.search_text
    assert [answer.words for answer in answers_of(person)] == ["Sans sel"]
    page = client.get(f"{PAGES}/{person.reference}").text
    for words in (
        *("El Hadj Sékou Condé", "ߛߋߞߎ ߞߐߣߘߍ", "about 1961", "Le Ministre", "Sans sel"),
        *("Préfecture de Siguiri", "Arrive le soir.", "Siguiri, Kankan", "Atelier J1-05"),
    ):
        assert words in page
    form = client.get(f"{PAGES}/{person.reference}/details").text
    for value in ("ߛߋߞߎ ߞߐߣߘߍ", "Condé Pharmacie", "3", "Sans sel", "Le Ministre"):
        assert f'value="{value}"' in form
    assert '<option selected value="D1">' in form


def test_a_correction_is_kept_and_told_in_the_history(client: FlaskClient, fair: Event) -> None:
    person = register(fair, "Mariama Dialo", phone="632 12 34 56", sex="F")
    address = f"{PAGES}/{person.reference}/details"
    told = {"given_names": "Mariama", "family_name": "Diallo", "category": "police", "note": "Chut"}
    assert client.post(address, data={**told, "days": ["1", "2", "3"]}).status_code == 303
    person = one()
    assert (person.family_name, person.category.code, person.note) == ("Diallo", "police", "Chut")
    page = client.get(f"{PAGES}/{person.reference}").text
    assert "Family name: Dialo → Diallo" in page
    # What was withheld from the trail is not in the history either.
    history = page.split('id="history"')[1]
    assert "632" not in history and "Chut" not in history
    assert "Note of the team" in history


def test_what_is_wrong_is_said_beside_its_field(client: FlaskClient, fair: Event) -> None:
    answer = client.post(
        f"{PAGES}/new",
        data={"birth": "hier", "protocol_rank": "first", "delegation": "D9", "category": ""},
    )
    assert answer.status_code == 422
    fields = set(re.findall(r'id="([\w-]+)-error"', answer.text))
    assert fields == {"given_names", "category", "birth", "protocol_rank", "delegation"}
    assert people() == []


def test_somebody_who_may_be_registered_is_asked_about_once(
    client: FlaskClient, fair: Event
) -> None:
    register(fair, "Fatoumata Binta Diallo", phone="632 12 34 56", organisation="ONG Paix")
    db.session.commit()
    again = {
        "given_names": "Fatoumata Binta", "family_name": "Diallo", "category": "ong",
        "phone": "632123456", "organisation": "ONG Paix",
    }  # fmt: skip
    answer = client.post(f"{PAGES}/new", data=again)
    assert answer.status_code == 422 and 'name="anyway"' in answer.text
    assert len(people()) == 1
    assert client.post(f"{PAGES}/new", data={**again, "anyway": "1"}).status_code == 303
    assert len(people()) == 2


# -- one person -----------------------------------------------------------------------------------


def test_a_registration_is_cancelled_and_taken_up_again(client: FlaskClient, fair: Event) -> None:
    person = register(fair, email="m@example.org")
    address = f"{PAGES}/{person.reference}"
    assert f"{address}/cancellation" in client.get(address).text
    for act, status in (("cancellation", Status.CANCELLED), ("reinstatement", Status.CONFIRMED)):
        answer = client.post(f"{address}/{act}")
        assert (answer.status_code, answer.location) == (303, address)
        assert one().status == status
    page = client.get(address).text
    assert (
        page.index("Taken up again") < page.index("<b>Cancelled</b>") < page.index("Registered</b>")
    )
    actors = db.session.scalars(
        select(AuditEntry.actor_name).where(AuditEntry.action == "registration.cancelled")
    )
    assert [bool(name) for name in actors] == [True]


@pytest.mark.parametrize("status", [Status.REPLACED, Status.MERGED, Status.DECLINED])
def test_what_is_decided_elsewhere_is_not_cancelled_here(
    client: FlaskClient, fair: Event, status: Status
) -> None:
    person = register(fair)
    person.status = status
    db.session.commit()
    assert "/cancellation" not in client.get(f"{PAGES}/{person.reference}").text
    client.post(f"{PAGES}/{person.reference}/cancellation")
    assert one().status == status


def test_hostile_text_is_text(client: FlaskClient, fair: Event) -> None:
    bad = "<script>alert(1)</script>"
    person = register(fair, f"{bad} Sow", organisation=bad, precision=bad)
    person.note = bad
    db.session.commit()
    for path in (person.reference, f"{person.reference}/details", "people?q=sow"):
        page = client.get(f"{PAGES}/{path}").text
        assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_another_fair_s_people_and_wrong_codes_are_not_found(
    client: FlaskClient, fair: Event
) -> None:
    other = register(make_fair("autre"))
    db.session.commit()
    for reference in (other.reference, "AAAAAAA", "%00", "x" * 500):
        for path in (reference, f"{reference}/details"):
            assert client.get(f"{PAGES}/{path}").status_code == 404
        assert client.post(f"{PAGES}/{reference}/cancellation").status_code == 404
    db.session.expire_all()
    assert other.status == Status.CONFIRMED


@pytest.mark.parametrize("role", ["reception", "scanner", "badges", "reports"])
def test_only_who_manages_registrations_may(app: Any, fair: Event, login: Login, role: str) -> None:
    person = register(fair)
    stranger = app.test_client()
    login(stranger, role)
    for path in ("people", "new", person.reference, f"{person.reference}/details"):
        assert stranger.get(f"{PAGES}/{path}").status_code == 403
    assert stranger.post(f"{PAGES}/{person.reference}/cancellation").status_code == 403


# -- the list -------------------------------------------------------------------------------------


def test_people_are_found_by_fragment_standing_and_category(
    client: FlaskClient, fair: Event
) -> None:
    assert "Nobody is registered yet" in client.get(f"{PAGES}/people").text
    register(fair, "Mariama Diallo", phone="632 12 34 56")
    register(fair, "Alpha Bah", category="police")
    gone, double = register(fair, "Mariama Sow"), register(fair, "Mariama Barry")
    gone.status, double.status = Status.CANCELLED, Status.MERGED
    db.session.commit()
    for query, names in (
        ("", ["Alpha Bah", "Mariama Diallo", "Mariama Sow"]),
        ("q=mariama", ["Mariama Diallo", "Mariama Sow"]),
        ("q=123456", ["Mariama Diallo"]),
        ("q=mariama&status=cancelled", ["Mariama Sow"]),
        ("status=merged", ["Mariama Barry"]),
        ("category=police", ["Alpha Bah"]),
        ("category=nothing&status=odd&page=-3", ["Alpha Bah", "Mariama Diallo", "Mariama Sow"]),
        ("q=mariama&category=police", []),
        ("q=%21%21", []),
        ("q=%25", []),
    ):
        assert found(client.get(f"{PAGES}/people?{query}").text) == names, query


def test_a_long_list_is_paged_and_costs_the_same(client: FlaskClient, fair: Event) -> None:
    counted = []
    for upto in (1, 3, 60):
        for n in range(len(people()), upto):
            register(fair, f"P {n:03}")
        db.session.commit()
        with recorded() as statements:
            page = client.get(f"{PAGES}/people").text
        counted.append(len(statements))
    assert counted[1] == counted[2]
    assert len(found(page)) == 50
    assert len(found(client.get(f"{PAGES}/people?page=2").text)) == 10
    assert len(found(client.get(f"{PAGES}/people?page=99").text)) == 10
