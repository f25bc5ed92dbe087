"""Verbs about second factors: setting one up, taking a code, switching it off."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, cast

import pyotp
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, update
from sqlalchemy.engine import CursorResult

from fairapp.accounts.actions import verify
from fairapp.accounts.factor import rules, sealing
from fairapp.accounts.factor.models import RecoveryCode, SecondFactor
from fairapp.accounts.models import Demand, User
from fairapp.accounts.passwords import new_code
from fairapp.accounts.sessions import end_all
from fairapp.accounts.teams import may_reset_password, not_yours
from fairapp.core import audit
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Event


def begin(email: str, password: str, *, at: datetime) -> None:
    """Make a secret for the account; it is asked for once a code of it was typed.

    With the password, for whoever finds an open session must not lock its owner out.
    """
    user = _proved(email, password)
    if user.has_factor:
        raise DomainError("factor_exists", _l("The second factor is switched on already."))
    factor = user.factor or SecondFactor(user_id=user.id, last_step=0)
    factor.secret = sealing.seal(pyotp.random_base32())
    factor.trust, factor.begun_at = _mark(), at
    user.factor = factor
    db.session.flush()


def confirm(user: User, code: str, *, keep: int | None, at: datetime, real: datetime) -> list[str]:
    """Switch it on with a first code; returns the recovery codes, to be shown once.

    Every session but `keep` ends: they were begun with the password alone.
    """
    factor = user.factor
    if factor is None or factor.confirmed_at is not None:
        raise DomainError("factor_exists", _l("Begin once more."))
    if not _take_step(factor, rules.plain(code), real=real):
        raise _wrong()
    factor.confirmed_at = at
    end_all(user, but=keep)
    audit.record("account.factor_on", user, at=at, actor=user)
    return _new_codes(user)


def take(user: User, code: str, *, at: datetime, real: datetime) -> None:
    """Accept a code of the moment or a recovery code, each once; refusal `code_wrong`."""
    factor, typed = user.factor, rules.plain(code)
    if factor is None or factor.confirmed_at is None:
        raise _wrong()
    if _take_step(factor, typed, real=real):
        return
    if not _use_recovery_code(user, typed, at=at):
        raise _wrong()
    audit.record("account.recovery_code_used", user, at=at, actor=user)


def renew_codes(email: str, password: str, code: str, *, at: datetime, real: datetime) -> list[str]:
    """New recovery codes in place of those that there are, to be shown once."""
    user = _proved(email, password)
    take(user, code, at=at, real=real)
    audit.record("account.recovery_codes_renewed", user, at=at, actor=user)
    return _new_codes(user)


def switch_off(email: str, password: str, code: str, *, at: datetime, real: datetime) -> None:
    """Ask for the password alone from now on."""
    user = _proved(email, password)
    take(user, code, at=at, real=real)
    _remove(user)
    audit.record("account.factor_off", user, at=at, actor=user)


def reset(user: User, event: Event, *, actor: User, at: datetime) -> None:
    """Take a lost second factor off somebody's account; it ends the sessions.

    By whom a forgotten password could be replaced, and by nobody else.
    """
    if not may_reset_password(user, event, actor=actor):
        raise not_yours()
    _remove(user)
    end_all(user)
    audit.record("account.factor_reset", user, at=at, actor=actor, event_id=event.id)


def demand(event: Event, of: Demand, *, actor: User, at: datetime) -> None:
    """Say of whom on the team the fair demands a second factor."""
    if event.second_factor == of:
        return
    details = {"before": event.second_factor, "after": of.value}
    event.second_factor = of.value
    audit.record(
        "team.factor_demanded", event, at=at, actor=actor, event_id=event.id, details=details
    )


def end_sessions(user: User, *, but: int | None, actor: User, at: datetime) -> None:
    """Sign the user out everywhere, `but` in one session, and ask every browser for a code."""
    end_all(user, but=but)
    if user.factor is not None:
        user.factor.trust = _mark()
    audit.record("account.sessions_ended", user, at=at, actor=actor)


def _proved(email: str, password: str) -> User:
    try:
        return verify(email, password)
    except DomainError as error:
        raise DomainError(
            "password_wrong", _l("This is not your password."), field="password"
        ) from error


def _take_step(factor: SecondFactor, code: str, *, real: datetime) -> bool:
    secret = sealing.unseal(factor.secret)
    if secret is None:
        return False
    step = rules.step_of(code, secret, at=real, after=factor.last_step)
    if step is None:
        return False
    # Two browsers may send the same code at once: the row lets one of them through.
    newer = (SecondFactor.user_id == factor.user_id) & (SecondFactor.last_step < step)
    return _changes_one(update(SecondFactor).where(newer).values(last_step=step))


def _use_recovery_code(user: User, code: str, *, at: datetime) -> bool:
    unused = (RecoveryCode.user_id == user.id) & RecoveryCode.used_at.is_(None)
    this = unused & (RecoveryCode.digest == sealing.digest(user.id, code))
    return _changes_one(update(RecoveryCode).where(this).values(used_at=at))


def _new_codes(user: User) -> list[str]:
    codes = [new_code() for _ in range(rules.RECOVERY_CODES)]
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    db.session.add_all(
        RecoveryCode(user_id=user.id, digest=sealing.digest(user.id, rules.plain(code)))
        for code in codes
    )
    return codes


def _remove(user: User) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    user.factor = None
    db.session.flush()


def _mark() -> str:
    return secrets.token_hex(8)


def _changes_one(statement: Any) -> bool:
    return cast(CursorResult[Any], db.session.execute(statement)).rowcount == 1


def _wrong() -> DomainError:
    return DomainError(
        "code_wrong",
        _l("This code is not right, or it was used before. Wait for the next one."),
        field="code",
    )
