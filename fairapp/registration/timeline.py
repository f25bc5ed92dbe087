"""All that happened to one person, for the team: every feature tells what it knows.

Registration knows nothing of badges and gates, which stand on it; so they give their part here:

    @timeline.part
    def printed(registration: Registration) -> Iterable[Moment]: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from fairapp.registration.models import Registration


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened. `who` is empty for the person and the system; `facts` are lines
    below it, `icon` a name of `components/icons.html`, `url` where there is more to see.

    `state`: how a message stands, for its pill; `note`: the number of a note, to be removed.
    """

    at: datetime
    what: Any
    who: str = ""
    facts: tuple[Any, ...] = ()
    icon: str = "ring"
    url: str = ""
    state: str = ""
    note: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """What happened on one day of the fair's clocks, the latest first."""

    date: date
    moments: list[Moment]


Part = Callable[[Registration], Iterable[Moment]]
_parts: list[Part] = []


def part(function: Part) -> Part:
    """Register what tells of a person."""
    if function not in _parts:
        _parts.append(function)
    return function


def days_of(registration: Registration) -> list[Day]:
    """Everything, by day, the latest first; what came in one moment in the order of the parts."""
    moments = [moment for tell in _parts for moment in tell(registration)]
    moments.sort(key=lambda moment: moment.at, reverse=True)
    event = registration.event
    by_day = groupby(moments, key=lambda moment: event.local(moment.at).date())
    return [Day(on, list(found)) for on, found in by_day]
