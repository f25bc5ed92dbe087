"""What people are told, and what they answer: another notice, a consent given or taken back."""

from __future__ import annotations

from datetime import datetime

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.registration.models import PhotoConsent, Registration
from fairapp.registration.privacy import consents, queries
from fairapp.registration.privacy.models import How, Matter, Notice


def write_notice(
    event: Event,
    *,
    purpose: LocalizedText,
    controller: LocalizedText,
    contact: str,
    basis: LocalizedText,
    retention: LocalizedText,
    actor: Actor | None,
    at: datetime,
) -> Notice | None:
    """Put another notice on the form, and keep those before; None when it says the same."""
    values = {
        "purpose": purpose,
        "controller": controller,
        "contact": contact,
        "basis": basis,
        "retention": retention,
    }
    last = queries.notice(event)
    if last is not None and all(getattr(last, n) == v for n, v in values.items()):
        return None
    number = last.number + 1 if last else 1
    made = Notice(
        event_id=event.id, number=number, at=at, by_name=actor.name if actor else "", **values
    )
    db.session.add(made)
    event.privacy_notice = purpose
    db.session.flush()
    told = {"number": number}
    audit.record(
        "privacy.notice_written", made, at=at, actor=actor, event_id=event.id, details=told
    )
    return made


def withdraw_consent(registration: Registration, matter: Matter, *, at: datetime) -> None:
    """A person takes back on the pass what they had agreed to; nothing else changes."""
    value = PhotoConsent.NO if matter is Matter.PHOTO else False
    _set_consent(registration, matter, value, at=at)


def give_consent(registration: Registration, matter: Matter, *, at: datetime) -> None:
    """The same, given on the pass."""
    value = PhotoConsent.YES if matter is Matter.PHOTO else True
    _set_consent(registration, matter, value, at=at)


def _set_consent(
    registration: Registration, matter: Matter, value: object, *, at: datetime
) -> None:
    column = consents.COLUMNS[matter]
    before = getattr(registration, column)
    if before == value:
        return
    setattr(registration, column, value)
    db.session.flush()
    consents.note_changed(registration, how=How.PASS, at=at)
    told = {"changed": {column: [before, value]}}
    audit.record("registration.corrected", registration, at=at, details=told)
