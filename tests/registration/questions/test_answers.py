"""The fair's own questions on the registration form, and what is kept of the answers."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.core.uploads import MAX_BYTES
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.registration.questions import answers
from fairapp.registration.questions.models import Answer
from tests.registration.people import answers as form
from tests.registration.people import register
from tests.registration.questions.asking import PDF, PNG, ask, ask_all
from tests.statements import recorded

FORM = "/e/foire/register"


def errors_of(page: str) -> set[str]:
    return set(re.findall(r'id="([\w-]+)-error"', page))


def sent(**changed: Any) -> dict[str, Any]:
    return {"data": form(**changed), "content_type": "multipart/form-data"}


def told() -> dict[str, str]:
    """By code, what the only person answered, in words."""
    person = db.session.scalars(select(Registration)).one()
    return {told.question.code: told.words for told in answers.answers_of(person)}


def test_every_kind_of_answer_is_kept_and_read_back_as_words(
    client: FlaskClient, fair: Event
) -> None:
    ask_all(fair)
    given = {
        **{"q_text": "  Pas d’arachide ", "q_choice": "m", "q_choices": ["l", "s"]},
        **{"q_number": "٣", "q_file": (io.BytesIO(PDF), "ordre de <mission>.exe")},
    }
    assert client.post(FORM, **sent(**given)).status_code == 303
    assert told() == {
        **{"text": "Pas d’arachide", "choice": "M", "choices": "S ; L", "number": "3"},
        "file": "ordre de _mission.pdf",
    }
    (file,) = [answer.file for answer in db.session.scalars(select(Answer)) if answer.file]
    assert (file.mimetype, file.open().read()) == ("application/pdf", PDF)


def test_no_question_need_be_answered_that_is_not_required(
    client: FlaskClient, fair: Event
) -> None:
    ask_all(fair)
    assert client.post(FORM, data=form()).status_code == 303
    assert told() == {}


@pytest.mark.parametrize("kind", ["text", "choice", "choices", "number", "file"])
def test_a_required_question_is_asked_again(client: FlaskClient, fair: Event, kind: str) -> None:
    ask(fair, "x", kind, is_required=True)
    for empty in ({}, {"q_x": "  " if kind in {"text", "number"} else ""}):
        answer = client.post(FORM, data=form(**empty))
        assert (answer.status_code, errors_of(answer.text)) == (422, {"q_x"})
    assert db.session.scalars(select(Registration)).all() == []


@pytest.mark.parametrize(
    ("kind", "limits", "typed", "is_right"),
    [
        ("text", {"maximum": 5}, "abcde", True),
        ("text", {"maximum": 5}, "abcdef", False),
        ("text", {"minimum": 3}, "ab", False),
        ("text", {}, "x" * 501, False),
        ("number", {}, "0", True),
        ("number", {}, "-1", False),
        ("number", {"minimum": -5}, "-5", True),
        ("number", {"maximum": 18}, "19", False),
        ("number", {}, "douze", False),
        ("number", {}, "9" * 40, False),
        ("choice", {}, "xxl", False),
        ("choices", {"maximum": 1}, ["s", "m"], False),
        ("choices", {"minimum": 2}, ["s"], False),
        ("choices", {"minimum": 2}, ["s", "m"], True),
        ("choices", {}, ["s", "xxl"], False),
    ],
)
def test_an_answer_keeps_within_its_limits(
    client: FlaskClient,
    fair: Event,
    kind: str,
    limits: dict[str, int],
    typed: str | list[str],
    is_right: bool,
) -> None:
    ask(fair, "x", kind, **limits)
    answer = client.post(FORM, data=form(q_x=typed))
    assert (answer.status_code, errors_of(answer.text)) == (
        (303, set()) if is_right else (422, {"q_x"})
    )


@pytest.mark.parametrize(
    ("content", "name", "is_right"),
    [
        (PNG, "photo.png", True),
        (b"\xff\xd8\xff\xe0" + b"\0" * 20, "IMG_1.JPG", True),
        (PDF + b"x" * (MAX_BYTES - len(PDF)), "a.pdf", True),
        (PDF + b"x" * (MAX_BYTES - len(PDF) + 1), "a.pdf", False),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "photo.png", False),
        (b"<!doctype html><script>alert(1)</script>", "a.pdf", False),
        (b"PK\x03\x04", "macros.xlsm", False),
        (b"MZ\x90", "photo.jpg", False),
        (b"", "leer.pdf", False),
    ],
)
def test_a_file_is_told_by_its_content(
    client: FlaskClient, fair: Event, content: bytes, name: str, is_right: bool
) -> None:
    ask(fair, "x", "file", is_required=True)
    answer = client.post(FORM, **sent(q_x=(io.BytesIO(content), name)))
    assert answer.status_code == (303 if is_right else 422)
    assert len(db.session.scalars(select(Answer)).all()) == is_right


def test_a_question_for_one_category_neither_binds_nor_reads_another(
    client: FlaskClient, fair: Event
) -> None:
    ask(fair, "matricule", is_required=True, category_codes=["police"])
    assert 'data-when="category" data-is="police"' in client.get(FORM).text
    refused = client.post(FORM, data=form(category="police"))
    assert errors_of(refused.text) == {"q_matricule"}
    assert client.post(FORM, data=form(category="ong", q_matricule="x" * 900)).status_code == 303
    assert told() == {}


def test_answers_are_corrected_from_the_pass_and_taken_back(
    client: FlaskClient, fair: Event
) -> None:
    ask_all(fair)
    person = register(fair)
    address = f"/p/{person.pass_key}/details"
    given = {"q_text": "abc", "q_choice": "m", "q_choices": ["s", "l"], "q_number": "7"}
    first = client.post(address, **sent(**given, q_file=(io.BytesIO(PDF), "un.pdf")))
    assert first.status_code == 303
    page = client.get(address).text
    assert 'value="abc"' in page and 'value="7"' in page and "un.pdf" in page
    assert re.findall(r'<input checked[^>]*name="(q_\w+)"[^>]*value="(\w+)"', page) == [
        *(("q_choice", "m"), ("q_choices", "s"), ("q_choices", "l")),
    ]
    emptied = form(q_text="", q_number="", q_choice="s")
    assert client.post(address, data=emptied).status_code == 303
    # A file stays until another one comes.
    assert told() == {"choice": "S", "file": "un.pdf"}
    trail = select(AuditEntry.details).where(AuditEntry.action == "registration.answered")
    assert [entry["questions"] for entry in db.session.scalars(trail.order_by(AuditEntry.id))] == [
        ["text", "choice", "choices", "number", "file"],
        ["text", "choice", "choices", "number"],
    ]


def test_a_required_file_need_not_be_chosen_twice(client: FlaskClient, fair: Event) -> None:
    ask(fair, "x", "file", is_required=True)
    person = register(fair)
    address = f"/p/{person.pass_key}/details"
    assert client.post(address, data=form()).status_code == 422
    assert client.post(address, **sent(q_x=(io.BytesIO(PNG), "p.png"))).status_code == 303
    assert client.post(address, data=form()).status_code == 303
    assert told() == {"x": "p.png"}


def test_a_form_that_is_sent_back_says_that_its_file_is_not_kept(
    client: FlaskClient, fair: Event
) -> None:
    ask(fair, "x", "file")
    answer = client.post(FORM, **sent(sex="", q_x=(io.BytesIO(PNG), "p.png")))
    assert answer.status_code == 422
    assert 'id="q_x-warning"' in answer.text


def test_answers_of_many_people_are_read_at_once(fair: Event) -> None:
    question = ask(fair, "x")
    people = [register(fair, f"Personne {chr(65 + n)}") for n in range(3)]
    db.session.add_all(Answer(registration=p, question=question, text=p.full_name) for p in people)
    db.session.flush()
    for count in (1, 3):
        with recorded() as statements:
            found = answers.answers_for(fair, [p.id for p in people[:count]])
        texts = {key: {code: a.text for code, a in of.items()} for key, of in found.items()}
        assert texts == {p.id: {"x": p.full_name} for p in people[:count]}
        assert len(statements) == 1
