"""One count of heads as a phone sends or saves it."""

from __future__ import annotations

from typing import Any

from fairapp.checkin.parsing import read_moment, read_uuid, read_whole
from fairapp.checkin.tallies.rules import MOST, Count, Heads, Unreadable


def read_count(raw: Any) -> Count | Unreadable:
    """A row, or its uuid with the field that is wrong."""
    uuid = read_uuid(raw.get("uuid")) if isinstance(raw, dict) else None
    if uuid is None:
        return None, "uuid"
    at = read_moment(raw.get("counted_at"))
    if at is None:
        return uuid, "counted_at"
    heads: dict[str, int] = {}
    for name in ("women", "men", "children"):
        number = read_whole(raw.get(name, 0), -MOST, MOST)
        if number is None:
            return uuid, name
        heads[name] = number
    session = raw.get("session")
    return Count(uuid, session if isinstance(session, str) else "", Heads(**heads), at)
