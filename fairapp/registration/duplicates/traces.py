"""What hangs on two registrations, and stays with the person when they become one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from fairapp.core.db import db
from fairapp.core.messages import Message
from fairapp.registration import signals
from fairapp.registration.duplicates.words import TRACES
from fairapp.registration.models import Registration
from fairapp.registration.signups.models import SeatStatus, SignUp


@dataclass(frozen=True, slots=True)
class Trace:
    """How many of a kind (`words.TRACES`) each of the two has."""

    kind: str
    counts: tuple[int, int]

    @property
    def label(self) -> Any:
        """The kind in words."""
        return TRACES[self.kind]


def traces(one: Registration, other: Registration) -> list[Trace]:
    """Every kind; what stands above registration answers by the signal `traces`."""
    ids = (one.id, other.id)
    found = {"messages": _count(_messages(ids)), "seats": _count(_seats(ids))}
    for _receiver, counts in signals.traces.send(one.event, ids=ids):
        found |= counts
    return [
        Trace(kind, (found[kind].get(one.id, 0), found[kind].get(other.id, 0)))
        for kind in TRACES
        if kind in found
    ]


def _messages(ids: tuple[int, int]) -> Select[*tuple[Any, ...]]:
    return (
        select(Message.registration_id, func.count())
        .where(Message.registration_id.in_(ids))
        .group_by(Message.registration_id)
    )


def _seats(ids: tuple[int, int]) -> Select[*tuple[Any, ...]]:
    return (
        select(SignUp.registration_id, func.count())
        .where(SignUp.registration_id.in_(ids), SignUp.status != SeatStatus.GIVEN_UP)
        .group_by(SignUp.registration_id)
    )


def _count(counted: Select[*tuple[Any, ...]]) -> dict[int, int]:
    return {key: count for key, count in db.session.execute(counted)}
