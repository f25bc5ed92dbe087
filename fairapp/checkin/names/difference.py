"""What a phone lacks of the list of names.

The list follows the audit as the roster does, from act to act: a phone says up to which one it has
been told. What it is told again is the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from fairapp.checkin.models import Roster
from fairapp.checkin.names import contents
from fairapp.checkin.roster.contents import PORTION, badge_ids
from fairapp.checkin.roster.following import follow, touched_after
from fairapp.core.db import db, transaction

_SETTLED = select(Roster.audit_entry_id).where(Roster.event_id == bindparam("event_id"))


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows as `contents` has them that bring a phone up to the act `cursor`; `since` 0: all."""

    cursor: int
    rows: list[list[Any]]
    since: int = 0


def since(event_id: int, cursor: int) -> Difference:
    """What has changed after the act `cursor`; everything from 0, and when nobody can tell."""
    # The roster knows up to which act all is settled; badges without an entry in it are no use.
    with transaction():
        follow(event_id)
        settled = db.session.scalar(_SETTLED, {"event_id": event_id}) or 0
    if 0 < cursor <= settled:
        changed = _changed(event_id, cursor)
        if changed is not None:
            rows = contents.some(event_id, changed) if changed else []
            return Difference(settled, rows, cursor)
    return Difference(settled, contents.every(event_id))


def _changed(event_id: int, cursor: int) -> list[int] | None:
    """Badges to look at anew; None: all."""
    found = touched_after(event_id, cursor)
    if found.everything:
        return None
    ids = badge_ids(found)
    return ids if len(ids) <= PORTION else None
