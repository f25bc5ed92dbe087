"""A session as pages, calendars and documents show it: plain values, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from fairapp.core.i18n import LocalizedText
from fairapp.programme.models import Session, SessionStatus, Speaker
from fairapp.programme.parts import Act, Document


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the programme, as announced. `rank` is the place in the order of precedence."""

    id: int
    name: str
    function: LocalizedText
    organisation: str
    represents: str
    biography: LocalizedText
    rank: int | None


@dataclass(frozen=True, slots=True)
class Role:
    """A person's part at a session."""

    role: str
    person: Person


@dataclass(frozen=True, slots=True)
class Turn:
    """An act and when its turn comes, if all keep their time; without a length it is unknown what
    comes after, so `starts_at` is None from there on."""

    title: LocalizedText
    minutes: int
    starts_at: datetime | None
    person: Person | None
    company: str
    performers: str


@dataclass(frozen=True, slots=True)
class Item:
    """One public session. `room_code` is empty without a room; times are in UTC."""

    code: str
    day_number: int
    kind_id: int
    kind_code: str
    kind: LocalizedText
    icon: str
    room_code: str
    room: LocalizedText | None
    title: LocalizedText
    abstract: LocalizedText
    starts_at: datetime
    ends_at: datetime
    languages: tuple[str, ...]
    interpretation: tuple[str, ...]
    roles: tuple[Role, ...]
    turns: tuple[Turn, ...]
    documents: tuple[Document, ...]
    capacity: int | None
    takes_sign_up: bool
    status: str
    sequence: int
    updated_at: datetime

    @property
    def is_cancelled(self) -> bool:
        """Announced, and will not happen."""
        return self.status == SessionStatus.CANCELLED

    @property
    def is_moved(self) -> bool:
        """Not when or where it was first announced."""
        return self.status == SessionStatus.MOVED


def item_of(session: Session, people: Mapping[int, Person]) -> Item:
    """`people` by id of the speaker; whoever is not among them is left out."""
    room = session.room
    return Item(
        code=session.code,
        day_number=session.day.number,
        kind_id=session.kind_id,
        kind_code=session.kind.code,
        kind=session.kind.name,
        icon=session.kind.icon,
        room_code=room.code if room is not None else "",
        room=room.name if room is not None else None,
        title=session.title,
        abstract=session.abstract,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        languages=tuple(session.languages.split()),
        interpretation=tuple(session.interpretation.split()),
        roles=tuple(
            Role(part.role, people[part.speaker])
            for part in session.parts
            if part.speaker in people
        ),
        turns=turns_of(session.acts, session.starts_at, people),
        documents=session.documents,
        capacity=session.capacity,
        takes_sign_up=session.takes_sign_up,
        status=session.status,
        sequence=session.sequence,
        updated_at=session.updated_at,
    )


def person_of(speaker: Speaker) -> Person:
    """A speaker as pages show them."""
    return Person(
        id=speaker.id,
        name=speaker.name,
        function=speaker.function,
        organisation=speaker.organisation,
        represents=speaker.represents,
        biography=speaker.biography,
        rank=speaker.rank,
    )


def turns_of(
    acts: tuple[Act, ...], starts_at: datetime, people: Mapping[int, Person]
) -> tuple[Turn, ...]:
    """Acts one after the other from `starts_at`."""
    found = []
    at: datetime | None = starts_at
    for act in acts:
        person = people.get(act.speaker) if act.speaker is not None else None
        found.append(Turn(act.title, act.minutes, at, person, act.company, act.performers))
        at = at + timedelta(minutes=act.minutes) if at is not None and act.minutes else None
    return tuple(found)
