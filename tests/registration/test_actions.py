"""Registering, correcting, cancelling and taking up again, in one transaction each."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from fairapp.badges.models import Badge
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.messages import Message, MessageStatus
from fairapp.events.models import Event
from fairapp.registration import actions, queries, reference
from fairapp.registration.models import Registration, Source, Status
from tests.registration.people import AT, details, make_fair, register

LATER = AT + timedelta(days=1)


def trail(person: Registration) -> list[AuditEntry]:
    query = select(AuditEntry).where(
        AuditEntry.subject_type == "Registration", AuditEntry.subject_id == person.id
    )
    return list(db.session.scalars(query.order_by(AuditEntry.id)))


def test_somebody_who_registers_has_a_place_a_pass_and_a_badge(fair: Event) -> None:
    person = register(fair, "Mariama Diallo", source=Source.ONLINE, phone="0632 12 34 56")
    assert (person.status, person.source, person.created_at) == ("confirmed", "online", AT)
    assert reference.is_valid(person.reference)
    assert len(person.pass_key) >= 22
    assert (person.phone_raw, person.phone) == ("0632 12 34 56", "+224632123456")
    assert [day.number for day in person.days] == [1, 2, 3]
    badge = db.session.scalars(select(Badge).where(Badge.registration_id == person.id)).one()
    assert (badge.number, badge.event_id, badge.revoked_at) == (1, fair.id, None)
    assert [row.id for row in queries.search(fair, "mariama 456")] == [person.id]
    (entry,) = trail(person)
    assert (entry.action, entry.event_id) == ("registration.registered", fair.id)


def test_badges_are_numbered_from_one_at_each_fair(fair: Event) -> None:
    other = make_fair("ailleurs")
    for event, name in ((fair, "Un"), (other, "Un"), (fair, "Deux")):
        register(event, f"{name} Sow")
    rows = db.session.execute(select(Badge.event_id, Badge.number).order_by(Badge.id))
    assert [tuple(row) for row in rows] == [(fair.id, 1), (other.id, 1), (fair.id, 2)]


def test_the_same_form_sent_twice_is_one_person(fair: Event) -> None:
    key = str(uuid4())
    first = register(fair, "Mariama Diallo", key=key)
    assert register(fair, "mariama  DIALLO", key=key) == first
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 1
    assert len(trail(first)) == 1


def test_a_friend_entered_on_the_same_phone_is_another_person(fair: Event) -> None:
    """Going back and typing another name sends the same hidden key again."""
    key = str(uuid4())
    first, second = register(fair, "Mariama Diallo", key=key), register(fair, "Aly Bah", key=key)
    assert first.id != second.id
    assert register(fair, "Aly Bah", key=key) == second


def test_a_key_of_one_fair_says_nothing_at_another(fair: Event) -> None:
    key = str(uuid4())
    here = register(fair, "Mariama Diallo", key=key)
    there = register(make_fair("ailleurs"), "Mariama Diallo", key=key)
    assert (here.id, here.event_id) != (there.id, there.event_id)
    assert there.event.slug == "ailleurs"


def test_whoever_comes_after_the_last_place_waits(fair: Event) -> None:
    fair.capacity = 1
    statuses = [
        register(fair, f"{name} Sow", source=Source.ONLINE).status for name in ("Un", "Deux")
    ]
    assert statuses == [Status.CONFIRMED, Status.WAITING]
    assert register(fair, "Sur Place", source=Source.WALK_IN).status == Status.CONFIRMED


def test_the_organising_team_takes_no_place(fair: Event) -> None:
    fair.capacity = 1
    register(fair, "Membre Equipe", category="staff")
    assert register(fair, "Un Sow", source=Source.ONLINE).status == Status.CONFIRMED


def test_a_refusal_leaves_nothing_behind(fair: Event) -> None:
    fair.registration_closes_at = AT
    with pytest.raises(DomainError) as refusal:
        register(fair, source=Source.ONLINE)
    assert refusal.value.code == "closed"
    for table in (Registration, Badge, AuditEntry, Message):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_without_a_date_registration_closes_when_the_fair_is_over(fair: Event) -> None:
    last_day = fair.days[-1].date
    terms = queries.terms(fair)
    assert terms.closes_at is not None
    assert fair.local(terms.closes_at - timedelta(seconds=1)).date() == last_day
    assert fair.local(terms.closes_at).date() == last_day + timedelta(days=1)


def test_only_the_days_named_are_kept(fair: Event) -> None:
    assert [d.number for d in register(fair, days=[fair.days[1]]).days] == [2]


def test_an_e_mail_carries_the_pass_in_the_person_s_language(app: Flask, fair: Event) -> None:
    app.config.update(PUBLIC_URL="https://foire.example.org", SMTP_URL="smtp://localhost")
    person = register(fair, "Ann\r\nBcc: x@example.org Sow", email="a@example.org", language="en")
    mail = db.session.scalars(select(Message)).one()
    assert (mail.recipient, mail.status) == ("a@example.org", MessageStatus.QUEUED)
    assert mail.subject == "Your pass for Exchange fair"
    assert f"https://foire.example.org/p/{person.pass_key}" in mail.body
    assert reference.display(person.reference) in mail.body
    assert "Palais du Peuple" in mail.body


@pytest.mark.parametrize(
    ("config", "demonstration"),
    [
        ({"PUBLIC_URL": "https://foire.example.org"}, True),
        # The address would be whatever host the request claims to be for.
        ({"PUBLIC_URL": ""}, False),
    ],
)
def test_an_e_mail_is_held_when_it_must_not_leave(
    app: Flask, fair: Event, config: dict[str, str], demonstration: bool
) -> None:
    app.config.update(SMTP_URL="smtp://localhost", **config)
    fair.is_demonstration = demonstration
    register(fair, email="a@example.org")
    assert db.session.scalars(select(Message.status)).all() == [MessageStatus.HELD]


def test_nobody_without_an_e_mail_is_written_to(fair: Event) -> None:
    register(fair)
    assert db.session.scalars(select(Message)).all() == []


def test_a_correction_says_what_it_was_before_but_not_what_is_private(fair: Event) -> None:
    person = register(fair, "Mariama Dialo", phone="632 12 34 56", email="m@example.org")
    corrected = details(fair, "Mariama Diallo", "633 12 34 56", category="police")
    actions.update_details(person, corrected, actor=None, at=LATER)
    assert (person.full_name, person.phone) == ("Mariama Diallo", "+224633123456")
    assert queries.search(fair, "dialo ") == []
    assert [row.id for row in queries.search(fair, "diallo 633")] == [person.id]
    entry = trail(person)[-1]
    assert (entry.action, entry.at) == ("registration.corrected", LATER)
    assert entry.details["changed"] == {
        "family_name": ["Dialo", "Diallo"],
        "category": ["ong", "police"],
        **dict.fromkeys(("phone_raw", "phone", "email")),
    }


def test_a_correction_that_changes_nothing_leaves_no_trace(fair: Event) -> None:
    person = register(fair, "Mariama Diallo", phone="632 12 34 56")
    actions.update_details(
        person, details(fair, "Mariama Diallo", "632 12 34 56"), actor=None, at=LATER
    )
    assert len(trail(person)) == 1


def test_a_place_given_up_is_free_and_can_be_taken_up_again(fair: Event) -> None:
    fair.capacity = 1
    person = register(fair, "Un Sow", source=Source.ONLINE)
    actions.cancel(person, actor=None, at=LATER)
    actions.cancel(person, actor=None, at=LATER)
    assert (person.status, person.status_at) == (Status.CANCELLED, LATER)
    other = register(fair, "Deux Sow", source=Source.ONLINE)
    assert other.status == Status.CONFIRMED
    actions.reinstate(person, actor=None, at=LATER)
    assert person.status == Status.WAITING
    acts = [entry.action.removeprefix("registration.") for entry in trail(person)]
    assert acts == ["registered", "cancelled", "reinstated"]


@pytest.mark.parametrize("status", [Status.MERGED, Status.REPLACED, Status.DECLINED])
def test_what_others_decided_is_not_cancelled(fair: Event, status: Status) -> None:
    person = register(fair)
    person.status = status
    with pytest.raises(DomainError):
        actions.cancel(person, actor=None, at=LATER)
    actions.reinstate(person, actor=None, at=LATER)
    assert person.status == status


def test_a_cancelled_place_is_not_taken_up_after_closing(
    db_session: scoped_session[Session], fair: Event
) -> None:
    person = register(fair)
    actions.cancel(person, actor=None, at=AT)
    fair.registration_closes_at = LATER
    with pytest.raises(DomainError):
        actions.reinstate(person, actor=None, at=LATER)
    assert person.status == Status.CANCELLED
