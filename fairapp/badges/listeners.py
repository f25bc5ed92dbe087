"""Badges follow registrations: whoever is registered has one, in the same transaction."""

from __future__ import annotations

from datetime import datetime

from fairapp.badges.actions import issue, revoke
from fairapp.badges.queries import in_force
from fairapp.registration.models import Registration
from fairapp.registration.signals import registered, replaced, returned


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
