"""What reports answer to the features below them."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.events.text import moment_line
from fairapp.registration.models import Registration
from fairapp.registration.sections import Section
from fairapp.registration.signals import known
from fairapp.reports.attestations.models import Attestation
from fairapp.reports.documents.forms import PURPOSES
from fairapp.reports.documents.models import Report
from fairapp.reports.holdings import WITHOUT_PEOPLE
from fairapp.reports.payments.models import Payee, Payment
from fairapp.reports.payments.words import DOCUMENTS

_DOCUMENTS: dict[str, object] = {str(code): label for code, label in DOCUMENTS.items()}


@known.connect
def show_documents(registration: Registration) -> list[Section]:
    """Attestations, money, and which lists of people were made since somebody was registered."""
    return [
        Section("attestations", _("Attestations"), _attestations(registration)),
        Section("payments", _("Payments"), [*_identity(registration), *_payments(registration)]),
        Section("lists", _("Lists of participants that were made"), _lists(registration)),
    ]


def _attestations(person: Registration) -> list[tuple[str, str]]:
    query = select(Attestation).where(Attestation.registration_id == person.id)
    return [
        (one.number, f"{one.name}, {moment_line(one.issued_at, person.event)}")
        for one in db.session.scalars(query.order_by(Attestation.id))
    ]


def _identity(person: Registration) -> list[tuple[str, str]]:
    kept = db.session.get(Payee, person.id)
    if kept is None:
        return []
    # The address of a pass is passed around more easily than such a paper.
    number = f"…{kept.document_number[-3:]}" if kept.document_number else ""
    told = [(str(_DOCUMENTS.get(kept.document, "")), number), (_("Phone"), kept.mobile_raw)]
    return [(label, value) for label, value in told if value]


def _payments(person: Registration) -> list[tuple[str, str]]:
    query = select(Payment).where(
        Payment.registration_id == person.id, Payment.withdrawn_at.is_(None)
    )
    return [
        (one.paid_on.isoformat(), f"{one.amount:,}".replace(",", "\N{NARROW NO-BREAK SPACE}"))
        for one in db.session.scalars(query.order_by(Payment.id))
    ]


def _lists(person: Registration) -> list[tuple[str, str]]:
    """Whether somebody is on one is not kept, so every list that may name them is told."""
    query = select(Report).where(
        Report.event_id == person.event_id,
        Report.data_at >= person.created_at,
        Report.kind.not_in(WITHOUT_PEOPLE),
    )
    event: Event = person.event
    return [
        (moment_line(one.data_at, event), f"{one.title} – {PURPOSES.get(one.purpose, one.purpose)}")
        for one in db.session.scalars(query.order_by(Report.id))
    ]
