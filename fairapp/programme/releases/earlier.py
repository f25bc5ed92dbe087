"""Where and when a session was announced before: whoever holds an old leaflet is told. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fairapp.programme.releases.changes import PLACING, Change


@dataclass(frozen=True, slots=True)
class Placing:
    """A beginning, an end and a room, by its code; empty for none. Times are in UTC."""

    starts_at: datetime
    ends_at: datetime
    room_code: str


def earlier(changes: Iterable[Change], now: Placing) -> list[Placing]:
    """Placings before the present one, the latest first; `changes` of one session, likewise."""
    entry: dict[str, Any] = {
        "starts_at": now.starts_at.isoformat(),
        "minutes": int((now.ends_at - now.starts_at).total_seconds()) // 60,
        "room": now.room_code,
    }
    found: dict[Placing, None] = {}
    for change in changes:
        was = {name: change.before[name] for name in PLACING if name in change.before}
        if not was:
            continue
        entry = {**entry, **was}
        found.setdefault(_placing(entry))
    return [placing for placing in found if placing != now]


def _placing(entry: Mapping[str, Any]) -> Placing:
    starts_at = datetime.fromisoformat(entry["starts_at"])
    minutes = timedelta(minutes=entry["minutes"] or 0)
    return Placing(starts_at, starts_at + minutes, entry["room"] or "")
