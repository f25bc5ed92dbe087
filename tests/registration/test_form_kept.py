"""The empty form is made once for everybody: what is each visitor's own, and what makes it anew."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from fairapp.core import audit, clock
from fairapp.core.db import db
from fairapp.core.i18n import LANGUAGES, LocalizedText
from fairapp.events import categories, invitations
from fairapp.events.categories import CategoryDetails
from fairapp.events.models import Admission, Event
from fairapp.registration import actions
from fairapp.registration.questions import actions as questions
from fairapp.registration.questions.actions import QuestionDetails
from fairapp.registration.signups.actions import sign_up
from tests.conftest import NOW, Login, MakeApp
from tests.registration.people import answers, register
from tests.registration.questions.asking import ask_all
from tests.registration.signups.workshops import add_workshop
from tests.statements import recorded

FORM = "/e/foire/register"
# What the fair, its terms and the page's state take; making the form takes more.
READS = 5
OWN = (r'name="csrf_token" value="([^"]+)"', r'name="submission_key"[^>]*value="([^"]+)"')

Look = Callable[..., str]


@pytest.fixture
def look(client: FlaskClient) -> Look:
    """The form as somebody sees it who comes for the first time."""

    def look(path: str = FORM, language: str = "en") -> str:
        visitor = client.application.test_client()
        visitor.set_cookie("lang", language)
        return visitor.get(path).text

    return look


def own(page: str) -> list[str]:
    """The token and the submission key of a page."""
    found = [re.findall(pattern, page) for pattern in OWN]
    assert [len(values) for values in found] == [1, 1]
    return [value for (value,) in found]


def common(page: str) -> str:
    """What everybody gets."""
    for value in own(page):
        assert page.count(value) == 1
        page = page.replace(value, "")
    return page


# -- one page, each visitor's own -----------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_comes_later_gets_the_same_with_a_token_and_a_key_of_their_own(
    client: FlaskClient, fair: Event, look: Look, language: str
) -> None:
    ask_all(fair)
    add_workshop(fair)
    first = look(language=language)
    with recorded() as statements:
        others = [look(language=language) for _ in range(2)]
    assert len(statements) <= READS * len(others)
    client.application.extensions["fairapp_pages"].clear()
    anew = look(language=language)
    assert {common(page) for page in (first, *others)} == {common(anew)}
    assert len({value for page in (first, *others, anew) for value in own(page)}) == 8


def test_each_token_is_good_for_its_own_visitor_only(make_app: MakeApp, fair: Event) -> None:
    db.session.commit()
    app = make_app(WTF_CSRF_ENABLED=True)
    one, other = app.test_client(), app.test_client()
    (token, key), (others_token, _) = own(one.get(FORM).text), own(other.get(FORM).text)
    stolen = answers(csrf_token=others_token, submission_key=key)
    assert one.post(FORM, data=stolen).status_code == 400
    mine = answers(csrf_token=token, submission_key=key)
    assert one.post(FORM, data=mine).status_code == 303


def test_the_same_visitor_gets_another_key_each_time(client: FlaskClient, fair: Event) -> None:
    keys = [own(client.get(FORM).text)[1] for _ in range(3)]
    assert len(set(keys)) == 3
    said = [client.post(FORM, data=answers(submission_key=key)).location for key in keys]
    assert len(set(said)) == 3
    assert client.post(FORM, data=answers(submission_key=keys[0])).location == said[0]


def test_browsers_ask_each_time(client: FlaskClient, fair: Event) -> None:
    for _again in range(2):
        answer = client.get(FORM)
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "ETag" not in answer.headers


def test_what_was_typed_and_what_was_wrong_is_nobody_else_s(
    client: FlaskClient, fair: Event, look: Look
) -> None:
    before = look()
    wrong = client.post(FORM, data=answers(given_names="Kadiatou", sex=""))
    assert (wrong.status_code, "Kadiatou" in wrong.text) == (422, True)
    assert common(look()) == common(before)


def test_neither_a_message_nor_the_team_s_page_is_left_behind(
    client: FlaskClient, fair: Event, look: Look, login: Login
) -> None:
    with client.session_transaction() as session:
        session["_flashes"] = [("success", "Pour vous seul")]
    assert "Pour vous seul" in client.get(FORM).text
    login(client, "organiser")
    assert "/login" not in client.get(FORM).text
    page = look()
    assert "/login" in page
    assert "Pour vous seul" not in page
    assert "/login" not in client.get(FORM).text


def test_an_invitation_lets_in_whoever_has_it_until_it_is_withdrawn(
    fair: Event, look: Look
) -> None:
    officials = fair.categories[2]
    invitations.renew(officials, actor=None, at=NOW)
    key = officials.invitation_key
    for _again in range(2):
        assert "You are invited as: Autorités" in look(f"{FORM}?invitation={key}")
        assert "Autorités" not in look()
    invitations.withdraw(officials, actor=None, at=NOW)
    page = look(f"{FORM}?invitation={key}")
    assert "This invitation no longer holds" in page
    assert "Autorités" not in page


# -- what makes it anew ---------------------------------------------------------------------------


def test_a_question_shows_as_soon_as_it_is_asked_and_no_longer_than_that(
    fair: Event, look: Look
) -> None:
    assert "Votre taille" not in look()
    words = QuestionDetails(
        *("text", LocalizedText(fr="Votre taille ?"), LocalizedText(), ()),
        **{"is_required": False, "minimum": None, "maximum": None, "category_codes": ()},
    )
    question = questions.add_question(fair, words, actor=None, at=NOW)
    assert "Votre taille ?" in look()
    questions.retire_question(question, actor=None, at=NOW)
    assert "Votre taille" not in look()
    questions.take_up_question(question, actor=None, at=NOW)
    assert "Votre taille" in look()
    questions.remove_question(question, actor=None, at=NOW)
    assert "Votre taille" not in look()


def test_a_category_shows_as_soon_as_there_is_one(fair: Event, look: Look) -> None:
    assert "Presse" not in look()
    values = {"letter": "Z", "colour": "#123c69", "admission": Admission.OPEN}
    press = CategoryDetails(LocalizedText(fr="Presse"), capacity=None, is_counted=True, **values)
    category = categories.add_category(fair, press, actor=None, at=NOW)
    assert "Presse" in look()
    closed = CategoryDetails(
        **{**vars(press), "admission": Admission.INVITED},
    )
    categories.change_category(category, closed, actor=None, at=NOW)
    assert "Presse" not in look()


def test_the_last_place_of_a_category_shows_and_so_does_one_given_back(
    fair: Event, look: Look
) -> None:
    full = "Police nationale – full: waiting list"
    fair.categories[1].capacity = 2
    register(fair, "Abou Camara", category="police")
    assert full not in look()
    last = register(fair, "Binta Bah", category="police")
    assert full in look()
    actions.cancel(last, actor=None, at=NOW)
    assert full not in look()


def test_the_last_place_of_the_fair_and_of_a_day_shows(fair: Event, look: Look) -> None:
    fair.capacity, fair.days[0].capacity = 2, 1
    assert "full: waiting list" not in look()
    register(fair, "Abou Camara")
    page = look()
    assert page.count("full: waiting list") == 1
    assert "All places are taken." not in page
    register(fair, "Binta Bah")
    assert "All places are taken." in look()


def test_somebody_more_where_there_is_room_makes_nothing_anew(fair: Event, look: Look) -> None:
    fair.capacity = fair.categories[0].capacity = 50
    look()
    register(fair, "Abou Camara")
    with recorded() as statements:
        look()
    assert len(statements) <= READS


def test_a_seat_that_is_taken_shows(fair: Event, look: Look) -> None:
    session = add_workshop(fair)
    assert "2 seats left" in look()
    for name, said in (("Abou Camara", "1 seat left"), ("Binta Bah", "full: waiting list")):
        sign_up(register(fair, name), session, actor=None, at=NOW)
        assert said in look()


def test_what_the_organisers_say_shows(fair: Event, look: Look) -> None:
    look()
    fair.privacy_notice = LocalizedText(fr="Gardé trois mois.")
    assert "Gardé trois mois." in look()
    fair.categories[0].name = LocalizedText(fr="Associations")
    audit.record("category.changed", fair.categories[0], at=NOW)
    assert "Associations</option>" in look()


def test_it_opens_and_closes_on_the_second(fair: Event, look: Look) -> None:
    opens = datetime(2026, 11, 20, 9, 0, 20, tzinfo=UTC)
    fair.registration_opens_at = opens
    fair.registration_closes_at = opens + timedelta(seconds=20)
    asked = []
    for second in (10, 19, 20, 39, 40):
        with clock.stopped(opens.replace(second=second)):
            asked.append('name="given_names"' in look())
    assert asked == [False, False, True, True, False]
