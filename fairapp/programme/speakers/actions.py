"""Verbs that change who is on the programme. What they are called changes at once on every page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText
from fairapp.events.actions import assign
from fairapp.events.models import Event
from fairapp.programme.models import Speaker
from fairapp.programme.speakers import protocol, queries
from fairapp.programme.speakers.protocol import Ranked


@dataclass(frozen=True, slots=True)
class Details:
    """What is announced of somebody; `office` is a number of `protocol.OFFICES`, or None."""

    name: str
    function: LocalizedText
    organisation: str
    represents: str
    biography: LocalizedText
    office: int | None


def add(event: Event, details: Details, *, actor: Actor | None, at: datetime) -> Speaker:
    """Somebody more, after the others of the same office."""
    _queue(event)
    speaker = Speaker(event=event, rank=protocol.last_of(details.office), **_columns(details))
    db.session.add(speaker)
    db.session.flush()
    _settle(queries.speakers(event))
    audit.record("speaker.added", speaker, actor=actor, at=at, details={"name": speaker.name})
    return speaker


def change(speaker: Speaker, details: Details, *, actor: Actor | None, at: datetime) -> None:
    """Other words; and the end of another office, when that changed."""
    _queue(speaker.event)
    changed = assign(speaker, _columns(details))
    if details.office != protocol.office_of(speaker.rank):
        changed |= assign(speaker, {"rank": protocol.last_of(details.office)})
        _settle(queries.speakers(speaker.event))
    if changed:
        audit.record("speaker.changed", speaker, actor=actor, at=at, details=changed)


def move(speaker: Speaker, by: int, *, actor: Actor | None, at: datetime) -> None:
    """One step up (-1) or down (1) in the order of precedence."""
    _queue(speaker.event)
    ordered = queries.speakers(speaker.event)
    before = speaker.rank
    people = [Ranked(other.id, other.rank) for other in ordered]
    by_id = {other.id: other for other in ordered}
    after = protocol.moved(people, speaker.id, by)
    for person in after:
        by_id[person.key].rank = person.rank
    _settle(by_id[person.key] for person in after)
    if speaker.rank != before:
        details = {"name": speaker.name, "rank": [before, speaker.rank]}
        audit.record("speaker.moved", speaker, actor=actor, at=at, details=details)


def remove(speaker: Speaker, *, actor: Actor | None, at: datetime) -> None:
    """Only while nobody expects them at a session, planned or published (`speaker_used`)."""
    titles = queries.sessions_with(speaker)
    if titles:
        raise DomainError(
            "speaker_used",
            _l(
                "Has a part in: %(sessions)s. Take that away, and publish the next version, first.",
                sessions=", ".join(titles),
            ),
        )
    details = {"name": speaker.name}
    audit.record("speaker.removed", speaker, actor=actor, at=at, details=details)
    db.session.delete(speaker)
    db.session.flush()


def _queue(event: Event) -> None:
    """One after the other: two at once would give the same place twice."""
    query = select(Event.id).where(Event.id == event.id)
    db.session.execute(query.with_for_update(key_share=True))


def _settle(ordered: Iterable[Speaker]) -> None:
    people = list(ordered)
    ranks = protocol.settled(Ranked(person.id, person.rank) for person in people)
    for person in people:
        person.rank = ranks[person.id]
    db.session.flush()


def _columns(details: Details) -> dict[str, object]:
    names = (field.name for field in fields(details) if field.name != "office")
    return {name: getattr(details, name) for name in names}
