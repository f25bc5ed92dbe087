"""Noting what people were given by the approved list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from fairapp.accounts.models import User
from fairapp.core import audit
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.reports.payments import queries
from fairapp.reports.payments.actions import locked
from fairapp.reports.payments.models import Mode, Payment, Statement
from fairapp.reports.payments.rules import Line


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
    event = locked(registration.event)
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
