"""Recording heads: rows are appended and summed, so a correction is one more row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from flask_babel import lazy_gettext as _l

from fairapp.accounts.models import User
from fairapp.checkin.models import Device, Tally
from fairapp.checkin.tallies import queries
from fairapp.checkin.tallies.rules import Count, Heads, Unreadable, wrong_field
from fairapp.core.db import insert_once
from fairapp.core.errors import DomainError
from fairapp.events.models import Event

_REFUSALS = {
    "empty": _l("Write how many there were."),
    "session": _l("Choose the session."),
    "women": _l("This is more than a hall holds."),
    "men": _l("This is more than a hall holds."),
    "children": _l("This is more than a hall holds."),
}
# Taking a row back twice is the same row.
_UNDO = UUID("6f0e3c1e-6a0c-4f5e-9a51-6b5c5f7d2a10")


def record(
    event: Event,
    counts: Sequence[Count | Unreadable],
    *,
    device: Device | None,
    actor: User | None,
    sent_at: datetime,
    received_at: datetime,
) -> list[str]:
    """Append `counts`; for each `stored`, `already`, or the field because of which it is none.

    Clocks are put right as those of scans are: by what they said when the upload was sent.
    """
    known, offset = queries.session_codes(event), received_at - sent_at
    return [
        _store(event, count, known, offset, received_at, device=device, actor=actor)
        if isinstance(count, Count)
        else count[1]
        for count in counts
    ]


def count(event: Event, session: str, heads: Heads, *, uuid: str, actor: User, at: datetime) -> str:
    """Heads counted by somebody at this very server. DomainError when it is no count."""
    row = Count(uuid, session, heads, at)
    (outcome,) = record(event, [row], device=None, actor=actor, sent_at=at, received_at=at)
    if outcome in _REFUSALS:
        raise DomainError(outcome, _REFUSALS[outcome], field=outcome)
    return outcome


def take_back(tally: Tally, *, event: Event, actor: User, at: datetime) -> None:
    """Correct one row by its opposite, once."""
    heads = -Heads(tally.women, tally.men, tally.children)
    uuid = str(uuid5(_UNDO, tally.uuid))
    count(event, tally.session_code, heads, uuid=uuid, actor=actor, at=at)


def _store(
    event: Event,
    count: Count,
    known: set[str],
    offset: timedelta,
    received_at: datetime,
    *,
    device: Device | None,
    actor: User | None,
) -> str:
    wrong = wrong_field(count.heads) or ("" if count.session in known else "session")
    if wrong:
        return wrong
    row = {
        "uuid": count.uuid,
        "event_id": event.id,
        "session_code": count.session,
        "women": count.heads.women,
        "men": count.heads.men,
        "children": count.heads.children,
        "at": min(received_at, count.counted_at + offset),
        "received_at": received_at,
        "device_id": device.id if device else None,
        "user_id": actor.id if actor else None,
    }
    return "stored" if insert_once(Tally, row, key="uuid") else "already"
