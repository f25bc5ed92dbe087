"""Badges follow registrations: whoever is registered has one, in the same transaction."""

from __future__ import annotations

from datetime import datetime

from fairapp.badges.actions import issue
from fairapp.registration.models import Registration
from fairapp.registration.signals import registered


@registered.connect
def issue_badge(registration: Registration, *, at: datetime) -> None:
    """Give the person just registered a badge."""
    issue(registration, at=at)
