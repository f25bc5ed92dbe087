"""A session, or the draft of one, as an entry of a version: see `releases.changes`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fairapp.programme.editing.models import Draft
from fairapp.programme.models import CONTENT, Session, SessionStatus
from fairapp.programme.parts import as_dict

_LISTS = ("parts", "acts", "documents")
_TEXTS = ("title", "abstract")
_PLAIN = tuple(name for name in CONTENT if name not in (*_LISTS, *_TEXTS, "kind_id", "room_id"))


def of_session(session: Session) -> dict[str, Any]:
    """What the public has been told, and what the team keeps beside it."""
    minutes = int((session.ends_at - session.starts_at).total_seconds()) // 60
    is_cancelled = session.status == SessionStatus.CANCELLED
    return _entry(session, session.starts_at, minutes, is_cancelled=is_cancelled)


def of_draft(draft: Draft) -> dict[str, Any]:
    """What the next version would say; ValueError for what stands on the parking list."""
    if draft.starts_at is None:
        raise ValueError(f"{draft.code} has no beginning")
    return _entry(draft, draft.starts_at, draft.minutes, is_cancelled=draft.is_cancelled)


def _entry(
    content: Session | Draft, starts_at: datetime, minutes: int, *, is_cancelled: bool
) -> dict[str, Any]:
    return {
        "starts_at": starts_at.astimezone(UTC).isoformat(),
        "minutes": minutes,
        "kind": content.kind.code,
        "room": content.room.code if content.room is not None else "",
        "is_cancelled": is_cancelled,
        **{name: getattr(content, name).as_dict() for name in _TEXTS},
        **{name: [as_dict(item) for item in getattr(content, name)] for name in _LISTS},
        **{name: getattr(content, name) for name in _PLAIN},
    }
