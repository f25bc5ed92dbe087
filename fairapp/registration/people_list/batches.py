"""One act for many people: chosen, looked at, carried out, taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, insert, select

from fairapp.core import audit, tasks
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.identifiers import may_exist
from fairapp.events.models import Category, Event
from fairapp.registration.models import Registration, Status
from fairapp.registration.people_list import carrying
from fairapp.registration.people_list.carrying import MEANT
from fairapp.registration.people_list.models import (
    Act,
    Batch,
    BatchPerson,
    BatchStatus,
    Outcome,
)

RUN = "people.batch"
# So many people at once while somebody waits; more are for the worker.
AT_ONCE = 50
# Pages that nobody went on from are forgotten; other pages may still name those people.
_FORGOTTEN = timedelta(days=1)
_ELSEWHERE = (Act.MESSAGE, Act.BADGES)


@dataclass(frozen=True, slots=True)
class Preview:
    """How many people are meant, and how many are left out, by how they stand; `same`: those who
    are in the category already."""

    meant: int
    left: dict[Status, int]
    same: int = 0


@dataclass
class _Doer:
    """Whoever began it, when the worker goes on."""

    id: int | None
    name: str


def choose(
    event: Event, act: Act, ids: Collection[int], *, actor: Actor | None, at: datetime
) -> Batch:
    """Note the people of this fair among `ids` for `act`; nothing happens to them yet."""
    old = (Batch.event_id == event.id) & (Batch.created_at < at - _FORGOTTEN)
    is_left = (Batch.status == BatchStatus.CHOSEN) & Batch.act.not_in(_ELSEWHERE)
    db.session.execute(delete(Batch).where(old, is_left))
    batch = Batch(
        event=event,
        act=act,
        params={},
        created_by=actor.id if actor else None,
        created_by_name=actor.name if actor else "",
        created_at=at,
    )
    db.session.add(batch)
    db.session.flush()
    found = select(Registration.id).where(Registration.event_id == event.id)
    wanted = set(ids)
    people = [id_ for id_ in db.session.scalars(found) if id_ in wanted]
    rows = [{"batch_id": batch.id, "registration_id": id_} for id_ in people]
    if rows:
        db.session.execute(insert(BatchPerson), rows)
    batch.people = len(rows)
    return batch


def preview(batch: Batch, category: Category | None = None) -> Preview:
    """What `run` would do now."""
    r = Registration
    counted = (
        select(r.status, r.category_id, func.count())
        .join(BatchPerson, BatchPerson.registration_id == r.id)
        .where(BatchPerson.batch_id == batch.id)
        .group_by(r.status, r.category_id)
    )
    meant, same, left = 0, 0, dict[Status, int]()
    for status, category_id, count in db.session.execute(counted):
        if status not in MEANT[Act(batch.act)]:
            left[Status(status)] = left.get(Status(status), 0) + count
        elif category is not None and category_id == category.id:
            same += count
        else:
            meant += count
    return Preview(meant, left, same)


def run(batch: Batch, params: dict[str, str], *, actor: Actor | None, at: datetime) -> None:
    """Begin; a few people at once, many by the worker. Nothing when it has begun already, but for
    work that has failed, which goes on where it stopped."""
    db.session.refresh(batch, with_for_update=True)
    if batch.status == BatchStatus.CHOSEN:
        batch.status, batch.params, batch.done_at = BatchStatus.RUNNING, params, at
        batch.created_by = actor.id if actor else None
        batch.created_by_name = actor.name if actor else ""
        _note(batch, "registrations.batch_done", actor=actor, at=at)
        _begin(batch, actor=actor, at=at)
    elif batch.job is not None and batch.job.status == tasks.JobStatus.FAILED:
        _begin(batch, actor=actor, at=at)


def undo(batch: Batch, *, actor: Actor | None, at: datetime) -> None:
    """Take it back for everybody to whom nothing else has happened since."""
    db.session.refresh(batch, with_for_update=True)
    if batch.status != BatchStatus.DONE:
        return
    batch.status, batch.undone_at = BatchStatus.UNDOING, at
    batch.undone_by_name = actor.name if actor else ""
    _note(batch, "registrations.batch_undone", actor=actor, at=at)
    _begin(batch, actor=actor, at=at)


def some(batch: Batch, limit: int) -> int:
    """Go on with so many people in the present transaction; how many there were. At 0 it is
    over."""
    is_undoing = batch.status == BatchStatus.UNDOING
    before = Outcome.DONE if is_undoing else Outcome.CHOSEN
    waiting = _people(batch, before).limit(limit)
    people = list(db.session.scalars(waiting))
    actor = _Doer(batch.created_by, batch.undone_by_name if is_undoing else batch.created_by_name)
    for person in people:
        person.outcome = (
            carrying.take_back(batch, person, actor)
            if is_undoing
            else carrying.do(batch, person, actor)
        )
    db.session.flush()
    if not people:
        batch.status = BatchStatus.UNDONE if is_undoing else BatchStatus.DONE
    return len(people)


def left(batch: Batch) -> int:
    """How many people it still is for."""
    is_undoing = batch.status == BatchStatus.UNDOING
    return counts(batch).get(Outcome.DONE if is_undoing else Outcome.CHOSEN, 0)


def counts(batch: Batch) -> dict[Outcome, int]:
    """What became of how many."""
    counted = select(BatchPerson.outcome, func.count()).where(BatchPerson.batch_id == batch.id)
    rows = db.session.execute(counted.group_by(BatchPerson.outcome))
    return {Outcome(outcome): count for outcome, count in rows}


def people_of(batch: Batch, outcome: Outcome, *, limit: int) -> list[Registration]:
    """Some of those of whom that became."""
    query = select(Registration).join(BatchPerson, BatchPerson.registration_id == Registration.id)
    query = query.where(BatchPerson.batch_id == batch.id, BatchPerson.outcome == outcome)
    return list(db.session.scalars(query.order_by(Registration.id).limit(limit)))


def find(event: Event, key: int) -> Batch | None:
    """A group of people of this fair."""
    batch = db.session.get(Batch, key) if may_exist(key) else None
    return batch if batch is not None and batch.event_id == event.id else None


def _begin(batch: Batch, *, actor: Actor | None, at: datetime) -> None:
    if left(batch) <= AT_ONCE:
        while some(batch, AT_ONCE):
            pass
        return
    params = {"batch": batch.id}
    batch.job = tasks.start(RUN, event_id=batch.event_id, params=params, actor=actor, at=at)


def _people(batch: Batch, outcome: Outcome) -> Select[BatchPerson]:
    query = select(BatchPerson).where(
        BatchPerson.batch_id == batch.id, BatchPerson.outcome == outcome
    )
    return query.order_by(BatchPerson.registration_id)


def _note(batch: Batch, action: str, *, actor: Actor | None, at: datetime) -> None:
    details = {"act": batch.act, "people": batch.people, **batch.params}
    audit.record(action, batch, at=at, actor=actor, details=details)
