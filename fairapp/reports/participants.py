"""Everybody who came to a fair, with what the figures ask of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import load_only

from fairapp.checkin.entries import dates, day_index, entry_rows
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


def participants(event: Event) -> list[Participant]:
    """One for each unique participant, in order of registration."""
    entry = entry_rows(event)
    calendar = dates(event, entry)
    index = day_index(event, calendar, entry.c.at)
    days: dict[int, list[date]] = {}
    pairs = select(entry.c.person_id, index).distinct().order_by(entry.c.person_id, index)
    for person_id, day in db.session.execute(pairs):
        days.setdefault(person_id, []).append(calendar[day])
    codes = {category.id: category.code for category in event.categories}
    first_day = event.days[0].date
    return [
        Participant(
            registration_id=row.id,
            sex=row.sex or UNKNOWN,
            age=row.age_on(first_day),
            category=codes[row.category_id],
            region=row.region or UNKNOWN,
            source=row.source,
            first_time=row.first_time,
            days=tuple(days[row.id]),
        )
        for row in db.session.scalars(_who_came(entry.c.person_id))
    ]


def _who_came(person_id: Any) -> Select[Registration]:
    needed = (
        *(Registration.sex, Registration.birth_year, Registration.birth_date),
        *(Registration.category_id, Registration.region, Registration.source),
        Registration.first_time,
    )
    came = select(person_id).distinct()
    query = select(Registration).where(Registration.id.in_(came)).order_by(Registration.id)
    return query.options(load_only(*needed))
