"""Everybody of a fair, facet by facet, kept in the process that shows the list.

At 40,000 people the database needs a fifth of a second for the counts of a few facets, and the list
asks for a dozen with each tap. So what they say is read once, and then follows the trail: whatever
changes a registration leaves an act that names it. Nothing is decided by what is kept: whoever acts
on somebody reads that person anew.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple, cast

from flask import Flask, current_app
from sqlalchemy import func, select

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.events.models import Event, EventDay
from fairapp.registration import ranking
from fairapp.registration.models import Registration, registration_day
from fairapp.registration.people_list import bits, facets
from fairapp.registration.people_list.facets import Facet

# Fewer people are read anew each time, which is quicker than asking what has changed.
SMALL = 1000
# So many acts are followed one by one; after more, or so many seconds, everybody is read anew.
_FOLLOWED = 500
_AT_MOST = 600.0
_EVERYBODY = frozenset({"privacy.expired"})
# A transaction may end after a later one has: acts are looked at again for so many seconds.
_OVERLAP = 60.0
# What features above tell rests so many times as long as it took to read, as the board's figures.
_REST = 40
_REST_AT_MOST = 30.0


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


@dataclass
class _Told:
    """What a feature above has told, and the masks of it for these `ids`."""

    mark: Hashable
    values: Mapping[str, Collection[int]]
    good_until: float
    ids: Sequence[int] = ()
    masks: Mapping[str, int] = field(default_factory=dict)


@dataclass
class _Held:
    """The crowd, up to which act it is true, and the later acts that were looked at."""

    crowd: Crowd
    settled: int
    newest: int
    read_at: float
    marked_at: float
    seen: set[int] = field(default_factory=set)


class Crowds:
    """Those of this process."""

    def __init__(self) -> None:
        self._held: dict[int, _Held] = {}
        self._told: dict[tuple[int, str], _Told] = {}
        self._lock = Lock()

    def of(self, event: Event) -> Crowd:
        """Everybody as they stand now. Ask before anything is written in a transaction: what is
        rolled back would be kept."""
        with self._lock:
            crowd = self._own(event)
            newest = self._held[event.id].newest
            told = {
                key: self._of_above(event, facet, crowd, newest)
                for key, facet in facets.every().items()
                if facet.read
            }
        return Crowd(crowd.ids, crowd.places, {**crowd.columns, **told}, crowd.keys, crowd.orders)

    def clear(self) -> None:
        """Forget all."""
        self._held.clear()
        self._told.clear()

    def _own(self, event: Event) -> Crowd:
        held = self._held.get(event.id)
        if held is None or len(held.crowd.ids) < SMALL or not _follow(event, held):
            newest = _newest(event)
            now = monotonic()
            held = _Held(_joined(event, None, _read(event)), newest, newest, now, now)
            self._held[event.id] = held
        return held.crowd

    def _of_above(self, event: Event, facet: Facet, crowd: Crowd, newest: int) -> Mapping[str, int]:
        mark = facet.mark(event) if facet.mark else newest
        told = self._told.get((event.id, facet.key))
        if told is None or not (told.mark == mark or self._rests(told, crowd)):
            began = monotonic()
            read = facet.read(event) if facet.read else {}
            values = {value: set(ids) for value, ids in read.items()}
            end = monotonic()
            rest = min(_REST * (end - began), _REST_AT_MOST)
            told = self._told[event.id, facet.key] = _Told(mark, values, end + rest)
        if told.ids is not crowd.ids:
            told.ids, told.masks = crowd.ids, _masks(crowd, told.values)
        return told.masks

    def _rests(self, told: _Told, crowd: Crowd) -> bool:
        return len(crowd.ids) >= SMALL and monotonic() < told.good_until


def init_app(app: Flask) -> None:
    """Give the application its crowds."""
    app.extensions["fairapp_people"] = Crowds()


def crowd_of(event: Event) -> Crowd:
    """Everybody at `event`."""
    return cast(Crowds, current_app.extensions["fairapp_people"]).of(event)


def _newest(event: Event) -> int:
    query = select(func.max(AuditEntry.id)).where(AuditEntry.event_id == event.id)
    return db.session.scalar(query) or 0


def _follow(event: Event, held: _Held) -> bool:
    """Bring `held` up to the present; False when everybody has to be read anew."""
    a = AuditEntry
    newer = select(a.id, a.action, a.subject_type, a.subject_id, a.details)
    newer = newer.where(a.event_id == event.id, a.id > held.settled).order_by(a.id)
    acts = db.session.execute(newer.limit(2 * _FOLLOWED)).all()
    unseen = [act for act in acts if act.id not in held.seen]
    now = monotonic()
    if len(unseen) > _FOLLOWED or len(acts) == 2 * _FOLLOWED or now > held.read_at + _AT_MOST:
        return False
    if any(act.action in _EVERYBODY for act in unseen):
        return False
    touched = {id_ for act in unseen for id_ in _touched(act)}
    if touched:
        held.crowd = _joined(event, held.crowd, _read(event, touched))
    held.seen |= {act.id for act in unseen}
    if now > held.marked_at + _OVERLAP:
        held.settled, held.marked_at = held.newest, now
        held.seen = {id_ for id_ in held.seen if id_ > held.settled}
    held.newest = acts[-1].id if acts else held.newest
    return True


def _touched(act: Any) -> set[int]:
    if act.subject_type == Registration.__name__:
        return {act.subject_id}
    if act.subject_type == "Merge":
        return {act.details["kept"], act.details["merged"]}
    return set()


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


def _masks(crowd: Crowd, values: Mapping[str, Collection[int]]) -> dict[str, int]:
    size, found = len(crowd.ids), {}
    for value, ids in values.items():
        at = (crowd.places[id_] for id_ in ids if id_ in crowd.places)
        found[value] = bits.mask(at, size)
    named = 0
    for among in found.values():
        named |= among
    return {**found, "no": crowd.everybody & ~named}
