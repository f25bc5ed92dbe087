"""The end of a delay takes one stage out of a whole fair; or it is only counted what it would."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, Text, cast, func, or_, select, update

from fairapp.core import personal
from fairapp.core.db import db
from fairapp.core.personal import Mention, Stage
from fairapp.events.models import Event
from fairapp.registration import signals
from fairapp.registration.models import Registration
from fairapp.registration.privacy import persons
from fairapp.registration.privacy.erasing import empty_rows, remove
from fairapp.registration.privacy.traces import Traces

# Of registrations, which are read and written one by one.
PORTION = 500


def due(event: Event, stage: Stage) -> Counter[str]:
    """What the end of this delay would take out of the fair now, by table."""
    found: Counter[str] = Counter()
    everybody = select(Registration.id).where(Registration.event_id == event.id)
    for holding in personal.holdings:
        if holding.stage == stage:
            count = select(func.count()).select_from(personal.table_of(holding.table))
            found[holding.table] += db.session.scalar(count.where(holding.of(everybody))) or 0
    for mention in personal.mentions_of_people:
        if mention.stage == stage:
            table = personal.table_of(mention.table)
            count = select(func.count()).select_from(table)
            found[mention.table] += db.session.scalar(count.where(*_full(event, mention))) or 0
    found["files"] = len(personal.files(event.id, frozenset({stage}), None))
    if stage in persons.EMPTIED:
        found["registration"] = (
            db.session.scalar(select(func.count()).where(*_left(event, stage))) or 0
        )
    return +found


def sample(event: Event, stage: Stage, limit: int = 5) -> list[str]:
    """References of some whose registration the end of this delay would empty."""
    if stage not in persons.EMPTIED:
        return []
    query = select(Registration.reference).where(*_left(event, stage))
    return list(db.session.scalars(query.order_by(Registration.id).limit(limit)))


def expire(event: Event, stage: Stage, *, at: datetime) -> Counter[str]:
    """Take this stage out of the whole fair; how many rows that were, by table."""
    done: Counter[str] = Counter()
    done["files"] = remove(personal.files(event.id, frozenset({stage}), None))
    everybody = select(Registration.id).where(Registration.event_id == event.id)
    for holding in personal.holdings:
        if holding.stage == stage:
            done[holding.table] += empty_rows(holding, everybody)
    for mention in personal.mentions_of_people:
        if mention.stage == stage:
            done[mention.table] += _clear(event, mention)
    db.session.expire_all()
    ids: list[int] = []
    while stage in persons.EMPTIED:
        left = select(Registration).where(*_left(event, stage), Registration.id.not_in(ids))
        people = db.session.scalars(left.order_by(Registration.id).limit(PORTION)).all()
        if not people:
            break
        ids += [one.id for one in people]
        if stage is Stage.EVIDENCE:
            done["audit_entry"] += persons.blank_trail(
                event, [p.id for p in people], Traces.of(()), ()
            )
        done["registration"] += persons.empty(people, {stage}, at=at)
    if ids:
        signals.person_erased.send(event, ids=ids, at=at)
    return +done


def _left(event: Event, stage: Stage) -> Sequence[Any]:
    return (Registration.event_id == event.id, persons.has_something(stage))


def _clear(event: Event, mention: Mention) -> int:
    table = personal.table_of(mention.table)
    empty = {name: _nothing(table.c[name]) for name in mention.columns}
    statement = update(table).where(*_full(event, mention)).values(empty)
    return int(db.session.execute(statement).rowcount)  # type: ignore[attr-defined]


def _full(event: Event, mention: Mention) -> Sequence[Any]:
    table = personal.table_of(mention.table)
    says = [
        cast(table.c[name], Text) != json.dumps(nothing)
        if not isinstance(nothing := _nothing(table.c[name]), str)
        else table.c[name] != ""
        for name in mention.columns
    ]
    return (personal.of_fair(table, event.id), or_(*says))


def _nothing(column: Any) -> Any:
    return "" if isinstance(column.type, String) else []
