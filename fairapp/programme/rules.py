"""Now, next, past; and what nobody can see the whole of. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from itertools import combinations
from typing import Protocol


class Standing(StrEnum):
    """An item of the programme, seen from a moment."""

    PAST = "past"
    NOW = "now"
    COMING = "coming"


class Timed(Protocol):
    """What has a beginning and an end."""

    @property
    def code(self) -> str: ...

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...


def standing(starts_at: datetime, ends_at: datetime, *, at: datetime) -> Standing:
    """The end is no longer part of it: at 10:30 the ceremony of 09:00–10:30 is past."""
    if at >= ends_at:
        return Standing.PAST
    return Standing.NOW if at >= starts_at else Standing.COMING


def clashes(sessions: Iterable[Timed]) -> dict[str, tuple[str, ...]]:
    """By code of a session, the codes of those that overlap with it; one after the other does not.

    A warning, not a refusal: people look into two round tables.
    """
    found: dict[str, tuple[str, ...]] = {}
    for one, other in combinations(sessions, 2):
        if overlap(one, other):
            found[one.code] = (*found.get(one.code, ()), other.code)
            found[other.code] = (*found.get(other.code, ()), one.code)
    return found


def overlap(one: Timed, other: Timed) -> bool:
    """Whether nobody can see the whole of both."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
