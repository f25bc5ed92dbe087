"""Registrations through the API: the form's rules, pages that hold still, one thing for one key."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from fairapp.api.models import ApiAnswer
from fairapp.api.rules import Scope
from fairapp.core import clock
from fairapp.core.audit import AuditEntry
from fairapp.core.messages import Message
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from tests.api.conftest import Program, Programs
from tests.conftest import NOW
from tests.registration.people import register
from tests.statements import recorded

Db = scoped_session[Session]
AMINATA = {
    "given_names": "Aminata",
    "family_name": "Camara",
    "sex": "F",
    "category": "ong",
    "place": "CKY-RATOMA",
    "phone": "631 00 12 34",
    "email": "aminata@example.org",
    "days": [1, 3],
    "birth": "vers 1990",
}


def all_of(program: Program, limit: int = 3, **query: Any) -> list[str]:
    """Every reference, page after page as the Link header leads."""
    found: list[str] = []
    answer = program.get("/registrations", query_string={"limit": limit, **query})
    while True:
        found += [one["reference"] for one in answer.get_json()["items"]]
        link = re.fullmatch(
            r'<http://localhost(/api/.+)>; rel="next"', answer.headers.get("Link", "")
        )
        assert bool(link) == answer.get_json()["has_more"]
        if link is None:
            return found
        answer = program.get(link[1])


def test_a_program_registers_somebody_as_the_form_does(db_session: Db, program: Programs) -> None:
    asked = program()
    answer = asked.post("/registrations", AMINATA)
    made = answer.get_json()
    assert answer.status_code == 201
    person = db_session.scalars(select(Registration)).one()
    assert answer.headers["Location"].endswith(f"/registrations/{person.reference}")
    assert made["pass_url"].endswith(f"/p/{person.pass_key}")
    assert (person.source, person.status, person.created_by) == ("online", "confirmed", None)
    assert (person.birth_year, person.birth_approximate) == (1990, True)
    assert (made["days"], made["region"], made["contacts"]["phone"]) == (
        [1, 3],
        "Conakry",
        "+224631001234",
    )
    assert asked.get(f"/registrations/{person.reference}").get_json() == {
        name: value for name, value in made.items() if name != "pass_url"
    }
    entry = db_session.scalars(select(AuditEntry).where(AuditEntry.subject_type == "Registration"))
    [told] = entry
    assert (told.action, told.actor_id) == ("registration.registered", None)
    assert told.actor_name.startswith("API – Site ")
    assert db_session.scalars(select(Message.recipient)).all() == ["aminata@example.org"]


@pytest.mark.parametrize(
    ("wrong", "pointers"),
    [
        ({"sex": "X"}, ["/sex"]),
        ({"sex": None}, ["/sex"]),
        ({"category": "none"}, ["/category"]),
        ({"category": "officiel"}, ["/category"]),
        ({"given_names": "", "family_name": "."}, ["/given_names"]),
        ({"given_names": "x" * 121}, ["/given_names"]),
        ({"given_names": "\x00"}, ["/given_names"]),
        ({"given_names": "\ud800"}, ["/given_names"]),
        ({"email": "aminata"}, ["/email"]),
        ({"birth": "1066"}, ["/birth"]),
        ({"days": [9]}, ["/days"]),
        ({"days": ["1"]}, ["/days/0"]),
        ({"share_name": "yes"}, ["/share_name"]),
        ({"colour": "red"}, ["/colour"]),
        ({"answers": {"q/a~b": ["x"]}}, ["/answers/q/a~b"]),
        ({"invitation": "nobodys-key"}, ["/invitation"]),
        ({"place": None, "sex": "X"}, ["/place", "/sex"]),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    db_session: Db, program: Programs, wrong: dict[str, Any], pointers: list[str]
) -> None:
    answer = program().post(
        "/registrations", {**AMINATA, **wrong}, headers={"Accept-Language": "en"}
    )
    problem = answer.get_json()
    assert (answer.status_code, problem["code"]) == (422, "invalid")
    assert sorted(error["pointer"] for error in problem["errors"]) == pointers
    assert all(error["detail"] for error in problem["errors"])
    assert db_session.scalars(select(Registration)).all() == []


def test_what_is_wrong_is_told_in_french(program: Programs) -> None:
    answer = program().post("/registrations", {"given_names": 3}, headers={"Accept-Language": "fr"})
    assert {(e["pointer"], e["detail"]) for e in answer.get_json()["errors"]} == {
        ("/given_names", "Ce n’est pas un texte."),
        ("/sex", "Cette valeur est obligatoire."),
        ("/category", "Cette valeur est obligatoire."),
    }


def test_quotas_and_closing_hold_as_for_the_public(
    db_session: Db, fair: Event, program: Programs
) -> None:
    asked = program(Scope.WRITE_REGISTRATIONS)
    fair.capacity = 1
    register(fair)
    db_session.commit()
    waits = asked.post("/registrations", AMINATA)
    assert (waits.status_code, waits.get_json()["status"]) == (201, "waiting")
    assert "contacts" not in waits.get_json()
    fair.registration_closes_at = NOW
    db_session.commit()
    refused = asked.post("/registrations", {**AMINATA, "family_name": "Sow", "phone": ""})
    assert (refused.status_code, refused.get_json()["code"]) == (409, "closed")


def test_an_invitation_lets_into_its_category(
    db_session: Db, fair: Event, program: Programs
) -> None:
    asked = program()
    officials = next(c for c in fair.categories if c.code == "officiel")
    officials.invitation_key = "k" * 16
    db_session.commit()
    invited = {**AMINATA, "category": "officiel", "invitation": "k" * 16}
    assert asked.post("/registrations", invited).get_json()["category"] == "officiel"


def test_whoever_seems_to_be_registered_is_not_registered_unasked(
    db_session: Db, program: Programs
) -> None:
    asked, writer = program(), program(Scope.WRITE_REGISTRATIONS)
    first = asked.post("/registrations", AMINATA).get_json()
    again = asked.post("/registrations", AMINATA)
    assert (again.status_code, again.get_json()["code"]) == (409, "known_already")
    assert again.get_json()["candidates"] == [first["reference"]]
    # Who may only write is not told who is there.
    assert "candidates" not in writer.post("/registrations", AMINATA).get_json()
    assert asked.post("/registrations", {**AMINATA, "anyway": True}).status_code == 201
    assert db_session.scalar(select(func.count()).select_from(Registration)) == 2


def test_the_same_key_makes_one_registration_for_a_day(db_session: Db, program: Programs) -> None:
    asked, other, key = program(), program(), str(uuid4())
    first, again = (asked.post("/registrations", AMINATA, key=key) for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.get_json() == again.get_json()
    changed = asked.post("/registrations", {**AMINATA, "family_name": "Sow"}, key=key)
    assert (changed.status_code, changed.get_json()["code"]) == (422, "idempotency_key_reused")
    # Each token has keys of its own; after a day a key is free again.
    assert other.post("/registrations", AMINATA, key=key).status_code == 409
    with clock.stopped(NOW + timedelta(hours=24)):
        assert asked.post("/registrations", AMINATA, key=key).get_json()["code"] == "known_already"
    assert db_session.scalar(select(func.count()).select_from(Registration)) == 1


def test_a_key_is_needed_and_free_after_a_refusal(db_session: Db, program: Programs) -> None:
    asked, key = program(), str(uuid4())
    without = asked.ask("POST", "/registrations", json=AMINATA)
    assert without.status_code == 422
    assert without.get_json()["errors"][0]["header"] == "Idempotency-Key"
    assert asked.post("/registrations", {**AMINATA, "birth": "1066"}, key=key).status_code == 422
    assert asked.post("/registrations", AMINATA, key=key).status_code == 201


def test_what_is_kept_of_a_request_names_nobody(db_session: Db, program: Programs) -> None:
    program().post("/registrations", AMINATA, key="Aminata Camara 631001234")
    kept = db_session.execute(select(ApiAnswer.__table__)).one()
    person = db_session.scalars(select(Registration)).one()
    texts = [str(v) for v in kept._mapping.values()]
    assert person.reference in texts
    assert not [t for t in texts if "Aminata" in t or "Camara" in t or "631001234" in t]


def test_one_request_sent_twice_at_once_makes_one_registration(
    app: Flask, db_session: Db, program: Programs
) -> None:
    askers, key = [program()], str(uuid4())
    askers.append(Program(app, askers[0].token, "foire"))
    with ThreadPoolExecutor(2) as pool:
        for round_ in range(5):
            body = {**AMINATA, "family_name": f"Camara {round_}", "anyway": True}
            sent = [
                pool.submit(a.post, "/registrations", body, key=f"{key}{round_}") for a in askers
            ]
            one, other = (answer.result() for answer in sent)
            assert (one.status_code, other.status_code) == (201, 201)
            assert one.get_json() == other.get_json()
    assert db_session.scalar(select(func.count()).select_from(Registration)) == 5


def test_pages_neither_lose_nor_repeat_when_people_come_meanwhile(
    db_session: Db, fair: Event, program: Programs
) -> None:
    asked = program()
    people = [register(fair, f"Mariama Diallo{n}").reference for n in range(7)]
    db_session.commit()
    assert all_of(asked) == people
    first = asked.get("/registrations?limit=4").get_json()
    people.append(register(fair, "Nouvelle Venue").reference)
    db_session.commit()
    rest = asked.get(f"/registrations?cursor={first['cursor']}").get_json()
    assert [one["reference"] for one in first["items"] + rest["items"]] == people
    assert not rest["has_more"]
    # Whoever came to the end goes on from there.
    nothing = asked.get(f"/registrations?cursor={rest['cursor']}").get_json()
    assert nothing == {"items": [], "cursor": rest["cursor"], "has_more": False}
    people.append(register(fair, "Encore Une").reference)
    db_session.commit()
    news = asked.get(f"/registrations?cursor={rest['cursor']}").get_json()
    assert [one["reference"] for one in news["items"]] == people[-1:]


def test_filters_and_an_empty_fair(db_session: Db, fair: Event, program: Programs) -> None:
    asked = program(Scope.READ_REGISTRATIONS)
    assert asked.get("/registrations").get_json() == {
        "items": [],
        "cursor": None,
        "has_more": False,
    }
    police = register(fair, "Ibrahima Sylla", category="police", phone="631 22 33 44").reference
    ong = register(fair).reference
    db_session.commit()
    assert all_of(asked, category="police") == [police]
    assert all_of(asked, category="none") == all_of(asked, status="cancelled") == []
    assert all_of(asked, source="staff") == [police, ong]
    assert all_of(asked, delegation="D1") == []
    assert "631" not in asked.get("/registrations").text


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=201", "limit=x", "cursor=x", "cursor=djE6", "cursor=djE6LTE"),
        *("cursor=djE6OTk5OTk5OTk5OTk5", "cursor=é", "status=all", "nothing=1"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(program: Programs, query: str) -> None:
    answer = program().get(f"/registrations?{query}")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid")
    assert answer.get_json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_a_page_takes_as_many_statements_for_three_as_for_one(
    db_session: Db, fair: Event, program: Programs
) -> None:
    asked, counts = program(), []
    asked.get()  # its use is noted
    for name in ("Mariama Diallo", "Fatou Barry", "Aïssatou Bah"):
        register(fair, name)
        db_session.commit()
        with recorded() as statements:
            asked.get("/registrations")
        counts.append(len(statements))
    assert counts[0] == counts[-1]


def test_only_what_was_seen_is_changed(db_session: Db, program: Programs) -> None:
    asked = program()
    made = asked.post("/registrations", AMINATA).get_json()
    at = f"/registrations/{made['reference']}"
    tag = asked.get(at).headers["ETag"]
    blind = asked.patch(at, {"phone": "632 00 00 00"}, tag=None)
    assert (blind.status_code, blind.get_json()["code"]) == (428, "precondition_required")
    changed = asked.patch(at, {"position": "Présidente", "email": None}, tag=tag)
    assert changed.status_code == 200
    told = changed.get_json()
    assert (told["position"], told["contacts"]["email"]) == ("Présidente", "")
    kept = {n: v for n, v in told.items() if n not in {"position", "contacts"}}
    assert kept == {n: made[n] for n in kept}
    late = asked.patch(at, {"position": "Membre"}, tag=tag)
    assert (late.status_code, late.get_json()["code"]) == (412, "changed_meanwhile")
    # Compression marks tags; they are good all the same.
    new = changed.headers["ETag"]
    marked = f'{new[:-1]}:gzip"'
    assert asked.patch(at, {"birth": "12/03/1990"}, tag=marked).status_code == 200
    query = select(AuditEntry).where(AuditEntry.action.like("%corrected")).order_by(AuditEntry.id)
    trail = db_session.scalars(query)
    assert [set(entry.details["changed"]) for entry in trail] == [
        {"position", "email"},
        {"birth_date", "birth_approximate"},
    ]


def test_a_change_is_bound_as_the_person_is(db_session: Db, fair: Event, program: Programs) -> None:
    asked = program()
    next(c for c in fair.categories if c.code == "police").capacity = 0
    db_session.commit()
    made = asked.post("/registrations", AMINATA).get_json()
    at = f"/registrations/{made['reference']}"
    tag = asked.get(at).headers["ETag"]
    full = asked.patch(at, {"category": "police"}, tag=tag)
    assert (full.status_code, full.get_json()["code"]) == (409, "category_full")
    assert full.get_json()["errors"][0]["pointer"] == "/category"
    closed = asked.patch(at, {"category": "officiel"}, tag=tag)
    assert closed.status_code == 422


def test_a_place_is_given_up_once(db_session: Db, program: Programs) -> None:
    asked = program()
    made = asked.post("/registrations", AMINATA).get_json()
    at = f"/registrations/{made['reference']}"
    for _ in range(2):
        gone = asked.post(f"{at}/cancellation")
        assert (gone.status_code, gone.get_json()["status"]) == (200, "cancelled")
    tag = gone.headers["ETag"]
    assert asked.patch(at, {"position": "x"}, tag=tag).get_json()["code"] == "not_standing"
    acts = db_session.scalars(select(AuditEntry).where(AuditEntry.action.like("%cancelled")))
    assert [entry.actor_name[:6] for entry in acts] == ["API – "]


def test_moments_are_in_utc(db_session: Db, fair: Event, program: Programs) -> None:
    register(fair)
    db_session.commit()
    [person] = program().get("/registrations").get_json()["items"]
    assert person["registered_at"] == person["status_at"] == "2026-11-16T09:00:00.000Z"
