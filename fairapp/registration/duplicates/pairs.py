"""The probable pairs of a fair: weighed at once in a small one, read as found in a big one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.duplicates.columns import LIVE
from fairapp.registration.duplicates.directory import Directory, Pair
from fairapp.registration.duplicates.models import DistinctPair, LikelyPair
from fairapp.registration.duplicates.rules import PROBABLE, Likeness
from fairapp.registration.models import Registration

AT_ONCE = 1000
"""Up to so many people are compared while the page is waited for: a fifth of a second."""


@dataclass(frozen=True, slots=True)
class Found:
    """The likeliest pairs, and how many there are in all; `is_exact`: as things stand now."""

    pairs: list[Pair]
    total: int
    is_exact: bool


def is_small(event: Event) -> bool:
    """Whether the page can compare everybody by itself."""
    living = select(func.count()).where(
        Registration.event_id == event.id, Registration.status.in_(LIVE)
    )
    return (db.session.scalar(living) or 0) <= AT_ONCE


def probable(event: Event, *, least: float = PROBABLE) -> list[Pair]:
    """Probable pairs that nobody has told apart, the likeliest first; compares the whole fair."""
    apart = distinct(event)
    found = Directory(event, statuses=LIVE).pairs(least=least)
    return [pair for pair in found if (pair.first_id, pair.second_id) not in apart]


def likeliest(event: Event, limit: int) -> Found:
    """What a page shows of them."""
    if is_small(event):
        found = probable(event)
        return Found(found[:limit], len(found), True)
    kept = _kept(event)
    total = db.session.scalar(select(func.count()).select_from(kept.subquery())) or 0
    p = LikelyPair
    order = kept.order_by(p.score.desc(), p.first_id, p.second_id).limit(limit)
    return Found([_pair(row) for row in db.session.execute(order).scalars()], total, False)


def distinct(event: Event) -> set[tuple[int, int]]:
    """Pairs that somebody has told apart."""
    d = DistinctPair
    rows = db.session.execute(select(d.first_id, d.second_id).where(d.event_id == event.id))
    return {(first, second) for first, second in rows}


def _kept(event: Event) -> Select[LikelyPair]:
    """What the last search found and is still a question."""
    p, first, second = LikelyPair, aliased(Registration), aliased(Registration)
    is_apart = exists().where(
        DistinctPair.first_id == p.first_id, DistinctPair.second_id == p.second_id
    )
    return (
        select(p)
        .join(first, first.id == p.first_id)
        .join(second, second.id == p.second_id)
        .where(p.event_id == event.id, ~is_apart)
        .where(first.status.in_(LIVE), second.status.in_(LIVE))
    )


def _pair(row: LikelyPair) -> Pair:
    return Pair(
        row.first_id, row.second_id, Likeness(row.score, tuple(row.why), tuple(row.against))
    )
