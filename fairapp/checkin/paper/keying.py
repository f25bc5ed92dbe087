"""Typing a list that was ticked by hand, one person after the other.

What is typed is a scan like any other, of paper, at about the time that the list is for. Whoever is
in already on that day is not stored again: a tick says that somebody came, not how often.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select

from fairapp.accounts.models import User
from fairapp.badges.models import Badge
from fairapp.checkin import entries, presence
from fairapp.checkin.actions import record_one
from fairapp.checkin.cards import cards
from fairapp.checkin.codes import Code, Kind
from fairapp.checkin.items import Outcome, ScanItem
from fairapp.checkin.models import Method, Scan
from fairapp.checkin.queries import not_undone
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.folding import ascii_digits
from fairapp.events.models import Checkpoint, Event
from fairapp.registration.models import Registration
from fairapp.registration.queries import PersonRow, search

FOUND = 12
LATEST = 12
_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Tick:
    """Where and about when the list was ticked."""

    gate: Checkpoint
    day: date
    at: time


@dataclass(frozen=True, slots=True)
class Noted:
    """What became of one tick. `since`: the person was in already, since that moment; nothing was
    stored. Otherwise `outcome` is of the scan: stored when it `is_entry`, else refused.
    """

    outcome: Outcome | None = None
    since: datetime | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A row that somebody typed a moment ago."""

    uuid: str
    name: str
    number: int | None


def badge_number(text: str) -> int | None:
    """The number of a badge, in the digits of any script; None when `text` is none."""
    digits = ascii_digits(text).lstrip("#").strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_NUMBER):
        return None
    return int(digits) or None


def find(event: Event, text: str, *, contacts: bool) -> list[PersonRow]:
    """Who may be meant by a name."""
    return search(event, text, limit=FOUND, contacts=contacts)


def tick(
    event: Event, where: Tick, code: Code, *, uuid: str, actor: User, at: datetime, override: str
) -> Noted:
    """Store that the person or badge of `code` came. DomainError when that moment is to come, or
    when no badge has this number.
    """
    moment = event.utc(where.day, where.at)
    if moment > at:
        raise DomainError("future", _l("This time has not come yet."), field="at")
    card = cards(event.id, [code], index_of=str).get(code)
    if card is None or card.event_id != event.id:
        raise DomainError("unknown", _l("No badge has this number."), field="text")
    person = card.person
    if person is not None and (since := _in_since(event, where, person.id, until=at)):
        return Noted(since=since, name=person.name)
    item = ScanItem(uuid, code, where.gate.code, moment, method=Method.PAPER, override=override)
    outcome = _try(event, item, actor, at)
    if outcome.reason == "protocol" and not outcome.is_entry:
        # The question was who receives the guest; whoever ticked the list has seen to that.
        outcome = _try(event, replace(item, override=_("paper list")), actor, at)
    return Noted(outcome, name=outcome.name)


def _try(event: Event, item: ScanItem, actor: User, at: datetime) -> Outcome:
    """Store it if it is an entry; that somebody did not come in, long ago, is nothing to keep."""
    with db.session.begin_nested() as savepoint:
        outcome = record_one(event, item, actor=actor, at=at)
        if not outcome.is_entry:
            savepoint.rollback()
    return outcome


def latest(event: Event, where: Tick, actor: User) -> Sequence[Typed]:
    """What `actor` typed for this checkpoint and day, the latest first."""
    query = (
        select(Scan.uuid, Registration.given_names, Registration.family_name, Badge.number)
        .outerjoin(Registration, Registration.id == Scan.registration_id)
        .outerjoin(Badge, Badge.id == Scan.badge_id)
        .where(*_of_list(event, where, actor))
        .order_by(Scan.id.desc())
        .limit(LATEST)
    )
    return [
        Typed(uuid, f"{given or ''} {family or ''}".strip(), number)
        for uuid, given, family, number in db.session.execute(query)
    ]


def count(event: Event, where: Tick, actor: User) -> int:
    """How many that were."""
    query = select(func.count()).select_from(Scan).where(*_of_list(event, where, actor))
    return db.session.scalar(query) or 0


def _of_list(event: Event, where: Tick, actor: User) -> tuple[ColumnElement[bool], ...]:
    return (
        Scan.event_id == event.id,
        Scan.user_id == actor.id,
        Scan.method == Method.PAPER.value,
        Scan.device_id.is_(None),
        Scan.checkpoint_id == where.gate.id,
        Scan.undoes_id.is_(None),
        *_on(event, where.day),
        not_undone(),
    )


def _on(event: Event, day: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    start, end = entries.bounds(event, day)
    return Scan.at >= start, Scan.at < end


def _in_since(event: Event, where: Tick, person_id: int, *, until: datetime) -> datetime | None:
    """When this person came in on that day; at a door, only there: it is another question."""
    if where.gate.is_entrance:
        first = presence.state(event, where.day, person_id, until=until).first
        return first.at if first else None
    query = select(func.min(Scan.at)).where(
        Scan.event_id == event.id,
        Scan.registration_id == person_id,
        Scan.checkpoint_id == where.gate.id,
        Scan.at <= until,
        Scan.is_entry,
        *_on(event, where.day),
        not_undone(),
    )
    return db.session.scalar(query)


def code_of_person(person_id: int) -> Code:
    """What stands for somebody found by name."""
    return Code(Kind.REGISTRATION, str(person_id))


def code_of_badge(number: int) -> Code:
    """What stands for a badge by its number."""
    return Code(Kind.NUMBER, str(number))
