"""One badge at a time, at a desk: what is known of it on sight, and taking a printing back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.badges import prints
from fairapp.badges.models import Badge, PrintedBadge, Printing
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
    """The latest printing of `badge` by itself did not come out; the print log keeps both.

    DomainError `not_printed` when there is none.
    """
    printing = db.session.scalar(
        select(Printing)
        .join(PrintedBadge, PrintedBadge.printing_id == Printing.id)
        .where(
            PrintedBadge.badge_id == badge.id,
            Printing.job_id.is_(None),
            Printing.undone_at.is_(None),
        )
        .order_by(Printing.at.desc(), Printing.id.desc())
        .limit(1)
    )
    if printing is None:
        raise DomainError("not_printed", _l("There is no printing to take back here."))
    prints.undo(printing, actor=actor, at=at)
