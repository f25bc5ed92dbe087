"""Now, next, past: where an item of the programme stands at a moment. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """An item of the programme, seen from a moment."""

    PAST = "past"
    NOW = "now"
    COMING = "coming"


def standing(starts_at: datetime, ends_at: datetime, *, at: datetime) -> Standing:
    """The end is no longer part of it: at 10:30 the ceremony of 09:00–10:30 is past."""
    if at >= ends_at:
        return Standing.PAST
    return Standing.NOW if at >= starts_at else Standing.COMING
