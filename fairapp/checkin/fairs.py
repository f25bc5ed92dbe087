"""What gates go by, kept by each process for as long as nobody does anything.

Days and checkpoints change a few times a day and are needed for every scan. Whoever changes them
leaves an act in the audit, and how far that is has to be asked anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app

from fairapp.checkin import queries
from fairapp.checkin.queries import GateRow
from fairapp.checkin.roster.following import State, is_somebody_acting
from fairapp.events.models import Event

_KEPT = "fairapp_gates"
# When the fair was made, and the newest act by then.
_When = tuple[datetime, int | None]


@dataclass(frozen=True, slots=True)
class FairRules:
    """A fair's calendar days, and its checkpoints by code in their order."""

    days: frozenset[date]
    gates: Mapping[str, GateRow]


def rules_of(event: Event, at: State) -> FairRules:
    """As they stood at `at` or later."""
    kept: dict[int, tuple[_When, FairRules]] = current_app.extensions.setdefault(_KEPT, {})
    # Acts are counted anew in a database that was emptied under a running server; another fair may
    # have this one's number then, but was not made at the same moment.
    when = event.created_at, at.latest
    if at.latest is not None and event.id in kept:
        known, rules = kept[event.id]
        if known == when:
            return rules
    # In this order: whoever comes to an end after being asked for is seen by the read.
    is_settled = at.latest is not None and not is_somebody_acting()
    rules = FairRules(queries.days(event.id), queries.gates(event.id))
    if is_settled:
        kept[event.id] = when, rules
    return rules
