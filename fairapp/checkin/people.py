"""People as the reception sees them: what tells homonyms apart, and what has happened today."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import aliased

from fairapp.badges.at_desk import InForce, in_force
from fairapp.checkin import guests, presence
from fairapp.checkin.cards import cards as look_up
from fairapp.checkin.codes import Code, Kind, parse
from fairapp.checkin.models import Scan
from fairapp.checkin.presence import State
from fairapp.checkin.queries import not_undone
from fairapp.checkin.rules import Holder, question
from fairapp.core import clock
from fairapp.core.db import db
from fairapp.core.identifiers import may_exist
from fairapp.events.models import Event
from fairapp.registration.models import Registration, Status
from fairapp.registration.queries import PersonRow, people, search

FOUND = 20
GUESTS = 18
_IN_ADDRESS = re.compile(r"/b/([a-z2-7]{16})\b", re.IGNORECASE)
_NUMBER = re.compile(r"\D?(\d{1,6})")
_invitee = aliased(Registration)


@dataclass(frozen=True)
class StandsFor:
    """For whom somebody comes, and how (`Relation`)."""

    name: str
    relation: str


@dataclass(frozen=True)
class Card:
    """One person. `question`: why a tap is not enough (`words.REASONS`), empty when it is.

    `scan_uuid` is the entry that an undo would name. `uuid` and `undo_uuid` are for the next scan
    made from this card: a form sent twice is one scan.
    """

    person: PersonRow
    state: State
    badge: InForce | None
    scan_uuid: str | None
    replaced_by: str
    stands_for: StandsFor | None = None
    uuid: str = field(default_factory=lambda: str(uuid4()))
    undo_uuid: str = field(default_factory=lambda: str(uuid4()))

    @property
    def question(self) -> str:
        """A reason code when somebody has to decide first."""
        row = self.person
        holder = Holder(row.status, row.category_code, is_protocol=row.protocol_rank is not None)
        return question(holder, is_in=self.state.first is not None)

    @property
    def is_to_print(self) -> bool:
        """Whether the reception prints this person's badge: expected, or let in all the same."""
        is_here = self.person.status == Status.CONFIRMED or self.state.first is not None
        return self.badge is not None and is_here


@dataclass(frozen=True)
class Recent:
    """A check-in that somebody made a moment ago."""

    uuid: str
    at: datetime
    name: str
    undo_uuid: str = field(default_factory=lambda: str(uuid4()))


def find(event: Event, text: str, *, contacts: bool = True) -> list[PersonRow]:
    """Who `text` may mean: a scanned badge, a badge's number, or any fragment of what we know.

    By phones and e-mails only with `contacts`.
    """
    exact = _by_badge(event, text)
    if exact and _IN_ADDRESS.search(text):
        return exact
    rest = search(event, text, limit=FOUND + 1, contacts=contacts)
    known = {person.id for person in exact}
    return [*exact, *(person for person in rest if person.id not in known)]


def cards(event: Event, rows: Sequence[PersonRow], day: date) -> list[Card]:
    """Cards of these people on `day`, a date on the fair's clocks; guests of protocol first."""
    ids = [row.id for row in rows]
    if not ids:
        return []
    states = presence.states(event, day, ids, until=clock.now())
    badges, substitutes = in_force(ids), _substitutes(rows)
    invitees = _invitees(rows)
    last = {key: state.last_entry for key, state in states.items()}
    uuids = _uuids(passage.scan_id for passage in last.values() if passage)
    made = [
        Card(
            row,
            states[row.id],
            badges.get(row.id),
            uuids.get(passage.scan_id) if (passage := last[row.id]) else None,
            substitutes.get(row.id, ""),
            invitees.get(row.id),
        )
        for row in rows
    ]
    return sorted(made, key=lambda card: card.person.protocol_rank is None)


def is_at(event: Event, registration_id: int) -> bool:
    """Whether this is somebody of `event`."""
    if not may_exist(registration_id):
        return False
    query = select(Registration.event_id).where(Registration.id == registration_id)
    return db.session.scalar(query) == event.id


def expected_guests(event: Event, day: date) -> tuple[list[Card], int]:
    """Guests of protocol who are expected on `day` and not in: the first by rank, and how many."""
    query = guests.expected_guests(event, day, clock.now(), Registration.id)
    ids = db.session.scalars(query).all()
    return cards(event, people(ids[:GUESTS]), day), len(ids)


def recent(event: Event, user_id: int, since: datetime, *, limit: int = 6) -> list[Recent]:
    """The latest check-ins of one member of the team, the newest first."""
    query = (
        select(Scan.uuid, Scan.at, Registration.given_names, Registration.family_name)
        .join(Registration, Registration.id == Scan.registration_id)
        .where(
            Scan.event_id == event.id,
            Scan.user_id == user_id,
            Scan.is_entry,
            Scan.at >= since,
            not_undone(),
        )
        .order_by(Scan.at.desc(), Scan.id.desc())
        .limit(limit)
    )
    return [
        Recent(uuid, at, f"{given} {family}".strip())
        for uuid, at, given, family in db.session.execute(query)
    ]


def _by_badge(event: Event, text: str) -> list[PersonRow]:
    code: Code | None = None
    if in_address := _IN_ADDRESS.search(text):
        code = Code(Kind.TOKEN, in_address[1].upper())
    elif number := _NUMBER.fullmatch(text.strip()):
        code = parse(f"n:{number[1]}")
    if code is None:
        return []
    card = look_up(event.id, [code], index_of=str).get(code)
    if card is None or card.event_id != event.id or card.person is None:
        return []
    return people([card.person.id])


def _uuids(scan_ids: Iterable[int]) -> dict[int, str]:
    query = select(Scan.id, Scan.uuid).where(Scan.id.in_(list(scan_ids)))
    return {key: uuid for key, uuid in db.session.execute(query)}


def _substitutes(rows: Sequence[PersonRow]) -> dict[int, str]:
    replaced = [row.id for row in rows if row.status == Status.REPLACED]
    if not replaced:
        return {}
    r = Registration
    query = select(r.replaces_id, r.given_names, r.family_name).where(r.replaces_id.in_(replaced))
    return {
        key or 0: f"{given} {family}".strip() for key, given, family in db.session.execute(query)
    }


def _invitees(rows: Sequence[PersonRow]) -> dict[int, StandsFor]:
    """By id of whoever stands for somebody registered."""
    ids = [row.id for row in rows if row.replaces_id is not None]
    if not ids:
        return {}
    query = (
        select(Registration.id, Registration.relation, _invitee.given_names, _invitee.family_name)
        .join(_invitee, _invitee.id == Registration.replaces_id)
        .where(Registration.id.in_(ids))
    )
    return {
        key: StandsFor(f"{given} {family}".strip(), relation)
        for key, relation, given, family in db.session.execute(query)
    }
