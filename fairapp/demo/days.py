"""The three days of the fair as instants in UTC."""

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fairapp.demo.sources import generator

DAYS = (1, 2, 3)


def day_date(day: int) -> date:
    """Event day 1, 2 or 3 to its date."""
    return date.fromisoformat(generator()["event"]["dates"][day - 1])


def at(day: int, clock: str) -> datetime:
    """Event-local ``"08:15"`` or ``"08:15:30"`` of an event day as an instant in UTC."""
    zone = ZoneInfo(generator()["event"]["timezone"])
    local = datetime.combine(day_date(day), time.fromisoformat(clock), tzinfo=zone)
    return local.astimezone(UTC)


def before_fair(days: int, clock: str = "09:00") -> datetime:
    """The same, so many days before the first day."""
    return at(1, clock) - timedelta(days=days)


def moments(rng: random.Random, start: datetime, end: datetime, count: int) -> list[datetime]:
    """*count* instants in [start, end), to the millisecond, in order."""
    span = int((end - start).total_seconds() * 1000)
    return sorted(start + timedelta(milliseconds=rng.randrange(span)) for _ in range(count))


def moment(rng: random.Random, start: datetime, end: datetime) -> datetime:
    """One instant in [start, end)."""
    return moments(rng, start, end, 1)[0]
