"""What the form makes of names, places, invitations, full days and seats."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.core.db import db
from fairapp.events.models import Admission, Event
from fairapp.registration.models import Registration, Relation, Status
from fairapp.registration.signups.models import SignUp
from tests.conftest import MakeApp
from tests.registration.people import answers, register
from tests.registration.signups.workshops import add_workshop
from tests.statements import recorded

FORM = "/e/foire/register"


@pytest.fixture
def client(client: FlaskClient) -> FlaskClient:
    """A visitor who has chosen English, so that words can be told from their translation."""
    client.set_cookie("lang", "en")
    return client


def people() -> list[Registration]:
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def one() -> Registration:
    (person,) = people()
    return person


def options(page: str, field: str) -> dict[str, str]:
    box = page.split(f'id="{field}"')[1].split("</select>")[0]
    return dict(re.findall(r'<option(?: selected)? value="([^"]*)">([^<]*)', unescape(box)))


# -- names and places -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (("El Hadj Mamadou", "Diallo", ""), ("El Hadj", "Mamadou", "Diallo")),
        (("", "S.E.M. Alpha BAH", ""), ("S.E.M.", "", "Alpha BAH")),
        (("Hadja Fanta", "Camara", "Dr"), ("Dr Hadja", "Fanta", "Camara")),
        (("dr. mariama", "SOW", "Dr"), ("Dr", "mariama", "SOW")),
        (("Hadja", "", ""), ("", "Hadja", "")),
    ],
)
def test_a_title_typed_with_the_name_is_told_apart_and_kept(
    client: FlaskClient, fair: Event, typed: tuple[str, str, str], kept: tuple[str, str, str]
) -> None:
    given, family, title = typed
    form = answers(given_names=given, family_name=family, honorific=title)
    assert client.post(FORM, data=form).status_code == 303
    person = one()
    assert (person.honorific, person.given_names, person.family_name) == kept
    assert person.name_raw == f"{given} {family}".strip()


@pytest.mark.parametrize(
    ("place", "typed", "kept"),
    [
        ("", "Madina", ("Conakry", "Matam", "GN")),
        ("", "N'Zérékoré", ("Nzérékoré", "Nzérékoré", "GN")),
        ("XX", "Kankan", ("Kankan", "Kankan", "GN")),
        ("XX", "Bamako, Mali", ("Étranger", "Bamako", "ML")),
        ("XX", "", ("Étranger", "", "")),
        ("", "Wonkifong", ("", "Wonkifong", "GN")),
        ("GN-MM", "Dakar", ("Mamou", "Mamou", "GN")),
    ],
)
def test_a_place_is_chosen_or_written(
    client: FlaskClient, fair: Event, place: str, typed: str, kept: tuple[str, str, str]
) -> None:
    assert client.post(FORM, data=answers(place=place, abroad=typed)).status_code == 303
    person = one()
    assert (person.region, person.locality, person.country) == kept


def test_a_place_of_no_list_can_be_corrected_and_is_not_lost(
    client: FlaskClient, fair: Event
) -> None:
    person = register(fair, region="", locality="Wonkifong")
    address = f"/p/{person.pass_key}/details"
    assert 'value="Wonkifong"' in client.get(address).text
    assert client.post(address, data=answers(place="", abroad="Wonkifong")).status_code == 303
    db.session.expire_all()
    assert (person.region, person.locality) == ("", "Wonkifong")


# -- for whom, and as what ------------------------------------------------------------------------


def test_somebody_may_stand_for_another_person(client: FlaskClient, fair: Event) -> None:
    form = answers(stands_for="Le Directeur de la Police", relation="replaces")
    assert client.post(FORM, data=form).status_code == 303
    person = one()
    assert (person.relation, person.stands_for) == ("replaces", "Le Directeur de la Police")
    page = client.get(f"/p/{person.pass_key}/details").text
    assert 'value="Le Directeur de la Police"' in page and '<details class="field" open>' in page


def test_without_a_name_nobody_is_stood_for(client: FlaskClient, fair: Event) -> None:
    assert client.post(FORM, data=answers(relation="represents")).status_code == 303
    assert client.post(FORM, data=answers(stands_for="Le Maire")).status_code == 303
    assert [(p.relation, p.stands_for) for p in people()] == [("", ""), ("represents", "Le Maire")]


def test_a_substitute_stays_one_whatever_is_corrected(client: FlaskClient, fair: Event) -> None:
    invitee = register(fair, "Alpha Bah")
    person = register(fair, "Mariama Diallo")
    person.replaces, person.relation = invitee, Relation.REPLACES
    address = f"/p/{person.pass_key}/details"
    assert 'name="relation"' not in client.get(address).text
    assert client.post(address, data=answers(stands_for="", relation="")).status_code == 303
    db.session.expire_all()
    assert person.relation == Relation.REPLACES


def test_a_category_says_who_confirms_it_and_when_it_is_full(
    client: FlaskClient, fair: Event
) -> None:
    fair.categories[0].capacity = 0
    fair.categories[1].admission = Admission.MODERATED
    offered = options(client.get(FORM).text, "category")
    assert offered == {
        "": "Please choose",
        "ong": "ONG et associations – full: waiting list",
        "police": "Police nationale – confirmed by the organisers",
    }


def test_an_invitation_leads_into_its_category(client: FlaskClient, fair: Event) -> None:
    fair.categories[2].invitation_key = "k" * 22
    address = f"{FORM}?invitation={'k' * 22}"
    page = client.get(address).text
    assert "officiel" in options(page, "category")
    assert '<option selected value="officiel">' in page
    assert client.post(address, data=answers(category="officiel")).status_code == 303
    assert (one().category.code, one().status) == ("officiel", Status.CONFIRMED)


@pytest.mark.parametrize("key", ["wrong", "", "%00", "x" * 5000, "é"])
def test_a_wrong_invitation_opens_nothing_and_shuts_nobody_out(
    client: FlaskClient, fair: Event, key: str
) -> None:
    fair.categories[2].invitation_key = "k" * 22
    if key != "%00":
        assert "officiel" not in options(client.get(f"{FORM}?invitation={key}").text, "category")
    assert (
        client.post(f"{FORM}?invitation=wrong", data=answers(category="officiel")).status_code
        == 422
    )
    assert client.post(f"{FORM}?invitation=wrong", data=answers()).status_code == 303


# -- days and seats -------------------------------------------------------------------------------


def test_a_full_day_is_said_and_not_proposed(client: FlaskClient, fair: Event) -> None:
    fair.days[1].capacity = 0
    page = client.get(FORM).text
    assert re.findall(r'<input checked[^>]*name="days"[^>]*value="(\d)"', page) == ["1", "3"]
    assert page.count("full: waiting list") == 1
    assert 'id="days-hint"' in page
    client.post(FORM, data=answers(days=["1", "3"]))
    client.post(FORM, data=answers(days=["1", "2"], given_names="Autre"))
    assert [person.status for person in people()] == [Status.CONFIRMED, Status.WAITING]


def test_when_every_day_is_full_all_are_proposed(client: FlaskClient, fair: Event) -> None:
    for day in fair.days:
        day.capacity = 0
    page = client.get(FORM).text
    assert len(re.findall(r'<input checked[^>]*name="days"', page)) == 3


def seats_of(person: Registration) -> dict[str, str]:
    found = select(SignUp).where(SignUp.registration_id == person.id)
    return {seat.session.code: seat.status for seat in db.session.scalars(found)}


def test_seats_are_kept_while_there_are_some_and_waited_for_afterwards(
    client: FlaskClient, fair: Event
) -> None:
    for code, day, seats in (("A", 1, 1), ("B", 2, None), ("C", 3, 5)):
        add_workshop(fair, code, day=day, capacity=seats)
    page = client.get(FORM).text
    assert re.findall(r'data-when="days" data-is="(\d)"', page) == ["1", "2", "3"]
    assert "(1 seat left)" in page
    first = client.post(FORM, data=answers(sessions=["A", "B", "nothing"], days=["1", "2", "3"]))
    assert first.status_code == 303
    assert "(full: waiting list)" in client.get(FORM).text
    # Taken meanwhile, and of a day that was not chosen.
    second = client.post(FORM, data=answers(given_names="Autre", sessions=["A", "C"], days=["1"]))
    assert second.status_code == 303
    assert [seats_of(person) for person in people()] == [
        {"A": "seated", "B": "seated"},
        {"A": "waiting"},
    ]
    assert "/seats/A" in client.get(second.location).text


def test_a_form_sent_back_keeps_the_seats_that_were_ticked(
    client: FlaskClient, fair: Event
) -> None:
    add_workshop(fair, "A", capacity=1)
    page = client.post(FORM, data=answers(sex="", sessions=["A"], days=["1"])).text
    assert re.findall(r'<input checked[^>]*name="sessions"[^>]*value="(\w+)"', page) == ["A"]


# -- abuse ----------------------------------------------------------------------------------------


def test_a_program_that_fills_in_everything_is_stopped_and_a_person_told(
    client: FlaskClient, fair: Event
) -> None:
    answer = client.post(FORM, data=answers(website="https://example.org"))
    assert answer.status_code == 422
    assert 'id="website-error"' in answer.text and 'class="trap"' not in answer.text
    assert 'value="Fatoumata Binta"' in answer.text
    assert people() == []
    assert client.post(FORM, data=answers(website="")).status_code == 303


def test_a_phone_enters_a_delegation_but_not_thousands(client: FlaskClient, fair: Event) -> None:
    def send(n: int, phone: str) -> int:
        who = answers(given_names=f"Personne {n}", phone=phone)
        elsewhere = {"REMOTE_ADDR": f"203.0.113.{n}"}
        return client.post(FORM, data=who, environ_base=elsewhere).status_code

    spellings = ("632 12 34 56", "+224632123456", "00224 632-12-34-56 (WhatsApp)")
    assert [send(n, spellings[n % 3]) for n in range(30)] == [303] * 30
    assert send(30, spellings[0]) == 429
    assert send(31, "632 12 34 57") == 303
    assert send(32, "") == 303
    # What is refused and corrected does not count.
    odd = [client.post(FORM, data={"phone": "634 00 00 00"}).status_code for _ in range(31)]
    assert set(odd) == {422}
    assert send(33, "634 00 00 00") == 303


@pytest.mark.parametrize(("proxies", "last"), [(0, 429), (1, 303)])
def test_an_address_is_believed_of_configured_proxies_only(
    make_app: MakeApp, fair: Event, proxies: int, last: int
) -> None:
    db.session.commit()
    visitor = make_app(TRUSTED_PROXIES=proxies).test_client()

    def send(n: int) -> int:
        # The proxy writes its own knowledge last; what stands before it anybody may have sent.
        claimed = {"X-Forwarded-For": f"198.51.100.1, 203.0.113.{n}"}
        return visitor.post(FORM, data=answers(given_names=f"P{n}"), headers=claimed).status_code

    assert [send(n) for n in range(60)] == [303] * 60
    assert send(60) == last


def test_one_proxy_cannot_be_given_another_address_by_the_visitor(
    make_app: MakeApp, fair: Event
) -> None:
    db.session.commit()
    visitor = make_app(TRUSTED_PROXIES=1).test_client()

    def send(n: int) -> int:
        claimed = {"X-Forwarded-For": f"198.51.100.{n}, 203.0.113.7"}
        return visitor.post(FORM, data=answers(given_names=f"P{n}"), headers=claimed).status_code

    assert [send(n) for n in range(61)] == [303] * 60 + [429]


def test_the_form_does_not_tell_who_is_registered(client: FlaskClient, fair: Event) -> None:
    """The same answer, after the same questions to the database, for a name and phone that are
    registered already and for ones that are not."""
    register(fair, "Fatoumata Binta Diallo", phone="632 12 34 56", email="f@example.org")
    db.session.commit()
    seen = []
    for name, phone, email in (
        ("Premier", "633 00 00 00", "p@example.org"),  # fills the caches of the connection
        ("Fatoumata Binta", "632 12 34 56", "f@example.org"),
        ("Quelqu’une", "632 99 99 99", "q@example.org"),
    ):
        with recorded() as statements:
            answer = client.post(FORM, data=answers(given_names=name, phone=phone, email=email))
        page = client.get(answer.location).text
        seen.append((answer.status_code, len(answer.text), len(statements), "registered" in page))
    assert seen[1] == seen[2]
    assert len(people()) == 4


@pytest.mark.parametrize(
    ("language", "word"),
    [("fr", "trop volumineux"), ("ar", "الملف كبير"), ("en", "Nothing was kept")],
)
def test_too_large_a_form_is_refused_in_the_visitor_s_language(
    client: FlaskClient, fair: Event, language: str, word: str
) -> None:
    answer = client.post(f"{FORM}?lang={language}", data=answers(organisation="x" * 9_000_000))
    assert answer.status_code == 413
    assert word in answer.text and f'lang="{language}"' in answer.text
    assert people() == []


def test_organisations_are_proposed_that_everybody_knows(client: FlaskClient, fair: Event) -> None:
    register(fair, organisation="Association secrète")
    db.session.commit()
    answer = client.get("/e/foire/organisations.json")
    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    names = answer.json
    assert isinstance(names, list)
    assert "Commune de Ratoma" in names and "Préfecture de Siguiri" in names
    assert "Association secrète" not in names
    assert len(names) < 400
