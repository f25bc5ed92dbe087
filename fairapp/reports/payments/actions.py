"""Setting rates, correcting days by hand, and how people are known and paid; erasing that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from fairapp.accounts.models import User
from fairapp.core import audit, storage
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.registration import phones
from fairapp.registration.models import Registration
from fairapp.reports.documents.models import Report
from fairapp.reports.payments import queries
from fairapp.reports.payments.models import (
    Adjustment,
    Correction,
    Mode,
    Payee,
    Scale,
)
from fairapp.reports.payments.rules import Terms

KIND = "payment-list"
"""Of the documents that show identity documents and numbers."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What somebody of the payments typed about a person."""

    document: str = ""
    document_number: str = ""
    mode: str = Mode.CASH
    mobile: str = ""


def set_terms(event: Event, terms: Terms, *, actor: Actor, at: datetime) -> Scale:
    """The fair's rates from now on; statements that were drawn up keep theirs."""
    found = db.session.get(Scale, event.id)
    before = {n: getattr(found, n) for n in terms.as_dict()} if found is not None else {}
    values = {**terms.as_dict(), "changed_at": at, "changed_by_name": actor.name}
    if found is None:
        found = Scale(event_id=event.id, **values)
        db.session.add(found)
    for name, value in values.items():
        setattr(found, name, value)
    db.session.flush()
    told = audit.changes(before, terms.as_dict())
    audit.record("payments.rates_set", found, at=at, actor=actor, details=told)
    return found


def correct(
    registration: Registration,
    kind: Correction,
    *,
    day: date | None,
    reason: str,
    actor: User,
    at: datetime,
) -> Adjustment:
    """Change by hand what the scans say. DomainError when it would change nothing, on `day`."""
    event = locked(registration.event)
    if kind is Correction.LEAVE_OUT:
        day = None
    _check_correction(event, registration, kind, day)
    made = Adjustment(
        event_id=event.id,
        registration_id=registration.id,
        kind=kind,
        day=day,
        reason=reason,
        made_at=at,
        made_by_id=actor.id,
        made_by_name=actor.name,
    )
    db.session.add(made)
    db.session.flush()
    told = {"reference": registration.reference, "kind": kind, "reason": reason}
    told |= {"day": day.isoformat()} if day else {}
    audit.record("payments.corrected", made, at=at, actor=actor, details=told)
    return made


def withdraw_correction(made: Adjustment, *, actor: User, at: datetime) -> None:
    """Take a correction back; it stays, with who took it back."""
    if made.withdrawn_at is None:
        made.withdrawn_at, made.withdrawn_by_name = at, actor.name
        audit.record("payments.correction_withdrawn", made, at=at, actor=actor)


def identify(registration: Registration, identity: Identity, *, actor: User, at: datetime) -> Payee:
    """Keep how somebody is paid and known. What a number looks like is never a reason to refuse
    it; without one, nobody is paid by phone.
    """
    read = phones.read(identity.mobile)
    if identity.mode == Mode.MOBILE and not read.raw:
        raise DomainError(
            "no_mobile", _l("Type the number that receives the money."), field="mobile"
        )
    if identity.document_number and not identity.document:
        raise DomainError(
            "no_document", _l("Choose which document this is the number of."), field="document"
        )
    found = db.session.get(Payee, registration.id)
    if found is None:
        found = Payee(registration_id=registration.id, event_id=registration.event_id)
        db.session.add(found)
    found.document, found.document_number = identity.document, identity.document_number
    found.mode, found.mobile, found.mobile_raw = identity.mode, read.first, read.raw
    found.changed_at, found.changed_by_name = at, actor.name
    db.session.flush()
    # What was typed is not repeated in the trail, which nobody erases.
    told = {"reference": registration.reference}
    audit.record("payments.identified", registration, at=at, actor=actor, details=told)
    return found


def erase(event: Event, *, actor: User, at: datetime, only: Registration | None = None) -> int:
    """Forget identity documents and numbers of everybody, or of one person; how many there were.

    What was signed and what was paid stays: amounts, days, names, references of operators. Files
    of payment lists show them, so they are deleted; that and when they were made stays.
    """
    gone = delete(Payee).where(Payee.event_id == event.id)
    found = select(Payee.registration_id).where(Payee.event_id == event.id)
    if only is not None:
        gone = gone.where(Payee.registration_id == only.id)
        found = found.where(Payee.registration_id == only.id)
    count = len(db.session.scalars(found).all())
    db.session.execute(gone)
    files = select(Report).where(Report.event_id == event.id, Report.kind == KIND)
    for report in db.session.scalars(files.where(Report.file_id.is_not(None))).all():
        if report.file is not None:
            storage.remove(report.file)
    told = {"people": count, **({"reference": only.reference} if only else {})}
    audit.record("payments.erased", only, at=at, actor=actor, event_id=event.id, details=told)
    return count


def locked(event: Event) -> Event:
    """Two people may sign, correct or pay at one moment: the fair's row puts them in a line."""
    db.session.execute(select(Event.id).where(Event.id == event.id).with_for_update())
    return event


def _check_correction(
    event: Event, registration: Registration, kind: Correction, day: date | None
) -> None:
    standing = [one for one in queries.adjustments(event, registration) if one.withdrawn_at is None]
    if any((one.kind, one.day) == (kind, day) for one in standing):
        raise DomainError("corrected_already", _l("This is corrected already."), field="kind")
    if kind is Correction.LEAVE_OUT:
        return
    if day not in {one.date for one in event.days}:
        raise DomainError("no_such_day", _l("Choose a day of the fair."), field="day")
    is_seen = day in queries.days_seen(event, registration)
    if kind is Correction.ADD and is_seen:
        raise DomainError("seen", _l("The scans show this day already."), field="day")
    if kind is Correction.REMOVE and not is_seen:
        raise DomainError("unseen", _l("The scans do not show this day."), field="day")
