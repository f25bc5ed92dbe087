"""Verbs about tokens: make one, note that it was used, revoke it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, update

from fairapp.api import rules
from fairapp.api.models import ApiToken
from fairapp.api.rules import Scope
from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db, refusing
from fairapp.core.errors import DomainError
from fairapp.events.models import Event

# Nobody looks more closely at when a token was used last, and each note is a write.
_SELDOM = timedelta(minutes=5)


def make(
    event: Event,
    name: str,
    scopes: Collection[Scope],
    *,
    until: datetime,
    actor: Actor,
    at: datetime,
) -> tuple[ApiToken, str]:
    """A token for one program, and its text, which nobody can read again.

    Refusals: `until_past`, `until_far`, `name_taken`.
    """
    if until <= at:
        raise DomainError("until_past", _l("Choose a day to come."), field="until")
    if until > at + rules.LONGEST_LIFE + timedelta(days=1):
        raise DomainError("until_far", _l("Choose a day within a year."), field="until")
    text = rules.new_token()
    token = ApiToken(
        event=event,
        name=name,
        scopes=[str(scope) for scope in Scope if scope in scopes],
        token_hash=rules.digest(text),
        made_at=at,
        made_by_name=actor.name,
        expires_at=until,
    )
    taken = _l("There is a token of this name already. Each program has its own.")
    with refusing(DomainError("name_taken", taken, field="name")):
        db.session.add(token)
    told = {"name": name, "scopes": token.scopes, "until": until.isoformat()}
    audit.record("token.made", token, at=at, actor=actor, details=told)
    return token, text


def revoke(token: ApiToken, *, actor: Actor, at: datetime) -> None:
    """Let the program in no more, from this moment on and for good."""
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by_name = at, actor.name
        audit.record("token.revoked", token, at=at, actor=actor, details={"name": token.name})


def note_use(token_id: int, *, at: datetime) -> None:
    """Keep when a token was used, if it was not noted a moment ago."""
    last = ApiToken.last_used_at
    is_due = or_(last.is_(None), last <= at - _SELDOM)
    statement = update(ApiToken).where(ApiToken.id == token_id, is_due)
    db.session.execute(statement.values(last_used_at=at))


def is_use_due(token: ApiToken, *, at: datetime) -> bool:
    """Whether `note_use` would write anything."""
    return token.last_used_at is None or token.last_used_at <= at - _SELDOM
