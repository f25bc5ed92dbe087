"""Reads of announcements: whom one would reach, and what became of those that were sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.core.identifiers import may_exist
from fairapp.core.messages import Channel, Message
from fairapp.events.models import Event
from fairapp.registration import letters, ranking
from fairapp.registration.announcements.audience import Audience, conditions
from fairapp.registration.announcements.models import Announcement
from fairapp.registration.models import Registration
from fairapp.registration.queries import PersonRow, people

PAGE = 50


class Gap(StrEnum):
    """Why nothing finds somebody."""

    NOTHING = "nothing"
    DOUBTFUL = "doubtful"
    NO_TEXTS = "no_texts"


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language that goes out: to how many, of whom so many prefer another one; and whose copy
    is shown, by e-mail and by text (ids of registrations, None where there is nobody)."""

    code: str
    count: int
    others: int
    by_email: int | None
    by_text: int | None


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people are meant, and how many messages that makes. `merged`: people whose address
    gets the message already, for somebody else."""

    people: int
    emails: int
    texts: int
    merged: int
    gaps: dict[Gap, int]
    tongues: list[Tongue]

    @property
    def unreachable(self) -> int:
        """How many are not found by anything."""
        return sum(self.gaps.values())


def reach(
    event: Event, audience: Audience, body: LocalizedText, *, is_personal: bool, at: datetime
) -> Reach:
    """Whom `audience` means, and how they would be reached."""
    found = list(_contacts(event, audience, at))
    gaps = Counter(gap_of(row) for row in found if letters.channel_of(row) is None)
    reached = [row for row in found if letters.channel_of(row)]
    copies = (
        reached if is_personal else list({address_of(r): r for r in reversed(reached)}.values())
    )
    ways = Counter(letters.channel_of(row) for row in copies)
    return Reach(
        people=len(found),
        emails=ways[Channel.EMAIL],
        texts=ways[Channel.SMS],
        merged=len(reached) - len(copies),
        gaps=dict(gaps),
        tongues=list(_tongues(copies, body)),
    )


def unreachable(
    event: Event, audience: Audience, *, page: int, at: datetime
) -> tuple[list[PersonRow], int]:
    """A page of those whom nothing finds, by name, and how many they are."""
    nobody = (*conditions(event, audience, at=at), ~letters.reachable())
    total = db.session.scalar(select(func.count()).select_from(Registration).where(*nobody)) or 0
    ids = select(Registration.id).where(*nobody).order_by(ranking.by_name(), Registration.id)
    found = db.session.scalars(ids.offset((page - 1) * PAGE).limit(PAGE))
    return people(found), total


def address_of(person: Any) -> str:
    """Where a message to this person arrives; capitals do not make another mailbox."""
    return str(person.email or person.phone).casefold()


def gap_of(person: Any) -> Gap:
    """Why nothing finds this person."""
    if not person.phone:
        return Gap.NOTHING
    return Gap.DOUBTFUL if person.phone_doubtful else Gap.NO_TEXTS


def meant(announcement: Announcement, *, after: int = 0) -> Select[Registration]:
    """Whom it is for, in the order of registering."""
    audience = Audience.read(announcement.audience)
    return (
        select(Registration)
        .where(
            *conditions(announcement.event, audience, at=announcement.created_at),
            Registration.id > after,
        )
        .order_by(Registration.id)
    )


def count(event: Event, audience: Audience, *, at: datetime) -> int:
    """How many people are meant."""
    counted = (
        select(func.count()).select_from(Registration).where(*conditions(event, audience, at=at))
    )
    return db.session.scalar(counted) or 0


def find(event: Event, key: int) -> Announcement | None:
    """An announcement of this fair."""
    found = db.session.get(Announcement, key) if may_exist(key) else None
    return found if found is not None and found.event_id == event.id else None


def sent_with(submission_key: str) -> Announcement:
    """What the page with this key has sent."""
    query = select(Announcement).where(Announcement.submission_key == submission_key)
    return db.session.scalars(query).one()


def every(event: Event) -> list[Announcement]:
    """The fair's announcements, the newest first."""
    query = select(Announcement).where(Announcement.event_id == event.id)
    return list(db.session.scalars(query.order_by(Announcement.id.desc())))


def count_messages(event: Event) -> dict[int, dict[str, int]]:
    """By announcement, how many of its messages stand how."""
    counted = (
        select(Message.announcement_id, Message.status, func.count())
        .where(Message.event_id == event.id, Message.announcement_id.is_not(None))
        .group_by(Message.announcement_id, Message.status)
    )
    found: dict[int, dict[str, int]] = {}
    for key, status, number in db.session.execute(counted):
        if key is not None:
            found.setdefault(key, {})[status] = number
    return found


def _contacts(event: Event, audience: Audience, at: datetime) -> Iterator[Any]:
    # Addresses are compared here and not in SQL: which way finds somebody is decided in one place.
    r = Registration
    columns = select(r.id, r.email, r.phone, r.phone_doubtful, r.language)
    return iter(
        db.session.execute(columns.where(*conditions(event, audience, at=at)).order_by(r.id))
    )


def _tongues(copies: list[Any], body: LocalizedText) -> Iterator[Tongue]:
    copies = sorted(copies, key=lambda row: int(row.id))
    for code in body.as_dict():
        reads = [row for row in copies if body.language_shown(letters.language_of(row)) == code]
        if reads:
            yield Tongue(
                code,
                len(reads),
                sum(letters.language_of(row) != code for row in reads),
                _first(reads, Channel.EMAIL),
                _first(reads, Channel.SMS),
            )


def _first(reads: list[Any], channel: Channel) -> int | None:
    return next((int(row.id) for row in reads if letters.channel_of(row) == channel), None)
