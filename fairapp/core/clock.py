"""The only clock.

`FAIR_NOW` starts it at another moment (the demonstration fair is in December 2026) and lets it run
from there; tests stop it with `stopped`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

# Years that people can mean; far enough from the ends of the calendar for every zone and sum.
YEARS = range(2000, 2200)

_offset = timedelta(0)
_stopped: datetime | None = None


def now() -> datetime:
    """The present moment, in UTC."""
    if _stopped is not None:
        return _stopped
    return datetime.fromtimestamp(time.time(), UTC) + _offset


def real() -> datetime:
    """The present moment as other clocks have it, whatever `FAIR_NOW` says."""
    return _stopped or datetime.fromtimestamp(time.time(), UTC)


def iso(moment: datetime) -> str:
    """`moment`, in UTC, as scripts read it: ISO 8601 to the millisecond, ending in Z."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def start_at(moment: str) -> None:
    """Run the clock from `moment` (ISO 8601 with a zone); an empty text means real time."""
    global _offset
    if not moment:
        _offset = timedelta(0)
        return
    at = datetime.fromisoformat(moment)
    if at.tzinfo is None:
        raise ValueError(f"FAIR_NOW needs a time zone, as in 2026-12-02T08:40:00+00:00: {moment!r}")
    _offset = at - datetime.now(UTC)


@contextmanager
def stopped(at: datetime) -> Iterator[None]:
    """Hold the clock at `at`, for tests and for loading the demonstration fair."""
    global _stopped
    before, _stopped = _stopped, at.astimezone(UTC)
    try:
        yield
    finally:
        _stopped = before
