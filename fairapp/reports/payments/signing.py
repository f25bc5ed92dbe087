"""Drawing the payment list up, and the three signatures under it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l

from fairapp.accounts.models import User
from fairapp.core import audit
from fairapp.core.db import db, refusing
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.reports.payments import queries
from fairapp.reports.payments.actions import locked
from fairapp.reports.payments.models import Signature, Statement, Step
from fairapp.reports.payments.queries import Live
from fairapp.reports.payments.rules import Terms, digest, next_step


def establish(event: Event, *, actor: User, at: datetime) -> Statement:
    """Draw the list up as the scans have it now, and sign it as established. DomainError when
    there is nobody to pay, or nothing has changed since the latest.
    """
    locked(event)
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
    event = locked(db.session.get_one(Event, statement.event_id))
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
