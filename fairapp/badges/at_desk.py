"""One badge at a time, at a desk: what is known of it on sight, and taking a printing back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.badges import prints
from fairapp.badges.models import Badge
from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError


@dataclass(frozen=True, slots=True)
class InForce:
    """The badge that opens gates for somebody, and when it was last put on paper."""

    number: int
    printed_at: datetime | None


def in_force(registration_ids: Collection[int]) -> dict[int, InForce]:
    """By registration, for those that have one."""
    query = select(Badge.registration_id, Badge.number, Badge.printed_at).where(
        Badge.registration_id.in_(registration_ids), Badge.revoked_at.is_(None)
    )
    return {key: InForce(number, at) for key, number, at in db.session.execute(query) if key}


def take_back(badge: Badge, *, actor: Actor, at: datetime) -> None:
    """The latest printing of `badge` did not come out: it counts as little as if it had not been.

    DomainError `not_printed` when there is none.
    """
    db.session.refresh(badge, with_for_update=True)
    if not badge.print_count:
        raise DomainError("not_printed", _l("This badge does not count as printed."))
    prints.take_out(badge, actor=actor, at=at)
    audit.record("badges.not_come_out", badge, at=at, actor=actor)
