"""What gates go by, kept by each process for as long as nobody does anything.

Days and checkpoints change a few times a day and are needed for every scan. Whoever changes them
leaves an act in the audit, and how far that is has to be asked anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import current_app

from fairapp.checkin import queries
from fairapp.checkin.queries import GateRow
from fairapp.checkin.roster.following import State, is_somebody_acting

_KEPT = "fairapp_gates"


@dataclass(frozen=True, slots=True)
class FairRules:
    """A fair's calendar days, and its checkpoints by code in their order."""

    days: frozenset[date]
    gates: Mapping[str, GateRow]


def rules_of(event_id: int, at: State) -> FairRules:
    """As they stood at `at` or later."""
    kept: dict[int, tuple[int, FairRules]] = current_app.extensions.setdefault(_KEPT, {})
    if at.latest is not None and event_id in kept:
        latest, rules = kept[event_id]
        if latest == at.latest:
            return rules
    # In this order: whoever comes to an end after being asked for is seen by the read.
    is_settled = at.latest is not None and not is_somebody_acting()
    rules = FairRules(queries.days(event_id), queries.gates(event_id))
    if is_settled and at.latest is not None:
        kept[event_id] = at.latest, rules
    return rules
