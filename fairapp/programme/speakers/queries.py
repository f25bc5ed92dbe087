"""Reads of the people on the programme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.programme.editing.models import Draft
from fairapp.programme.editing.queries import drafts
from fairapp.programme.models import Session, Speaker
from fairapp.programme.speakers.protocol import office_of


@dataclass(frozen=True, slots=True)
class Appearance:
    """What somebody does at a session; `role` is empty for who only gives an act."""

    code: str
    title: LocalizedText
    starts_at: datetime | None
    role: str


def speakers(event: Event) -> list[Speaker]:
    """Everybody in the order of precedence; then those without a rank, by name."""
    found = db.session.scalars(select(Speaker).where(Speaker.event_id == event.id))
    return sorted(found, key=_order)


def find(event: Event, speaker_id: int) -> Speaker | None:
    """Somebody on this fair's programme."""
    query = select(Speaker).where(Speaker.event_id == event.id, Speaker.id == speaker_id)
    return db.session.scalar(query)


def appearances(event: Event) -> dict[int, list[Appearance]]:
    """By id of the speaker, what they do in what is planned, by the clock."""
    return _appearances(drafts(event))


def sessions_with(speaker: Speaker) -> list[str]:
    """Titles of the sessions, planned or published, that somebody has a part in."""
    plans = {draft.code: draft for draft in drafts(speaker.event)}
    published = db.session.scalars(
        select(Session).where(Session.event_id == speaker.event_id).order_by(Session.code)
    )
    found = [
        *_appearances(plans.values()).get(speaker.id, []),
        *_appearances(published).get(speaker.id, []),
    ]
    return list({seen.code: str(seen.title) for seen in found}.values())


def _appearances(plans: Iterable[Draft | Session]) -> dict[int, list[Appearance]]:
    found: dict[int, list[Appearance]] = {}
    for plan in plans:
        roles: dict[int, str] = {}
        for act in plan.acts:
            if act.speaker is not None:
                roles[act.speaker] = ""
        # One line a session and person: the role says more than the act.
        roles |= {part.speaker: part.role for part in plan.parts}
        for speaker, role in roles.items():
            shown = Appearance(plan.code, plan.title, plan.starts_at, role)
            found.setdefault(speaker, []).append(shown)
    return found


def _order(speaker: Speaker) -> tuple[bool, int, int, str, int]:
    office, rank = office_of(speaker.rank), speaker.rank
    return rank is None, office or 0, rank or 0, speaker.name.casefold(), speaker.id
