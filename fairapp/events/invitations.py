"""The invitation of a category: an address that lets whoever has it register in it."""

from __future__ import annotations

import secrets
from datetime import datetime

from flask_babel import lazy_gettext as _l

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Admission, Category

_KEY_BYTES = 16


def renew(category: Category, *, actor: Actor | None, at: datetime) -> None:
    """A new invitation; the one before, if any, lets nobody in any more.

    DomainError `not_by_invitation` for a category that needs none. The key is not in the trail.
    """
    if category.admission != Admission.INVITED:
        raise DomainError("not_by_invitation", _l("Nobody needs an invitation to this category."))
    was_made = category.invitation_key is not None
    category.invitation_key = secrets.token_urlsafe(_KEY_BYTES)
    db.session.flush()
    act = "category.invitation_renewed" if was_made else "category.invitation_made"
    audit.record(act, category, at=at, actor=actor, details={"code": category.code})


def withdraw(category: Category, *, actor: Actor | None, at: datetime) -> None:
    """The invitation lets nobody in any more; whoever has registered with it stays."""
    if category.invitation_key is None:
        return
    category.invitation_key = None
    db.session.flush()
    told = {"code": category.code}
    audit.record("category.invitation_withdrawn", category, at=at, actor=actor, details=told)
