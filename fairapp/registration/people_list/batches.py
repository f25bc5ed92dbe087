"""One act for many people: chosen, looked at, carried out, taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, insert, select

from fairapp.core import audit, messages, tasks
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.identifiers import may_exist
from fairapp.core.messages import Message
from fairapp.events.models import Category, Event
from fairapp.registration.actions import cancel, reinstate, update_details
from fairapp.registration.details import details_of
from fairapp.registration.letters import Letter
from fairapp.registration.models import Registration, Status
from fairapp.registration.moderation import actions as moderation
from fairapp.registration.moderation.forms import told_of
from fairapp.registration.people_list.models import (
    Act,
    Batch,
    BatchPerson,
    BatchStatus,
    Outcome,
)
from fairapp.registration.restoring import restore

RUN = "people.batch"
# So many people at once while somebody waits; more are for the worker.
AT_ONCE = 50
# Pages that nobody went on from are forgotten; other pages may still name those people.
_FORGOTTEN = timedelta(days=1)
_ELSEWHERE = (Act.MESSAGE, Act.BADGES)
_EXPECTED = (Status.CONFIRMED, Status.PENDING, Status.OFFERED, Status.WAITING)
# Whom each act is for, by how they stand.
MEANT: dict[Act, tuple[Status, ...]] = {
    Act.APPROVE: (Status.PENDING,),
    Act.DECLINE: (Status.PENDING,),
    Act.CATEGORY: (*_EXPECTED, Status.DECLINED, Status.CANCELLED),
    Act.CANCEL: _EXPECTED,
    Act.REINSTATE: (Status.CANCELLED,),
    Act.MESSAGE: tuple(status for status in Status if status is not Status.MERGED),
    Act.BADGES: (Status.CONFIRMED,),
}
# What people are told by each act.
_LETTERS = {
    Act.APPROVE: (Letter.APPROVED,),
    Act.DECLINE: (Letter.DECLINED,),
    Act.CANCEL: (Letter.CANCELLED,),
    Act.REINSTATE: (Letter.REGISTERED,),
}


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
            _take_back(batch, person, actor) if is_undoing else _do(batch, person, actor)
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


def latest(event: Event, *, limit: int = 5) -> Sequence[Batch]:
    """What was done lately, the newest first."""
    query = select(Batch).where(Batch.event_id == event.id, Batch.done_at.is_not(None))
    return db.session.scalars(query.order_by(Batch.id.desc()).limit(limit)).all()


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


def _do(batch: Batch, person: BatchPerson, actor: Actor) -> Outcome:
    registration, act = person.registration, Act(batch.act)
    person.before = registration.category.code
    if registration.status not in MEANT[act] or batch.done_at is None:
        return Outcome.LEFT
    try:
        is_done = _act(batch, act, registration, actor, batch.done_at)
    except DomainError:
        return Outcome.LEFT
    return Outcome.DONE if is_done else Outcome.LEFT


def _act(batch: Batch, act: Act, registration: Registration, actor: Actor, at: datetime) -> bool:
    match act:
        case Act.APPROVE:
            return moderation.approve(registration, actor=actor, at=at)
        case Act.DECLINE:
            reason = told_of(**batch.params)
            return moderation.decline(registration, reason=reason, actor=actor, at=at)
        case Act.CANCEL:
            cancel(registration, actor=actor, at=at)
        case Act.REINSTATE:
            reinstate(registration, actor=actor, at=at)
        case Act.CATEGORY:
            return _move(registration, batch.params["category"], actor=actor, at=at)
        case _:
            return False
    return registration.status_at == at


def _take_back(batch: Batch, person: BatchPerson, actor: Actor) -> Outcome:
    registration, act, at = person.registration, Act(batch.act), batch.undone_at
    if batch.done_at is None or at is None:
        return Outcome.CHANGED
    if act is Act.CATEGORY:
        is_undone = _move_back(batch, person, actor, done=batch.done_at, at=at)
    else:
        is_undone = restore(
            registration,
            done=batch.done_at,
            act="registration.batch_undone",
            told=_LETTERS[act],
            actor=actor,
            at=at,
        )
    return Outcome.UNDONE if is_undone else Outcome.CHANGED


def _move(registration: Registration, code: str, *, actor: Actor, at: datetime) -> bool:
    """Put somebody into another category; False where there is nothing to do."""
    category = next((c for c in registration.event.categories if c.code == code), None)
    if category is None or registration.category_id == category.id:
        return False
    details = replace(details_of(registration), category=category)
    update_details(registration, details, actor=actor, at=at)
    return True


def _move_back(
    batch: Batch, person: BatchPerson, actor: Actor, *, done: datetime, at: datetime
) -> bool:
    registration = person.registration
    if registration.category.code != batch.params["category"]:
        return False
    sent = (Message.registration_id == registration.id) & (Message.kind == Letter.CHANGED)
    is_unsent = messages.take_back(sent, Message.created_at == done)
    is_back = _move(registration, person.before, actor=actor, at=at)
    if is_back and is_unsent:
        # Whoever was told nothing need not be told that it is undone.
        messages.take_back(sent, Message.created_at == at)
    return is_back


def _note(batch: Batch, action: str, *, actor: Actor | None, at: datetime) -> None:
    details = {"act": batch.act, "people": batch.people, **batch.params}
    audit.record(action, batch, at=at, actor=actor, details=details)
