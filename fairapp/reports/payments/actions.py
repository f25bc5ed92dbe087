"""Setting rates, correcting days by hand, drawing the list up and signing it, paying by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from fairapp.accounts.models import User
from fairapp.core import audit, storage
from fairapp.core.db import db, refusing
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
    Payment,
    Scale,
    Signature,
    Statement,
    Step,
)
from fairapp.reports.payments.queries import Live
from fairapp.reports.payments.rules import Line, Terms, digest, next_step

KIND = "payment-list"
"""Of the documents that show identity documents and numbers."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What somebody of the payments typed about a person."""

    document: str = ""
    document_number: str = ""
    mode: str = Mode.CASH
    mobile: str = ""


def set_terms(event: Event, terms: Terms, *, actor: User, at: datetime) -> Scale:
    """The fair's rates from now on; statements that were drawn up keep theirs."""
    found = db.session.get(Scale, event.id)
    values = {**terms.as_dict(), "changed_at": at, "changed_by_name": actor.name}
    if found is None:
        found = Scale(event_id=event.id, **values)
        db.session.add(found)
    for name, value in values.items():
        setattr(found, name, value)
    db.session.flush()
    audit.record("payments.rates_set", found, at=at, actor=actor, details=terms.as_dict())
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
    event = _locked(registration.event)
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


def establish(event: Event, *, actor: User, at: datetime) -> Statement:
    """Draw the list up as the scans have it now, and sign it as established. DomainError when
    there is nobody to pay, or nothing has changed since the latest.
    """
    _locked(event)
    scale, before = queries.scale(event), queries.latest(event)
    live = queries.live(event, queries.terms_of(scale)) if scale else None
    if live is None or not live.lines:
        raise DomainError("nobody", _l("Nobody is to be paid yet."))
    made_of = digest(live.terms, live.lines)
    if before is not None and before.digest == made_of:
        raise DomainError("unchanged", _l("Nothing has changed since the latest version."))
    statement = Statement(
        event_id=event.id,
        number=before.number + 1 if before else 1,
        data_at=at,
        terms=live.terms.as_dict(),
        lines=[line.as_dict() for line in live.lines],
        digest=made_of,
        people=len(live.lines),
        total=live.total,
    )
    with refusing(DomainError("busy", _l("Somebody else has just drawn it up."))):
        db.session.add(statement)
        db.session.flush()
    _sign(statement, Step.ESTABLISHED, actor, at)
    return statement


def sign(statement: Statement, step: Step, *, actor: User, at: datetime) -> Signature:
    """Verify or approve a statement. DomainError unless it is the latest, this step is next, it
    says what the scans say, and it is somebody who has not signed it yet.
    """
    event = _locked(db.session.get_one(Event, statement.event_id))
    before = queries.latest(event)
    if before is None or before.id != statement.id:
        raise DomainError("not_latest", _l("There is a newer version; that one is to be signed."))
    if next_step(one.step for one in statement.signatures) != step:
        raise DomainError("not_next", _l("Somebody else has signed this in the meantime."))
    if any(one.user_id == actor.id for one in statement.signatures):
        raise DomainError(
            "signed_already",
            _l("You have signed this version already. Another person has to take this step."),
        )
    scale = queries.scale(event)
    if scale is None or not says(statement, queries.live(event, queries.terms_of(scale))):
        raise DomainError(
            "differs", _l("The list has changed since it was drawn up. Draw up a new version.")
        )
    return _sign(statement, step, actor, at)


def says(statement: Statement, live: Live) -> bool:
    """Whether the statement is what the list says now, and still what was signed."""
    kept = digest(Terms.of(statement.terms), queries.lines_of(statement))
    return digest(live.terms, live.lines) == kept == statement.digest


def pay(
    registration: Registration,
    *,
    mode: Mode,
    reference: str,
    on: date,
    by: str,
    actor: User,
    at: datetime,
) -> Payment:
    """Note that somebody was given what the approved statement says, less what he or she had.

    The amount is never typed. DomainError when nothing is left, or nothing approved.
    """
    event = _locked(registration.event)
    statement = queries.latest(event)
    if statement is None or not statement.is_approved:
        raise DomainError("not_approved", _l("Nobody is paid before the list is approved."))
    left = left_to_pay(event, statement, registration.id)
    if left <= 0:
        raise DomainError("paid_already", _l("Nothing is left to pay to this person."))
    if mode is Mode.MOBILE and not reference:
        raise DomainError(
            "no_reference", _l("Type the reference of the transfer."), field="reference"
        )
    if on > event.local(at).date():
        raise DomainError("future", _l("This day has not come yet."), field="paid_on")
    made = Payment(
        event_id=event.id,
        registration_id=registration.id,
        statement_id=statement.id,
        amount=left,
        mode=mode,
        reference=reference,
        paid_on=on,
        paid_by=by,
        entered_at=at,
        entered_by_name=actor.name,
    )
    db.session.add(made)
    db.session.flush()
    told = {"person": registration.reference, "amount": left, "mode": mode, "by": by}
    audit.record("payments.paid", made, at=at, actor=actor, details=told)
    return made


def withdraw_payment(made: Payment, *, actor: User, at: datetime) -> None:
    """Take back what was noted by mistake; it stays, with who took it back."""
    if made.withdrawn_at is None:
        made.withdrawn_at, made.withdrawn_by_name = at, actor.name
        audit.record("payments.payment_withdrawn", made, at=at, actor=actor)


def left_to_pay(event: Event, statement: Statement, registration_id: int) -> int:
    """Of that statement; negative when somebody was given more than it says."""
    line = line_of(queries.lines_of(statement), registration_id)
    given = queries.paid(event, registration_id).get(registration_id)
    return (line.amount if line else 0) - (given.amount if given else 0)


def line_of(lines: Sequence[Line], registration_id: int) -> Line | None:
    """One person's line."""
    return next((one for one in lines if one.registration_id == registration_id), None)


def _locked(event: Event) -> Event:
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


def _sign(statement: Statement, step: Step, actor: User, at: datetime) -> Signature:
    signature = Signature(
        step=step, user_id=actor.id, name=actor.name, at=at, digest=statement.digest
    )
    with refusing(DomainError("signed", _l("Somebody else has signed this in the meantime."))):
        statement.signatures.append(signature)
        db.session.flush()
    told = {"version": statement.number, "step": step, "sha256": statement.digest}
    audit.record(f"payments.{step}", statement, at=at, actor=actor, details=told)
    return signature
