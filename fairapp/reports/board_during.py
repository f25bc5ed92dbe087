"""The board during a fair: who has come in today, and who is still expected."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select

from fairapp.checkin import entries
from fairapp.checkin.guests import expected_guests, expected_on
from fairapp.core.db import db
from fairapp.events.models import Category, Event, EventDay
from fairapp.registration.models import Registration, age_on
from fairapp.reports.ages import is_youth
from fairapp.reports.board_bars import NOT_GIVEN, SEXES, Bar, bars, category_names
from fairapp.reports.board_curve import Curve, curve


@dataclass(frozen=True, slots=True)
class Guest:
    """A guest of protocol who is expected today and has not come in."""

    name: str
    position: str
    organisation: str
    rank: int


@dataclass(frozen=True, slots=True)
class During:
    """Who has come in today: distinct persons, the organising team left out."""

    present: int
    youth: int
    expected: int
    by_sex: list[Bar]
    by_category: list[Bar]
    by_region: list[Bar]
    arrivals: Curve | None
    guests: list[Guest]


def during(event: Event, day: EventDay, at: datetime) -> During:
    """Presence on `day` so far, and who is still expected."""
    people = _present(event, day.date, at)
    first_day = event.days[0].date
    return During(
        present=len(people),
        youth=sum(
            is_youth(age_on(first_day, born=row.birth_date, year=row.birth_year)) for row in people
        ),
        expected=_expected(event, day),
        by_sex=bars(Counter(row.sex for row in people), SEXES),
        by_category=bars(Counter(row.category_id for row in people), category_names(event)),
        by_region=bars(Counter(row.region for row in people), {"": NOT_GIVEN}),
        arrivals=curve((event.local(row.first_at) for row in people), event.local(at)),
        guests=_guests(event, day, at),
    )


def _present(event: Event, day: date, at: datetime) -> list[Row[Any]]:
    entry = entries.entry_rows(event, until=at)
    presence = entries.presence_rows(entry, entries.within(entry.c.at, event, day))
    r = Registration
    columns = select(
        r.sex, r.birth_year, r.birth_date, r.category_id, r.region, presence.c.first_at
    )
    query = columns.join(presence, presence.c.person_id == r.id)
    return list(db.session.execute(query.order_by(presence.c.first_at, r.id)))


def _expected(event: Event, day: EventDay) -> int:
    query = select(func.count(Registration.id)).join(Category)
    return db.session.scalar(query.where(expected_on(event, day.date), Category.is_counted)) or 0


def _guests(event: Event, day: EventDay, at: datetime) -> list[Guest]:
    return [
        Guest(
            f"{g.honorific} {g.full_name}".strip(), g.position, g.organisation, g.protocol_rank or 0
        )
        for g in db.session.scalars(expected_guests(event, day.date, at, Registration))
    ]
