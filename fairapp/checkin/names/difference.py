"""What a phone lacks of the list of names.

The list follows the audit as the roster does, from act to act: a phone says up to which one it has
been told. What it is told again is the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from fairapp.checkin.models import Roster
from fairapp.checkin.names import contents
from fairapp.checkin.roster.acts import Act, touched
from fairapp.checkin.roster.contents import PORTION, badges_of
from fairapp.checkin.roster.following import follow
from fairapp.core.audit import AuditEntry
from fairapp.core.db import connection, db, transaction

_act = AuditEntry.__table__.c
_event_id: BindParameter[Any] = bindparam("event_id")
_SETTLED = select(Roster.audit_entry_id).where(Roster.event_id == _event_id)
_ACTS = (
    select(_act.action, _act.subject_type, _act.subject_id, _act.details)
    .where(_act.event_id == _event_id, _act.id > bindparam("after"))
    .order_by(_act.id)
)


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
        badge_ids = _changed(event_id, cursor)
        if badge_ids is not None:
            rows = contents.some(event_id, badge_ids) if badge_ids else []
            return Difference(settled, rows, cursor)
    return Difference(settled, contents.every(event_id))


def _changed(event_id: int, cursor: int) -> list[int] | None:
    """Badges to look at anew; None: all."""
    acts = connection().execute(_ACTS, {"event_id": event_id, "after": cursor})
    found = touched(Act(*row) for row in acts)
    if found.everything:
        return None
    ids = sorted(found.badges | badges_of(found.registrations))
    return ids if len(ids) <= PORTION else None
