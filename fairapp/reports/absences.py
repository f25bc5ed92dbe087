"""Who was expected at a fair and did not come."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time

from sqlalchemy import select

from fairapp.core.db import db
from fairapp.events.models import Category, Event
from fairapp.registration.models import Registration, Status


@dataclass(frozen=True, slots=True)
class Missed:
    """Somebody expected who did not come; `replaced` when a substitute was named."""

    category: str
    replaced: bool


def missed(event: Event, came: Collection[int]) -> list[Missed]:
    """Registered before the first day, confirmed or replaced, and never entered.

    Registrations that the person cancelled, or that were never confirmed, are no promise to come.
    """
    query = (
        select(Registration.id, Category.code, Registration.status)
        .join(Category, Category.id == Registration.category_id)
        .where(
            Registration.event_id == event.id,
            Registration.status.in_((Status.CONFIRMED, Status.REPLACED)),
            Registration.merged_into_id.is_(None),
            Registration.created_at < event.utc(event.days[0].date, time.min),
            Category.is_counted,
        )
        .order_by(Registration.id)
    )
    rows = db.session.execute(query)
    return [
        Missed(code, status == Status.REPLACED) for id_, code, status in rows if id_ not in came
    ]
