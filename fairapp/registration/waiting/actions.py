"""Places pass on to whoever waits: offered, taken, left, over; by themselves or by the team."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.core import audit
from fairapp.core.audit import Actor, AuditEntry
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.i18n import DEFAULT, LANGUAGES
from fairapp.events.models import Event
from fairapp.events.rules import Phase, phase
from fairapp.registration import actions, letters, signals
from fairapp.registration import queries as registrations
from fairapp.registration import rules as places
from fairapp.registration.actions import applicant_of, queue_at, set_status, take_turn
from fairapp.registration.details import changes, snapshot
from fairapp.registration.letters import Letter
from fairapp.registration.models import Registration, Status
from fairapp.registration.waiting import queries, rules

_LETTERS = {
    Status.OFFERED: Letter.OFFERED,
    Status.CONFIRMED: Letter.PROMOTED,
    Status.PENDING: Letter.REGISTERED,
}


def promote(event: Event, *, at: datetime) -> list[Registration]:
    """Give what is free to whoever is first in line for it, and tell them; returns who they are."""
    queue_at(event)
    waiting = {} if _is_over(event, at) else {one.id: one for one in queries.line(event)}
    if not waiting:
        return []
    line = [(key, applicant_of(person)) for key, person in waiting.items()]
    chosen = rules.whom_to_promote(line, registrations.quotas(event))
    promoted = [waiting[key] for key in chosen]
    for person in promoted:
        if _is_to_confirm(person):
            _give(person, Status.PENDING, actor=None, at=at)
        else:
            _offer(person, actor=None, at=at)
    return promoted


def accept(registration: Registration, *, at: datetime) -> None:
    """Take the place on offer; twice changes nothing. DomainError when it is no longer kept."""
    take_turn(registration)
    if registration.status == Status.CONFIRMED:
        return
    until = registration.offered_until
    if registration.status != Status.OFFERED or (until is not None and at >= until):
        raise DomainError("offer_over", _l("This place is no longer kept for you."))
    set_status(registration, Status.CONFIRMED, "registration.accepted", actor=None, at=at)
    letters.tell(registration, Letter.REGISTERED, at=at)


def refuse(registration: Registration, *, at: datetime) -> None:
    """Leave the place on offer to the next; twice changes nothing. DomainError when there is no
    offer: whoever has a place cancels it, and is asked first."""
    take_turn(registration)
    if registration.status == Status.CANCELLED:
        return
    if registration.status != Status.OFFERED:
        raise DomainError("offer_over", _l("This place is no longer kept for you."))
    actions.cancel(registration, actor=None, at=at)


def settle_for(registration: Registration, days: Collection[int], *, at: datetime) -> None:
    """Take the `days` that have room instead of waiting for all. DomainError when it is not these
    that have room, or nobody waits here any more."""
    take_turn(registration)
    if registration.status != Status.WAITING or _is_over(registration.event, at):
        raise DomainError("not_waiting", _l("You are no longer on the waiting list."))
    free = room_left(registration)
    if not free or free != set(days):
        raise DomainError(
            "room_changed", _l("The days with room have just changed. Please look again.")
        )
    before = snapshot(registration)
    registration.days = [day for day in registration.event.days if day.number in free]
    db.session.flush()
    told = {"changed": changes(before, snapshot(registration))}
    audit.record("registration.corrected", registration, at=at, details=told)
    is_pending = _is_to_confirm(registration)
    _give(registration, Status.PENDING if is_pending else Status.CONFIRMED, actor=None, at=at)
    signals.moved.send(registration, at=at)


def room_left(registration: Registration) -> frozenset[int]:
    """The days, of those that somebody who waits asks for, that they could have at once."""
    terms = places.Terms(quotas=registrations.quotas(registration.event))
    return places.days_with_room(terms, applicant_of(registration))


def lapse(at: datetime) -> list[Registration]:
    """End the offers that were not taken in time; each place goes to the next. Returns whose."""
    ended = []
    for person in queries.overdue(at):
        take_turn(person)
        until = person.offered_until
        if person.status == Status.OFFERED and until is not None and until <= at:
            reason = _not_in_time(person)
            set_status(
                person, Status.CANCELLED, "registration.lapsed", actor=None, at=at, reason=reason
            )
            letters.tell(person, Letter.LAPSED, at=at)
            ended.append(person)
    return ended


def offer(registration: Registration, *, actor: Actor, at: datetime) -> None:
    """The team keeps a place for somebody out of turn, whether or not one is free."""
    _check_waits(registration, Status.WAITING)
    _offer(registration, actor=actor, at=at)


def let_in(registration: Registration, *, actor: Actor, at: datetime) -> None:
    """The team lets somebody in without asking them, whether or not a place is free."""
    _check_waits(registration, *queries.ON_LIST)
    _give(registration, Status.CONFIRMED, actor=actor, at=at)


def decline(registration: Registration, *, reason: str, actor: Actor, at: datetime) -> None:
    """The team says no, with a `reason` that the person reads."""
    _check_waits(registration, *queries.ON_LIST)
    set_status(
        *(registration, Status.DECLINED, "registration.declined"),
        actor=actor,
        at=at,
        reason=reason,
    )
    letters.tell(registration, Letter.DECLINED, at=at)


def undo(registration: Registration, *, decided: str, actor: Actor, at: datetime) -> None:
    """Take back what the team `decided` (a status): the same place in line as before, and they are
    told. DomainError when it stands otherwise by now, or was not decided by the team."""
    take_turn(registration)
    before = queries.before_decision(registration)
    if registration.status != decided or before is None:
        raise DomainError("changed_since", _l("This registration has changed in the meantime."))
    set_status(
        *(registration, before.status, "registration.decision_undone"),
        actor=actor,
        at=at,
        since=before.since,
        reason=before.reason,
        offered_until=before.offered_until,
    )
    # Room that has come up since goes to them again at once, with a letter of its own.
    if registration.status == before.status:
        is_offer = before.status == Status.OFFERED
        letters.tell(registration, Letter.OFFERED if is_offer else Letter.REGISTERED, at=at)


def _offer(registration: Registration, *, actor: Actor | None, at: datetime) -> None:
    event = registration.event
    start = event.utc(event.days[0].date, time.min) if event.days else None
    until = rules.offer_until(at, event.offer_hours, start)
    status = Status.CONFIRMED if until is None else Status.OFFERED
    _give(registration, status, actor=actor, at=at, until=until)


def _give(
    registration: Registration,
    status: Status,
    *,
    actor: Actor | None,
    at: datetime,
    until: datetime | None = None,
) -> None:
    act = "registration.offered" if status == Status.OFFERED else "registration.promoted"
    set_status(registration, status, act, actor=actor, at=at, offered_until=until)
    letters.tell(registration, _LETTERS[status], at=at)


def _check_waits(registration: Registration, *standings: Status) -> None:
    take_turn(registration)
    if registration.status not in standings:
        raise DomainError("changed_since", _l("This registration has changed in the meantime."))


def _is_to_confirm(registration: Registration) -> bool:
    """Whether the team has yet to look at this person, as whom they come now."""
    if not applicant_of(registration).is_moderated:
        return False
    trail = db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject_type == Registration.__name__,
            AuditEntry.subject_id == registration.id,
        )
        .order_by(AuditEntry.id.desc())
    )
    for entry in trail:
        moved = "category" in entry.details.get("changed", ())
        if moved or entry.action == "registration.moved":
            return True
        if entry.details.get("was") == Status.CONFIRMED or entry.action == "registration.approved":
            return False
    return True


def _is_over(event: Event, at: datetime) -> bool:
    return phase([day.date for day in event.days], event.local(at).date()) == Phase.OVER


def _not_in_time(registration: Registration) -> str:
    known = registration.language in LANGUAGES
    with force_locale(registration.language if known else DEFAULT):
        return str(_("The place that was kept for you was not taken in time."))
