"""Finding the badge of a pass that is shown, and printing it once."""

from __future__ import annotations

from datetime import datetime

from fairapp.accounts.models import User
from fairapp.badges import actions, queries
from fairapp.badges.models import Badge
from fairapp.checkin.cards import cards
from fairapp.checkin.codes import Code, Kind, parse
from fairapp.checkin.kiosk.rules import Outcome, Shown, outcome, tail_fits
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.models import Registration

Found = tuple[Outcome, Badge | None]


def print_shown(event: Event, code: str, *, actor: User, at: datetime) -> Found:
    """For the code of a pass: what came of it, and the badge when it is now to be printed."""
    parsed = parse(f"t:{code}")
    if parsed is None or parsed.kind is not Kind.TOKEN:
        return Outcome.UNKNOWN, None
    return _print_once(event, parsed, actor=actor, at=at)


def print_typed(
    event: Event, reference: str, phone_tail: str, *, actor: User, at: datetime
) -> Found:
    """For the readable code of a pass, which is no secret: only with the end of the phone number
    that its holder has given.
    """
    parsed = parse(f"r:{reference}")
    card = None
    if parsed is not None and parsed.kind is Kind.REFERENCE:
        card = cards(event.id, [parsed], index_of=str).get(parsed)
    person = db.session.get(Registration, card.person.id) if card and card.person else None
    if parsed is None or person is None or not tail_fits(person.phone, phone_tail):
        return Outcome.MISMATCH, None
    return _print_once(event, parsed, actor=actor, at=at)


def _print_once(event: Event, code: Code, *, actor: User, at: datetime) -> Found:
    badge, shown = _look_up(event, code)
    result = outcome(shown)
    if result is not Outcome.PRINTING or badge is None:
        return (Outcome.NOT_VALID if result is Outcome.PRINTING else result), None
    actions.mark_printed(badge, actor=actor, at=at)
    return result, badge


def _look_up(event: Event, code: Code) -> tuple[Badge | None, Shown | None]:
    """The badge that gates accept for the person behind `code`, held until the commit."""
    card = cards(event.id, [code], index_of=str).get(code)
    if card is None or card.event_id != event.id or card.person is None:
        return None, None
    badge = queries.in_force(db.session.get_one(Registration, card.person.id))
    if badge is not None:
        # Two kiosks may be shown one pass: the second waits here, and finds it printed.
        db.session.refresh(badge, with_for_update=True)
    is_printed = badge is not None and badge.printed_at is not None
    return badge, Shown(card.person.status, card.revoked_at is not None, is_printed)
