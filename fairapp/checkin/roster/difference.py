"""What a phone lacks of its fair's roster."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from sqlalchemy import Select, bindparam, select

from fairapp.checkin.models import RosterEntry
from fairapp.checkin.roster.following import State, follow, state
from fairapp.core.db import connection, transaction

# More than this is asked for by itself: an answer to a scan is not to wait for it.
MOST_IN_ANSWER = 200

_entry = RosterEntry.__table__.c
_SINCE: Select[bytes] = (
    select(_entry.body)
    .where(_entry.event_id == bindparam("event_id"), _entry.revision > bindparam("since"))
    .order_by(_entry.revision, _entry.badge_id)
)
_FEW = _SINCE.limit(MOST_IN_ANSWER + 1)


@dataclass(frozen=True, slots=True)
class Difference:
    """Entries, one after the other, that bring a phone to `revision`. `since`: from which one."""

    revision: int
    entries: bytes
    since: int = 0


def whole(event_id: int, since: int) -> Difference:
    """All entries above `since`, of whatever size. A phone that is ahead of a server that was set
    back gets everything, as from 0.

    The one read that writes: what it brings up to date is a copy of what others have committed.
    """
    found = state(event_id)
    revision = found.revision
    if found.is_behind:
        with transaction():
            revision = follow(event_id)
    since = since if since <= revision else 0
    return Difference(revision, b"".join(_bodies(_SINCE, event_id, since)), since)


def few(event_id: int, since: int, before: State | None = None) -> Difference | None:
    """The same for the answer to an upload, in its transaction; None when there are too many.

    `before`: how the roster stood when the upload came. What the upload itself has changed since,
    the next one brings.
    """
    revision = follow(event_id, before)
    if since == revision:
        return Difference(revision, b"", since)
    bodies = _bodies(_FEW, event_id, since)
    if since > revision or len(bodies) > MOST_IN_ANSWER:
        return None
    return Difference(revision, b"".join(bodies), since)


def in_base64(difference: Difference | None) -> dict[str, object] | None:
    """As JSON has it."""
    if difference is None:
        return None
    entries = base64.b64encode(difference.entries).decode()
    return {"revision": difference.revision, "entries": entries}


def _bodies(statement: Select[bytes], event_id: int, since: int) -> list[bytes]:
    values = {"event_id": event_id, "since": since}
    return list(connection().execute(statement, values).scalars())
