"""What the worker does for the waiting list: ends offers that nobody took."""

from __future__ import annotations

from fairapp.core import clock, tasks
from fairapp.core.db import transaction
from fairapp.registration.waiting.actions import lapse


@tasks.every_minute
def end_offers() -> None:
    """Pass on the places that were not taken in time."""
    with transaction():
        lapse(clock.now())
