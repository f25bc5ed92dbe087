"""Everybody of a fair as masks, read from the database; or some, put where they were."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import func, select

from fairapp.core.db import db
from fairapp.events.models import Event, EventDay
from fairapp.registration import ranking
from fairapp.registration.models import Registration, registration_day
from fairapp.registration.people_list import bits, facets


@dataclass(frozen=True)
class Crowd:
    """`ids` by place; facet to value to the mask of whoever has it; what people are sorted by."""

    ids: Sequence[int]
    places: Mapping[int, int]
    columns: Mapping[str, Mapping[str, int]]
    keys: Mapping[str, Sequence[Any]]
    orders: dict[str, list[int]] = field(default_factory=dict)

    @property
    def everybody(self) -> int:
        """The mask of all."""
        return (1 << len(self.ids)) - 1

    def order(self, key: str, *, reverse: bool = False) -> list[int]:
        """All places, sorted by `key`; whoever has none is last."""
        name = f"{key}-" if reverse else key
        if name not in self.orders:
            values = self.keys[key]
            self.orders[name] = sorted(
                range(len(self.ids)), key=values.__getitem__, reverse=reverse
            )
        return self.orders[name]


class _Rows(NamedTuple):
    """What was read of some people."""

    ids: list[int]
    values: dict[str, list[Any]]
    keys: dict[str, list[Any]]
    days: list[tuple[int, str]]


def everybody(event: Event) -> Crowd:
    """All who are registered, by id."""
    return _joined(event, None, _read(event))


def with_changes(event: Event, before: Crowd, ids: Collection[int]) -> Crowd:
    """`before`, with what these people, who may be new, say now."""
    return _joined(event, before, _read(event, ids))


def _read(event: Event, ids: Collection[int] | None = None) -> _Rows:
    r = Registration
    own = facets.own_columns()
    sorted_by = {
        "name": ranking.by_name(),
        "organisation": func.lower(r.organisation),
        "rank": r.protocol_rank,
        "since": r.status_at,
        "new": r.created_at,
    }
    query = select(r.id, *own.values(), *sorted_by.values()).where(r.event_id == event.id)
    days = (
        select(registration_day.c.registration_id, EventDay.number)
        .join(EventDay, EventDay.id == registration_day.c.event_day_id)
        .where(EventDay.event_id == event.id)
    )
    if ids is not None:
        query = query.where(r.id.in_(ids))
        days = days.where(registration_day.c.registration_id.in_(ids))
    rows = db.session.execute(query.order_by(r.id)).all()
    columns = [list(column) for column in zip(*rows, strict=True)] or [
        [] for _ in range(1 + len(own) + len(sorted_by))
    ]
    first = 1 + len(own)
    keys = dict(zip(sorted_by, columns[first:], strict=True))
    # Whoever has none comes last, by name.
    keys["organisation"] = [(not text, text) for text in keys["organisation"]]
    keys["rank"] = [(rank is None, rank or 0) for rank in keys["rank"]]
    return _Rows(
        columns[0],
        dict(zip(own, columns[1:first], strict=True)),
        keys,
        [(id_, str(number)) for id_, number in db.session.execute(days)],
    )


def _joined(event: Event, before: Crowd | None, rows: _Rows) -> Crowd:
    """`before` with what was read of some people, who may be new."""
    ids = [*before.ids] if before else []
    places = {**before.places} if before else {}
    keys = {key: [*before.keys[key]] if before else [] for key in rows.keys}
    for number, id_ in enumerate(rows.ids):
        is_new = id_ not in places
        if is_new:
            places[id_] = len(ids)
            ids.append(id_)
        for key, column in keys.items():
            if is_new:
                column.append(rows.keys[key][number])
            else:
                column[places[id_]] = rows.keys[key][number]
    at, size = [places[id_] for id_ in rows.ids], len(ids)
    told = {key: bits.by_value(values, at, size) for key, values in rows.values.items()}
    for key, names in facets.codes(event).items():
        told[key] = {names.get(value, facets.NONE): found for value, found in told[key].items()}
    known = [(places[id_], day) for id_, day in rows.days if id_ in places]
    told["day"] = bits.by_value([day for _, day in known], [place for place, _ in known], size)
    if before:
        kept = ~bits.mask(at, size)
        for key, values in before.columns.items():
            for value, found in values.items():
                told[key][value] = (found & kept) | told[key].get(value, 0)
    return Crowd(ids, places, told, keys)
