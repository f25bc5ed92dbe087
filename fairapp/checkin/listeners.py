"""What check-in answers to the features below it."""

from __future__ import annotations

from fairapp.checkin.delegations import people_here
from fairapp.events.models import Event
from fairapp.registration.signals import arrivals


@arrivals.connect
def count_arrivals(event: Event) -> dict[int, int]:
    """How many people of each delegation have come, on any day."""
    return people_here(event)
