"""One act for many people: looked at first, done once, told, noted and taken back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.core import clock, tasks
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.core.messages import Message, MessageStatus
from fairapp.events.models import Admission, Event
from fairapp.registration import actions
from fairapp.registration.models import Registration, Source, Status
from fairapp.registration.people_list import batches
from fairapp.registration.people_list.models import Act, Batch, BatchPerson, BatchStatus
from tests.conftest import NOW, Login
from tests.registration.people import make_fair, register

AT = "/staff/foire/registrations/batches/"
PEOPLE = "/staff/foire/registrations/people"


@pytest.fixture
def team(client: FlaskClient, fair: Event, login: Login) -> FlaskClient:
    login(client, "organiser")
    client.set_cookie("lang", "en")
    next(c for c in fair.categories if c.code == "police").admission = Admission.MODERATED
    db.session.flush()
    return client


def choose(team: FlaskClient, act: str, *people: Registration, **fields: Any) -> str:
    """The address of the page that asks."""
    db.session.commit()
    scope = {"scope": "ticked", "person": [person.id for person in people]} if people else {}
    answer = team.post(AT, data={"act": act, "scope": "all", **scope, **fields})
    assert answer.status_code == 303
    return str(answer.location)


def do(team: FlaskClient, address: str, **fields: Any) -> str:
    """The page of what was done."""
    assert team.post(f"{address}/execution", data=fields).status_code == 303
    db.session.expire_all()
    return team.get(address).text


def undo(team: FlaskClient, address: str) -> str:
    assert team.post(f"{address}/undo").status_code == 303
    db.session.expire_all()
    return team.get(address).text


def pending(fair: Event, name: str, **values: Any) -> Registration:
    return register(fair, name, source=Source.ONLINE, category="police", **values)


def acts(person: Registration) -> list[str]:
    query = select(AuditEntry.action).where(
        AuditEntry.subject_type == "Registration", AuditEntry.subject_id == person.id
    )
    return [a.rpartition(".")[2] for a in db.session.scalars(query.order_by(AuditEntry.id))]


def letters(person: Registration) -> list[tuple[str, str]]:
    query = select(Message.kind, Message.status).where(Message.registration_id == person.id)
    return [(kind, status) for kind, status in db.session.execute(query.order_by(Message.id))]


def test_whoever_is_meant_is_confirmed_told_and_taken_back(team: FlaskClient, fair: Event) -> None:
    one = pending(fair, "Aïcha Bah", email="a@example.org")
    other, placed = pending(fair, "Binta Sow"), register(fair, "Cellou Diallo")
    since = one.status_at
    address = choose(team, "approve", one, other, placed)
    page = team.get(address).text
    assert "2 people are meant" in page and "Has a place" in page
    assert one.status == Status.PENDING
    assert 'data-done="2"' in do(team, address)
    assert (one.status, other.status) == (Status.CONFIRMED, Status.CONFIRMED)
    assert acts(one) == ["registered", "approved"] and acts(placed) == ["registered"]
    assert [kind for kind, _ in letters(one)] == ["registered", "approved"]
    # A second tap does nothing twice.
    do(team, address)
    assert acts(one) == ["registered", "approved"]
    assert "Undone for 2 people" in undo(team, address)
    assert (one.status, one.status_at) == (Status.PENDING, since)
    assert letters(one)[-1] == ("approved", MessageStatus.CANCELLED)
    batch_acts = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject_type == "Batch").order_by(AuditEntry.id)
    )
    assert list(batch_acts) == ["registrations.batch_done", "registrations.batch_undone"]


def test_what_has_changed_since_is_left_and_listed(team: FlaskClient, fair: Event) -> None:
    one, other = pending(fair, "Aïcha Bah"), pending(fair, "Binta Sow")
    address = choose(team, "approve", one, other)
    do(team, address)
    actions.cancel(other, actor=None, at=NOW + timedelta(minutes=1))
    page = undo(team, address)
    assert (one.status, other.status) == (Status.PENDING, Status.CANCELLED)
    assert "Undone for 1 person" in page
    assert re.findall(r"<bdi>(Aïcha Bah|Binta Sow)", page) == ["Binta Sow"]


def test_a_reason_is_asked_for_and_told_in_the_language_of_each(
    team: FlaskClient, fair: Event
) -> None:
    one = pending(fair, "Aïcha Bah", language="ar")
    other = pending(fair, "Binta Sow")
    address = choose(team, "decline", one, other)
    empty = team.post(f"{address}/execution", data={"reason": "own", "words": ""})
    assert empty.status_code == 422 and 'id="words-error"' in empty.text
    assert one.status == Status.PENDING
    do(team, address, reason="places", words="Merci.")
    assert (one.status, other.status) == (Status.DECLINED, Status.DECLINED)
    assert one.status_reason != other.status_reason and other.status_reason.endswith("Merci.")
    undo(team, address)
    assert (one.status, one.status_reason) == (Status.PENDING, "")


def test_people_are_moved_to_a_category_and_back(team: FlaskClient, fair: Event) -> None:
    moved, there = register(fair, "Aïcha Bah"), register(fair, "Binta Sow", category="officiel")
    gone = register(fair, "Cellou Diallo")
    gone.status = Status.MERGED
    fair.capacity = 1
    address = choose(team, "category", moved, there, gone)
    assert "places, of which 2 are taken" in team.get(address).text
    assert team.post(f"{address}/execution", data={"category": "odd"}).status_code == 422
    page = do(team, address, category="officiel")
    assert 'data-done="1"' in page
    assert moved.category.code == "officiel"
    undo(team, address)
    assert (moved.category.code, there.category.code) == ("ong", "officiel")
    assert acts(moved) == ["registered", "corrected", "corrected"] and acts(gone) == ["registered"]


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.PENDING, Status.WAITING])
def test_cancelling_and_taking_up_again_go_back_to_what_was(
    team: FlaskClient, fair: Event, status: Status
) -> None:
    person = register(fair, "Aïcha Bah")
    person.status = status
    cancelling = choose(team, "cancel", person)
    do(team, cancelling)
    assert person.status == Status.CANCELLED
    with clock.stopped(NOW + timedelta(minutes=1)):
        again = choose(team, "reinstate", person)
        do(team, again)
        assert person.status == Status.CONFIRMED
        undo(team, again)
    assert person.status == Status.CANCELLED
    undo(team, cancelling)
    assert person.status == status


def test_all_who_match_are_meant_and_nobody_else(team: FlaskClient, fair: Event) -> None:
    people = [register(fair, f"Aïcha Bah {n:03}", sex="F") for n in range(60)]
    other = register(fair, "Cellou Diallo", sex="M")
    address = choose(team, "cancel", sex="F")
    # Whoever comes after the question was asked is not meant.
    late = register(fair, "Binta Sow", sex="F")
    db.session.commit()
    assert "60 people are meant" in team.get(address).text
    page = do(team, address)
    assert "data-progress" in page
    assert tasks.run_pending() == 1
    db.session.expire_all()
    assert {person.status for person in people} == {Status.CANCELLED}
    assert {other.status, late.status} == {Status.CONFIRMED}
    assert 'data-done="60"' in team.get(address).text
    undo(team, address)
    tasks.run_pending()
    db.session.expire_all()
    assert {person.status for person in people} == {Status.CONFIRMED}


def test_work_that_stopped_goes_on_and_does_nothing_twice(team: FlaskClient, fair: Event) -> None:
    people = [register(fair, f"Aïcha Bah {n}") for n in range(4)]
    batch = batches.choose(fair, Act.CANCEL, [p.id for p in people], actor=None, at=NOW)
    batch.status, batch.done_at = BatchStatus.RUNNING, NOW
    assert batches.some(batch, 2) == 2
    job = tasks.start(batches.RUN, event_id=fair.id, params={"batch": batch.id}, actor=None, at=NOW)
    batch.job, job.status = job, tasks.JobStatus.FAILED
    db.session.commit()
    page = team.get(f"{AT}{batch.id}").text
    assert "goes on where it stopped" in page
    do(team, f"{AT}{batch.id}")
    assert [acts(person) for person in people] == [["registered", "cancelled"]] * 4


def test_nobody_ticked_is_said_and_nothing_is_kept(team: FlaskClient, fair: Event) -> None:
    register(fair, "Aïcha Bah")
    other = register(make_fair("autre"), "Binta Sow")
    db.session.commit()
    for person in ([], ["x"], ["-1"]):
        answer = team.post(AT, data={"act": "cancel", "scope": "ticked", "person": person})
        assert answer.location == PEOPLE
    assert list(db.session.scalars(select(Batch))) == []
    assert team.post(AT, data={"act": "odd", "scope": "all"}).status_code == 400
    # Somebody of another fair is nobody here.
    address = choose(team, "cancel", other)
    assert list(db.session.scalars(select(BatchPerson))) == []
    assert "Nobody of those chosen is meant" in team.get(address).text
    assert team.get(address.replace("foire", "autre")).status_code == 403


def test_messages_and_badges_are_for_the_same_people(team: FlaskClient, fair: Event) -> None:
    chosen, other = register(fair, "Aïcha Bah"), register(fair, "Binta Sow")
    chosen.status = Status.WAITING
    address = choose(team, "message", chosen)
    page = team.get(address).text
    assert 'name="chosen"' in page and "1 person" in page
    number = address.partition("chosen=")[2]
    told = {
        "chosen": number, "standings": [str(s) for s in Status if s != Status.MERGED],
        "subject-fr": "Bonjour", "body-fr": "Bonjour {name}", "do": "preview",
    }  # fmt: skip
    preview = team.post(address.partition("?")[0], data=told).text
    assert f'name="chosen" value="{number}"' in preview
    assert "Chosen in the list" in preview and ">1<" in re.sub(r"\s", "", preview)
    nobody = team.post(address.partition("?")[0], data={**told, "chosen": "1; DROP"}).text
    assert "nobody" in nobody
    badges = team.get(choose(team, "badges", other)).text
    assert "1 badge<" in badges and "Only whoever was chosen" in badges
