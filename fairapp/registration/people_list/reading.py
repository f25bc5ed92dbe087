"""Everybody of a fair as masks, read from the database as far as it is asked for.

Who is there and how they stand comes from an index; all else that they say of themselves takes ten
times as long, and is read once somebody narrows the list by it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, select

from fairapp.core.db import db
from fairapp.events.models import Event, EventDay
from fairapp.registration import ranking
from fairapp.registration.models import Registration, registration_day
from fairapp.registration.people_list import bits, facets

# What is read with everybody.
FIRST = "status"


@dataclass(frozen=True)
class Crowd:
    """`ids` by place; facet to value to the mask of whoever has it; `orders` as they were read."""

    ids: Sequence[int]
    places: Mapping[int, int]
    columns: Mapping[str, Mapping[str, int]]
    orders: dict[str, list[int]] = field(default_factory=dict)

    @property
    def everybody(self) -> int:
        """The mask of all."""
        return (1 << len(self.ids)) - 1

    def mask(self, ids: Collection[int]) -> int:
        """That of those who are among them."""
        places = self.places
        return bits.mask([places[id_] for id_ in ids if id_ in places], len(self.ids))


def everybody(event: Event) -> Crowd:
    """All who are registered, by id, and how they stand."""
    by_status = ids_by(select(Registration.status.label("value"), Registration.id), event)
    ids = sorted(chain.from_iterable(by_status.values()))
    crowd = Crowd(ids, {id_: place for place, id_ in enumerate(ids)}, {})
    return replace(crowd, columns={FIRST: {v: crowd.mask(of) for v, of in by_status.items()}})


def with_facets(event: Event, crowd: Crowd) -> Crowd:
    """`crowd`, with all that people say of themselves."""
    return replace(crowd, columns=_told(event, _read(event), crowd.places, len(crowd.ids)))


def with_changes(event: Event, before: Crowd, ids: Collection[int]) -> Crowd:
    """`before`, with what these people, who may be new, say now of what had been read."""
    rows = _read(event, ids)
    all_ids, places = [*before.ids], {**before.places}
    for id_ in (row[0] for row in rows.people):
        if id_ not in places:
            places[id_] = len(all_ids)
            all_ids.append(id_)
    now = _told(event, rows, places, len(all_ids))
    crowd = Crowd(all_ids, places, {})
    kept = ~crowd.mask([row[0] for row in rows.people])
    columns = {
        key: {
            value: (values.get(value, 0) & kept) | now[key].get(value, 0)
            for value in (*values, *(new for new in now[key] if new not in values))
        }
        for key, values in before.columns.items()
    }
    return replace(crowd, columns=columns)


def in_order(event: Event, crowd: Crowd, sort: str) -> list[int]:
    """All places in this order; whoever has nothing to be sorted by is last."""
    if sort not in crowd.orders:
        r, places = Registration, crowd.places
        query = select(r.id).where(r.event_id == event.id).order_by(*_SORTED[sort](), r.id)
        # Both databases join in the order of the rows that they are given.
        found = db.session.scalar(select(_joined(query.subquery().c.id))) or ""
        ids = [int(id_) for id_ in found.split(",") if id_]
        crowd.orders[sort] = [places[id_] for id_ in ids if id_ in places]
    return crowd.orders[sort]


def ids_by(query: Select[Any, int], event: Event) -> dict[Any, list[int]]:
    """Of registrations that `query` gives as `value` and `id`: value to ids. A row for each of
    40,000 people would take longer than finding them."""
    rows = query.where(Registration.event_id == event.id).subquery()
    grouped = select(rows.c.value, _joined(rows.c.id)).group_by(rows.c.value)
    return {value: [*map(int, ids.split(","))] for value, ids in db.session.execute(grouped)}


def _joined(ids: ColumnElement[int]) -> ColumnElement[str]:
    return func.aggregate_strings(cast(ids, String), ",")


@dataclass(frozen=True, slots=True)
class _Rows:
    """What was read of some people: the id, then a value for each facet; and their days."""

    people: Sequence[Sequence[Any]]
    days: Sequence[Sequence[int]]


def _read(event: Event, ids: Collection[int] | None = None) -> _Rows:
    r = Registration
    query = select(r.id, *facets.own_columns().values()).where(r.event_id == event.id)
    days = (
        select(registration_day.c.registration_id, EventDay.number)
        .join(EventDay, EventDay.id == registration_day.c.event_day_id)
        .where(EventDay.event_id == event.id)
    )
    if ids is not None:
        query = query.where(r.id.in_(ids))
        days = days.where(registration_day.c.registration_id.in_(ids))
    # Rows as the driver gives them: what the ORM adds to each is half of the time.
    connection = db.session.connection()
    return _Rows(
        connection.execute(query.order_by(r.id)).all(),
        connection.execute(days).all(),
    )


def _told(
    event: Event, rows: _Rows, places: Mapping[int, int], size: int
) -> dict[str, dict[Any, int]]:
    """Facet to value to mask; of whoever has a place, as somebody may have come in meanwhile."""
    people = [row for row in rows.people if row[0] in places]
    own = facets.own_columns()
    ids, *columns = zip(*people, strict=True) if people else [()] * (1 + len(own))
    at = [places[id_] for id_ in ids]
    told = {key: bits.by_value(values, at, size) for key, values in zip(own, columns, strict=True)}
    for key, names in facets.codes(event).items():
        told[key] = {names.get(value, facets.NONE): found for value, found in told[key].items()}
    days = [(places[id_], str(number)) for id_, number in rows.days if id_ in places]
    told["day"] = bits.by_value([day for _, day in days], [place for place, _ in days], size)
    return told


def _by_organisation() -> Sequence[ColumnElement[Any]]:
    folded = func.lower(Registration.organisation)
    return Registration.organisation == "", ranking.by_code_points(folded)


def _by_rank() -> Sequence[ColumnElement[Any]]:
    return Registration.protocol_rank.is_(None), Registration.protocol_rank.asc()


_SORTED: Mapping[str, Callable[[], Sequence[ColumnElement[Any]]]] = {
    "name": lambda: (ranking.by_name(),),
    "organisation": _by_organisation,
    "rank": _by_rank,
    "since": lambda: (Registration.status_at.desc(),),
    "new": lambda: (Registration.created_at.desc(),),
}
