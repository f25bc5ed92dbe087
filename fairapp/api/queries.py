"""Reads about tokens."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager

from fairapp.api import rules
from fairapp.api.models import ApiToken
from fairapp.core.db import db
from fairapp.core.identifiers import may_exist
from fairapp.events.models import Event

# Built once: it is asked with every request.
_BY_DIGEST = (
    select(ApiToken)
    .join(ApiToken.event)
    .where(ApiToken.token_hash == bindparam("digest"))
    .options(contains_eager(ApiToken.event))
)


def tokens_of(event: Event) -> list[ApiToken]:
    """All tokens of a fair, the newest first."""
    query = select(ApiToken).where(ApiToken.event_id == event.id)
    return list(db.session.scalars(query.order_by(ApiToken.made_at.desc(), ApiToken.id.desc())))


def find(event: Event, token_id: int) -> ApiToken | None:
    """One of this fair."""
    query = select(ApiToken).where(ApiToken.event_id == event.id, ApiToken.id == token_id)
    return db.session.scalar(query) if may_exist(token_id) else None


def by_token(token: str) -> ApiToken | None:
    """Whose token this is, with its fair; no database is asked about what can be none."""
    if not rules.is_token(token):
        return None
    return db.session.scalar(_BY_DIGEST, {"digest": rules.digest(token)})
