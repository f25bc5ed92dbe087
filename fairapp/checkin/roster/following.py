"""Keeping a fair's roster true: acts of the audit say which entries to seal anew.

Nothing that changes a registration needs to know of rosters. Whoever asks for one looks how far the
audit has come since the last time, which costs one read when nothing has happened.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import BindParameter, bindparam, func, insert, select, text, update

from fairapp.checkin.codes import event_salt
from fairapp.checkin.models import Roster, RosterEntry
from fairapp.checkin.roster import contents
from fairapp.checkin.roster.acts import Act, Touched, touched
from fairapp.checkin.roster.sealing import Content, seal
from fairapp.core.audit import AuditEntry
from fairapp.core.db import connection, db, insert_once

_roster, _entry, _act = Roster.__table__.c, RosterEntry.__table__.c, AuditEntry.__table__.c
_event_id: BindParameter[Any] = bindparam("event_id")
_LATEST = select(func.coalesce(func.max(_act.id), 0))
# What a `State` is made of, for a read of its own or one that has more to ask.
STATE = (_roster.revision, _roster.audit_entry_id, _LATEST.scalar_subquery().label("latest"))
_STATE = select(*STATE).where(_roster.event_id == _event_id)
_LOCKED = select(_roster.revision, _roster.audit_entry_id).where(_roster.event_id == _event_id)
_ACTS = (
    select(_act.action, _act.subject_type, _act.subject_id, _act.details)
    .where(_act.id > bindparam("after"), _act.event_id == _event_id)
    .order_by(_act.id)
)
_DIGESTS = select(_entry.badge_id, _entry.digest).where(
    _entry.badge_id.in_(bindparam("ids", expanding=True))
)
_ADD = insert(RosterEntry)
_CHANGE = (
    update(RosterEntry)
    .where(_entry.badge_id == bindparam("key"))
    .values({name: bindparam(name) for name in ("body", "digest", "revision")})
)
# Other transactions that have added to the audit, or are about to, and are not over. An id is drawn
# under this lock, which is released once what was committed can be seen.
_UNDER_WAY = text(
    "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'relation' AND granted"
    " AND relation = 'audit_entry'::regclass AND mode = 'RowExclusiveLock'"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND pid <> pg_backend_pid())"
)


@dataclass(frozen=True, slots=True)
class State:
    """How far a roster is; `is_behind` when acts have come since. `latest` is the newest of them:
    while it stays, nobody has done anything. None: there is no roster to tell.
    """

    revision: int
    is_behind: bool
    latest: int | None = None

    @classmethod
    def of(cls, revision: int | None, after: int | None, latest: int) -> State:
        """From the columns `STATE`; there is nothing in the first two before the first sealing."""
        if revision is None or after is None:
            return cls(0, True)
        return cls(revision, revision == 0 or latest > after, latest)


def state(event_id: int) -> State:
    """One read; before the first sealing, revision 0."""
    found = connection().execute(_STATE, {"event_id": event_id}).first()
    return State(0, True) if found is None else State.of(*found)


def follow(event_id: int, before: State | None = None) -> int:
    """Seal what has changed, in the present transaction, which writes; the revision by then.
    `before` is how things stood when it began, if that is known.

    Whoever finds somebody at it already takes what there is: the next upload brings the rest.
    """
    db.session.flush()
    before = before or state(event_id)
    if not before.is_behind:
        return before.revision
    values = {"event_id": event_id, "revision": 0, "audit_entry_id": 0}
    insert_once(Roster, values, key="event_id")
    statement = _LOCKED.with_for_update(skip_locked=before.revision > 0)
    locked = connection().execute(statement, {"event_id": event_id}).first()
    if locked is None:
        return before.revision
    return _catch_up(event_id, *locked)


def _catch_up(event_id: int, revision: int, after: int) -> int:
    present = connection()
    # In this order: what was added up to `latest` and is not over by now is not missed.
    latest = present.scalar(_LATEST) or 0
    settled = after if is_somebody_acting() else latest
    found = touched_after(event_id, after)
    changed = 0
    if found.everything or revision == 0:
        for portion in contents.every(event_id):
            changed += _seal(event_id, portion, revision + 1)
    else:
        ids = contents.badge_ids(found)
        for start in range(0, len(ids), contents.PORTION):
            some = contents.some(event_id, ids[start : start + contents.PORTION])
            changed += _seal(event_id, some, revision + 1)
    revision += 1 if changed else 0
    present.execute(
        update(Roster)
        .where(_roster.event_id == event_id)
        .values(revision=revision, audit_entry_id=settled)
    )
    return revision


def touched_after(event_id: int, after: int) -> Touched:
    """What the fair's acts above the one with the id `after` have touched."""
    acts = connection().execute(_ACTS, {"event_id": event_id, "after": after})
    return touched(Act(*row) for row in acts)


def is_somebody_acting() -> bool:
    """Whether others are at an act that is not to be seen yet, though later ones may be."""
    # SQLite's writers queue: whoever writes sees all that was written before.
    is_shared = db.session.get_bind().dialect.name == "postgresql"
    return is_shared and bool(connection().scalar(_UNDER_WAY))


def _seal(event_id: int, portion: dict[int, Content], revision: int) -> int:
    """Write the entries of which something has changed; how many."""
    digests = _digests(portion)
    salt = event_salt(str(current_app.config["SECRET_KEY"]), event_id)
    new: list[dict[str, Any]] = []
    old: list[dict[str, Any]] = []
    for badge_id, content in portion.items():
        if digests.get(badge_id) == (digest := content.digest):
            continue
        code, body = seal(content, salt)
        row = {"body": body, "digest": digest, "revision": revision}
        if badge_id in digests:
            old.append({"key": badge_id, **row})
        else:
            new.append({"badge_id": badge_id, "event_id": event_id, "code": code, **row})
    for statement, rows in ((_ADD, new), (_CHANGE, old)):
        if rows:
            connection().execute(statement, rows)
    return len(new) + len(old)


def _digests(badge_ids: Collection[int]) -> dict[int, str]:
    rows = connection().execute(_DIGESTS, {"ids": list(badge_ids)})
    return {badge_id: digest for badge_id, digest in rows}
