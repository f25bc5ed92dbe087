"""A delegation at the reception: who is here, and all of it received at once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from fairapp.accounts.models import User
from fairapp.checkin import entries, people
from fairapp.checkin.actions import MAX_ITEMS, record_scans
from fairapp.checkin.codes import Code, Kind
from fairapp.checkin.items import Outcome, ScanItem
from fairapp.checkin.models import Method
from fairapp.checkin.people import Card
from fairapp.checkin.queries import GateRow
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.registration.actions import register
from fairapp.registration.details import Details
from fairapp.registration.models import Delegation, Registration, Relation, Source
from fairapp.registration.queries import people as rows_of
from fairapp.registration.substitution import substitute


@dataclass(frozen=True)
class Arrival:
    """What the reception ticked and wrote: ids of who is here, substitutes by the id of whose
    place it is, people to add; `key` is the page's, so that sending it again changes nothing."""

    key: str
    here: Sequence[int] = ()
    substitutes: dict[int, Details] = field(default_factory=dict)
    added: Sequence[Details] = ()


@dataclass(frozen=True)
class Received:
    """What became of one person; `problem` is a refusal's words, else `outcome` says."""

    name: str
    outcome: Outcome | None = None
    problem: Any = ""
    is_new: bool = False
    replaces: str = ""


def receive(
    event: Event,
    delegation: Delegation,
    arrival: Arrival,
    gate: GateRow,
    *,
    actor: User,
    at: datetime,
) -> list[Received]:
    """Register substitutes and additions, then check everybody in at `gate`; nobody's trouble stops
    the others. Ids of other people than the delegation's are left out."""
    mine = {row.id: row for row in members(delegation)}
    made: list[Received] = []
    scans: list[tuple[int, Received]] = []
    for invitee_id, details in arrival.substitutes.items():
        invitee = db.session.get(Registration, invitee_id) if invitee_id in mine else None
        if invitee is None:
            continue
        try:
            person = substitute(
                invitee,
                details,
                relation=Relation.REPLACES,
                actor=actor,
                at=at,
                submission_key=_key(arrival, f"substitute {invitee_id}"),
            )
        except DomainError as error:
            made.append(Received(_name(details), problem=error.message, replaces=invitee.full_name))
        else:
            told = Received(person.full_name, is_new=True, replaces=invitee.full_name)
            scans.append((person.id, told))
    for number, details in enumerate(arrival.added):
        person = register(
            event,
            details,
            source=Source.WALK_IN,
            actor=actor,
            at=at,
            submission_key=_key(arrival, f"added {number}"),
            delegation=delegation,
        )
        scans.append((person.id, Received(person.full_name, is_new=True)))
    scans += [
        (key, Received(mine[key].full_name))
        for key in dict.fromkeys(arrival.here)
        if key in mine and key not in arrival.substitutes
    ]
    return made + _check_in(event, arrival, scans, gate, actor=actor, at=at)


def members(delegation: Delegation) -> list[Any]:
    """Rows of its people, in the order of the list; whoever is on it twice, once."""
    query = select(Registration.id, Registration.merged_into_id).where(
        Registration.delegation_id == delegation.id
    )
    found = db.session.execute(query.order_by(Registration.id))
    return rows_of(dict.fromkeys(merged or key for key, merged in found))


def cards(event: Event, delegation: Delegation, day: date) -> list[Card]:
    """Its people as the reception sees them."""
    return people.cards(event, members(delegation), day)


def people_here(event: Event, day: date | None = None) -> dict[int, int]:
    """By delegation id, how many of its people have come; on `day` alone if given."""
    came = {row.person_id for row in entries.person_days(event) if day is None or row.date == day}
    query = select(Registration.id, Registration.merged_into_id, Registration.delegation_id).where(
        Registration.event_id == event.id, Registration.delegation_id.is_not(None)
    )
    found: dict[int, set[int]] = {}
    for key, merged, delegation_id in db.session.execute(query):
        if (merged or key) in came:
            found.setdefault(delegation_id or 0, set()).add(merged or key)
    return {key: len(ids) for key, ids in found.items()}


def _check_in(
    event: Event,
    arrival: Arrival,
    scans: Sequence[tuple[int, Received]],
    gate: GateRow,
    *,
    actor: User,
    at: datetime,
) -> list[Received]:
    items = [
        ScanItem(
            _key(arrival, f"scan {key}"),
            Code(Kind.REGISTRATION, str(key)),
            gate.code,
            at,
            method=Method.WALK_IN if told.is_new else Method.SEARCH,
        )
        for key, told in scans
    ]
    outcomes: list[Outcome] = []
    for start in range(0, len(items), MAX_ITEMS):
        chunk = items[start : start + MAX_ITEMS]
        outcomes += record_scans(event, chunk, actor=actor, received_at=at, sent_at=at)
    return [
        Received(told.name, outcome, is_new=told.is_new, replaces=told.replaces)
        for (_, told), outcome in zip(scans, outcomes, strict=True)
    ]


def _key(arrival: Arrival, what: str) -> str:
    return str(uuid.uuid5(uuid.UUID(arrival.key), what))


def _name(details: Details) -> str:
    return f"{details.given_names} {details.family_name}".strip()
