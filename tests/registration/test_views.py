"""The registration pages as a browser without JavaScript sees them, and as a hostile one does."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.db import db
from fairapp.events.models import Admission, Event
from fairapp.registration import actions
from fairapp.registration.models import Registration, Status
from tests.conftest import MakeApp
from tests.registration.people import AT, answers, make_fair, register

FORM = "/e/foire/register"


@pytest.fixture
def client(client: FlaskClient) -> FlaskClient:
    """A visitor who has chosen English, so that words can be told from their translation."""
    client.set_cookie("lang", "en")
    return client


def people() -> list[Registration]:
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def errors_of(page: str) -> dict[str, str]:
    """Field to the message beside it."""
    found = re.findall(r'id="([\w-]+)-error">.*?</span>(.*?)</span></p>', page, re.DOTALL)
    return {field: unescape(message) for field, message in found}


# -- from the link to the pass --------------------------------------------------------------------


def test_one_get_and_one_post_lead_from_the_link_to_the_pass(
    client: FlaskClient, fair: Event
) -> None:
    page = client.get(FORM)
    assert page.status_code == 200
    key = re.search(r'name="submission_key"[^>]*value="([^"]+)"', page.text)
    assert key
    answer = client.post(FORM, data=answers(submission_key=key[1], phone="0632 12 34 56"))
    (person,) = people()
    assert (answer.status_code, answer.location) == (303, f"/p/{person.pass_key}")
    assert (person.given_names, person.family_name) == ("Fatoumata Binta", "Diallo")
    assert (person.sex, person.region, person.locality, person.country) == (
        *("F", "Conakry", "Ratoma", "GN"),
    )
    assert (person.source, person.language, person.photo_consent) == ("online", "en", None)
    assert client.get(answer.location).status_code == 200


def test_everything_that_can_be_told_is_kept(client: FlaskClient, fair: Event) -> None:
    told = answers(
        **{"given_names": "  M'Mah ", "family_name": "DIALLO  épouse bah", "sex": "unsaid"},
        **{"place": "XX", "abroad": "Dakar, Sénégal", "phone": "632 12 34 56 / 634 98 76 54"},
        **{"honorific": "other", "honorific_other": "Contrôleur général", "birth": "vers 1961"},
        **{"organisation": "ONG « Paix »", "position": "Chargée", "email": "M.Bah@Example.org"},
        **{"language": "ff", "days": ["1", "3"], "first_time": "again"},
        **{"needs_help": "une canne\r\n\r\nun siège", "photo_consent": "internal"},
        **{"share_name": "y", "category": "police"},
    )
    assert client.post(FORM, data=told).status_code == 303
    (person,) = people()
    assert (person.given_names, person.family_name) == ("M'Mah", "DIALLO épouse bah")
    assert person.name_raw == "M'Mah DIALLO épouse bah"
    assert (person.sex, person.honorific, person.language) == (None, "Contrôleur général", "ff")
    assert (person.region, person.locality, person.country) == ("Étranger", "Dakar", "SN")
    assert (person.phone, person.phone_2) == ("+224632123456", "+224634987654")
    assert (person.birth_year, person.birth_date, person.birth_approximate) == (1961, None, True)
    assert (person.email, person.category.code) == ("M.Bah@example.org", "police")
    assert ([d.number for d in person.days], person.first_time) == ([1, 3], False)
    assert (person.needs_help, person.photo_consent) == ("une canne\nun siège", "internal")
    assert (person.share_name, person.contact_after) == (True, False)


@pytest.mark.parametrize(
    "names",
    [
        {"given_names": "Doussouba", "family_name": ""},
        {"given_names": "", "family_name": "Doussouba"},
        {"given_names": "محمد", "family_name": "با"},
        {"given_names": "ߞߊ߬ߣߊ߲߫", "family_name": ""},
    ],
)
def test_one_name_in_any_script_is_enough(
    client: FlaskClient, fair: Event, names: dict[str, str]
) -> None:
    assert client.post(FORM, data=answers(**names)).status_code == 303
    (person,) = people()
    assert {"given_names": person.given_names, "family_name": person.family_name} == names


def test_an_odd_phone_passes_and_is_asked_about_on_the_pass(
    client: FlaskClient, fair: Event
) -> None:
    answer = client.post(FORM, data=answers(phone="63212345"), follow_redirects=True)
    (person,) = people()
    assert (person.phone_raw, person.phone, person.phone_doubtful) == ("63212345", "", True)
    assert "63212345" in answer.text


def test_a_second_tap_is_not_a_second_person(client: FlaskClient, fair: Event) -> None:
    sent = answers(submission_key=str(uuid4()))
    first, second = client.post(FORM, data=sent), client.post(FORM, data=sent)
    assert first.location == second.location
    assert len(people()) == 1


def test_a_key_that_was_tampered_with_is_as_good_as_none(client: FlaskClient, fair: Event) -> None:
    for key in ("", "1", "x" * 5000, "' OR 1=1"):
        assert client.post(FORM, data=answers(submission_key=key)).status_code == 303
    assert len(people()) == 4


# -- what is wrong is said, and nothing typed is lost ---------------------------------------------


def test_an_empty_form_says_what_is_missing_beside_each_field_and_at_the_top(
    client: FlaskClient, fair: Event
) -> None:
    answer = client.post(f"{FORM}", data={})
    assert answer.status_code == 422
    assert errors_of(answer.text) == {
        "given_names": "Write your name; one name is enough.",
        **dict.fromkeys(("sex", "category", "place"), "Please choose an answer."),
    }
    summary = answer.text.split('class="summary"')[1].split("</div>")[0]
    targets = re.findall(r'href="#([\w-]+)"', summary)
    assert targets == ["given_names", "sex-0", "category", "place"]
    assert all(f'id="{target}"' in answer.text for target in targets)
    assert "<title>Error – " in answer.text
    assert people() == []


def test_nothing_typed_is_lost(client: FlaskClient, fair: Event) -> None:
    typed = answers(
        **{"sex": "", "birth": "hier", "organisation": '<i>"Paix"</i>', "needs_help": "une canne"},
        **{"days": ["2"], "photo_consent": "no", "contact_after": "y", "phone": "63212345"},
    )
    page = client.post(f"{FORM}", data=typed).text
    assert set(errors_of(page)) == {"sex", "birth"}
    assert 'value="Fatoumata Binta"' in page
    assert 'value="&lt;i&gt;&#34;Paix&#34;&lt;/i&gt;"' in page
    assert re.search(r"<textarea[^>]*>\s*une canne</textarea>", page)
    assert re.search(r'<option selected value="CKY-RATOMA">', page)
    assert re.findall(r'<input checked[^>]*name="(\w+)"[^>]*value="(\w+)"', page) == [
        ("days", "2"),
        ("photo_consent", "no"),
        ("contact_after", "y"),
    ]
    assert 'id="phone-warning"' in page


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"given_names": "x" * 10_000}, {"given_names"}),
        ({"given_names": "🎉🎉", "family_name": "..."}, {"given_names"}),
        ({"family_name": "\u202e", "given_names": "\0"}, {"given_names"}),
        ({"sex": "X"}, {"sex"}),
        ({"category": "nobody"}, {"category"}),
        # Given by the team, so not even offered.
        ({"category": "officiel"}, {"category"}),
        ({"place": "GN-ZZ"}, {"place"}),
        ({"language": "tlh"}, {"language"}),
        ({"days": ["9"]}, {"days"}),
        ({"days": ["one"]}, {"days"}),
        ({"photo_consent": "maybe"}, {"photo_consent"}),
        ({"email": "name@"}, {"email"}),
        ({"email": "a@example.org\nBcc: b@example.org"}, {"email"}),
        ({"phone": "6" * 81}, {"phone"}),
        ({"birth": "31/02/1990"}, {"birth"}),
        ({"needs_help": "x" * 301}, {"needs_help"}),
        ({"organisation": "x" * 201, "position": "x" * 121}, {"organisation", "position"}),
    ],
)
def test_what_no_form_would_send_is_refused_at_its_field(
    client: FlaskClient, fair: Event, changed: dict[str, Any], fields: set[str]
) -> None:
    answer = client.post(FORM, data=answers(**changed))
    assert (answer.status_code, set(errors_of(answer.text))) == (422, fields)
    assert people() == []


def test_hostile_text_is_kept_as_text(client: FlaskClient, fair: Event) -> None:
    hostile = "<script>alert(1)</script>"
    answer = client.post(
        FORM,
        data=answers(
            given_names=f"{hostile}\0\u202e", organisation="{{ 7*7 }}", phone="'; DROP TABLE x;--"
        ),
        follow_redirects=True,
    )
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text and "&lt;script&gt;alert" in answer.text
    (person,) = people()
    assert person.given_names == hostile
    assert (person.organisation, person.phone_raw) == ("{{ 7*7 }}", "'; DROP TABLE x;--")


def test_too_large_a_form_is_refused_in_words(client: FlaskClient, fair: Event) -> None:
    answer = client.post(FORM, data=answers(organisation="x" * 9_000_000))
    assert answer.status_code == 413
    assert people() == []


def test_a_form_without_its_token_is_refused(make_app: MakeApp, fair: Event) -> None:
    db.session.commit()
    browser = make_app(WTF_CSRF_ENABLED=True).test_client()
    assert browser.post(FORM, data=answers()).status_code == 400
    page = browser.get(FORM).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    assert browser.post(FORM, data=answers(csrf_token="wrong")).status_code == 400
    assert browser.post(FORM, data=answers(csrf_token=token[1])).status_code == 303


def test_a_whole_venue_may_register_but_not_a_machine(client: FlaskClient, fair: Event) -> None:
    """Sixty a minute from one address, then a pause; somebody elsewhere notices nothing."""
    statuses = [client.post(FORM, data={}).status_code for _ in range(61)]
    assert statuses == [422] * 60 + [429]
    assert client.get(FORM).status_code == 200
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    assert client.post(FORM, data=answers(), environ_base=elsewhere).status_code == 303


# -- when registration is not open ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ({"registration_opens_at": AT + timedelta(days=2)}, "Wednesday 18 November at 09:00"),
        ({"registration_closes_at": AT - timedelta(days=1)}, "Online registration is closed"),
    ],
)
def test_outside_its_time_the_page_says_when_and_what_to_do(
    client: FlaskClient, fair: Event, window: dict[str, Any], words: str
) -> None:
    for name, value in window.items():
        setattr(fair, name, value)
    page = client.get(f"{FORM}")
    assert page.status_code == 200
    assert words in page.text
    assert "<form" not in page.text


def test_a_form_sent_after_closing_keeps_what_was_typed(client: FlaskClient, fair: Event) -> None:
    fair.registration_closes_at = AT - timedelta(minutes=1)
    answer = client.post(f"{FORM}", data=answers())
    assert answer.status_code == 422
    assert "Online registration is closed." in answer.text
    assert 'value="Fatoumata Binta"' in answer.text
    assert people() == []


def test_a_full_fair_offers_its_waiting_list(client: FlaskClient, fair: Event) -> None:
    fair.capacity = 0
    assert "All places are taken." in client.get(f"{FORM}").text
    answer = client.post(FORM, data=answers(), follow_redirects=True)
    assert "waiting list" in answer.text
    assert [person.status for person in people()] == [Status.WAITING]


def test_a_fair_that_registers_people_itself_says_so(client: FlaskClient, fair: Event) -> None:
    for category in fair.categories:
        category.admission = Admission.INVITED
    assert "The organisers register participants" in client.get(f"{FORM}").text


def test_a_fair_with_one_open_category_asks_nothing(client: FlaskClient, fair: Event) -> None:
    fair.categories[1].admission = Admission.INVITED
    page = client.get(FORM).text
    select_box = page.split('id="category"')[1].split("</select>")[0]
    assert re.findall(r'value="(\w*)"', select_box) == ["ong"]


def test_a_fair_without_days_or_of_one_day_can_be_registered_for(
    client: FlaskClient, db_session: scoped_session[Session]
) -> None:
    make_fair("bientot").days.clear()
    del make_fair("court").days[1:]
    for slug in ("bientot", "court"):
        page = client.get(f"/e/{slug}/register").text
        assert 'name="days"' not in page
        answer = client.post(f"/e/{slug}/register", data=answers(birth="1990"))
        assert answer.status_code == 303
        assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_form_is_written_in_each_language(
    client: FlaskClient, fair: Event, language: str
) -> None:
    page = client.get(f"{FORM}?lang={language}").text
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert f'<option selected value="{language}">' in page


# -- behind the pass ------------------------------------------------------------------------------


def test_details_are_corrected_from_the_pass(client: FlaskClient, fair: Event) -> None:
    person = register(
        fair, "Mariama Dialo", phone="63212345", birth_year=1961, birth_approximate=True,
        honorific="Doyenne", precision="Piscine", days=[fair.days[1]], first_time=True,
        photo_consent="no", sex="F", region="Étranger", locality="Dakar", country="SN",
    )  # fmt: skip
    address = f"/p/{person.pass_key}/details"
    page = client.get(address).text
    for value in ("Mariama", "Dialo", "63212345", "vers 1961", "Doyenne", "Dakar, Sénégal"):
        assert f'value="{value}"' in page
    assert re.findall(r'<input checked[^>]*name="(\w+)"[^>]*value="(\w+)"', page) == [
        *(("sex", "F"), ("days", "2"), ("first_time", "first"), ("photo_consent", "no")),
    ]
    answer = client.post(address, data=answers(given_names="Mariama", days=["1"]))
    assert (answer.status_code, answer.location) == (303, f"/p/{person.pass_key}")
    db.session.expire_all()
    assert (person.full_name, person.precision) == ("Mariama Diallo", "Piscine")
    assert [day.number for day in person.days] == [1]
    assert len(people()) == 1


def test_a_category_given_by_the_team_survives_a_correction(
    client: FlaskClient, fair: Event
) -> None:
    person = register(fair, category="officiel")
    address = f"/p/{person.pass_key}/details"
    assert '<option selected value="officiel">' in client.get(address).text
    assert client.post(address, data=answers(category="officiel")).status_code == 303
    db.session.expire_all()
    assert person.category.code == "officiel"


def test_a_wrong_correction_changes_nothing(client: FlaskClient, fair: Event) -> None:
    person = register(fair, "Mariama Diallo")
    answer = client.post(f"/p/{person.pass_key}/details", data=answers(birth="hier"))
    assert answer.status_code == 422
    assert errors_of(answer.text).keys() == {"birth"}
    db.session.expire_all()
    assert person.full_name == "Mariama Diallo"


def test_cancelling_asks_first_and_can_be_undone(client: FlaskClient, fair: Event) -> None:
    person = register(fair, "Mariama Diallo")
    address = f"/p/{person.pass_key}"
    assert "Mariama Diallo" in client.get(f"{address}/cancellation").text
    assert person.status == Status.CONFIRMED
    for act, status in (("cancellation", Status.CANCELLED), ("reinstatement", Status.CONFIRMED)):
        answer = client.post(f"{address}/{act}")
        assert (answer.status_code, answer.location) == (303, address)
        db.session.expire_all()
        assert person.status == status


def test_what_others_decided_cannot_be_changed_from_the_pass(
    client: FlaskClient, fair: Event
) -> None:
    person = register(fair, "Mariama Diallo")
    person.status = Status.REPLACED
    address = f"/p/{person.pass_key}"
    for method, act in (("get", "details"), ("get", "cancellation"), ("post", "details")):
        answer = getattr(client, method)(f"{address}/{act}", data=answers(family_name="Autre"))
        assert (answer.status_code, answer.location) == (303, address)
    page = client.post(f"{address}/cancellation", follow_redirects=True)
    assert "can no longer be changed" in page.text
    db.session.expire_all()
    assert (person.status, person.full_name) == (Status.REPLACED, "Mariama Diallo")


def test_a_place_cannot_be_taken_up_again_after_closing(client: FlaskClient, fair: Event) -> None:
    person = register(fair)
    actions.cancel(person, actor=None, at=AT)
    fair.registration_closes_at = AT - timedelta(days=1)
    page = client.post(f"/p/{person.pass_key}/reinstatement", follow_redirects=True)
    assert "Online registration is closed." in page.text
    db.session.expire_all()
    assert person.status == Status.CANCELLED


@pytest.mark.parametrize("act", ["details", "cancellation", "reinstatement"])
def test_another_address_is_nobody_s(client: FlaskClient, fair: Event, act: str) -> None:
    person = register(fair)
    wrong = person.pass_key[:-1] + ("a" if person.pass_key[-1] != "a" else "b")
    for key in (wrong, person.reference, "%25", "%00" * 20, person.pass_key.swapcase()):
        assert client.post(f"/p/{key}/{act}", data=answers()).status_code == 404
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 1


def test_pages_behind_a_pass_are_private(client: FlaskClient, fair: Event) -> None:
    person = register(fair)
    for act in ("details", "cancellation"):
        headers = client.get(f"/p/{person.pass_key}/{act}").headers
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in headers["X-Robots-Tag"]


def test_the_form_may_come_back_with_what_was_typed(client: FlaskClient, fair: Event) -> None:
    """`no-store` would empty it on the way back from a page such as 429."""
    assert client.get(FORM).headers["Cache-Control"] == "private, no-cache"


def test_the_first_view_is_small(app: Flask, client: FlaskClient, fair: Event) -> None:
    """HTML and style sheets as sent; the budget is 14 KB."""
    total = 0
    page = client.get(FORM, headers={"Accept-Encoding": "br"})
    plain = client.get(FORM).text
    for address in re.findall(r'<link rel="stylesheet" href="([^"]+)"', plain):
        total += len(client.get(unescape(address), headers={"Accept-Encoding": "br"}).data)
    assert page.headers["Content-Encoding"] == "br"
    assert 4_000 < total + len(page.data) < 14_000
