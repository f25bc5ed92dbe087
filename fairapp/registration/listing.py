"""The team's list of registrations: found by any fragment, by standing and by category, paged."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from fairapp.core.db import db
from fairapp.events.models import Category, Event
from fairapp.registration import queries, ranking
from fairapp.registration.models import Registration, Status
from fairapp.registration.queries import PersonRow
from fairapp.registration.search import tokens

PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of people. `counts`: how many there would be of each standing."""

    people: list[PersonRow]
    counts: dict[str, int]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many there are, at least one."""
        return max(1, -(-self.total // PAGE))


def people(
    event: Event,
    *,
    text: str = "",
    status: Status | None = None,
    category: Category | None = None,
    page: int = 1,
    contacts: bool = True,
) -> Listed:
    """Who matches, the likeliest first, by name without a text. Duplicates that were merged are
    listed only when asked for. `contacts` as for `queries.search`."""
    wanted = tokens(text)
    if text.strip() and not wanted:
        return Listed([], {}, 0, 1)
    r = Registration
    found: list[ColumnElement[bool]] = [r.event_id == event.id]
    if wanted:
        found.append(ranking.matching(wanted, text, contacts=contacts))
    if category is not None:
        found.append(r.category_id == category.id)
    counts = _counts(found)
    found.append(r.status == status if status else r.status != Status.MERGED)
    total = counts.get(status, 0) if status else _all_of(counts)
    page = min(max(1, page), max(1, -(-total // PAGE)))
    nearest = [ranking.distance(wanted, text, contacts=contacts)] if wanted else []
    ordered = select(r.id).where(*found).order_by(*nearest, ranking.by_name(), r.id)
    ids = db.session.scalars(ordered.offset((page - 1) * PAGE).limit(PAGE))
    return Listed(queries.people(ids), counts, total, page)


def _counts(found: list[ColumnElement[bool]]) -> dict[str, int]:
    counted = select(Registration.status, func.count()).where(*found).group_by(Registration.status)
    return {status: count for status, count in db.session.execute(counted)}


def _all_of(counts: dict[str, int]) -> int:
    return sum(count for status, count in counts.items() if status != Status.MERGED)
