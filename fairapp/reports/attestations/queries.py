"""Reads about attestations: the rule, the days, the names, what was issued."""

from __future__ import annotations

from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairapp.checkin import entries
from fairapp.core.db import db
from fairapp.core.messages import Message
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.reports.attestations import rules
from fairapp.reports.attestations.design import Design
from fairapp.reports.attestations.models import Attestation, AttestationDesign, AttestationName
from fairapp.reports.attestations.rules import Standing

LETTER = "attestation"
"""Kind of the e-mail that tells somebody of the attestation."""


def design_of(event: Event) -> Design:
    """The fair's own design, or the ready-made one."""
    kept = find_design(event)
    return kept.design if kept is not None else Design()


def find_design(event: Event) -> AttestationDesign | None:
    """What was changed, if anything was."""
    query = select(AttestationDesign).where(AttestationDesign.event_id == event.id)
    return db.session.scalar(query)


def days_needed(event: Event) -> int:
    """Days of presence that an attestation takes, no more than the fair has."""
    return rules.needed(design_of(event).days_needed, len(event.days))


def attended(person: Registration) -> tuple[date, ...]:
    """Days on which this person entered, as `presence` counts them; none for the team."""
    event = person.event
    if not person.category.is_counted or not event.days:
        return ()
    start = event.utc(event.days[0].date, time.min)
    end = event.utc(event.days[-1].date + timedelta(days=1), time.min)
    rows = entries.passage_rows(event, [person.id], start, end)
    # A duplicate's scans are those of the registration that counts.
    own = (rows.c.direction == "in") & (rows.c.person_id == person.id)
    moments = db.session.scalars(select(rows.c.at).where(own))
    return tuple(sorted({event.local(at).date() for at in moments}))


def standing_of(person: Registration, *, on: date) -> Standing:
    """How this person stands to an attestation on that day of the fair's clocks."""
    event = person.event
    fair = [day.date for day in event.days]
    wanted = design_of(event).days_needed
    return rules.standing(attended(person), fair, wanted, on=on)


def said_by(person: Registration) -> AttestationName | None:
    """How this person wants the name printed, if anything was said."""
    query = select(AttestationName).where(AttestationName.registration_id == person.id)
    return db.session.scalar(query)


def latest(person: Registration) -> Attestation | None:
    """The last attestation that was issued to this person."""
    query = select(Attestation).where(Attestation.registration_id == person.id)
    return db.session.scalar(query.order_by(Attestation.serial.desc()).limit(1))


def history(person: Registration) -> list[Attestation]:
    """All of them, the latest first."""
    query = select(Attestation).where(Attestation.registration_id == person.id)
    return list(db.session.scalars(query.order_by(Attestation.serial.desc())))


def find_number(number: str) -> Attestation | None:
    """The attestation with this number, at whichever fair."""
    query = select(Attestation).where(Attestation.number == number)
    return db.session.scalar(query.options(joinedload(Attestation.event)))


def find_person(event: Event, registration_id: int) -> Registration | None:
    """Somebody of this fair."""
    person = db.session.get(Registration, registration_id)
    return person if person is not None and person.event_id == event.id else None


def told(event: Event) -> set[int]:
    """Registrations that an e-mail about the attestation was written to."""
    query = select(Message.registration_id).where(
        Message.event_id == event.id, Message.kind == LETTER
    )
    return {id_ for id_ in db.session.scalars(query) if id_ is not None}
