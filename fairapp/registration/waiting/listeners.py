"""Whenever a place may have become free, it goes to whoever waits."""

from __future__ import annotations

from datetime import datetime

from fairapp.events.models import Event
from fairapp.events.signals import limits_changed
from fairapp.registration.models import Registration
from fairapp.registration.queries import HOLDING
from fairapp.registration.signals import moved, status_changed
from fairapp.registration.waiting.actions import promote


@status_changed.connect
def pass_on(registration: Registration, *, was: str, since: datetime, at: datetime) -> None:
    """Somebody has given a place up, or lost it."""
    if was in HOLDING and registration.status not in HOLDING:
        promote(registration.event, at=at)


@moved.connect
def share_out(registration: Registration, *, at: datetime) -> None:
    """Somebody comes on other days: their old ones may be free, or what they wait for may be."""
    promote(registration.event, at=at)


@limits_changed.connect
def fill(event: Event, *, at: datetime) -> None:
    """The organisers have made more room."""
    promote(event, at=at)
