"""Everybody of a fair, facet by facet, kept in the process that shows the list.

At 40,000 people the database needs a fifth of a second for the counts of a few facets, and the list
asks for a dozen with each tap. So what they say is read once it is asked for, and then follows the
trail: whatever changes a registration leaves an act that names it. Nothing is decided by what is
kept: whoever acts on somebody reads that person anew.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from time import monotonic
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy import func, select

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.registration.people_list import facets
from fairapp.registration.people_list.facets import Facet
from fairapp.registration.people_list.reading import (
    Crowd,
    everybody,
    with_changes,
    with_facets,
)

# Fewer people are read anew each time, which is quicker than asking what has changed.
SMALL = 1000
# So many acts are followed one by one; after more, or so many seconds, everybody is read anew.
_FOLLOWED = 500
_AT_MOST = 600.0
# Acts on many people that name none of them.
_EVERYBODY = frozenset({"privacy.expired"})
# A transaction may end after a later one has: acts are looked at again for so many seconds.
_OVERLAP = 60.0
# What features above tell rests so many times as long as it took to read, as the board's figures.
_REST = 40
_REST_AT_MOST = 30.0


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

    def of(self, event: Event, wanted: Collection[str]) -> Crowd:
        """Everybody as they stand now, and at least the facets that are `wanted`. Ask before
        anything is written in a transaction: what is rolled back would be kept."""
        with self._lock:
            held = self._own(event)
            every = facets.every()
            if len(held.crowd.ids) < SMALL:
                wanted = every
            own = {key for key, facet in every.items() if not facet.read}
            if own & {*wanted} - {*held.crowd.columns}:
                held.crowd = with_facets(event, held.crowd)
            told = {
                key: self._of_above(event, facet, held.crowd, held.newest)
                for key, facet in every.items()
                if facet.read and key in wanted
            }
            return replace(held.crowd, columns={**held.crowd.columns, **told})

    def clear(self) -> None:
        """Forget all."""
        self._held.clear()
        self._told.clear()

    def _own(self, event: Event) -> _Held:
        held = self._held.get(event.id)
        if held is None or len(held.crowd.ids) < SMALL or not _follow(event, held):
            newest = _newest(event)
            now = monotonic()
            held = _Held(everybody(event), newest, newest, now, now)
            self._held[event.id] = held
        return held

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


def crowd_of(event: Event, wanted: Collection[str]) -> Crowd:
    """Everybody at `event`, with those facets; with all of them where people are few."""
    return cast(Crowds, current_app.extensions["fairapp_people"]).of(event, wanted)


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
        held.crowd = with_changes(event, held.crowd, touched)
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


def _masks(crowd: Crowd, values: Mapping[str, Collection[int]]) -> dict[str, int]:
    found = {value: crowd.mask(ids) for value, ids in values.items()}
    named = 0
    for among in found.values():
        named |= among
    return {**found, "no": crowd.everybody & ~named}
