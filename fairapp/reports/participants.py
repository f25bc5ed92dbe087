"""Everybody who came to a fair, with what the figures ask of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import load_only

from fairapp.checkin.entries import PersonDay
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.reports.ages import UNKNOWN, band_of


@dataclass(frozen=True, slots=True)
class Participant:
    """One person who came, as the figures see him or her. `days` in order."""

    registration_id: int
    sex: str
    age: int | None
    category: str
    region: str
    source: str
    first_time: bool | None
    days: tuple[date, ...]

    @property
    def band(self) -> str:
        """Age band on the first day of the fair."""
        return band_of(self.age)

    @property
    def traits(self) -> tuple[str, str, str, str]:
        """Sex, age band, category and region: the sides of the cube, the day aside."""
        return self.sex, self.band, self.category, self.region


def participants(event: Event, person_days: Iterable[PersonDay]) -> list[Participant]:
    """One for each unique participant of those rows, in order of registration."""
    days: dict[int, list[date]] = {}
    for row in person_days:
        days.setdefault(row.person_id, []).append(row.date)
    codes = {category.id: category.code for category in event.categories}
    first_day = event.days[0].date
    return [
        Participant(
            registration_id=one.id,
            sex=one.sex or UNKNOWN,
            age=one.age_on(first_day),
            category=codes[one.category_id],
            region=one.region or UNKNOWN,
            source=one.source,
            first_time=one.first_time,
            days=tuple(days[one.id]),
        )
        for one in db.session.scalars(_registrations(event))
        if one.id in days
    ]


def _registrations(event: Event) -> Select[Registration]:
    """All of the fair, with what is needed of them: quicker than to ask again for who came."""
    needed = (
        *(Registration.sex, Registration.birth_year, Registration.birth_date),
        *(Registration.category_id, Registration.region, Registration.source),
        Registration.first_time,
    )
    query = select(Registration).where(Registration.event_id == event.id)
    # Read in portions, so that each is let go when what is needed of it has been taken.
    query = query.order_by(Registration.id).options(load_only(*needed))
    return query.execution_options(yield_per=1000)
