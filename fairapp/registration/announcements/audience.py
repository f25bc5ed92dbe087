"""Whom an announcement is for: the filters of the team's lists, kept with what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import ColumnElement, exists, or_, select
from werkzeug.datastructures import MultiDict

from fairapp.core.i18n import DEFAULT, LANGUAGES
from fairapp.events.models import Event, EventDay
from fairapp.programme.models import Session
from fairapp.registration.models import Delegation, Registration, Status
from fairapp.registration.people_list.models import BatchPerson
from fairapp.registration.signups.models import SeatStatus, SignUp

# A duplicate that was merged is written to as the registration that counts.
STANDINGS = tuple(status for status in Status if status is not Status.MERGED)


@dataclass(frozen=True, slots=True)
class Audience:
    """Standings, codes, numbers of days. What is empty leaves nobody out, but for `standings`.
    `chosen`: the number of a group of people that was chosen in the list of participants."""

    standings: tuple[str, ...] = (Status.CONFIRMED.value,)
    categories: tuple[str, ...] = ()
    days: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    delegation: str = ""
    session: str = ""
    chosen: int = 0

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From what `as_dict` gave."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
        }
        return cls(**values)

    @classmethod
    def asked(cls, args: MultiDict[str, str]) -> Self:
        """From an address, under the names of the fields; confirmed people when it says nothing,
        and whoever was chosen however they stand."""
        text = args.get("chosen", "") or "0"
        # What is no number is a group of nobody, never everybody.
        chosen = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
        usual = STANDINGS if chosen else cls().standings
        return cls(
            standings=tuple(args.getlist("standings")) or usual,
            categories=tuple(args.getlist("categories")),
            days=tuple(args.getlist("days", type=int)),
            languages=tuple(args.getlist("languages")),
            delegation=args.get("delegation", ""),
            session=args.get("session", ""),
            chosen=chosen,
        )

    def as_dict(self) -> dict[str, Any]:
        """For the announcement's row, and for an address."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}


def conditions(event: Event, audience: Audience, *, at: datetime) -> list[ColumnElement[bool]]:
    """What holds of each registration that is meant. Who came after `at` was not counted by whoever
    sent it, and may have been written into a list that it is not about."""
    r = Registration
    found: list[ColumnElement[bool]] = [
        r.event_id == event.id,
        r.created_at <= at,
        r.status.in_(set(audience.standings) & set(STANDINGS)),
    ]
    if audience.categories:
        ids = [c.id for c in event.categories if c.code in audience.categories]
        found.append(r.category_id.in_(ids))
    if audience.days:
        found.append(r.days.any(EventDay.number.in_(audience.days)))
    if audience.languages:
        found.append(_written_to_in(audience.languages))
    if audience.delegation:
        found.append(r.delegation.has(Delegation.code == audience.delegation))
    if audience.session:
        found.append(_signed_up(event, audience.session))
    if audience.chosen:
        people = select(BatchPerson.registration_id).where(BatchPerson.batch_id == audience.chosen)
        found.append(r.id.in_(people))
    return found


def _written_to_in(languages: tuple[str, ...]) -> ColumnElement[bool]:
    # As `letters.language_of`: whoever prefers another one is written to in French.
    chosen = Registration.language.in_(languages)
    return or_(chosen, Registration.language.not_in(LANGUAGES)) if DEFAULT in languages else chosen


def _signed_up(event: Event, code: str) -> ColumnElement[bool]:
    return exists().where(
        SignUp.registration_id == Registration.id,
        SignUp.status != SeatStatus.GIVEN_UP,
        SignUp.session_id == Session.id,
        Session.event_id == event.id,
        Session.code == code,
    )
