"""When a scan happened, by clocks that may be wrong.

The raw time is kept. The corrected one comes from the moment of sending, which both sides know; a
phone seven minutes fast is put right whether it sends at once or in the evening.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

# The offset known when scanning and the one when sending differ by the network's delays; by more
# than this, somebody has set the clock in between.
_JUMP = timedelta(minutes=2)
# Further than this from the fair's days a moment is doubtful.
_BOUND = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Timing:
    """`at`: the corrected moment. `is_doubtful`: flagged. `has_failed`: cannot be right."""

    at: datetime
    is_doubtful: bool
    has_failed: bool


def correct(
    scanned_at: datetime,
    offset_ms: int | None,
    *,
    sent_at: datetime,
    received_at: datetime,
    days: frozenset[date],
    zone: tzinfo,
) -> Timing:
    """The moment of a scan that a device sent at `sent_at` by its own clock."""
    offset = received_at - sent_at
    at = min(received_at, scanned_at + offset)
    jumped = offset_ms is not None and abs(timedelta(milliseconds=offset_ms) - offset) > _JUMP
    is_far = not _is_near(at.astimezone(zone).date(), days)
    return Timing(at, jumped or is_far, is_far and received_at - at > _BOUND)


def _is_near(day: date, days: frozenset[date]) -> bool:
    return not days or min(days) - _BOUND <= day <= max(days) + _BOUND
