"""What a person may choose from, beside what they have chosen already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fairapp.programme.rules import clashes, overlap
from fairapp.registration.models import Registration, Status
from fairapp.registration.queries import HOLDING
from fairapp.registration.signups import queries
from fairapp.registration.signups.seats import OwnSeat, SeatRow


@dataclass(frozen=True, slots=True)
class Choices:
    """Own seats, those still to be had on own days, and what is on at the same time.

    `meanwhile`: by code of a session of either, the own ones that overlap with it.
    """

    own: list[OwnSeat]
    offered: list[SeatRow]
    meanwhile: dict[str, list[SeatRow]]
    # A place at the fair comes first: until there is one, nobody has a seat.
    has_place: bool


def choices_of(registration: Registration, *, at: datetime) -> Choices | None:
    """What there is for this person from now on; None for whoever is not expected."""
    if registration.status not in (*HOLDING, Status.WAITING):
        return None
    own, others = queries.of_and_offered(registration, at=at)
    taken = {seat.session.code: seat.session for seat in own if not seat.session.is_off}
    meanwhile = {
        code: [taken[other] for other in at_once]
        for code, at_once in clashes(taken.values()).items()
    }
    for row in others:
        if at_once := [session for session in taken.values() if overlap(row, session)]:
            meanwhile[row.code] = at_once
    days = {day.number for day in registration.days}
    offered = [row for row in others if row.day_number in days]
    return Choices(own, offered, meanwhile, registration.status in HOLDING)
