"""Badges follow registrations: whoever is registered has one, in the same transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from fairapp.badges.actions import issue, revoke
from fairapp.badges.models import Badge
from fairapp.badges.queries import in_force
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.events.text import moment_line
from fairapp.registration.models import Registration
from fairapp.registration.sections import Section
from fairapp.registration.signals import known, registered, replaced, returned, traces


@registered.connect
def issue_badge(registration: Registration, *, at: datetime) -> None:
    """Give the person just registered a badge."""
    issue(registration, at=at)


@returned.connect
def issue_new_badge(registration: Registration, *, at: datetime) -> None:
    """The old badge stays revoked; whoever comes after all gets another one."""
    issue(registration, at=at)


@replaced.connect
def revoke_badge(registration: Registration, *, by: Registration, at: datetime) -> None:
    """The badge of whoever was replaced opens no gate any more."""
    badge = in_force(registration)
    if badge is not None:
        revoke(badge, reason="replaced", actor=None, at=at)


@traces.connect
def count_badges(_event: Event, *, ids: Collection[int]) -> dict[str, dict[int, int]]:
    """How many badges in force each person has."""
    counted = (
        select(Badge.registration_id, func.count())
        .where(Badge.registration_id.in_(ids), Badge.revoked_at.is_(None))
        .group_by(Badge.registration_id)
    )
    return {"badges": {key: count for key, count in db.session.execute(counted) if key}}


@known.connect
def show_badges(registration: Registration) -> list[Section]:
    """The badges that somebody was given."""
    query = select(Badge).where(Badge.registration_id == registration.id).order_by(Badge.id)
    rows = [
        (
            _("No. %(number)s", number=badge.number),
            _("issued on %(moment)s", moment=moment_line(badge.issued_at, registration.event)),
        )
        for badge in db.session.scalars(query)
    ]
    return [Section("badges", _("Badges"), rows)]
