"""What the programme does when a fair is created."""

from __future__ import annotations

from datetime import datetime

from fairapp.core.audit import Actor
from fairapp.events.models import Event
from fairapp.events.signals import event_created
from fairapp.programme.usual import add_kinds


@event_created.connect
def begin(event: Event, *, actor: Actor | None, at: datetime) -> None:
    """A new fair has the usual kinds of session."""
    add_kinds(event)
