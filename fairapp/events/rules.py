"""Where a fair stands at a moment. Pure: dates and moments in, a verdict out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum


class Phase(StrEnum):
    """A fair, seen from a day of its own calendar."""

    COMING = "coming"
    RUNNING = "running"
    OVER = "over"


class Desk(StrEnum):
    """Online registration, seen from a moment."""

    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"


class Standing(StrEnum):
    """How far the team has brought a fair."""

    # The public finds nothing of it; the team may look at its pages.
    DRAFT = "draft"
    PUBLIC = "public"
    CLOSED = "closed"


def standing(published_at: datetime | None, closed_at: datetime | None) -> Standing:
    """A fair that was closed is so, whether or not it was ever public."""
    if closed_at is not None:
        return Standing.CLOSED
    return Standing.DRAFT if published_at is None else Standing.PUBLIC


def phase(days: Sequence[date], today: date) -> Phase:
    """`days` in order; a fair without days is still coming."""
    if not days or today < days[0]:
        return Phase.COMING
    return Phase.OVER if today > days[-1] else Phase.RUNNING


def desk(opens_at: datetime | None, closes_at: datetime | None, *, at: datetime) -> Desk:
    """Whether people can register online at `at`; a bound that is None does not bind."""
    if opens_at is not None and at < opens_at:
        return Desk.NOT_YET
    if closes_at is not None and at >= closes_at:
        return Desk.CLOSED
    return Desk.OPEN
