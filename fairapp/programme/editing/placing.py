"""Where the grid wants to put a session: JSON read into columns of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError
from fairapp.events.models import Event

_DAY = 24 * 60


def version_of(sent: Any) -> int | None:
    """The version that the page saw; None when what was sent is no move at all."""
    version = sent.get("version") if isinstance(sent, dict) else None
    return version if _is_number(version) else None


def number(text: Any) -> int:
    """The version that a form carries; 0, which no draft has, for anything else."""
    return int(text) if str(text).isdecimal() and len(str(text)) < 10 else 0


def clock_of(minute: int | None) -> time | None:
    """The hour so many minutes after midnight; None for what no day has."""
    return time(minute // 60, minute % 60) if minute is not None and 0 <= minute < _DAY else None


def columns(event: Event, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a draft from {"day": 1, "start": 540, "minutes": 90, "room": "GS"}.

    Minutes after midnight on the fair's clocks; without a day it goes to the parking list. What is
    not named stays. DomainError `misplaced` for what is none of the fair's.
    """
    found: dict[str, Any] = {}
    if "minutes" in sent:
        found["minutes"] = _number(sent["minutes"], _DAY)
    if "room" in sent:
        found["room_id"] = _room_id(event, sent["room"])
    if "day" in sent:
        found["starts_at"] = None
        if sent["day"] is not None:
            day = event.day_number(_number(sent["day"], 10_000))
            if day is None:
                raise _misplaced()
            start = _number(sent.get("start"), _DAY - 1)
            found["starts_at"] = event.utc(day.date, time(start // 60, start % 60))
    return found


def _room_id(event: Event, code: Any) -> int | None:
    if code == "":
        return None
    room = next((room for room in event.rooms if room.code == code), None)
    if room is None:
        raise _misplaced()
    return room.id


def _number(value: Any, most: int) -> int:
    if not _is_number(value) or not 0 <= value <= most:
        raise _misplaced()
    return int(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _misplaced() -> DomainError:
    return DomainError("misplaced", _l("This day or room is no longer there. Reload the page."))
