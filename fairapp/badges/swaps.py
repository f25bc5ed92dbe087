"""Two badges that were handed to the wrong people, put right."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l

from fairapp.badges.models import Badge
from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError


def swap(one: Badge, other: Badge, *, actor: Actor | None, at: datetime) -> None:
    """Two people hold each other's badge: from now on each badge is whose it is in fact.

    Scans stay as they were: they say which name was let in, and who it was nobody knows. Done
    again, it is undone. DomainError `same`, `revoked`, or `blank` when a badge is nobody's.
    """
    if one.id == other.id:
        raise DomainError("same", _l("These are not two badges."))
    # Always in one order, or two people who put the same badges right would wait for each other.
    for badge in sorted((one, other), key=lambda badge: badge.id):
        db.session.refresh(badge, with_for_update=True)
        if badge.revoked_at is not None:
            raise DomainError("revoked", _l("This badge is no longer valid already."))
        if badge.registration_id is None:
            raise DomainError("blank", _l("One of these badges is nobody’s."))
    first, second = one.registration_id, other.registration_id
    # At most one badge of a person is in force at any moment, so one of them is nobody's between.
    one.registration_id = None
    db.session.flush()
    other.registration_id = first
    db.session.flush()
    one.registration_id = second
    db.session.flush()
    for badge, with_ in ((one, other), (other, one)):
        details = {"with": with_.number, "registration": badge.registration_id}
        audit.record("badges.swapped", badge, at=at, actor=actor, details=details)
