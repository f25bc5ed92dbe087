"""Who gets a place that has become free, and until when it is kept. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from fairapp.registration.rules import Applicant, Quota

# With less time than this before the fair, nobody can be waited for.
SHORTEST_OFFER = timedelta(hours=12)


def whom_to_promote(waiting: Sequence[tuple[int, Applicant]], quotas: Sequence[Quota]) -> list[int]:
    """Of those who wait, in their order, everybody for whom there is room.

    Whoever wants what is full goes on waiting and holds up nobody who wants something else.
    """
    room = [quota.capacity - quota.taken for quota in quotas]
    promoted = []
    for key, applicant in waiting:
        bound = [n for n, quota in enumerate(quotas) if quota.binds(applicant)]
        if all(room[n] > 0 for n in bound):
            promoted.append(key)
            for n in bound:
                room[n] -= 1
    return promoted


def offer_until(at: datetime, hours: int, first_day_start: datetime | None) -> datetime | None:
    """Until when an offered place is kept: `hours`, but not into the fair.

    None when there is no time to ask: the place is simply theirs.
    """
    if hours <= 0:
        return None
    until = at + timedelta(hours=hours)
    if first_day_start is None:
        return until
    if first_day_start - at < SHORTEST_OFFER:
        return None
    return min(until, first_day_start)
