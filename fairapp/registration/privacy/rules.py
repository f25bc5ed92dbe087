"""Delays, and what is left of an age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from fairapp.core.personal import Stage

# Where the age bands of the reports begin (`reports.ages`, which a test compares); ages above the
# last are no ages.
BAND_STARTS = (0, 15, 18, 25, 30, 36, 50, 60)
_OLDEST = 200
# Days. Contacts serve for thanks and follow-up; accounts and their lists are looked into for years.
DEFAULTS = {
    Stage.CONTACTS: 90,
    Stage.MESSAGES: 90,
    Stage.FILES: 90,
    Stage.EVIDENCE: 3650,
}
LONGEST = 36500
# What goes by itself is announced to the organisers so long before.
NOTICE = timedelta(days=7)
# How long a person, or the team, can think better of an erasure.
GRACE = timedelta(hours=24)
# Within which the team answers whoever asks after the fair: a month, as GDPR has it.
ANSWER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Delay:
    """One stage, after how many days it goes, and on which date; None before a fair has days."""

    stage: Stage
    days: int
    on: date | None


def delays(days: dict[Stage, int], last_day: date | None) -> list[Delay]:
    """The stages in order of time."""
    found = [
        Delay(stage, n, last_day + timedelta(days=n) if last_day else None)
        for stage, n in days.items()
    ]
    return sorted(found, key=lambda delay: delay.days)


def year_of_band(age: int | None, year: int) -> int | None:
    """A year of birth that puts somebody of this age into the same band in `year`, and tells
    nothing more."""
    if age is None or not 0 <= age <= _OLDEST:
        return None
    return year - max(start for start in BAND_STARTS if start <= age)
