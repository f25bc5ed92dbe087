"""People registered at a gate, without network: made once, with the blank badge that they hold.

Two phones may have given two people the same badge, or the desk has given it meanwhile. Whoever is
told of first has it; the other one is registered all the same, and the scan says why they need
another badge.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fairapp.accounts.models import User
from fairapp.badges.actions import claim
from fairapp.badges.models import Badge
from fairapp.checkin.cards import CardRow
from fairapp.checkin.codes import Code
from fairapp.checkin.items import ScanItem, WalkIn
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.i18n import current_language
from fairapp.events.models import Event
from fairapp.registration.actions import register
from fairapp.registration.details import Details
from fairapp.registration.models import Source
from fairapp.registration.names import split_name

# Reasons of a scan, which organisers look through afterwards.
TAKEN, UNUSABLE = "badge_taken", "badge_unusable"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who came with a scan. `reason`: why the badge is not theirs; empty when it is."""

    person_id: int
    reason: str = ""


def receive(
    event: Event,
    items: Iterable[ScanItem],
    known: dict[Code, CardRow],
    *,
    actor: User | None,
    at: datetime,
) -> dict[str, Arrival]:
    """Register whoever comes with `items`, in their order, and give them their badges.

    By uuid of the scan. Whoever calls has queued at the event and reads badges anew afterwards.
    """
    return {
        item.uuid: _receive(event, item.walk_in, known.get(item.code), actor=actor, at=at)
        for item in items
        if item.walk_in is not None
    }


def _receive(
    event: Event, walk_in: WalkIn, card: CardRow | None, *, actor: User | None, at: datetime
) -> Arrival:
    person = register(
        event,
        _details(event, walk_in),
        source=Source.WALK_IN,
        actor=actor,
        at=at,
        submission_key=walk_in.uuid,
        tell=False,
    )
    is_ours = card is not None and card.event_id == event.id and card.badge_id is not None
    badge = db.session.get(Badge, card.badge_id) if card and is_ours else None
    if badge is None:
        return Arrival(person.id, UNUSABLE)
    if badge.registration_id == person.id:
        return Arrival(person.id)
    try:
        claim(badge, person, actor=actor, at=at)
    except DomainError as refusal:
        return Arrival(person.id, TAKEN if refusal.code == "claimed" else UNUSABLE)
    return Arrival(person.id)


def _details(event: Event, walk_in: WalkIn) -> Details:
    given, family = split_name(walk_in.name)
    # The gate has let them in by then: a category that is gone meanwhile is no reason to lose them.
    offered = [c for c in event.categories if walk_in.category in (c.code, str(c.id))]
    category = next(iter([*offered, *event.categories]))
    return Details(
        category=category,
        given_names=given,
        family_name=family,
        name_raw=walk_in.name,
        sex=walk_in.sex,
        language=current_language(),
    )
