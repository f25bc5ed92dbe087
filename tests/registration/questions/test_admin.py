"""The team's pages about the fair's own questions."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.questions import queries
from fairapp.registration.questions.models import Answer, Question
from tests.conftest import Login
from tests.registration.people import answers, make_fair, register
from tests.registration.questions.asking import PDF, ask, ask_all
from tests.statements import recorded

PAGES = "/staff/foire/registrations/questions/"


@pytest.fixture
def client(client: FlaskClient, fair: Event, login: Login) -> FlaskClient:
    login(client, "organiser")
    client.set_cookie("lang", "en")
    return client


def written(**changed: Any) -> dict[str, Any]:
    return {"label-fr": "Quel régime ?", "kind": "text", **changed}


def codes(event: Event) -> list[str]:
    db.session.expire_all()
    return [question.code for question in queries.asked(event)]


def errors_of(page: str) -> set[str]:
    return set(re.findall(r'id="([\w-]+)-error"', page))


def test_a_question_is_added_and_stands_on_the_form(client: FlaskClient, fair: Event) -> None:
    assert "No questions of your own" in client.get(PAGES).text
    sent = written(
        **{"label-ar": "أي حمية؟", "hint-fr": "Pour la cuisine.", "kind": "choice"},
        **{"options-fr": "Sans sel\n\n Sans sucre ", "options-ar": "بلا ملح\n\nبلا سكر"},
        **{"is_required": "y", "category_codes": ["police", "ong"]},
    )
    answer = client.post(f"{PAGES}new", data=sent)
    assert (answer.status_code, answer.location) == (302, PAGES)
    (question,) = queries.asked(fair)
    assert (question.code, question.is_required) == ("quel_regime", True)
    assert question.category_codes == ["police", "ong"]
    assert question.options == [
        {"code": "sans_sel", "text": {"fr": "Sans sel", "ar": "بلا ملح"}},
        {"code": "sans_sucre", "text": {"fr": "Sans sucre", "ar": "بلا سكر"}},
    ]
    for page in (client.get(PAGES), client.get("/e/foire/register"), client.get(f"{PAGES}preview")):
        assert "Quel régime ?" in page.text
    assert "أي حمية؟" in client.get(f"{PAGES}preview?lang=ar").text


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"label-fr": " "}, {"label"}),
        ({"kind": "colour"}, {"kind"}),
        ({"kind": "choice"}, {"options"}),
        ({"kind": "choices", "options-fr": "Un"}, {"options"}),
        ({"kind": "choice", "options-fr": "\n".join(map(str, range(31)))}, {"options"}),
        ({"minimum": "5", "maximum": "2"}, {"maximum"}),
        ({"maximum": "501"}, {"maximum"}),
        ({"maximum": "many"}, {"maximum"}),
        ({"kind": "choices", "options-fr": "Un\nDeux", "minimum": "3"}, {"minimum"}),
        ({"category_codes": ["nobody"]}, {"category_codes"}),
        ({"label-fr": "x" * 201}, {"label"}),
    ],
)
def test_what_nobody_could_answer_is_refused_at_its_field(
    client: FlaskClient, fair: Event, changed: dict[str, Any], fields: set[str]
) -> None:
    answer = client.post(f"{PAGES}new", data=written(**changed))
    assert (answer.status_code, errors_of(answer.text)) == (422, fields)
    assert codes(fair) == []


def test_codes_are_each_used_once_and_never_an_address_of_ours(
    client: FlaskClient, fair: Event
) -> None:
    for label in ("Taille", "Taille", "New", "؟"):
        assert client.post(f"{PAGES}new", data=written(**{"label-fr": label})).status_code == 302
    assert codes(fair) == ["taille", "taille_2", "new_2", "question"]
    assert client.get(f"{PAGES}new_2").status_code == 200


def test_words_are_corrected_and_the_codes_of_options_stay(
    client: FlaskClient, fair: Event
) -> None:
    question = ask(fair, "maillot", "choice")
    page = client.get(f"{PAGES}maillot").text
    assert "S\nM\nL</textarea>" in page
    for options, kept in (
        ("L\nM\nS", ["l", "m", "s"]),
        ("L\nMoyen\nS", ["l", "m", "s"]),
        ("L\nMoyen\nS\nXL", ["l", "m", "s", "xl"]),
        ("S\nL", ["s", "l"]),
    ):
        changed = {"label-fr": "Maillot ?", "kind": "choice", "options-fr": options}
        assert client.post(f"{PAGES}maillot", data=changed).status_code == 302
        db.session.expire_all()
        assert [option["code"] for option in question.options] == kept
    assert str(question.label) == "Maillot ?"


def test_questions_change_places_with_their_neighbours(client: FlaskClient, fair: Event) -> None:
    for code in ("a", "b", "c"):
        ask(fair, code)
    db.session.commit()
    for code, to, order in (
        ("c", "up", "acb"), ("c", "up", "cab"), ("c", "up", "cab"),
        ("a", "down", "cba"), ("a", "down", "cba"),
    ):  # fmt: skip
        answer = client.post(f"{PAGES}{code}/position", data={"to": to})
        assert "".join(codes(fair)) == order
    page = client.get(answer.location).text
    focused = re.findall(r'<button[^>]*value="(\w+)"[^>]*autofocus', page)
    assert focused == ["up"], "at the end the other way is left"


def test_a_question_is_retired_and_taken_up_again_but_never_removed_once_answered(
    client: FlaskClient, fair: Event
) -> None:
    answered, _ = ask(fair, "a"), ask(fair, "b")
    db.session.add(Answer(registration=register(fair), question=answered, text="oui"))
    db.session.commit()
    for code in ("a", "b"):
        client.post(f"{PAGES}{code}/retirement")
    assert codes(fair) == []
    assert 'name="q_a"' not in client.get("/e/foire/register").text
    client.post(f"{PAGES}a/removal")
    client.post(f"{PAGES}b/removal")
    client.post(f"{PAGES}a/return")
    assert codes(fair) == ["a"]
    assert [question.code for question in db.session.query(Question)] == ["a"]
    refused = client.post(f"{PAGES}a", data=written(kind="number"))
    assert errors_of(refused.text) == {"kind"}
    entries = db.session.query(AuditEntry).order_by(AuditEntry.id)
    trail = [entry.action for entry in entries if "question" in entry.action]
    assert trail == [
        *("question.retired", "question.retired", "question.removed", "question.taken_up"),
    ]


def test_a_form_has_at_most_twenty_questions(client: FlaskClient, fair: Event) -> None:
    for number in range(20):
        ask(fair, f"q{number}")
    answer = client.post(f"{PAGES}new", data=written())
    assert answer.status_code == 422 and 'class="summary"' in answer.text
    assert len(codes(fair)) == 20


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_the_same_however_long(
    client: FlaskClient, fair: Event, count: int
) -> None:
    for number in range(count):
        ask(fair, f"q{number}")
    db.session.commit()
    client.get(PAGES)
    with recorded() as statements:
        assert client.get(PAGES).text.count('value="up"') == count
    assert len(statements) == 8


def test_a_file_is_only_ever_saved(client: FlaskClient, fair: Event) -> None:
    ask_all(fair)
    sent = answers(q_file=(io.BytesIO(PDF), "<script>.pdf"))
    client.post("/e/foire/register", data=sent, content_type="multipart/form-data")
    (answer,) = db.session.query(Answer)
    address = f"/staff/foire/registrations/{answer.registration.reference}/files/file"
    response = client.get(address)
    assert response.data == PDF
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert "<" not in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]
    for wrong in (address.replace("/file", "/text", 1), address[:-4] + "text", address[:-4] + "zz"):
        assert client.get(wrong).status_code == 404


def test_questions_of_another_fair_and_of_nobody_are_not_found(
    client: FlaskClient, fair: Event, login: Login
) -> None:
    other = make_fair("autre")
    ask(other, "secret")
    db.session.commit()
    for method, path in (
        ("get", "secret"), ("post", "secret/position"), ("post", "secret/retirement"),
        ("post", "secret/return"), ("post", "secret/removal"), ("get", "x" * 500),
    ):  # fmt: skip
        assert getattr(client, method)(f"{PAGES}{path}").status_code == 404


@pytest.mark.parametrize("role", ["reception", "scanner", "badges", "reports"])
def test_only_who_manages_registrations_sees_them(
    app: Any, fair: Event, login: Login, role: str
) -> None:
    ask(fair, "a", "file")
    stranger = app.test_client()
    login(stranger, role)
    for path in (PAGES, f"{PAGES}new", f"{PAGES}a", f"{PAGES}preview"):
        assert stranger.get(path).status_code == 403
